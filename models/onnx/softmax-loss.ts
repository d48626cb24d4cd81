import { refuse, requireFloat } from './checks.js';
import { log, maximum, neg } from './elementwise.js';
import type { Tensor } from './graph.js';
import { gather, gatherElements, gemm, mul, sub } from './ops.js';
import { softmax } from './reduction.js';
import { squeeze, unsqueeze } from './shape.js';
import { zerosLike } from './vjp.js';
import { scatterRows } from './vjp-linear.js';

export interface SoftmaxLossOptions {
  /** Added to the scores of each candidate, [candidates]: −ln q where candidates were sampled with probability q (logQ). */
  readonly offsets?: Tensor;
  /** 1/temperature. */
  readonly scale?: number;
}

/**
 * −ln softmax over all candidates of the right one: loss [b] of queries [b, d], candidates [n, d] and the place of each
 * right candidate, labels [b].
 *
 *   S = scale·Q Cᵀ + offsets,   P = softmax(S),   loss_i = −ln max(P_i,label, 10⁻³⁷)
 *   ∂Q = scale·u ∘ (P C − C[labels]),   ∂C = scale·(Pᵀ(u ∘ Q) − Σ_{label_i = j} u_i Q_i)
 *
 * Three products and one softmax: no one-hot matrix, no second pass over [b, n], and the upstream u [b] scales rows of
 * [b, d] instead of P. The value stops at 85.2, where P is no float32 any more; the gradient does not. Offsets are data: no
 * gradient flows into them.
 */
export function softmaxLoss(queries: Tensor, candidates: Tensor, labels: Tensor, { offsets, scale = 1 }: SoftmaxLossOptions = {}): Tensor {
  const tensors = [queries, candidates, labels, ...(offsets ? [offsets] : [])];
  requireFloat('softmaxLoss', [queries, candidates]);
  const [rows, width] = queries.shape;
  if (queries.shape.length !== 2 || candidates.shape.length !== 2 || candidates.shape[1] !== width) refuse('softmaxLoss', tensors, 'needs queries [b, d] and candidates [n, d]');
  if (labels.shape.length !== 1 || labels.shape[0] !== rows) refuse('softmaxLoss', tensors, 'one label per query');
  if (offsets && (offsets.shape.length !== 1 || offsets.shape[0] !== candidates.shape[0])) refuse('softmaxLoss', tensors, 'one offset per candidate');
  const scores = gemm(queries, candidates, offsets ?? null, { transposeB: true, alpha: scale });
  const probabilities = softmax(scores);
  const right = squeeze(gatherElements(probabilities, unsqueeze(labels, [1]), 1), [1]);
  const loss = neg(log(maximum(right, queries.graph.scalar(SMALLEST, queries.dtype as 'float32'))));
  return queries.graph.differentiate(loss, {
    inputs: [queries, candidates],
    backward(upstream) {
      const weight = unsqueeze(scaled(upstream, scale), [1]);
      const weighted = mul(queries, weight);
      const pulled = scatterRows(zerosLike(candidates), labels, neg(weighted));
      return [
        mul(sub(gemm(probabilities, candidates, null), gather(candidates, labels)), weight),
        gemm(probabilities, weighted, pulled, { transposeA: true }),
      ];
    },
  });
}

const SMALLEST = 1e-37;

const scaled = (x: Tensor, factor: number): Tensor => (factor === 1 ? x : mul(x, x.graph.scalar(factor, x.dtype as 'float32')));

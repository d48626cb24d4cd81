import { refuse, requireFloat } from './checks.js';
import { log, neg } from './elementwise.js';
import type { Tensor } from './graph.js';
import { add, gather, gemm, mul, sub } from './ops.js';
import { reduceMax, reduceSum, softmax } from './reduction.js';
import { unsqueeze } from './shape.js';
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
 *   S = scale·Q Cᵀ + offsets,   loss_i = ln Σ_j e^{S_ij} − S_i,label,   P = softmax(S)
 *   ∂Q = scale·u ∘ (P C − C[labels]),   ∂C = scale·(Pᵀ(u ∘ Q) − Σ_{label_i = j} u_i Q_i)
 *
 * Three products, and two [b, n] tensors live at once: no one-hot matrix, and the upstream u [b] scales rows of [b, d]
 * instead of P. Offsets are data: no gradient flows into them.
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
  const right = gather(candidates, labels);
  const product = scaled(reduceSum(mul(queries, right), { axes: [1] }), scale);
  const rightScore = offsets ? add(product, gather(offsets, labels)) : product;
  const total = sub(reduceMax(scores, { axes: [1] }), log(reduceMax(probabilities, { axes: [1] })));
  return queries.graph.differentiate(sub(total, rightScore), {
    inputs: [queries, candidates],
    backward(upstream) {
      const weight = unsqueeze(scaled(upstream, scale), [1]);
      const weighted = mul(queries, weight);
      const pulled = scatterRows(zerosLike(candidates), labels, neg(weighted));
      return [
        mul(sub(gemm(probabilities, candidates, null), right), weight),
        gemm(probabilities, weighted, pulled, { transposeA: true }),
      ];
    },
  });
}

const scaled = (x: Tensor, factor: number): Tensor => (factor === 1 ? x : mul(x, x.graph.scalar(factor, x.dtype as 'float32')));

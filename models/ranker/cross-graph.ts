import type { Calibration } from '../calibration/calibration.js';
import { AD_WIDTH, CONTENT_WIDTH } from '../features/spec.js';
import { abs, clip, scale, shift, sign } from '../onnx/elementwise.js';
import { Graph } from '../onnx/graph.js';
import type { Tensor } from '../onnx/graph.js';
import { add, gemm, matMul, mul, sigmoid, sub, unsqueezeLast } from '../onnx/ops.js';
import { reduceSum } from '../onnx/reduction.js';
import { slice, squeeze } from '../onnx/shape.js';
import { AXES } from './cross-fields.js';
import type { Projection } from './cross-fields.js';
import type { CrossModel } from './cross-model.js';

const ROWS = 1 + AD_WIDTH;

/**
 * contents C [P, 100], ads A [A, 5], ad_biases [1, A] (looked up by key outside) and for M2 profile u [1, 100] →
 * probabilities [P, A]. With G = C[θ_c; W]ᵀ + u[θ_u; T]ᵀ [P, 6] and G₀, G₁ its first column and the other five:
 *   z = G₀ + s + G₁Aᵀ + θ_aᵀAᵀ + b + ad_biases,   s = (q(C) ∘ q(u)M)1 + (C ∘ u ∘ d)1 [P, 1].
 */
export function crossGraph(model: CrossModel): Uint8Array {
  const graph = new Graph(model.kind);
  const contents = graph.input('contents', 'float32', ['pages', CONTENT_WIDTH]);
  const ads = graph.input('ads', 'float32', ['ads', AD_WIDTH]);
  const biases = graph.input('ad_biases', 'float32', [1, 'ads']);
  const matrix = (name: string, rows: number, columns: number, values: Float32Array): Tensor =>
    graph.constant(name, 'float32', [rows, columns], values.slice());
  let factors = gemm(contents, matrix('theta_c_w', ROWS, CONTENT_WIDTH, model.contentWeights), null, { transposeB: true });
  let alone: Tensor | null = null;
  if (model.projection) ({ factors, alone } = personal(graph, model, model.projection, { contents, factors }));
  const first = slice(factors, 1, 0, 1);
  const crosses = gemm(slice(factors, 1, 1, ROWS), ads, null, { transposeB: true });
  const bias = matrix('bias', 1, 1, Float32Array.of(model.bias));
  const ofAds = add(gemm(matrix('theta_a', 1, AD_WIDTH, model.adWeights), ads, bias, { transposeB: true }), biases);
  const logits = add(add(alone ? add(first, alone) : first, crosses), ofAds);
  graph.output('probabilities', calibratedTensor(graph, model.calibration, logits));
  return graph.encode();
}

function personal(
  graph: Graph, model: CrossModel, projection: Projection, { contents, factors }: { contents: Tensor; factors: Tensor },
): { factors: Tensor; alone: Tensor } {
  const { plain, axes, diagonal } = model.personalWeights;
  const profile = graph.input('profile', 'float32', [1, CONTENT_WIDTH]);
  // 1, or 0 for a reader of whom nothing is known.
  const known = sign(reduceSum(abs(profile)));
  const p = graph.constant('axes', 'float32', [AXES, CONTENT_WIDTH], projection.axes.slice());
  const offsets = graph.constant('offsets', 'float32', [1, AXES], projection.offsets.slice());
  const projected = (x: Tensor): Tensor => sub(gemm(x, p, null, { transposeB: true }), offsets);
  const reader = matMul(projected(profile), graph.constant('m', 'float32', [AXES, AXES], axes.slice()));
  const sums = { axes: [1], keep: true };
  const byAxes = reduceSum(mul(projected(contents), reader), sums);
  const byFeatures = reduceSum(mul(contents, mul(profile, graph.constant('d', 'float32', [1, CONTENT_WIDTH], diagonal.slice()))), sums);
  const ofReader = gemm(profile, graph.constant('theta_u_t', 'float32', [ROWS, CONTENT_WIDTH], plain.slice()), null, { transposeB: true });
  return { factors: add(factors, mul(ofReader, known)), alone: mul(add(byAxes, byFeatures), known) };
}

/** The curve of an isotonic calibration is y₀ + Σ_k (y_{k+1} − y_k) · clip((p − x_k)/(x_{k+1} − x_k), 0, 1): no cancellation. */
function calibratedTensor(graph: Graph, calibration: Calibration, logits: Tensor): Tensor {
  if (calibration.kind === 'none') return sigmoid(logits);
  if (calibration.kind === 'platt') return sigmoid(shift(scale(logits, calibration.slope), calibration.intercept));
  const { knots, values } = calibration;
  const steps = knots.length - 1;
  const p = sigmoid(logits);
  if (steps === 0) return shift(scale(p, 0), values[0]);
  const constant = (name: string, of: (at: number) => number): Tensor =>
    graph.constant(name, 'float32', [steps], Float32Array.from({ length: steps }, (_, at) => of(at)));
  const from = constant('knots', (at) => knots[at]);
  const slopes = constant('slopes', (at) => 1 / (knots[at + 1] - knots[at]));
  const heights = constant('heights', (at) => values[at + 1] - values[at]);
  const shares = clip(mul(sub(unsqueezeLast(p), from), slopes), 0, 1);
  return shift(squeeze(reduceSum(mul(shares, heights), { axes: [2], keep: true }), [2]), values[0]);
}

import { AD_WIDTH, CONTENT_WIDTH } from '../features/spec.js';
import { Graph } from '../onnx/graph.js';
import { add, gemm, matMul, mul, sigmoid, sub } from '../onnx/ops.js';
import type { AdModel } from './ad-model.js';

/** p = σ(C θ_c + (A θ_a)ᵀ + b): contents [P, 100], ads [A, 5] → probabilities [P, A]. */
export function pairGraph(model: AdModel): Uint8Array {
  const graph = new Graph('m0');
  const contents = graph.input('contents', 'float32', ['pages', CONTENT_WIDTH]);
  const ads = graph.input('ads', 'float32', ['ads', AD_WIDTH]);
  const contentWeights = graph.constant('theta_c', 'float32', [CONTENT_WIDTH, 1], model.contentWeights.slice());
  const adWeights = graph.constant('theta_a', 'float32', [1, AD_WIDTH], model.adWeights.slice());
  const bias = graph.constant('bias', 'float32', [1, 1], Float32Array.of(model.bias));
  const logits = add(matMul(contents, contentWeights), gemm(adWeights, ads, bias, { transposeB: true }));
  graph.output('probabilities', sigmoid(logits));
  return graph.encode();
}

/**
 * What one Newton step needs of a block of rows, in float64: X [rows, d], y, w [rows, 1], θ [d, 1] →
 *   z = Xθ,  g = Xᵀ(w ∘ (p − y)),  H = Xᵀ(X ∘ w p (1 − p)),  p = σ(z).
 */
export function newtonGraph(width: number): Uint8Array {
  const graph = new Graph('newton');
  const x = graph.input('x', 'float64', ['rows', width]);
  const y = graph.input('y', 'float64', ['rows', 1]);
  const w = graph.input('w', 'float64', ['rows', 1]);
  const theta = graph.input('theta', 'float64', [width, 1]);
  const one = graph.constant('one', 'float64', [1, 1], Float64Array.of(1));
  const z = matMul(x, theta);
  const p = sigmoid(z);
  const curvature = mul(w, mul(p, sub(one, p)));
  graph.output('z', z);
  graph.output('g', gemm(x, mul(w, sub(p, y)), null, { transposeA: true }));
  graph.output('h', gemm(x, mul(x, curvature), null, { transposeA: true }));
  return graph.encode();
}

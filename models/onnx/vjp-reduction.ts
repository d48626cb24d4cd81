import { fixedSize } from './checks.js';
import { equal, exp, scale } from './elementwise.js';
import type { GraphNode, Tensor } from './graph.js';
import { cast, div, mul, sub } from './ops.js';
import { reduceSum } from './reduction.js';
import { unsqueeze } from './shape.js';
import { constantNumbers, expandLike } from './vjp.js';
import type { Vjp } from './vjp.js';

/** Joined axes give their gradient back to every element that was joined. */

const joined = (node: GraphNode): number[] => constantNumbers(node.inputs[0].graph, node, 1);

/** A result of the node with its joined axes back as size 1, so that it broadcasts against the input. */
function kept(node: GraphNode, result: Tensor): Tensor {
  return node.attributes.keepdims === 1 || joined(node).length === 0 ? result : unsqueeze(result, joined(node));
}

const reduceMeanVjp: Vjp = (node, upstream) => {
  const [x] = node.inputs;
  const count = joined(node).reduce((size, axis) => size * fixedSize('ReduceMean', x, axis), 1);
  return [expandLike(scale(kept(node, upstream), 1 / count), x), null];
};

/** Equal maxima share the gradient. */
const reduceMaxVjp: Vjp = (node, upstream) => {
  const [x] = node.inputs;
  const isMaximum = cast(equal(x, kept(node, node.outputs[0])), x.dtype);
  const share = div(kept(node, upstream), reduceSum(isMaximum, { axes: joined(node), keep: true }));
  return [mul(isMaximum, share), null];
};

/** y = softmax(x): y ∘ (v − Σ v ∘ y). */
const softmaxVjp: Vjp = ({ outputs: [y], attributes }, upstream) => {
  const axes = [attributes.axis as number];
  return [mul(y, sub(upstream, reduceSum(mul(upstream, y), { axes, keep: true })))];
};

/** y = x − ln Σ eˣ: v − e^y Σ v. */
const logSoftmaxVjp: Vjp = ({ outputs: [y], attributes }, upstream) => {
  const axes = [attributes.axis as number];
  return [sub(upstream, mul(exp(y), reduceSum(upstream, { axes, keep: true })))];
};

/** x̂ = (x − mean)·inverse: ∂x = inverse · (u − mean(u) − x̂ ∘ mean(u ∘ x̂)) with u = v ∘ weight. */
const layerNormVjp: Vjp = ({ inputs: [x, weight], outputs: [, mean, inverse] }, upstream, wanted) => {
  const width = fixedSize('LayerNormalization', x, -1);
  const last = { axes: [x.shape.length - 1], keep: true };
  const leading = x.shape.slice(0, -1).map((_, at) => at);
  const normal = mul(sub(x, mean), inverse);
  const weighted = mul(upstream, weight);
  const average = (one: Tensor): Tensor => scale(reduceSum(one, last), 1 / width);
  const gradientX = (): Tensor => mul(inverse, sub(sub(weighted, average(weighted)), mul(normal, average(mul(weighted, normal)))));
  return [
    wanted(0) ? gradientX() : null,
    wanted(1) ? reduceSum(mul(upstream, normal), { axes: leading }) : null,
    wanted(2) ? reduceSum(upstream, { axes: leading }) : null,
  ];
};

export const REDUCTION_VJPS: Readonly<Record<string, Vjp>> = {
  ReduceSum: (node, upstream) => [expandLike(kept(node, upstream), node.inputs[0]), null],
  ReduceMean: reduceMeanVjp,
  ReduceMax: reduceMaxVjp,
  ReduceSumSquare: (node, upstream) => [scale(mul(node.inputs[0], kept(node, upstream)), 2), null],
  Softmax: softmaxVjp,
  LogSoftmax: logSoftmaxVjp,
  LayerNormalization: layerNormVjp,
};

import { axisOf, refuse, requireFloat } from './checks.js';
import { log, scale, shift, sqrt } from './elementwise.js';
import { div, mul, sub } from './ops.js';
import { unsqueeze } from './shape.js';
import type { Dim, Tensor } from './graph.js';

/** Operators that join an axis: sums, maxima, norms, softmax. */

export interface ReduceOptions {
  /** All axes when left out. */
  axes?: readonly number[];
  /** Keeps the joined axes with size 1. */
  keep?: boolean;
}

function reduce(op: string, x: Tensor, options: ReduceOptions): Tensor {
  const dtype = requireFloat(op, [x]);
  const axes = (options.axes ?? x.shape.map((_, at) => at)).map((axis) => axisOf(op, x, axis));
  if (new Set(axes).size !== axes.length) refuse(op, [x], `axes [${axes.join(', ')}] repeat`);
  const shape: Dim[] = options.keep ? x.shape.map((dim, at) => (axes.includes(at) ? 1 : dim)) : x.shape.filter((_, at) => !axes.includes(at));
  return x.graph.node(op, [x, x.graph.int64s(axes)], [{ dtype, shape }], { keepdims: options.keep ? 1 : 0 })[0];
}

export const reduceSum = (x: Tensor, options: ReduceOptions = {}): Tensor => reduce('ReduceSum', x, options);
export const reduceMean = (x: Tensor, options: ReduceOptions = {}): Tensor => reduce('ReduceMean', x, options);
export const reduceMax = (x: Tensor, options: ReduceOptions = {}): Tensor => reduce('ReduceMax', x, options);
export const reduceSumSquare = (x: Tensor, options: ReduceOptions = {}): Tensor => reduce('ReduceSumSquare', x, options);

function normalised(op: 'Softmax' | 'LogSoftmax', x: Tensor, axis: number): Tensor {
  return x.graph.node(op, [x], [{ dtype: requireFloat(op, [x]), shape: x.shape }], { axis: axisOf(op, x, axis) })[0];
}

export const softmax = (x: Tensor, axis = -1): Tensor => normalised('Softmax', x, axis);
export const logSoftmax = (x: Tensor, axis = -1): Tensor => normalised('LogSoftmax', x, axis);

/**
 * ln Σ_j e^{x_j} over the last axis: [.., n] → [..]. With P = softmax(x) and m = max x, max P = e^m / Σ e^x, so the value is
 * m − ln max P, without overflow; the gradient is P itself, and no other [.., n] tensor is kept.
 */
export function logSumExp(x: Tensor): Tensor {
  const probabilities = softmax(x);
  const last = { axes: [x.shape.length - 1] };
  const value = sub(reduceMax(x, last), log(reduceMax(probabilities, last)));
  return x.graph.differentiate(value, {
    inputs: [x],
    backward: (upstream) => [mul(probabilities, unsqueeze(upstream, [-1]))],
  });
}

/** (x − mean)/√(variance + epsilon) · weight + bias over the last axis (Ba, Kiros & Hinton 2016); weight, bias [n]. */
export function layerNorm(x: Tensor, weight: Tensor, bias: Tensor, epsilon = 1e-5): Tensor {
  const tensors = [x, weight, bias];
  const dtype = requireFloat('LayerNormalization', tensors);
  const width = x.shape[axisOf('LayerNormalization', x, -1)];
  if ([weight, bias].some((one) => one.shape.length !== 1 || one.shape[0] !== width)) {
    refuse('LayerNormalization', tensors, `weight and bias must be [${width}]`);
  }
  if (dtype !== 'float32') refuse('LayerNormalization', tensors, 'needs float32: its statistics are float32');
  const statistics = { dtype, shape: [...x.shape.slice(0, -1), 1] };
  return x.graph.node('LayerNormalization', tensors, [{ dtype, shape: x.shape }, statistics, statistics], { axis: -1, epsilon: { float: epsilon } })[0];
}

/** x / √(Σ x² + epsilon) over the last axis. */
export function l2Normalised(x: Tensor, epsilon = 1e-12): Tensor {
  return div(x, sqrt(shift(reduceSumSquare(x, { axes: [-1], keep: true }), epsilon)));
}

/** Σ w·x / Σ w of two tensors of one shape: a row of weight 0, as the padding of a last batch, does not count. */
export const weightedMean = (x: Tensor, weights: Tensor): Tensor => div(reduceSum(mul(x, weights)), reduceSum(weights));

/** Σ x / count, where count is known when the graph is built. */
export const meanOver = (x: Tensor, count: number): Tensor => scale(reduceSum(x), 1 / count);

import { axisOf, broadcast, fixedSize, refuse, sameDType, sameShape } from './checks.js';
import type { Dim, Tensor } from './graph.js';

/** Operators that move elements without computing. A named dimension passes through where its size does not matter. */

const product = (dims: readonly Dim[]): number => dims.reduce((size: number, dim) => size * (dim as number), 1);
const isFixed = (dims: readonly Dim[]): boolean => dims.every((dim) => typeof dim === 'number');

/** The axes in another order; without `order`, reversed. */
export function transposed(x: Tensor, order: readonly number[] = x.shape.map((_, at) => x.shape.length - 1 - at)): Tensor {
  if ([...order].sort((p, q) => p - q).some((axis, at) => axis !== at) || order.length !== x.shape.length) {
    refuse('Transpose', [x], `[${order.join(', ')}] is no order of its ${x.shape.length} axes`);
  }
  return x.graph.node('Transpose', [x], [{ dtype: x.dtype, shape: order.map((axis) => x.shape[axis]) }], { perm: [...order] })[0];
}

/**
 * The same elements in another shape. A name in `shape` that x has at the same place is kept; one other name may stand
 * for what remains.
 */
export function reshape(x: Tensor, shape: readonly Dim[]): Tensor {
  if (isFixed(x.shape) && isFixed(shape) && product(x.shape) !== product(shape)) {
    refuse('Reshape', [x], `its ${product(x.shape)} elements do not fill [${shape.join(', ')}]`);
  }
  const target = shape.map((dim, at) => (typeof dim === 'number' ? dim : dim === x.shape[at] ? 0 : -1));
  if (target.filter((dim) => dim === -1).length > 1) refuse('Reshape', [x], `[${shape.join(', ')}] leaves more than one size open`);
  if (target.some((dim, at) => dim === 0 && shape[at] === 0)) refuse('Reshape', [x], 'cannot reshape to an empty tensor');
  return x.graph.node('Reshape', [x, x.graph.int64s(target)], [{ dtype: x.dtype, shape }])[0];
}

/** [.., n] → [rows, n]; named leading axes become one name. */
export function asRows(x: Tensor): Tensor {
  const leading = x.shape.slice(0, -1);
  if (leading.length === 1) return x;
  return reshape(x, [isFixed(leading) ? product(leading) : leading.join('·'), x.shape[x.shape.length - 1]]);
}

/** New axes of size 1 at these places of the result. */
export function unsqueeze(x: Tensor, axes: readonly number[]): Tensor {
  const rank = x.shape.length + axes.length;
  const places = axes.map((axis) => (axis < 0 ? axis + rank : axis));
  if (new Set(places).size !== axes.length || places.some((axis) => !(axis >= 0 && axis < rank))) {
    refuse('Unsqueeze', [x], `[${axes.join(', ')}] are no new axes`);
  }
  const rest = [...x.shape];
  const shape = Array.from({ length: rank }, (_, at) => (places.includes(at) ? 1 : rest.shift() as Dim));
  return x.graph.node('Unsqueeze', [x, x.graph.int64s(places)], [{ dtype: x.dtype, shape }])[0];
}

/** Without these axes, which must have size 1. */
export function squeeze(x: Tensor, axes: readonly number[]): Tensor {
  const places = axes.map((axis) => axisOf('Squeeze', x, axis));
  if (places.some((axis) => x.shape[axis] !== 1)) refuse('Squeeze', [x], `axes [${axes.join(', ')}] must have size 1`);
  const shape = x.shape.filter((_, at) => !places.includes(at));
  return x.graph.node('Squeeze', [x, x.graph.int64s(places)], [{ dtype: x.dtype, shape }])[0];
}

/** x repeated along its axes of size 1 and along new leading axes until it has `shape`. */
export function expand(x: Tensor, shape: readonly number[]): Tensor {
  if (!sameShape(broadcast('Expand', [x], [x.shape, shape]), shape)) refuse('Expand', [x], `does not broadcast to [${shape.join(', ')}]`);
  if (sameShape(x.shape, shape)) return x;
  return x.graph.node('Expand', [x, x.graph.int64s(shape)], [{ dtype: x.dtype, shape }])[0];
}

export function concat(tensors: readonly Tensor[], axis: number): Tensor {
  if (tensors.length === 0) throw new RangeError('concat needs at least one tensor');
  const dtype = sameDType('Concat', tensors);
  const [first] = tensors;
  const at = axisOf('Concat', first, axis);
  for (const tensor of tensors) {
    const fits = tensor.shape.length === first.shape.length && tensor.shape.every((dim, place) => place === at || dim === first.shape[place]);
    if (!fits) refuse('Concat', tensors, `the sizes may differ on axis ${at} only`);
  }
  const size = tensors.reduce((sum, tensor) => sum + fixedSize('Concat', tensor, at), 0);
  return first.graph.node('Concat', tensors, [{ dtype, shape: first.shape.map((dim, place) => (place === at ? size : dim)) }], { axis: at })[0];
}

/** Elements from..to−1 of one axis. */
export function slice(x: Tensor, axis: number, from: number, to: number): Tensor {
  const at = axisOf('Slice', x, axis);
  const have = x.shape[at];
  if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && to > from) || (typeof have === 'number' && to > have)) {
    refuse('Slice', [x], `has no elements ${from} to ${to} on axis ${at}`);
  }
  const shape = x.shape.map((dim, place) => (place === at ? to - from : dim));
  const [starts, ends, axes] = [[from], [to], [at]].map((values) => x.graph.int64s(values));
  return x.graph.node('Slice', [x, starts, ends, axes], [{ dtype: x.dtype, shape }])[0];
}

/** Zeros before and after the elements of one axis. */
export function pad(x: Tensor, axis: number, before: number, after: number): Tensor {
  const at = axisOf('Pad', x, axis);
  if (!(Number.isInteger(before) && Number.isInteger(after) && before >= 0 && after >= 0)) refuse('Pad', [x], `cannot pad by ${before} and ${after}`);
  const size = fixedSize('Pad', x, at) + before + after;
  const bounds = x.graph.int64s([before, after]);
  const shape = x.shape.map((dim, place) => (place === at ? size : dim));
  const zero = x.dtype === 'float16' || x.dtype === 'bool' ? refuse('Pad', [x], 'pads floats and integers') : x.graph.scalar(0, x.dtype);
  return x.graph.node('Pad', [x, bounds, zero, x.graph.int64s([at])], [{ dtype: x.dtype, shape }], { mode: 'constant' })[0];
}

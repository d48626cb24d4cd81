import { axisOf, broadcast, refuse, requireFloat, requireIndex, sameDType, sameShape } from './checks.js';
import { dtypeCode } from './graph.js';
import type { Dim, DType, Tensor } from './graph.js';

/**
 * One small function per ONNX operator: it checks dtypes and shapes, infers the result and adds the node. Arithmetic,
 * products and indexing are here; elementwise.ts, shape.ts and reduction.ts hold the rest, vjp*.ts their gradients.
 */

function elementwise(op: string, a: Tensor, b: Tensor): Tensor {
  return a.graph.node(op, [a, b], [{ dtype: sameDType(op, [a, b]), shape: broadcast(op, [a, b], [a.shape, b.shape]) }])[0];
}

export const add = (a: Tensor, b: Tensor): Tensor => elementwise('Add', a, b);
export const sub = (a: Tensor, b: Tensor): Tensor => elementwise('Sub', a, b);
export const mul = (a: Tensor, b: Tensor): Tensor => elementwise('Mul', a, b);
export const div = (a: Tensor, b: Tensor): Tensor => elementwise('Div', a, b);

export function sigmoid(x: Tensor): Tensor {
  return x.graph.node('Sigmoid', [x], [{ dtype: requireFloat('Sigmoid', [x]), shape: x.shape }])[0];
}

/**
 * [.., m, k]·[.., k, n] → [.., m, n]; the leading axes broadcast. [k] vectors are not promoted, so that shapes stay
 * readable.
 */
export function matMul(a: Tensor, b: Tensor): Tensor {
  const dtype = requireFloat('MatMul', [a, b]);
  if (a.shape.length < 2 || b.shape.length < 2) refuse('MatMul', [a, b], 'needs matrices');
  const [inner, n] = b.shape.slice(-2);
  if (a.shape[a.shape.length - 1] !== inner) refuse('MatMul', [a, b], `inner sizes ${a.shape[a.shape.length - 1]} and ${inner} differ`);
  const batch = broadcast('MatMul', [a, b], [a.shape.slice(0, -2), b.shape.slice(0, -2)]);
  return a.graph.node('MatMul', [a, b], [{ dtype, shape: [...batch, a.shape[a.shape.length - 2], n] }])[0];
}

export interface GemmOptions {
  transposeA?: boolean;
  transposeB?: boolean;
  alpha?: number;
  beta?: number;
}

/** alpha·op(A)·op(B) + beta·C, with op the transpose where asked; C broadcasts to [m, n]. */
export function gemm(a: Tensor, b: Tensor, c: Tensor | null, options: GemmOptions = {}): Tensor {
  const tensors = c ? [a, b, c] : [a, b];
  const dtype = requireFloat('Gemm', tensors);
  if (a.shape.length !== 2 || b.shape.length !== 2) refuse('Gemm', tensors, 'needs two matrices');
  const [m, innerA] = options.transposeA ? [a.shape[1], a.shape[0]] : a.shape;
  const [innerB, n] = options.transposeB ? [b.shape[1], b.shape[0]] : b.shape;
  if (innerA !== innerB) refuse('Gemm', tensors, `inner sizes ${innerA} and ${innerB} differ`);
  const shape: Dim[] = [m, n];
  if (c && !c.shape.every((dim, at) => dim === 1 || dim === shape[at - c.shape.length + 2])) {
    refuse('Gemm', tensors, `C does not broadcast to [${shape.join(', ')}]`);
  }
  return a.graph.node('Gemm', tensors, [{ dtype, shape }], {
    transA: options.transposeA ? 1 : 0,
    transB: options.transposeB ? 1 : 0,
    alpha: { float: options.alpha ?? 1 },
    beta: { float: options.beta ?? 1 },
  })[0];
}

/** Rows of `table` along its first axis: [n, …]·indices[…] → [indices…, …]. */
export function gather(table: Tensor, indices: Tensor): Tensor {
  requireIndex('Gather', indices);
  if (table.shape.length === 0) refuse('Gather', [table, indices], 'cannot gather from a scalar');
  return table.graph.node('Gather', [table, indices], [
    { dtype: table.dtype, shape: [...indices.shape, ...table.shape.slice(1)] },
  ], { axis: 0 })[0];
}

/** x at one index per place of all axes but `axis`: y[i, j] = x[i, indices[i, j]] for axis 1 of two. */
export function gatherElements(x: Tensor, indices: Tensor, axis: number): Tensor {
  requireIndex('GatherElements', indices);
  const at = axisOf('GatherElements', x, axis);
  const fits = indices.shape.length === x.shape.length && indices.shape.every((dim, place) => place === at || dim === x.shape[place]);
  if (!fits) refuse('GatherElements', [x, indices], `the indices may differ from it on axis ${at} only`);
  return x.graph.node('GatherElements', [x, indices], [{ dtype: x.dtype, shape: indices.shape }], { axis: at })[0];
}

/** Labels [..] → [.., depth] with 1 at the label and 0 elsewhere. For losses prefer `gatherElements`, which stores no zeros. */
export function oneHot(labels: Tensor, depth: number): Tensor {
  requireIndex('OneHot', labels);
  const { graph } = labels;
  const values = graph.constant(`${labels.name}_off_on_${graph.nodes.length}`, 'float32', [2], Float32Array.of(0, 1));
  return graph.node('OneHot', [labels, graph.int64s([depth]), values], [{ dtype: 'float32', shape: [...labels.shape, depth] }], { axis: -1 })[0];
}

/** data with updates put (or added) at indices along `axis`; indices and updates have one shape. */
export function scatterElements(
  data: Tensor,
  indices: Tensor,
  updates: Tensor,
  options: { axis: number; reduction: 'none' | 'add' },
): Tensor {
  const tensors = [data, indices, updates];
  requireIndex('ScatterElements', indices);
  const dtype = sameDType('ScatterElements', [data, updates]);
  axisOf('ScatterElements', data, options.axis);
  if (!sameShape(indices.shape, updates.shape)) refuse('ScatterElements', tensors, 'one update per index');
  if (indices.shape.length !== data.shape.length) refuse('ScatterElements', tensors, 'the ranks differ');
  const { axis, reduction } = options;
  return data.graph.node('ScatterElements', tensors, [{ dtype, shape: data.shape }], { axis, reduction })[0];
}

/** The `count` largest along the last axis, largest first, ties by lower index; indices are int64. */
export function topK(x: Tensor, count: Tensor, countDim: Dim): { values: Tensor; indices: Tensor } {
  const dtype = requireFloat('TopK', [x]);
  if (count.dtype !== 'int64' || count.shape.join() !== '1') refuse('TopK', [x, count], 'the count must be int64[1]');
  if (x.shape.length === 0) refuse('TopK', [x, count], 'cannot select from a scalar');
  const shape = [...x.shape.slice(0, -1), countDim];
  const [values, indices] = x.graph.node('TopK', [x, count], [{ dtype, shape }, { dtype: 'int64', shape }], {
    axis: -1,
    largest: 1,
    sorted: 1,
  });
  return { values, indices };
}

export function cast(x: Tensor, dtype: DType): Tensor {
  return x.graph.node('Cast', [x], [{ dtype, shape: x.shape }], { to: dtypeCode(dtype) })[0];
}

/** Joins the axes from `axis` on into one, of the size that `joined` states when a dimension is only a name. */
export function flattenFrom(x: Tensor, axis: number, joined: Dim): Tensor {
  axisOf('Reshape', x, axis);
  const tail = x.shape.slice(axis);
  if (tail.every((dim) => typeof dim === 'number')) {
    const size = tail.reduce((product: number, dim) => product * (dim as number), 1);
    if (typeof joined === 'number' && joined !== size) refuse('Reshape', [x], `joins to ${size}, not ${joined}`);
  }
  const target = x.graph.int64s([...x.shape.slice(0, axis).map(() => 0), -1]); // 0 keeps a dimension
  return x.graph.node('Reshape', [x, target], [{ dtype: x.dtype, shape: [...x.shape.slice(0, axis), joined] }])[0];
}

/** A new axis of size 1 at the end. */
export function unsqueezeLast(x: Tensor): Tensor {
  return x.graph.node('Unsqueeze', [x, x.graph.int64s([x.shape.length])], [{ dtype: x.dtype, shape: [...x.shape, 1] }])[0];
}

/** The first `size` of the last axis. */
export function takeFirst(x: Tensor, size: number): Tensor {
  const axis = x.shape.length - 1;
  const have = x.shape[axis];
  if (typeof have === 'number' && size > have) refuse('Slice', [x], `has fewer than ${size} columns`);
  const bounds = [0, size, axis].map((value) => x.graph.int64s([value]));
  return x.graph.node('Slice', [x, ...bounds], [{ dtype: x.dtype, shape: [...x.shape.slice(0, -1), size] }])[0];
}

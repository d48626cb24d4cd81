import { describe, dtypeCode, GraphError } from './graph.js';
import type { Dim, DType, Graph, Tensor } from './graph.js';

/** One small function per ONNX operator: it checks dtypes and shapes, infers the result and adds the node. */

function refuse(op: string, tensors: readonly Tensor[], reason: string): never {
  throw new GraphError(`${op}(${tensors.map(describe).join('; ')}): ${reason}`);
}

function sameDType(op: string, tensors: readonly Tensor[]): DType {
  if (tensors.some((tensor) => tensor.dtype !== tensors[0].dtype)) refuse(op, tensors, 'the dtypes differ');
  return tensors[0].dtype;
}

function requireFloat(op: string, tensors: readonly Tensor[]): DType {
  const dtype = sameDType(op, tensors);
  if (dtype !== 'float32' && dtype !== 'float64') refuse(op, tensors, 'needs floats');
  return dtype;
}

function requireIndex(op: string, tensor: Tensor): void {
  if (tensor.dtype !== 'int32' && tensor.dtype !== 'int64') refuse(op, [tensor], 'indices must be int32 or int64');
}

function axisOf(op: string, tensor: Tensor, axis: number): number {
  if (!Number.isInteger(axis) || axis < 0 || axis >= tensor.shape.length) refuse(op, [tensor], `has no axis ${axis}`);
  return axis;
}

/** NumPy broadcasting over trailing dimensions. */
function broadcast(op: string, a: Tensor, b: Tensor): Dim[] {
  const rank = Math.max(a.shape.length, b.shape.length);
  return Array.from({ length: rank }, (_, at) => {
    const left = a.shape[at - rank + a.shape.length] ?? 1;
    const right = b.shape[at - rank + b.shape.length] ?? 1;
    if (left === right || right === 1) return left;
    if (left === 1) return right;
    return refuse(op, [a, b], `cannot broadcast ${left} against ${right}`);
  });
}

function elementwise(op: string, a: Tensor, b: Tensor): Tensor {
  return a.graph.node(op, [a, b], [{ dtype: sameDType(op, [a, b]), shape: broadcast(op, a, b) }])[0];
}

export const add = (a: Tensor, b: Tensor): Tensor => elementwise('Add', a, b);
export const sub = (a: Tensor, b: Tensor): Tensor => elementwise('Sub', a, b);
export const mul = (a: Tensor, b: Tensor): Tensor => elementwise('Mul', a, b);

export function sigmoid(x: Tensor): Tensor {
  return x.graph.node('Sigmoid', [x], [{ dtype: requireFloat('Sigmoid', [x]), shape: x.shape }])[0];
}

/** [m, k]·[k, n] → [m, n]; [k] vectors are not promoted, so that shapes stay readable. */
export function matMul(a: Tensor, b: Tensor): Tensor {
  const dtype = requireFloat('MatMul', [a, b]);
  if (a.shape.length !== 2 || b.shape.length !== 2) refuse('MatMul', [a, b], 'needs two matrices');
  if (a.shape[1] !== b.shape[0]) refuse('MatMul', [a, b], `inner sizes ${a.shape[1]} and ${b.shape[0]} differ`);
  return a.graph.node('MatMul', [a, b], [{ dtype, shape: [a.shape[0], b.shape[1]] }])[0];
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
  if (indices.shape.join() !== updates.shape.join()) refuse('ScatterElements', tensors, 'one update per index');
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
  const target = BigInt64Array.from([...x.shape.slice(0, axis).map(() => 0n), -1n]); // 0 keeps a dimension
  return reshape(x.graph, x, target, [...x.shape.slice(0, axis), joined]);
}

function reshape(graph: Graph, x: Tensor, target: BigInt64Array, shape: Dim[]): Tensor {
  const shapeTensor = graph.constant(`${x.name}_shape`, 'int64', [target.length], target);
  return graph.node('Reshape', [x, shapeTensor], [{ dtype: x.dtype, shape }])[0];
}

/** A new axis of size 1 at the end. */
export function unsqueezeLast(x: Tensor): Tensor {
  const axes = x.graph.constant(`${x.name}_axes`, 'int64', [1], BigInt64Array.of(BigInt(x.shape.length)));
  return x.graph.node('Unsqueeze', [x, axes], [{ dtype: x.dtype, shape: [...x.shape, 1] }])[0];
}

/** The first `size` of the last axis. */
export function takeFirst(x: Tensor, size: number): Tensor {
  const axis = x.shape.length - 1;
  const have = x.shape[axis];
  if (typeof have === 'number' && size > have) refuse('Slice', [x], `has fewer than ${size} columns`);
  const name = x.name;
  const bounds = [0, size, axis].map((value, at) =>
    x.graph.constant(`${name}_${['start', 'end', 'axis'][at]}`, 'int64', [1], BigInt64Array.of(BigInt(value))));
  return x.graph.node('Slice', [x, ...bounds], [{ dtype: x.dtype, shape: [...x.shape.slice(0, -1), size] }])[0];
}

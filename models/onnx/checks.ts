import { describe, GraphError } from './graph.js';
import type { Dim, DType, Tensor } from './graph.js';

/** What operators demand of their tensors; every refusal names the operator and each tensor with its dtype and shape. */

export function refuse(op: string, tensors: readonly Tensor[], reason: string): never {
  throw new GraphError(`${op}(${tensors.map(describe).join('; ')}): ${reason}`);
}

export function sameDType(op: string, tensors: readonly Tensor[]): DType {
  if (tensors.some((tensor) => tensor.dtype !== tensors[0].dtype)) refuse(op, tensors, 'the dtypes differ');
  return tensors[0].dtype;
}

export const isFloat = (tensor: Tensor): boolean => tensor.dtype === 'float32' || tensor.dtype === 'float64';

export function requireFloat(op: string, tensors: readonly Tensor[]): 'float32' | 'float64' {
  const dtype = sameDType(op, tensors);
  if (dtype !== 'float32' && dtype !== 'float64') refuse(op, tensors, 'needs floats (cast float16 first)');
  return dtype;
}

export function requireIndex(op: string, tensor: Tensor): void {
  if (tensor.dtype !== 'int32' && tensor.dtype !== 'int64') refuse(op, [tensor], 'indices must be int32 or int64');
}

/** An axis of `tensor`, negative ones counted from the last. */
export function axisOf(op: string, tensor: Tensor, axis: number): number {
  const rank = tensor.shape.length;
  const from = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(axis) || from < 0 || from >= rank) refuse(op, [tensor], `has no axis ${axis}`);
  return from;
}

/** A dimension that must be known when the graph is built. */
export function fixedSize(op: string, tensor: Tensor, axis: number): number {
  const dim = tensor.shape[axisOf(op, tensor, axis)];
  return typeof dim === 'number' ? dim : refuse(op, [tensor], `needs a fixed size on axis ${axis}, not '${dim}'`);
}

/** NumPy broadcasting of shapes over trailing dimensions; `tensors` are for the message. */
export function broadcast(op: string, tensors: readonly Tensor[], shapes: readonly (readonly Dim[])[]): Dim[] {
  return shapes.reduce<readonly Dim[]>((a, b) => {
    const rank = Math.max(a.length, b.length);
    return Array.from({ length: rank }, (_, at) => {
      const left = a[at - rank + a.length] ?? 1;
      const right = b[at - rank + b.length] ?? 1;
      if (left === right || right === 1) return left;
      if (left === 1) return right;
      return refuse(op, tensors, `cannot broadcast ${left} against ${right}`);
    });
  }, []) as Dim[];
}

export const sameShape = (a: readonly Dim[], b: readonly Dim[]): boolean =>
  a.length === b.length && a.every((dim, at) => dim === b[at]);

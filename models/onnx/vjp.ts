import { refuse, sameShape } from './checks.js';
import type { Graph, GraphNode, Tensor } from './graph.js';
import { reduceSum } from './reduction.js';
import { reshape } from './shape.js';

/**
 * A vector–Jacobian product: given the node and v = ∂L/∂(its first output), one v·∂output/∂input per input, of the input's
 * shape; null where nothing flows. `wanted(slot)` says which inputs lead to a wanted tensor: the others may be null.
 */
export type Vjp = (node: GraphNode, upstream: Tensor, wanted: (slot: number) => boolean) => readonly (Tensor | null)[];

/** Sums a gradient over the axes along which its tensor was broadcast. */
export function unbroadcast(gradient: Tensor, tensor: Tensor): Tensor {
  if (sameShape(gradient.shape, tensor.shape)) return gradient;
  const leading = gradient.shape.length - tensor.shape.length;
  const repeated = tensor.shape.flatMap((dim, at) => (dim === 1 && gradient.shape[at + leading] !== 1 ? [at + leading] : []));
  const axes = [...Array.from({ length: leading }, (_, at) => at), ...repeated];
  const sum = reduceSum(gradient, { axes, keep: true });
  return leading === 0 ? sum : reshape(sum, tensor.shape);
}

/** x in the shape of `like`, also where sizes are only known at run time. */
export function reshapeLike(x: Tensor, like: Tensor): Tensor {
  if (sameShape(x.shape, like.shape)) return x;
  return x.graph.node('Reshape', [x, shapeOf(like)], [{ dtype: x.dtype, shape: like.shape }])[0];
}

/** x broadcast to the shape of `like`. */
export function expandLike(x: Tensor, like: Tensor): Tensor {
  if (sameShape(x.shape, like.shape)) return x;
  return x.graph.node('Expand', [x, shapeOf(like)], [{ dtype: x.dtype, shape: like.shape }])[0];
}

export function zerosLike(like: Tensor): Tensor {
  const { graph } = like;
  const zeros = graph.node('ConstantOfShape', [shapeOf(like)], [{ dtype: 'float32', shape: like.shape }])[0];
  return like.dtype === 'float32' ? zeros : refuse('ConstantOfShape', [like], 'its gradient is float32 only');
}

function shapeOf(tensor: Tensor): Tensor {
  const { graph, shape } = tensor;
  if (shape.every((dim) => typeof dim === 'number')) return graph.int64s(shape as readonly number[]);
  return graph.node('Shape', [tensor], [{ dtype: 'int64', shape: [shape.length] }])[0];
}

/** The numbers of a constant input, as axes and bounds are. */
export function constantNumbers(graph: Graph, node: GraphNode, slot: number): number[] {
  const data = graph.dataOf(node.inputs[slot]);
  return data ? Array.from(data, Number) : refuse(node.opType, node.inputs, `input ${slot} must be a constant to be differentiated`);
}

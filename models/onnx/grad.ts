import { isFloat, sameShape } from './checks.js';
import { describe, GraphError } from './graph.js';
import type { Graph, GraphNode, Tensor } from './graph.js';
import { identity } from './elementwise.js';
import { add } from './ops.js';
import { ELEMENTWISE_VJPS } from './vjp-elementwise.js';
import { LINEAR_VJPS } from './vjp-linear.js';
import { REDUCTION_VJPS } from './vjp-reduction.js';
import { SHAPE_VJPS } from './vjp-shape.js';
import type { Vjp } from './vjp.js';

const VJPS: Readonly<Record<string, Vjp>> = { ...ELEMENTWISE_VJPS, ...LINEAR_VJPS, ...REDUCTION_VJPS, ...SHAPE_VJPS };

/**
 * ∂loss/∂w for each w of `wrt`, as new tensors of the same graph: reverse-mode differentiation. The nodes are walked from
 * the last to the first; each turns the gradient of its output into gradients of its inputs, and where a tensor was read
 * several times the parts are added. Nothing flows through whole numbers and masks. `loss` is one number, shape [].
 *
 * Throws GraphError for an operator without a gradient between a w and the loss, and for a w that the loss does not use.
 */
export function gradients(loss: Tensor, wrt: readonly Tensor[]): Tensor[] {
  const { graph } = loss;
  if (loss.shape.length !== 0 || !isFloat(loss)) throw new GraphError(`the loss ${describe(loss)} must be one float, shape []`);
  for (const tensor of wrt) {
    if (tensor.graph !== graph) throw new GraphError(`'${tensor.name}' belongs to graph ${tensor.graph.name}, the loss to ${graph.name}`);
    if (!isFloat(tensor)) throw new GraphError(`${describe(tensor)} is not float and has no gradient`);
  }
  const nodes = [...graph.nodes];
  const depends = dependents(nodes, wrt);
  const found = new Map<Tensor, Tensor>([[loss, graph.scalar(1, loss.dtype as 'float32')]]);
  const collect = (tensor: Tensor, part: Tensor | null): void => {
    if (!part || !depends.has(tensor)) return;
    const before = found.get(tensor);
    found.set(tensor, before ? add(before, part) : part);
  };
  for (let at = nodes.length - 1; at >= 0; at--) backward(nodes[at], graph, { found, depends, collect });
  return wrt.map((tensor) => {
    const gradient = found.get(tensor) ?? fail(`the loss does not depend on '${tensor.name}'`);
    if (!sameShape(gradient.shape, tensor.shape)) return fail(`the gradient ${describe(gradient)} is not of the shape of ${describe(tensor)}`);
    return graph.dataOf(gradient) || wrt.includes(gradient) ? identity(gradient) : gradient;
  });
}

interface Walk {
  readonly found: ReadonlyMap<Tensor, Tensor>;
  readonly depends: ReadonlySet<Tensor>;
  collect(tensor: Tensor, part: Tensor | null): void;
}

function backward(node: GraphNode, graph: Graph, { found, depends, collect }: Walk): void {
  const [output, ...others] = node.outputs;
  if (others.some((other) => found.has(other))) {
    fail(`${node.opType} has a gradient for its first result only; '${others.find((other) => found.has(other))?.name}' is another`);
  }
  const upstream = found.get(output);
  if (!upstream || !depends.has(output)) return;
  const custom = graph.customGradient(output);
  if (custom) {
    const parts = custom.backward(upstream);
    custom.inputs.forEach((input, slot) => collect(input, parts[slot]));
    return;
  }
  if (!Object.hasOwn(VJPS, node.opType)) fail(`${node.opType} (${describe(output)}) has no gradient`);
  const parts = VJPS[node.opType](node, upstream, (slot) => depends.has(node.inputs[slot]));
  node.inputs.forEach((input, slot) => collect(input, parts[slot]));
}

/** Every float tensor that a tensor of `wrt` leads to. */
function dependents(nodes: readonly GraphNode[], wrt: readonly Tensor[]): Set<Tensor> {
  const depends = new Set(wrt);
  for (const node of nodes) {
    if (!node.inputs.some((input) => depends.has(input))) continue;
    for (const output of node.outputs) if (isFloat(output)) depends.add(output);
  }
  return depends;
}

function fail(reason: string): never {
  throw new GraphError(reason);
}

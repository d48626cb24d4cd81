import { Message } from './proto.js';

/**
 * A typed ONNX graph: tensors know their dtype and shape when the graph is built, so a wrong graph is refused here, with
 * the names of the tensors, and not by a runtime message about node 17. A dimension is a number or, where it is only
 * known at run time, a name ('readers'); equal names mean equal sizes.
 */
export const IR_VERSION = 10;
export const OPSET_VERSION = 20;

export type DType = 'float16' | 'float32' | 'float64' | 'int32' | 'int64' | 'bool';
export type Dim = number | string;
/** Half floats are held as their bits: Node 20 has no Float16Array. */
export type TensorData = Float32Array | Float64Array | Int32Array | BigInt64Array | Uint8Array | Uint16Array;
export type Attribute = number | number[] | string | { float: number };

export interface Tensor {
  readonly graph: Graph;
  readonly dtype: DType;
  readonly shape: readonly Dim[];
  /** Settled when the graph is encoded: naming an output renames the tensor. */
  name: string;
}

export class GraphError extends Error {
  override readonly name = 'GraphError';
}

/** onnx.proto TensorProto.DataType and the array that holds it. */
const DTYPES = {
  float16: { code: 10, holds: Uint16Array },
  float32: { code: 1, holds: Float32Array },
  float64: { code: 11, holds: Float64Array },
  int32: { code: 6, holds: Int32Array },
  int64: { code: 7, holds: BigInt64Array },
  bool: { code: 9, holds: Uint8Array },
} as const;

/** The number of a dtype in onnx.proto. */
export const dtypeCode = (dtype: DType): number => DTYPES[dtype].code;

export interface GraphNode {
  readonly opType: string;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A gradient that replaces differentiation of the nodes between `inputs` and the tensor that carries it. */
export interface CustomGradient {
  readonly inputs: readonly Tensor[];
  /** ∂L/∂output → one ∂L/∂input for each of `inputs`, of its shape; null where nothing flows. */
  backward(upstream: Tensor): readonly (Tensor | null)[];
}

export function describe(tensor: Tensor): string {
  return `${tensor.name}: ${tensor.dtype}[${tensor.shape.join(', ')}]`;
}

export class Graph {
  private readonly inputs: Tensor[] = [];
  private readonly outputs: Tensor[] = [];
  private readonly constants: { tensor: Tensor; data: TensorData }[] = [];
  private readonly made: GraphNode[] = [];
  private readonly custom = new Map<Tensor, CustomGradient>();
  private readonly repeated = new Map<string, Tensor>();
  private readonly names = new Set<string>();
  private readonly used = new Set<Tensor>();

  constructor(readonly name: string) {}

  private tensor(name: string, dtype: DType, shape: readonly Dim[]): Tensor {
    if (this.names.has(name)) throw new GraphError(`graph ${this.name} already has a tensor named '${name}'`);
    for (const dim of shape) {
      if (typeof dim === 'number' && !(Number.isSafeInteger(dim) && dim >= 0)) {
        throw new GraphError(`tensor '${name}' has the dimension ${dim}; give a whole number or a name`);
      }
    }
    this.names.add(name);
    return { graph: this, dtype, shape, name };
  }

  input(name: string, dtype: DType, shape: readonly Dim[]): Tensor {
    const tensor = this.tensor(name, dtype, shape);
    this.inputs.push(tensor);
    return tensor;
  }

  /** The data is kept by reference until `encode`. */
  constant(name: string, dtype: DType, shape: readonly number[], data: TensorData): Tensor {
    const elements = shape.reduce((product, dim) => product * dim, 1);
    if (!(data instanceof DTYPES[dtype].holds)) {
      throw new GraphError(`constant '${name}' is ${dtype} but its data is a ${data.constructor.name}`);
    }
    if (elements !== data.length) {
      throw new GraphError(`constant '${name}' [${shape.join(', ')}] needs ${elements} elements and has ${data.length}`);
    }
    const tensor = this.tensor(name, dtype, shape);
    this.constants.push({ tensor, data });
    return tensor;
  }

  node(
    opType: string,
    inputs: readonly Tensor[],
    outputs: readonly { dtype: DType; shape: readonly Dim[] }[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): Tensor[] {
    for (const input of inputs) {
      if (input.graph !== this) throw new GraphError(`${opType}: '${input.name}' belongs to graph ${input.graph.name}`);
      this.used.add(input);
    }
    const at = this.made.length;
    const made = outputs.map((output, slot) => this.tensor(`${opType}_${at}_${slot}`, output.dtype, output.shape));
    this.made.push({ opType, inputs, outputs: made, attributes });
    return made;
  }

  /** In the order they were added, which is an order of computation. */
  get nodes(): readonly GraphNode[] {
    return this.made;
  }

  /** A constant without dimensions; the same value is stored once. */
  scalar(value: number, dtype: 'float32' | 'float64' | 'int32' | 'int64' = 'float32'): Tensor {
    const data = dtype === 'int64' ? BigInt64Array.of(BigInt(value)) : DTYPES[dtype].holds.of(value);
    return this.once(`${dtype} ${Object.is(value, -0) ? '-0' : value}`, dtype, [], data);
  }

  /** A constant int64 vector, as shapes, axes and bounds are; the same values are stored once. */
  int64s(values: readonly number[]): Tensor {
    return this.once(`int64[${values.join()}]`, 'int64', [values.length], BigInt64Array.from(values, BigInt));
  }

  private once(name: string, dtype: DType, shape: readonly number[], data: TensorData): Tensor {
    const tensor = this.repeated.get(name) ?? this.constant(name, dtype, shape, data);
    this.repeated.set(name, tensor);
    return tensor;
  }

  /** The data of a constant, undefined for every other tensor. */
  dataOf(tensor: Tensor): TensorData | undefined {
    return this.constants.find((constant) => constant.tensor === tensor)?.data;
  }

  isInput(tensor: Tensor): boolean {
    return this.inputs.includes(tensor);
  }

  /** Gives `tensor`, the result of several nodes, one gradient of its own. */
  differentiate(tensor: Tensor, custom: CustomGradient): Tensor {
    this.custom.set(tensor, custom);
    return tensor;
  }

  customGradient(tensor: Tensor): CustomGradient | undefined {
    return this.custom.get(tensor);
  }

  output(name: string, tensor: Tensor): void {
    if (tensor.graph !== this) throw new GraphError(`output '${name}' belongs to graph ${tensor.graph.name}`);
    if (this.names.has(name)) throw new GraphError(`graph ${this.name} already has a tensor named '${name}'`);
    if (!this.made.some((node) => node.outputs.includes(tensor))) {
      throw new GraphError(`output '${name}' must be the result of a node; '${tensor.name}' is not`);
    }
    if (this.outputs.includes(tensor)) throw new GraphError(`'${tensor.name}' is already an output`);
    this.names.delete(tensor.name);
    this.names.add(name);
    tensor.name = name;
    this.outputs.push(tensor);
  }

  /** The bytes of a ModelProto. Refuses a graph without outputs or with an input or constant that nothing reads. */
  encode(): Uint8Array {
    if (this.outputs.length === 0) throw new GraphError(`graph ${this.name} has no output`);
    for (const tensor of [...this.inputs, ...this.constants.map((constant) => constant.tensor)]) {
      if (!this.used.has(tensor)) throw new GraphError(`graph ${this.name} never uses '${tensor.name}'`);
    }
    const graph = new Message();
    for (const node of this.made) graph.message(1, nodeProto(node));
    graph.text(2, this.name);
    for (const { tensor, data } of this.constants) graph.message(5, tensorProto(tensor, data));
    for (const tensor of this.inputs) graph.message(11, valueInfoProto(tensor));
    for (const tensor of this.outputs) graph.message(12, valueInfoProto(tensor));
    return new Message()
      .int(1, IR_VERSION)
      .text(2, 'tandem')
      .message(7, graph)
      .message(8, new Message().text(1, '').int(2, OPSET_VERSION))
      .encode();
  }
}

function nodeProto(node: GraphNode): Message {
  const message = new Message();
  for (const input of node.inputs) message.text(1, input.name);
  for (const output of node.outputs) message.text(2, output.name);
  message.text(3, node.outputs[0].name).text(4, node.opType);
  for (const [name, value] of Object.entries(node.attributes)) message.message(5, attributeProto(name, value));
  return message;
}

/** AttributeProto: field 20 is its kind (FLOAT 1, INT 2, STRING 3, INTS 7), beside the field that holds the value. */
function attributeProto(name: string, value: Attribute): Message {
  const message = new Message().text(1, name);
  if (typeof value === 'number') return message.int(3, value).int(20, 2);
  if (typeof value === 'string') return message.text(4, value).int(20, 3);
  if (Array.isArray(value)) {
    for (const item of value) message.int(8, item);
    return message.int(20, 7);
  }
  return message.float(2, value.float).int(20, 1);
}

function tensorProto(tensor: Tensor, data: TensorData): Message {
  const message = new Message();
  for (const dim of tensor.shape) message.int(1, dim as number);
  return message
    .int(2, DTYPES[tensor.dtype].code)
    .text(8, tensor.name)
    .bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function valueInfoProto(tensor: Tensor): Message {
  const shape = new Message();
  for (const dim of tensor.shape) {
    shape.message(1, typeof dim === 'number' ? new Message().int(1, dim) : new Message().text(2, dim));
  }
  const tensorType = new Message().int(1, DTYPES[tensor.dtype].code).message(2, shape);
  return new Message().text(1, tensor.name).message(2, new Message().message(1, tensorType));
}

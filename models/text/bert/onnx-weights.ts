import { TensorFileError } from './safetensors.js';
import type { StoredTensor } from './safetensors.js';

/**
 * Weights of an exported ONNX model. Only what is needed is read from the protobuf (onnx.proto: ModelProto.graph 7,
 * GraphProto.node 1 and .initializer 5, NodeProto.input 1, .output 2, .op_type 4, TensorProto.dims 1, .data_type 2,
 * .float_data 4, .name 8, .raw_data 9, .external_data 13), every length checked against the bytes.
 */
function refuse(reason: string): never {
  throw new TensorFileError(`model.onnx cannot be read: ${reason}`);
}

/** [field, wire type, bytes or number] of one message. */
type Field = readonly [number, number, Uint8Array | number];

function* fields(bytes: Uint8Array): Generator<Field> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      if (at >= bytes.length || factor > 2 ** 63) refuse('a number is cut off');
      const byte = bytes[at++];
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const wire = key % 8;
    const length = wire === 2 ? varint() : wire === 5 ? 4 : wire === 1 ? 8 : 0;
    if (![0, 1, 2, 5].includes(wire)) refuse(`there is no wire type ${wire}`);
    if (at + length > bytes.length) refuse('a field is cut off');
    const value = wire === 0 ? varint() : bytes.subarray(at, at + length);
    at += length;
    yield [Math.floor(key / 8), wire, value];
  }
}

const textOf = (value: Uint8Array | number): string => (typeof value === 'number' ? refuse('a name is a number') : new TextDecoder().decode(value));

interface Node {
  readonly op: string;
  readonly inputs: string[];
  readonly outputs: string[];
}

const FLOAT = 1;

function tensorOf(bytes: Uint8Array): [string, StoredTensor] | null {
  const shape: number[] = [];
  let name = '';
  let type = 0;
  let raw: Uint8Array | null = null;
  let external = false;
  for (const [field, wire, value] of fields(bytes)) {
    if (field === 1 && wire === 0) shape.push(value as number);
    else if (field === 1) for (const [, , dim] of fields(unpacked(value as Uint8Array))) shape.push(dim as number);
    else if (field === 2) type = value as number;
    else if (field === 8) name = textOf(value);
    else if (field === 4 || field === 9) raw = value as Uint8Array;
    else if (field === 13) external = true;
  }
  if (type !== FLOAT) return null;
  if (external) refuse(`'${name}' lies in another file; export with the weights inside, or give model.safetensors`);
  const count = shape.reduce((product, dim) => product * dim, 1);
  if (!raw || raw.length !== 4 * count) refuse(`'${name}' [${shape.join(', ')}] needs ${4 * count} bytes and has ${raw?.length ?? 0}`);
  return [name, { shape, data: new Float32Array(new Uint8Array(raw).buffer) }];
}

/** Packed varints as fields of their own, so that one reader serves both spellings. */
function unpacked(packed: Uint8Array): Uint8Array {
  const spelt: number[] = [];
  packed.forEach((byte, at) => {
    if (at === 0 || packed[at - 1] < 0x80) spelt.push(8);
    spelt.push(byte);
  });
  return Uint8Array.from(spelt);
}

/**
 * Initialisers by name. Exporters fold a linear layer's weight into a transposed constant without its name
 * ('onnx::MatMul_412'); where its bias kept its name, x·W + bias gives W the name back, as [out, in] like everywhere else.
 */
export function readOnnxWeights(bytes: Uint8Array): Map<string, StoredTensor> {
  const graph = [...fields(bytes)].find(([field]) => field === 7)?.[2];
  if (!(graph instanceof Uint8Array)) refuse('it has no graph');
  const tensors = new Map<string, StoredTensor>();
  const nodes: Node[] = [];
  for (const [field, , value] of fields(graph)) {
    if (field === 1) nodes.push(nodeOf(value as Uint8Array));
    const tensor = field === 5 ? tensorOf(value as Uint8Array) : null;
    if (tensor) tensors.set(...tensor);
  }
  nameFoldedWeights(nodes, tensors);
  return tensors;
}

function nodeOf(bytes: Uint8Array): Node {
  const node: { op: string; inputs: string[]; outputs: string[] } = { op: '', inputs: [], outputs: [] };
  for (const [field, , value] of fields(bytes)) {
    if (field === 1) node.inputs.push(textOf(value));
    else if (field === 2) node.outputs.push(textOf(value));
    else if (field === 4) node.op = textOf(value);
  }
  return node;
}

function nameFoldedWeights(nodes: readonly Node[], tensors: Map<string, StoredTensor>): void {
  const made = new Map(nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  for (const node of nodes.filter(({ op }) => op === 'Add')) {
    const bias = node.inputs.find((input) => input.endsWith('.bias') && tensors.has(input));
    const product = node.inputs.map((input) => made.get(input)).find((one) => one?.op === 'MatMul');
    const weight = product && tensors.get(product.inputs[1]);
    const name = bias?.replace(/bias$/, 'weight');
    if (name && weight?.shape.length === 2 && !tensors.has(name)) tensors.set(name, transposed(weight));
  }
}

/** [rows, columns] → [columns, rows]. */
export function transposed({ shape: [rows, columns], data }: StoredTensor): StoredTensor {
  const turned = new Float32Array(data.length);
  for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) turned[column * rows + row] = data[row * columns + column];
  return { shape: [columns, rows], data: turned };
}

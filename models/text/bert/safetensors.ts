import { DatasetError } from '../../dataset.js';

/**
 * The safetensors format (huggingface/safetensors, README "Format"): u64 little-endian header size, a JSON header
 * { name: { dtype, shape, data_offsets: [from, to] } }, then the data. Everything in the header is a stranger's claim and is
 * checked against the bytes before an array is made: sizes, order, overlap, holes, dtypes.
 */
export class TensorFileError extends DatasetError {
  override readonly name = 'TensorFileError';
}

export interface StoredTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

const LARGEST_HEADER = 100 * 2 ** 20;
const WIDTHS: Readonly<Record<string, number>> = { F32: 4, F16: 2, BF16: 2 };

function refuse(reason: string): never {
  throw new TensorFileError(`model.safetensors cannot be read: ${reason}`);
}

interface Entry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly from: number;
  readonly to: number;
}

/** Tensors as float32, by name. F16 and BF16 are widened; tensors of other kinds are left out where `skip` says so. */
export function readSafetensors(bytes: Uint8Array, skip: (name: string) => boolean = () => false): Map<string, StoredTensor> {
  if (bytes.length < 8) refuse('it is shorter than its header size');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = Number(view.getBigUint64(0, true));
  if (size > LARGEST_HEADER || size > bytes.length - 8) refuse(`the header claims ${size} bytes, the file has ${bytes.length}`);
  const entries = parseHeader(bytes.subarray(8, 8 + size));
  const data = bytes.subarray(8 + size);
  checkLayout(entries, data.length);
  return new Map(entries.filter((entry) => !skip(entry.name)).map((entry) => [entry.name, tensorOf(entry, data)]));
}

function parseHeader(bytes: Uint8Array): Entry[] {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    refuse('the header is not JSON');
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) refuse('the header is not an object');
  return Object.entries(header).filter(([name]) => name !== '__metadata__').map(([name, value]) => {
    const { dtype, shape, data_offsets: offsets } = (value ?? {}) as Record<string, unknown>;
    const whole = (numbers: unknown): numbers is number[] => Array.isArray(numbers) && numbers.every((one) => Number.isSafeInteger(one) && one >= 0);
    if (typeof dtype !== 'string' || !whole(shape) || !whole(offsets) || offsets.length !== 2) refuse(`the entry of '${name}' is incomplete`);
    return { name, dtype, shape, from: offsets[0], to: offsets[1] };
  });
}

/** The tensors must fill the data from end to end, one after another. */
function checkLayout(entries: readonly Entry[], length: number): void {
  let end = 0;
  for (const entry of [...entries].sort((a, b) => a.from - b.from || a.to - b.to)) {
    if (entry.to < entry.from || entry.to > length) refuse(`'${entry.name}' claims bytes ${entry.from} to ${entry.to} of ${length}`);
    if (entry.from < end) refuse(`'${entry.name}' overlaps the tensor before it`);
    if (entry.from > end) refuse(`there is a hole before '${entry.name}'`);
    end = entry.to;
  }
  if (end !== length) refuse(`${length - end} bytes after the last tensor belong to none`);
}

function tensorOf({ name, dtype, shape, from, to }: Entry, data: Uint8Array): StoredTensor {
  const width = Object.hasOwn(WIDTHS, dtype) ? WIDTHS[dtype] : refuse(`'${name}' is ${dtype}; ${Object.keys(WIDTHS).join(', ')} can be read`);
  const count = shape.reduce((product, dim) => product * dim, 1);
  if (count * width !== to - from) refuse(`'${name}' [${shape.join(', ')}] of ${dtype} needs ${count * width} bytes and has ${to - from}`);
  const own = data.slice(from, to);
  const buffer = new Uint8Array(own).buffer;
  if (dtype === 'F32') return { shape, data: new Float32Array(buffer) };
  const halves = new Uint16Array(buffer);
  return { shape, data: Float32Array.from(halves, dtype === 'BF16' ? fromBfloat16 : fromFloat16) };
}

const scratch = new DataView(new ArrayBuffer(4));

/** BF16 is the upper half of a float32. */
function fromBfloat16(bits: number): number {
  scratch.setUint32(0, bits << 16);
  return scratch.getFloat32(0);
}

/** IEEE 754 binary16: 1 sign, 5 exponent, 10 fraction bits. */
export function fromFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The bytes of a file with these tensors as F32, in the order of their names. */
export function writeSafetensors(tensors: ReadonlyMap<string, StoredTensor>): Uint8Array {
  const names = [...tensors.keys()].sort();
  let end = 0;
  const header = Object.fromEntries(names.map((name) => {
    const { shape, data } = tensors.get(name) as StoredTensor;
    const from = end;
    end += data.byteLength;
    return [name, { dtype: 'F32', shape, data_offsets: [from, end] }];
  }));
  const json = JSON.stringify({ __metadata__: { format: 'pt' }, ...header });
  const text = new TextEncoder().encode(json.padEnd(Math.ceil(json.length / 8) * 8));
  const bytes = new Uint8Array(8 + text.length + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  let at = 8 + text.length;
  for (const name of names) {
    const { data } = tensors.get(name) as StoredTensor;
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

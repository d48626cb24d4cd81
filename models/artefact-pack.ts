import { ArtefactError } from './artefact.js';
import type { ArtefactFiles } from './artefact.js';

/**
 * All files of an artefact as one byte array, for a database column or a download:
 * magic (8 bytes), u32 count, then per file u32 name length, u32 size low, u32 size high, name; then the contents, each
 * at a multiple of 8 so that tables can be viewed as typed arrays in place. Little-endian.
 */
const MAGIC = 'TANDEM01';
const ALIGNMENT = 8;
const align = (offset: number): number => Math.ceil(offset / ALIGNMENT) * ALIGNMENT;

export function packFiles(files: ArtefactFiles): Uint8Array {
  const entries = [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, bytes]) => ({
    name: new TextEncoder().encode(name),
    bytes,
  }));
  const headerSize = entries.reduce((size, entry) => size + 12 + entry.name.length, MAGIC.length + 4);
  const total = entries.reduce((size, entry) => align(size) + entry.bytes.length, headerSize);
  const packed = new Uint8Array(total);
  const view = new DataView(packed.buffer);
  packed.set(new TextEncoder().encode(MAGIC));
  view.setUint32(MAGIC.length, entries.length, true);
  let at = MAGIC.length + 4;
  let offset = headerSize;
  for (const { name, bytes } of entries) {
    view.setUint32(at, name.length, true);
    view.setBigUint64(at + 4, BigInt(bytes.length), true);
    packed.set(name, at + 12);
    at += 12 + name.length;
    offset = align(offset);
    packed.set(bytes, offset);
    offset += bytes.length;
  }
  return packed;
}

/** The files as views into `packed`. A truncated or foreign byte array is an ArtefactError. */
export function unpackFiles(packed: Uint8Array): Map<string, Uint8Array> {
  const broken = (reason: string): never => {
    throw new ArtefactError('NOT_AN_ARTEFACT', `These bytes are not a packed artefact (${reason}); fetch them again or retrain.`);
  };
  const start = MAGIC.length + 4;
  if (packed.length < start) broken('too short');
  if (new TextDecoder().decode(packed.subarray(0, MAGIC.length)) !== MAGIC) broken('unknown first bytes');
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const headers: { name: string; size: number }[] = [];
  let at = start;
  for (let left = view.getUint32(MAGIC.length, true); left > 0; left--) {
    if (at + 12 > packed.length) broken('the header is cut off');
    const nameLength = view.getUint32(at, true);
    if (at + 12 + nameLength > packed.length) broken('the header is cut off');
    const size = Number(view.getBigUint64(at + 4, true));
    headers.push({ name: new TextDecoder().decode(packed.subarray(at + 12, at + 12 + nameLength)), size });
    at += 12 + nameLength;
  }
  const files = new Map<string, Uint8Array>();
  for (const { name, size } of headers) {
    at = align(at);
    if (at + size > packed.length) broken(`${name} is cut off`);
    files.set(name, packed.subarray(at, at + size));
    at += size;
  }
  if (at !== packed.length) broken('there are bytes after the last file');
  return files;
}

/** Tables are stored little-endian, as every machine that onnxruntime-node supports has them. */
export function tableBytes(table: Int32Array | Float32Array | Float64Array): Uint8Array {
  return new Uint8Array(table.buffer, table.byteOffset, table.byteLength);
}

function viewable(files: ArtefactFiles, name: string, width: number): Uint8Array {
  const bytes = files.get(name);
  if (!bytes) throw new ArtefactError('FILE_SET', `The file ${name} is missing; store all files of the run again.`);
  if (bytes.length % width !== 0) throw new ArtefactError('MODEL', `The file ${name} has ${bytes.length} bytes, no multiple of ${width}; retrain.`);
  // Not slice(): a Buffer's shares its memory.
  return bytes.byteOffset % width === 0 ? bytes : new Uint8Array(bytes);
}

export function int32Table(files: ArtefactFiles, name: string): Int32Array {
  const bytes = viewable(files, name, 4);
  return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}

export function float32Table(files: ArtefactFiles, name: string): Float32Array {
  const bytes = viewable(files, name, 4);
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}

export function float64Table(files: ArtefactFiles, name: string): Float64Array {
  const bytes = viewable(files, name, 8);
  return new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8);
}

import { ArtefactError } from '../artefact.js';

/** Shape of one block of crosses: the outer product left [rows] ⊗ right [columns]. A plain vector has one row, left = (1). */
export interface FtrlBlock {
  readonly rows: number;
  readonly columns: number;
}

export interface FtrlParams {
  /** Learning rate of a coordinate: alpha / (beta + √Σg²). */
  readonly alpha: number;
  readonly beta: number;
  readonly l1: number;
  readonly l2: number;
}

/**
 * What FTRL-Proximal knows, in float32. A block's coordinates lie row by row, each row padded with zeros to `stride`, a
 * multiple of 4. `s` = √Σg², so that a step takes one root. Hashed coordinates are listed by ascending slot.
 */
export interface FtrlState {
  readonly params: FtrlParams;
  readonly blocks: readonly FtrlBlock[];
  readonly hashBits: number;
  readonly z: Float32Array;
  readonly s: Float32Array;
  readonly slots: Int32Array;
  readonly hashedZ: Float32Array;
  readonly hashedS: Float32Array;
}

const { fround } = Math;
const MAGIC = 0x4c525446; // 'FTRL'
const HEADER_WORDS = 12;

export const strideOf = (columns: number): number => Math.ceil(columns / 4) * 4;

/** Where each block begins in `z` and `s`, and behind the last one their length. */
export function blockStarts(blocks: readonly FtrlBlock[]): number[] {
  const starts = [0];
  for (const { rows, columns } of blocks) starts.push(starts[starts.length - 1] + rows * strideOf(columns));
  return starts;
}

/** 1/α and β/α + λ₂ in float32, as every step takes them. */
export function ratesOf({ alpha, beta, l2 }: FtrlParams): { inverseAlpha: number; floor: number } {
  return { inverseAlpha: fround(1 / alpha), floor: fround(beta / alpha + l2) };
}

/** w = 0 where |z| ≤ λ₁, else −(z − sign(z) λ₁) / ((β + s)/α + λ₂): McMahan et al. 2013, Algorithm 1, each operation in float32. */
export function weightOf(z: number, s: number, l1: number, inverseAlpha: number, floor: number): number {
  const beyond = z > l1 ? fround(z - l1) : z < -l1 ? fround(z + l1) : 0;
  return fround(-beyond / fround(fround(s * inverseAlpha) + floor));
}

export function weightsOf({ params, z, s }: Pick<FtrlState, 'params' | 'z' | 's'>): Float32Array {
  const { inverseAlpha, floor } = ratesOf(params);
  const l1 = fround(params.l1);
  return z.map((value, at) => weightOf(value, s[at], l1, inverseAlpha, floor));
}

/** One little-endian byte array: header, blocks, dense z and s, hashed slots, z and s. */
export function encodeFtrl(state: FtrlState): Uint8Array {
  const { params, blocks, hashBits, z, s, slots, hashedZ, hashedS } = state;
  const words = HEADER_WORDS + 2 * blocks.length + 2 * z.length + 3 * slots.length;
  const buffer = new ArrayBuffer(words * 4);
  const ints = new Int32Array(buffer);
  const floats = new Float32Array(buffer);
  ints.set([MAGIC, blocks.length, hashBits, slots.length]);
  new Float64Array(buffer, 16, 4).set([params.alpha, params.beta, params.l1, params.l2]);
  let at = HEADER_WORDS;
  for (const { rows, columns } of blocks) {
    ints[at++] = rows;
    ints[at++] = columns;
  }
  for (const column of [z, s]) floats.set(column, (at += column.length) - column.length);
  ints.set(slots, at);
  floats.set(hashedZ, at + slots.length);
  floats.set(hashedS, at + 2 * slots.length);
  return new Uint8Array(buffer);
}

/** Copies out of `bytes`. Throws ArtefactError where they are no FTRL state. */
export function decodeFtrl(bytes: Uint8Array): FtrlState {
  const broken = (): never => {
    throw new ArtefactError('MODEL', 'These bytes are no FTRL state; restore them from a copy or retrain.');
  };
  if (bytes.length < HEADER_WORDS * 4 || bytes.length % 4 !== 0) broken();
  const { buffer } = new Uint8Array(bytes);
  const ints = new Int32Array(buffer);
  const [magic, blockCount, hashBits, slotCount] = ints;
  if (magic !== MAGIC || blockCount < 0 || slotCount < 0 || HEADER_WORDS + 2 * blockCount > ints.length) broken();
  const [alpha, beta, l1, l2] = new Float64Array(buffer, 16, 4);
  const blocks = Array.from({ length: blockCount }, (_, block) => ({ rows: ints[HEADER_WORDS + 2 * block], columns: ints[HEADER_WORDS + 2 * block + 1] }));
  const width = blockStarts(blocks)[blockCount];
  let at = HEADER_WORDS + 2 * blockCount;
  if (ints.length !== at + 2 * width + 3 * slotCount) broken();
  const floats = (length: number): Float32Array => new Float32Array(buffer.slice(at * 4, (at += length) * 4));
  const [z, s] = [floats(width), floats(width)];
  const slots = new Int32Array(buffer.slice(at * 4, (at += slotCount) * 4));
  return { params: { alpha, beta, l1, l2 }, blocks, hashBits, z, s, slots, hashedZ: floats(slotCount), hashedS: floats(slotCount) };
}

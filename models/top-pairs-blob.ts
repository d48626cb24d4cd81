import type { PairList } from './pair-merge.js';

/**
 * One reader's best (content, ad) pairs as stored, 5 bytes each: k little-endian u16 dense indices of contents, k u8
 * indices of ads, k f16 scores, best first. Rows of pairs would take 75 bytes each.
 */
const ENTRY_BYTES = 5;
const MOST_ITEMS = 65_536;

export interface TopPairs {
  readonly items: Uint16Array;
  readonly ads: Uint8Array;
  readonly scores: Float32Array;
}

/** Throws RangeError for an item above 65,535. */
export function encodeTopPairs(list: PairList): Uint8Array {
  const { items, ads, scores, count } = list;
  const blob = new Uint8Array(count * ENTRY_BYTES);
  for (let at = 0; at < count; at++) {
    const item = items[at];
    if (item >= MOST_ITEMS) throw new RangeError(`item ${item} does not fit into 16 bits: lists of pairs take at most ${MOST_ITEMS} contents`);
    blob[2 * at] = item;
    blob[2 * at + 1] = item >> 8;
    blob[2 * count + at] = ads[at];
    const half = toHalf(scores[at]);
    blob[3 * count + 2 * at] = half;
    blob[3 * count + 2 * at + 1] = half >> 8;
  }
  return blob;
}

/** Throws RangeError for a blob that was cut. */
export function decodeTopPairs(blob: Uint8Array): TopPairs {
  if (blob.length % ENTRY_BYTES !== 0) throw new RangeError(`a list of ${blob.length} bytes is cut: entries have ${ENTRY_BYTES}`);
  const count = blob.length / ENTRY_BYTES;
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
  return {
    items: Uint16Array.from({ length: count }, (_, at) => view.getUint16(2 * at, true)),
    ads: blob.slice(2 * count, 3 * count),
    scores: Float32Array.from({ length: count }, (_, at) => fromHalf(view.getUint16(3 * count + 2 * at, true))),
  };
}

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** IEEE 754 binary16 of a float32, to the nearest, ties to even; beyond 65,504 it is infinite. */
export function toHalf(value: number): number {
  float[0] = value;
  const sign = (bits[0] >>> 16) & 0x8000;
  const magnitude = bits[0] & 0x7fffffff;
  if (magnitude >= 0x47800000) return sign | (magnitude > 0x7f800000 ? 0x7e00 : 0x7c00);
  if (magnitude < 0x38800000) return sign | roundToEven(Math.abs(float[0]) * 2 ** 24); // a subnormal half counts 2⁻²⁴
  const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
  return sign | ((rounded - 0x38000000) >>> 13);
}

function roundToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}

export function fromHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

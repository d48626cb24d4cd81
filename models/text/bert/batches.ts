import type { FeedTensor } from '../../onnx/session.js';
import type { Random } from '../../random.js';
import type { Encoded, WordPiece } from './wordpiece.js';

/** Texts as ids, and pairs as two texts with a mark between. */
export function encodeAll(tokeniser: WordPiece, texts: readonly string[], seconds: readonly string[] | null, maxLength: number): Encoded[] {
  return texts.map((text, at) => tokeniser.encode(text, seconds ? seconds[at] : null, maxLength));
}

const int32 = (data: Int32Array, shape: readonly number[]): FeedTensor => ({ dtype: 'int32', data, shape });

/**
 * The feeds of one batch of `rows` rows and `length` positions. Rows beyond the texts are padding throughout, but for one
 * token, so that no mean divides by zero. With `hide` > 0 that share of the tokens is replaced by [MASK].
 */
export function feedsOf(
  encoded: readonly Encoded[], rows: number, length: number, tokeniser: WordPiece, hide: { share: number; random: Random } | null = null,
): Record<'ids' | 'segments' | 'positions' | 'mask', FeedTensor> {
  const ids = new Int32Array(rows * length).fill(tokeniser.pad);
  const segments = new Int32Array(rows * length);
  const mask = new Float32Array(rows * length);
  for (let row = 0; row < rows; row++) {
    const one = encoded[row];
    mask[row * length] = 1;
    if (!one) continue;
    ids.set(one.ids, row * length);
    segments.set(one.segments, row * length);
    mask.fill(1, row * length, row * length + one.ids.length);
    if (!hide) continue;
    for (let at = 1; at < one.ids.length; at++) if (hide.random.unit() < hide.share) ids[row * length + at] = tokeniser.mask;
  }
  const shape = [rows, length];
  return {
    ids: int32(ids, shape), segments: int32(segments, shape), positions: int32(Int32Array.from({ length }, (_, at) => at), [length]),
    mask: { dtype: 'float32', data: mask, shape },
  };
}

/** The rows of each batch, in an order drawn anew. */
export function shuffledBatches(count: number, size: number, random: Random): Int32Array[] {
  const order = Int32Array.from({ length: count }, (_, at) => at);
  for (let at = count - 1; at > 0; at--) {
    const other = random.below(at + 1);
    [order[at], order[other]] = [order[other], order[at]];
  }
  return Array.from({ length: Math.ceil(count / size) }, (_, batch) => order.subarray(batch * size, (batch + 1) * size));
}

/** The rows of each batch, similar lengths together so that little is padding. */
export function batchesByLength(encoded: readonly Encoded[], size: number): Int32Array[] {
  const order = Int32Array.from(encoded, (_, at) => at).sort((a, b) => encoded[a].ids.length - encoded[b].ids.length || a - b);
  return Array.from({ length: Math.ceil(order.length / size) }, (_, batch) => order.subarray(batch * size, (batch + 1) * size));
}

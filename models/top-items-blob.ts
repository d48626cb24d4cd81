/**
 * One reader's list as stored: k little-endian u32 content numbers, then k little-endian f32 scores, best first. The
 * length tells k, so a reader with few candidates has a short blob and one without has an empty one.
 */
export interface TopContents {
  readonly contentNos: Uint32Array;
  readonly scores: Float32Array;
}

const ENTRY_BYTES = 8;

export function encodeTopContents(list: TopContents): Uint8Array {
  const count = list.contentNos.length;
  if (list.scores.length !== count) throw new RangeError(`${count} contents and ${list.scores.length} scores`);
  const blob = new Uint8Array(count * ENTRY_BYTES);
  blob.set(new Uint8Array(list.contentNos.buffer, list.contentNos.byteOffset, count * 4));
  blob.set(new Uint8Array(list.scores.buffer, list.scores.byteOffset, count * 4), count * 4);
  return blob;
}

/** Throws RangeError for a blob that was cut. */
export function decodeTopContents(blob: Uint8Array): TopContents {
  if (blob.length % ENTRY_BYTES !== 0) throw new RangeError(`a list of ${blob.length} bytes is cut: entries have ${ENTRY_BYTES}`);
  const count = blob.length / ENTRY_BYTES;
  // A Buffer from the database may start anywhere; typed arrays may not.
  const aligned = blob.byteOffset % 4 === 0 ? blob : new Uint8Array(blob);
  return {
    contentNos: new Uint32Array(aligned.buffer, aligned.byteOffset, count),
    scores: new Float32Array(aligned.buffer, aligned.byteOffset + count * 4, count),
  };
}

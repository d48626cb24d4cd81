import type { SparseRows } from '../sparse.js';
import type { GramCounts } from './ngrams.js';

/**
 * TF-IDF over hashed grams. x_dg = tf(d, g) · idf(g) divided by ‖x_d‖₂, with
 *   idf(g) = ln((1 + N) / (1 + df(g))) + 1   (smoothed as if one more document held every gram)
 *   tf = 1 + ln(count) when sublinear, else count.
 * Grams of fewer than `minDocuments` documents are left out: they cannot be learnt from, and they are most of the hashes.
 */
export interface TfidfOptions {
  readonly minDocuments: number;
  readonly sublinear: boolean;
  /** The grams of the most documents are kept when there are more. */
  readonly maxFeatures: number;
}

export interface Tfidf {
  /** The vocabulary, ascending: feature f is the gram hashes[f]. */
  readonly hashes: Uint32Array;
  readonly idf: Float32Array;
  readonly sublinear: boolean;
}

function documentFrequencies(counts: GramCounts): { hashes: Uint32Array; documents: Int32Array } {
  const sorted = counts.hashes.slice().sort();
  const hashes = new Uint32Array(sorted.length);
  const documents = new Int32Array(sorted.length);
  let size = 0;
  for (let at = 0; at < sorted.length; at++) {
    if (at > 0 && sorted[at] === sorted[at - 1]) documents[size - 1]++;
    else {
      hashes[size] = sorted[at];
      documents[size++] = 1;
    }
  }
  return { hashes: hashes.subarray(0, size), documents: documents.subarray(0, size) };
}

/** The lowest document frequency at which at most `maxFeatures` grams remain. */
function threshold(documents: Int32Array, { minDocuments, maxFeatures }: TfidfOptions): number {
  const sorted = documents.slice().sort();
  if (sorted.length <= maxFeatures) return minDocuments;
  const last = sorted[sorted.length - maxFeatures];
  return Math.max(minDocuments, sorted[sorted.length - maxFeatures - 1] === last ? last + 1 : last);
}

export function fitTfidf(counts: GramCounts, options: TfidfOptions): Tfidf {
  const { hashes, documents } = documentFrequencies(counts);
  const least = threshold(documents, options);
  const kept = new Uint32Array(documents.reduce((sum, df) => sum + (df >= least ? 1 : 0), 0));
  const idf = new Float32Array(kept.length);
  let size = 0;
  for (let at = 0; at < hashes.length; at++) {
    if (documents[at] < least) continue;
    kept[size] = hashes[at];
    idf[size++] = Math.log((1 + counts.rowCount) / (1 + documents[at])) + 1;
  }
  return { hashes: kept, idf, sublinear: options.sublinear };
}

/** [rows, features], each row of length 1, or empty where no gram is known. */
export function transformTfidf(tfidf: Tfidf, counts: GramCounts): SparseRows {
  const columns = new Int32Array(counts.hashes.length);
  const values = new Float32Array(counts.hashes.length);
  const offsets = new Int32Array(counts.rowCount + 1);
  let size = 0;
  for (let row = 0; row < counts.rowCount; row++) {
    let squares = 0;
    for (let at = counts.offsets[row]; at < counts.offsets[row + 1]; at++) {
      const column = indexOf(tfidf.hashes, counts.hashes[at]);
      if (column < 0) continue;
      const count = counts.counts[at];
      const value = (tfidf.sublinear ? 1 + Math.log(count) : count) * tfidf.idf[column];
      squares += value * value;
      columns[size] = column;
      values[size++] = value;
    }
    const norm = Math.sqrt(squares);
    for (let at = offsets[row]; at < size; at++) values[at] /= norm;
    offsets[row + 1] = size;
  }
  return { rowCount: counts.rowCount, columnCount: tfidf.hashes.length, offsets, columns: columns.slice(0, size), values: values.slice(0, size) };
}

/** Position of `hash` in an ascending table, or -1. */
export function indexOf(hashes: Uint32Array, hash: number): number {
  let low = 0;
  let high = hashes.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (hashes[middle] === hash) return middle;
    if (hashes[middle] < hash) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

import type { SparseRows } from '../sparse.js';
import { normaliseText } from './normalise.js';
import type { Segment } from './segment.js';

/**
 * What two short texts share, as numbers in [0, 1] that do not depend on which of them comes first. For sets A, B of
 * characters or words: Jaccard |A∩B| / |A∪B| and containment |A∩B| / min(|A|, |B|).
 */
export const LEXICAL_FEATURES = [
  'characterJaccard', 'characterContainment', 'wordJaccard', 'wordContainment', 'editSimilarity', 'subsequence', 'lengthRatio', 'sameStart', 'sameEnd',
] as const;

/** The work of the two alignments is the product of the lengths: what comes later is not compared. */
const LONGEST_ALIGNED = 256;

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): [number, number] {
  let shared = 0;
  for (const one of a) if (b.has(one)) shared++;
  const smaller = Math.min(a.size, b.size);
  return [a.size + b.size === 0 ? 1 : shared / (a.size + b.size - shared), smaller === 0 ? Number(a.size === b.size) : shared / smaller];
}

/** [Levenshtein distance, length of the longest common subsequence]. */
export function align(a: readonly string[], b: readonly string[]): [number, number] {
  let distances = Int32Array.from({ length: b.length + 1 }, (_, at) => at);
  let common = new Int32Array(b.length + 1);
  for (let row = 1; row <= a.length; row++) {
    const [nextDistances, nextCommon] = [new Int32Array(b.length + 1), new Int32Array(b.length + 1)];
    nextDistances[0] = row;
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      nextDistances[column] = Math.min(distances[column] + 1, nextDistances[column - 1] + 1, distances[column - 1] + (same ? 0 : 1));
      nextCommon[column] = same ? common[column - 1] + 1 : Math.max(common[column], nextCommon[column - 1]);
    }
    [distances, common] = [nextDistances, nextCommon];
  }
  return [distances[b.length], common[b.length]];
}

/** The values of LEXICAL_FEATURES for one pair; punctuation and white space do not count. */
export function lexicalFeatures(first: string, second: string, segment: Segment): number[] {
  const [a, b] = [first, second].map((text) => normaliseText(text).replace(/[^\p{L}\p{N}]/gu, ''));
  const [lettersA, lettersB] = [[...a].slice(0, LONGEST_ALIGNED), [...b].slice(0, LONGEST_ALIGNED)];
  const [longer, shorter] = [Math.max(lettersA.length, lettersB.length), Math.min(lettersA.length, lettersB.length)];
  const [distance, common] = align(lettersA, lettersB);
  const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);
  return [
    ...overlap(new Set(lettersA), new Set(lettersB)), ...overlap(new Set(segment(a)), new Set(segment(b))),
    1 - share(distance, longer || Infinity), share(2 * common, longer + shorter), share(shorter, longer),
    Number(lettersA[0] === lettersB[0]), Number(lettersA.at(-1) === lettersB.at(-1)),
  ];
}

/** Σ_f a_rf b_rf of each row r: the cosine where rows have length 1. */
export function rowProducts(a: SparseRows, b: SparseRows): Float32Array {
  if (a.rowCount !== b.rowCount || a.columnCount !== b.columnCount) throw new RangeError('the two matrices must have one shape');
  return Float32Array.from({ length: a.rowCount }, (_, row) => {
    let sum = 0;
    for (let left = a.offsets[row], right = b.offsets[row]; left < a.offsets[row + 1] && right < b.offsets[row + 1];) {
      const order = a.columns[left] - b.columns[right];
      if (order === 0) sum += a.values[left] * b.values[right];
      if (order <= 0) left++;
      if (order >= 0) right++;
    }
    return sum;
  });
}

import type { SparseRows } from '../sparse.js';
import { normaliseText } from './normalise.js';
import type { Segment } from './segment.js';

/**
 * What two short texts share, as numbers in [0, 1] that do not depend on which of them comes first; 1 for equal texts. For
 * sets A, B of characters or words, with r(g) the rarity of g:
 *   Jaccard |A∩B| / |A∪B|,  containment |A∩B| / min(|A|, |B|),  rarityJaccard Σ_{A∩B} r / Σ_{A∪B} r,
 *   commonDifference 1 − max_{g in one of them only} r(g): texts that differ in 的 may mean the same, in 雪 hardly.
 * Edit distance, common subsequence, length ratio and equal ends were measured as well: with few labels they only add noise.
 */
export const LEXICAL_FEATURES = [
  'characterJaccard', 'characterContainment', 'characterRarityJaccard', 'characterCommonDifference',
  'wordJaccard', 'wordContainment', 'wordRarityJaccard', 'wordCommonDifference',
] as const;

/** A text as its set of characters and its set of words, without punctuation and white space. */
function setsOf(text: string, segment: Segment): [ReadonlySet<string>, ReadonlySet<string>] {
  const bare = normaliseText(text).replace(/[^\p{L}\p{N}]/gu, '');
  return [new Set(bare), new Set(segment(bare))];
}

type Rarity = (gram: string) => number;

/** r(g) = ln((1 + N) / (1 + df(g))) / ln(1 + N) over the N texts of a corpus: 0 in all of them, 1 in none. */
export class Rarities {
  private readonly documents = [new Map<string, number>(), new Map<string, number>()];
  readonly of: readonly Rarity[];

  constructor(texts: readonly string[], segment: Segment) {
    for (const text of texts) {
      setsOf(text, segment).forEach((grams, kind) => {
        for (const gram of grams) this.documents[kind].set(gram, (this.documents[kind].get(gram) ?? 0) + 1);
      });
    }
    const most = Math.log(1 + texts.length) || 1;
    this.of = this.documents.map((counts) => (gram) => (texts.length === 0 ? 1 : 1 - Math.log(1 + (counts.get(gram) ?? 0)) / most));
  }
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>, rarity: Rarity): number[] {
  let [shared, sharedRarity, rarities, rarest] = [0, 0, 0, 0];
  const union = new Set([...a, ...b]);
  // In one order, so that sums of the two orders of a pair are the same to the last bit.
  for (const gram of [...union].sort()) {
    const rare = rarity(gram);
    rarities += rare;
    if (a.has(gram) && b.has(gram)) {
      shared++;
      sharedRarity += rare;
    } else rarest = Math.max(rarest, rare);
  }
  const smaller = Math.min(a.size, b.size);
  const share = (part: number, whole: number, otherwise: number): number => (whole === 0 ? otherwise : part / whole);
  return [share(shared, union.size, 1), share(shared, smaller, Number(union.size === 0)), share(sharedRarity, rarities, 1), 1 - rarest];
}

/** The values of LEXICAL_FEATURES for one pair; punctuation and white space do not count. */
export function lexicalFeatures(first: string, second: string, segment: Segment, rarities: Rarities): number[] {
  const [a, b] = [setsOf(first, segment), setsOf(second, segment)];
  return rarities.of.flatMap((rarity, kind) => overlap(a[kind], b[kind], rarity));
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

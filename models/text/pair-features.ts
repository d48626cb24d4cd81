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
export function setsOf(text: string, segment: Segment): [ReadonlySet<string>, ReadonlySet<string>] {
  const bare = normaliseText(text).replace(/[^\p{L}\p{N}]/gu, '');
  return [new Set(bare), new Set(segment(bare))];
}

type Rarity = (gram: string) => number;

/** r(g) = ln((1 + N) / (1 + df(g))) / ln(1 + N) over the N texts of a corpus: 0 in all of them, 1 in none. */
export class Rarities {
  readonly of: readonly Rarity[];

  /** The number N of texts, and df of characters and of words. */
  private constructor(private readonly texts: number, private readonly documents: readonly ReadonlyMap<string, number>[]) {
    const most = Math.log(1 + texts) || 1;
    this.of = documents.map((counts) => (gram) => (texts === 0 ? 1 : 1 - Math.log(1 + (counts.get(gram) ?? 0)) / most));
  }

  static count(texts: readonly string[], segment: Segment): Rarities {
    const documents = [new Map<string, number>(), new Map<string, number>()];
    for (const text of texts) {
      setsOf(text, segment).forEach((grams, kind) => {
        for (const gram of grams) documents[kind].set(gram, (documents[kind].get(gram) ?? 0) + 1);
      });
    }
    return new Rarities(texts.length, documents);
  }

  encode(): Uint8Array {
    return new TextEncoder().encode(JSON.stringify([this.texts, ...this.documents.map((counts) => [...counts])]));
  }

  static decode(bytes: Uint8Array): Rarities {
    const [texts, ...documents] = JSON.parse(new TextDecoder().decode(bytes)) as [number, ...[string, number][][]];
    return new Rarities(texts, documents.map((counts) => new Map(counts)));
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

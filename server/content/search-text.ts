import { cutPreview } from './preview.js';
import { queryWords, wordsOf } from './segmentation.js';

export interface SearchableText {
  title: string;
  summary: string;
  body: string;
  previewChars: number;
  tags: readonly string[];
}

/** Limits of Postgres: positions, places of one word, and 2^20 bytes in all, of which a place takes 2 and a word's frame up to 4. */
const LAST_POSITION = 16_383;
const POSITIONS_PER_WORD = 255;
const MOST_BYTES = 1_000_000;

/**
 * The search vector as a tsvector literal: title A, tags B, summary C, preview of the body D, with positions. Words that
 * occur only after the preview cut have no position: they can be found, but where and how near to each other they
 * stand reaches neither rank nor cursor. Written as a literal, because Postgres' own parser drops Han
 * characters where the database's locale does not know them. Words hold letters and digits only: no quoting needed.
 */
export function searchVector(text: SearchableText): string {
  const cut = cutPreview(text.body, text.previewChars);
  const places = new Map<string, string[]>();
  let [position, bytes] = [0, 0];
  /** False when the word would not fit any more: what comes last in a monstrous text is not found. */
  const fits = (word: string) => {
    const more = Buffer.byteLength(word) + 6;
    if (bytes + more > MOST_BYTES) return false;
    bytes += more;
    return true;
  };
  for (const [weight, field] of [['A', text.title], ['B', text.tags.join(' ; ')], ['C', text.summary], ['D', cut]] as const) {
    for (const word of wordsOf(field)) {
      position = Math.min(position + 1, LAST_POSITION);
      const seen = places.get(word);
      if (!seen && fits(word)) places.set(word, [`${position}${weight}`]);
      else if (seen && seen.length < POSITIONS_PER_WORD && position < LAST_POSITION && fits('')) seen.push(`${position}${weight}`);
    }
  }
  for (const word of wordsOf(text.body.slice(cut.length))) if (!places.has(word) && fits(word)) places.set(word, []);
  return [...places].map(([word, at]) => (at.length ? `'${word}':${at.join(',')}` : `'${word}'`)).join(' ');
}

/** The query as a tsquery literal; null when it holds no word at all. At most the first 32 words count. */
export function searchQuery(query: string): string | null {
  const terms = queryWords(query).slice(0, 32).map(([word, ...inside]) =>
    (inside.length ? `('${word}' | (${inside.map((part) => `'${part}'`).join(' & ')}))` : `'${word}'`));
  return terms.length ? terms.join(' & ') : null;
}

import type { Pace } from '../pace.js';
import { normaliseText } from './normalise.js';
import type { Segment } from './segment.js';

/**
 * Which pieces of a text count. The characters of a text form one sequence of tokens, a Han character or a whole run of
 * other letters and digits, broken at punctuation; windows of `hanGrams` tokens that hold a Han character and windows of
 * `latinGrams` that hold none are counted. `wordGrams` are windows over segmented words, which need a segmenter.
 */
export interface GramSpec {
  readonly hanGrams: readonly number[];
  readonly latinGrams: readonly number[];
  readonly wordGrams: readonly number[];
}

/** Grams of each text by 32-bit hash: row r holds hashes[offsets[r] .. offsets[r+1]) ascending, with their counts. */
export interface GramCounts {
  readonly rowCount: number;
  readonly offsets: Int32Array;
  readonly hashes: Uint32Array;
  readonly counts: Float32Array;
}

/** What comes after so many UTF-16 units of one text is ignored: the work must not grow with what a stranger sends. */
export const LONGEST_TEXT = 20_000;
export const LONGEST_GRAM = 5;

const TOKENS = /\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{N}\p{M}])+|[^\p{L}\p{N}\p{M}\s]+/gu;
const HAN = /^\p{Script=Han}/u;
const LETTER = /^[\p{L}\p{N}\p{M}]/u;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
/** Words start from another state than characters, so that the word 好 and the character 好 are two features. */
const WORD_STATE = 0x9747b28c;
const SEPARATOR = 0x1f;

export function checkGrams(spec: GramSpec): void {
  for (const sizes of [spec.hanGrams, spec.latinGrams, spec.wordGrams]) {
    for (const size of sizes) {
      if (!Number.isInteger(size) || size < 1 || size > LONGEST_GRAM) {
        throw new RangeError(`a gram has 1 to ${LONGEST_GRAM} tokens, not ${size}`);
      }
    }
  }
}

/** FNV-1a over UTF-16 units, continued from `state`. */
function absorb(state: number, token: string): number {
  let hash = state;
  for (let at = 0; at < token.length; at++) hash = Math.imul(hash ^ token.charCodeAt(at), FNV_PRIME);
  return hash;
}

/** murmur3's finaliser: low and high bits become usable. */
function finish(state: number): number {
  let hash = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The hash of one gram of words or of characters, as the counters below make it: for tests and explanations. */
export function gramHash(tokens: readonly string[], kind: 'characters' | 'words'): number {
  let state = kind === 'words' ? WORD_STATE : FNV_OFFSET;
  for (const token of tokens) state = absorb(Math.imul(state ^ SEPARATOR, FNV_PRIME), token);
  return finish(state);
}

function characterGrams(text: string, spec: GramSpec, into: number[]): void {
  const longest = Math.max(0, ...spec.hanGrams, ...spec.latinGrams);
  if (longest === 0) return;
  const tokens = text.match(TOKENS) ?? [];
  const kinds = tokens.map((token) => (HAN.test(token) ? 2 : LETTER.test(token) ? 1 : 0));
  for (let start = 0; start < tokens.length; start++) {
    let state = FNV_OFFSET;
    let sizes = spec.latinGrams;
    for (let size = 1; size <= longest && start + size <= tokens.length; size++) {
      const kind = kinds[start + size - 1];
      if (kind === 0) break;
      if (kind === 2) sizes = spec.hanGrams;
      state = absorb(Math.imul(state ^ SEPARATOR, FNV_PRIME), tokens[start + size - 1]);
      if (sizes.includes(size)) into.push(finish(state));
    }
  }
}

function wordGrams(words: readonly string[], sizes: readonly number[], into: number[]): void {
  const longest = Math.max(0, ...sizes);
  for (let start = 0; start < words.length; start++) {
    let state = WORD_STATE;
    for (let size = 1; size <= longest && start + size <= words.length; size++) {
      state = absorb(Math.imul(state ^ SEPARATOR, FNV_PRIME), words[start + size - 1]);
      if (sizes.includes(size)) into.push(finish(state));
    }
  }
}

/** Every gram of one text, repeated as often as it occurs. Normalises the text and cuts it at LONGEST_TEXT. */
export function gramsOf(text: string, spec: GramSpec, segment: Segment | null): number[] {
  const grams: number[] = [];
  const look = normaliseText(text.slice(0, LONGEST_TEXT));
  characterGrams(look, spec, grams);
  if (spec.wordGrams.length > 0) {
    if (!segment) throw new RangeError('word grams need a segmenter');
    wordGrams(segment(look), spec.wordGrams, grams);
  }
  return grams;
}

/** Counts of all grams of all texts. `pace` reports and can cancel. */
export async function countGrams(texts: readonly string[], spec: GramSpec, segment: Segment | null, pace?: Pace): Promise<GramCounts> {
  checkGrams(spec);
  const offsets = new Int32Array(texts.length + 1);
  let hashes = new Uint32Array(1 << 14);
  let counts = new Float32Array(1 << 14);
  let size = 0;
  for (let row = 0; row < texts.length; row++) {
    await pace?.step(row / texts.length, () => `${row} of ${texts.length} texts read`);
    const grams = Uint32Array.from(gramsOf(texts[row], spec, segment)).sort();
    if (size + grams.length > hashes.length) {
      hashes = grown(hashes, new Uint32Array(2 * (size + grams.length)));
      counts = grown(counts, new Float32Array(hashes.length));
    }
    for (let at = 0; at < grams.length; at++) {
      if (at > 0 && grams[at] === grams[at - 1]) counts[size - 1]++;
      else {
        hashes[size] = grams[at];
        counts[size++] = 1;
      }
    }
    offsets[row + 1] = size;
  }
  return { rowCount: texts.length, offsets, hashes: hashes.subarray(0, size), counts: counts.subarray(0, size) };
}

function grown<Table extends Uint32Array | Float32Array>(from: Table, into: Table): Table {
  into.set(from);
  return into;
}

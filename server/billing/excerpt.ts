import { queryWords } from '../content/segmentation.js';

const ellipsis = '…';

/** Where folding changes the length of a text, places are counted character by character, and no further than this. */
const COUNTED_MAX = 20_000;

/**
 * A piece of at most `length` code points around the first place where a word of `query` stands, or the beginning. Give
 * it a body that is cut for its reader: it shows nothing that is not in there. White space is folded. Only what is
 * near that place is taken apart: a page of a hundred long texts is asked for in one breath.
 */
export function excerptOf(cutBody: string, query: string | null, length: number): string {
  const text = cutBody.replace(/\s+/gu, ' ').trim();
  if (text.length <= length || (text.length <= 2 * length && [...text].length <= length)) return text;
  const at = query ? firstPlace(text, query) : 0;
  // A code point is one or two units: of each side at least as much as can be needed.
  const [from, to] = [Math.max(0, at - 2 * length), at + 2 * length];
  const before = Array.from(text.slice(splits(text, from) ? from + 1 : from, at));
  const after = Array.from(text.slice(at, splits(text, to) ? to - 1 : to));
  const lead = Math.min(before.length, Math.max(Math.floor(length / 4), length - after.length));
  const piece = [...before.slice(before.length - lead), ...after.slice(0, length - lead)].join('');
  return `${from > 0 || before.length > lead ? ellipsis : ''}${piece}${to < text.length || after.length > length - lead ? ellipsis : ''}`;
}

/** Index by unit of the first word found, the longest words first; 0 when none is. */
function firstPlace(text: string, query: string): number {
  const words = queryWords(query).flat().sort((a, b) => b.length - a.length);
  const whole = fold(text);
  if (whole.length === text.length) {
    const found = words.find((word) => whole.includes(word));
    const at = found === undefined ? 0 : whole.indexOf(found);
    return splits(text, at) ? at - 1 : at;
  }
  const characters = Array.from(text.slice(0, COUNTED_MAX));
  const folded = characters.map(fold);
  const joined = folded.join('');
  const word = words.find((one) => joined.includes(one));
  if (word === undefined) return 0;
  let [units, at] = [joined.indexOf(word), 0];
  for (let index = 0; units > 0; index++) {
    units -= folded[index].length;
    at += characters[index].length;
  }
  return at;
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** Whether `at` is in the middle of a surrogate pair. */
function splits(text: string, at: number): boolean {
  return at > 0 && at < text.length && text.codePointAt(at - 1)! > 0xffff;
}

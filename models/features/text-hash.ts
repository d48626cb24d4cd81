/**
 * Signed feature hashing of mixed zh/en text: Han runs give character n-grams (words need no dictionary then), Latin
 * runs give lower-case word n-grams. Collisions cancel in expectation thanks to the sign (Weinberger et al. 2009).
 */
const HAN = /\p{Script=Han}/u;
const RUNS = /\p{Script=Han}+|[\p{L}\p{N}]+/gu;

/** FNV-1a over UTF-16 units, then murmur3's finaliser so that the low and the high bits are both usable. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function addGrams(tokens: readonly string[], sizes: readonly number[], joiner: string, into: Float32Array): void {
  for (const size of sizes) {
    for (let at = 0; at + size <= tokens.length; at++) {
      const hash = hash32(tokens.slice(at, at + size).join(joiner));
      into[hash % into.length] += hash & 0x80000000 ? -1 : 1;
    }
  }
}

/** Writes the L2-normalised vector of `text` into `into` (its length is the width); empty text stays zero. */
export function hashText(
  text: string,
  grams: { hanGrams: readonly number[]; latinGrams: readonly number[] },
  into: Float32Array,
): void {
  into.fill(0);
  const words: string[] = [];
  for (const [run] of text.normalize('NFKC').toLowerCase().matchAll(RUNS)) {
    if (HAN.test(run)) addGrams([...run], grams.hanGrams, '', into);
    else words.push(run);
  }
  addGrams(words, grams.latinGrams, ' ', into);
  let squares = 0;
  for (const value of into) squares += value * value;
  if (squares === 0) return;
  const scale = 1 / Math.sqrt(squares);
  for (let at = 0; at < into.length; at++) into[at] *= scale;
}

/** Han characters per letter, 0 for a text without letters. */
export function hanShare(text: string): number {
  let letters = 0;
  let han = 0;
  for (const [letter] of text.matchAll(/\p{L}/gu)) {
    letters++;
    if (HAN.test(letter)) han++;
  }
  return letters === 0 ? 0 : han / letters;
}

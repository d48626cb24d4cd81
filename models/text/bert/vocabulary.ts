import { basicTokens } from './wordpiece.js';
import type { WordPieceOptions } from './wordpiece.js';

const SPECIAL = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];

/**
 * A WordPiece vocabulary from texts alone: the special tokens, then every character as a whole and as a continuation,
 * then the most frequent words of several characters, ordered by frequency (ties by code unit), up to `size` tokens.
 * Without the merging of BPE, since Chinese words are single characters here and Latin words few.
 */
export function buildVocabulary(texts: readonly string[], size: number, options: WordPieceOptions): string[] {
  const characters = new Map<string, number>();
  const words = new Map<string, number>();
  const count = (table: Map<string, number>, key: string): unknown => table.set(key, (table.get(key) ?? 0) + 1);
  for (const text of texts) {
    for (const word of basicTokens(text, options)) {
      const letters = [...word];
      letters.forEach((letter, at) => count(characters, at === 0 ? letter : `##${letter}`));
      if (letters.length > 1) count(words, word);
    }
  }
  const byCount = ([a, n]: [string, number], [b, m]: [string, number]): number => m - n || (a < b ? -1 : 1);
  const ordered = [...[...characters].sort(byCount), ...[...words].filter(([, n]) => n > 1).sort(byCount)];
  return [...SPECIAL, ...ordered.map(([token]) => token)].slice(0, Math.max(size, SPECIAL.length));
}

import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { normaliseText } from '../../../models/text/normalise.js';
import { countGrams, gramHash, gramsOf, LONGEST_TEXT } from '../../../models/text/ngrams.js';
import type { GramSpec } from '../../../models/text/ngrams.js';
import { segmenter } from '../../../models/text/segment.js';

const characters = (...grams: string[][]): number[] => grams.map((tokens) => gramHash(tokens, 'characters')).sort((a, b) => a - b);
const sorted = (hashes: number[]): number[] => [...hashes].sort((a, b) => a - b);
const spec = (change: Partial<GramSpec>): GramSpec => ({ hanGrams: [], latinGrams: [], wordGrams: [], ...change });

test('normal form: width, case, ligatures, invisible characters and white space; traditional characters stay', () => {
  expect(normaliseText('ＡＢＣ１２３，ﬁ')).toBe('abc123,fi');
  expect(normaliseText('  知\u200b识\ufeff\u00ad付费 \t\n  Zero\u0000 ')).toBe('知识付费 zero');
  expect(normaliseText('臺灣')).toBe('臺灣');
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => normaliseText(normaliseText(text)) === normaliseText(text)));
});

test('words by jieba and by ICU, without punctuation', () => {
  expect(segmenter('jieba')('机器学习入门，3 天学会 python！')).toEqual(['机器', '学习', '入门', '3', '天', '学会', 'python']);
  expect(segmenter('icu')('机器学习，python!').join('')).toBe('机器学习python');
});

test('character grams: windows over Han characters and whole Latin words, broken at punctuation', () => {
  expect(sorted(gramsOf('学AI好。学', spec({ hanGrams: [1, 2] }), null)))
    .toEqual(characters(['学'], ['学', 'ai'], ['ai', '好'], ['好'], ['学']));
  expect(sorted(gramsOf('Deep learning, fast', spec({ latinGrams: [1, 2] }), null)))
    .toEqual(characters(['deep'], ['deep', 'learning'], ['learning'], ['fast']));
});

test('word grams are other features than characters', () => {
  const words = (...grams: string[][]): number[] => grams.map((tokens) => gramHash(tokens, 'words'));
  expect(gramsOf('很好', spec({ wordGrams: [1, 2] }), () => ['很', '好'])).toEqual(words(['很'], ['很', '好'], ['好']));
  expect(gramHash(['好'], 'words')).not.toBe(gramHash(['好'], 'characters'));
  expect(gramHash(['ab', 'c'], 'words')).not.toBe(gramHash(['a', 'bc'], 'words'));
  expect(() => gramsOf('好', spec({ wordGrams: [1] }), null)).toThrow('segmenter');
});

test('counts by row, ascending; long texts are cut; sizes are limited', async () => {
  const counts = await countGrams(['好好', '', '坏'], spec({ hanGrams: [1] }), null);
  expect([...counts.offsets]).toEqual([0, 1, 1, 2]);
  expect([...counts.hashes]).toEqual([gramHash(['好'], 'characters'), gramHash(['坏'], 'characters')]);
  expect([...counts.counts]).toEqual([2, 1]);
  expect(gramsOf('好'.repeat(LONGEST_TEXT + 5), spec({ hanGrams: [1] }), null)).toHaveLength(LONGEST_TEXT);
  await expect(countGrams([], spec({ hanGrams: [6] }), null)).rejects.toThrow('1 to 5 tokens');
});

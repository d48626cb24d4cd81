import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildVocabulary } from '../../../../models/text/bert/vocabulary.js';
import { basicTokens, WordPiece } from '../../../../models/text/bert/wordpiece.js';

const SPECIAL = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const uncased = { lowerCase: true };
const piece = (...tokens: string[]): WordPiece => new WordPiece([...SPECIAL, ...tokens], uncased);

/** The cases of google-research/bert, tokenization_test.py. */
test.each([
  ['ah\u535A\u63A8zz', uncased, ['ah', '\u535A', '\u63A8', 'zz']],
  [' \tHeLLo!how  \n Are yoU?  ', uncased, ['hello', '!', 'how', 'are', 'you', '?']],
  ['H\u00E9llo', uncased, ['hello']],
  [' \tHeLLo!how  \n Are yoU?  ', { lowerCase: false }, ['HeLLo', '!', 'how', 'Are', 'yoU', '?']],
  ['$19.99 a_b', uncased, ['$', '19', '.', '99', 'a', '_', 'b']],
  ['学习\u200bPython，三\uFFFD天', uncased, ['学', '习', 'python', '，', '三', '天']],
])('basic tokens of %j', (text, options, tokens) => expect(basicTokens(text, options)).toEqual(tokens));

test('the longest pieces from the left; one part unknown makes the word unknown', () => {
  const tokeniser = piece('want', '##want', '##ed', 'wa', 'un', 'runn', '##ing');
  expect(tokeniser.tokenise('')).toEqual([]);
  expect(tokeniser.tokenise('unwanted running')).toEqual(['un', '##want', '##ed', 'runn', '##ing']);
  expect(tokeniser.tokenise('unwantedX running')).toEqual(['[UNK]', 'runn', '##ing']);
  expect(tokeniser.tokenise('un'.repeat(51))).toEqual(['[UNK]']);
});

test('marks, segments and truncation of the longer text; special names in a text are text', () => {
  const tokeniser = piece('a', 'b', '[', ']', 'sep');
  const ids = (...tokens: string[]): number[] => tokens.map((token) => tokeniser.tokens.indexOf(token));
  expect([...tokeniser.encode('a b', null, 8).ids]).toEqual(ids('[CLS]', 'a', 'b', '[SEP]'));
  const pair = tokeniser.encode('a b a b', 'b', 7);
  expect([...pair.ids]).toEqual(ids('[CLS]', 'a', 'b', 'a', '[SEP]', 'b', '[SEP]'));
  expect([...pair.segments]).toEqual([0, 0, 0, 0, 0, 1, 1]);
  expect(tokeniser.tokenise('[SEP]')).toEqual(['[', 'sep', ']']);
  fc.assert(fc.property(fc.string(), fc.option(fc.string()), fc.integer({ min: 4, max: 12 }), (text, second, length) =>
    tokeniser.encode(text, second, length).ids.length <= length));
});

test('a vocabulary from texts covers them; a broken vocabulary is refused', () => {
  const texts = ['知识付费 learning', '知识 learning fast'];
  const tokens = buildVocabulary(texts, 100, uncased);
  const tokeniser = new WordPiece(tokens, uncased);
  expect(tokens.slice(0, 5)).toEqual(SPECIAL);
  expect(tokeniser.tokenise('知识 learning')).toEqual(['知', '识', 'learning']);
  expect(tokeniser.tokenise(texts[1]).includes('[UNK]')).toBe(false);
  expect(buildVocabulary(texts, 9, uncased)).toHaveLength(9);
  expect(() => new WordPiece(['[PAD]', '[PAD]'], uncased)).toThrow('lines 1 and 2');
  expect(() => WordPiece.parse('[PAD]\n[UNK]\n[CLS]\n[SEP]\n', uncased)).toThrow('no [MASK]');
});

test('a length without room for the marks is refused', () => {
  expect(() => piece('a').encode('a', null, 1)).toThrow('no room for the 2 marks');
  expect(() => piece('a').encode('a', 'a', 2)).toThrow('no room for the 3 marks');
  expect([...piece('a').encode('a', null, 2).ids]).toEqual([2, 3]);
});

import { expect, test } from '@jest/globals';
import { queryWords, wordsOf } from '../../../server/content/segmentation.js';

test('a Chinese sentence becomes words, with the words inside long words', () => {
  expect(wordsOf('我爱机器学习和数据结构')).toEqual(['我', '爱', '机器', '学习', '和', '数据', '结构', '数据结构']);
});

test('case, width and punctuation do not matter; Latin words stay whole', () => {
  expect(wordsOf('Ｍａｃｈｉｎｅ-Learning, iPhone15!')).toEqual(['machine', 'learning', 'iphone15']);
  expect(wordsOf('Ａ股入门：Café')).toEqual(['a', '股', '入门', 'café']);
});

test('text without words has none', () => {
  expect(wordsOf(' ，。!? 🙂 ')).toEqual([]);
  expect(queryWords('…')).toEqual([]);
});

test('a query word may be met whole or by its parts', () => {
  expect(queryWords('数据结构 Intro 数据结构')).toEqual([['数据结构', '数据', '结构'], ['intro']]);
});

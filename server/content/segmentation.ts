import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';

/** One run of Han characters, or one word of letters and digits; everything else separates. */
const RUNS = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}\p{M}])+/gu;
const HAN = /^\p{Script=Han}/u;
const LONGEST_WORD = 64;
/** What comes after so many characters of a query is ignored: work must not grow with what a stranger sends. */
const LONGEST_QUERY = 200;

let jieba: Jieba | undefined;

/** The dictionary costs about 0.2 s and 60 MB, so it is loaded once, by the first text that needs it. */
function segmenter(): Jieba {
  jieba ??= Jieba.withDict(dict);
  return jieba;
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/**
 * The words of a text in reading order, for the index: Han runs in jieba's search mode (a long word is preceded by the
 * words inside it), other scripts word by word. Full-width forms and case are folded, nothing is stemmed.
 */
export function wordsOf(text: string): string[] {
  return (fold(text).match(RUNS) ?? [])
    .flatMap((run) => (HAN.test(run) ? segmenter().cutForSearch(run, true) : [run]))
    .map((word) => word.slice(0, LONGEST_WORD));
}

/**
 * A query as words that must all occur; each Han word may also be met by all the words inside it, because a sentence
 * may cut it otherwise. [['数据结构', '数据', '结构'], ['入门']] = (数据结构 or (数据 and 结构)) and 入门.
 */
export function queryWords(query: string): string[][] {
  const words = (fold(query.slice(0, LONGEST_QUERY)).match(RUNS) ?? []).flatMap((run) => (HAN.test(run) ? segmenter().cut(run, true) : [run]));
  return [...new Set(words.map((word) => word.slice(0, LONGEST_WORD)))]
    .map((word) => [word, ...(HAN.test(word) ? segmenter().cutForSearch(word, true).filter((part) => part !== word) : [])]);
}

import { eld } from 'eld/small';
import { hanShare } from '../features/text-hash.js';

/** ISO 639-1, or 'und' for a text in which no language can be told. */
export type LanguageCode = string;

/** Kana or Hangul: a text with either is not Chinese, however many Han characters it has. */
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const HANGUL = /\p{Script=Hangul}/u;
/**
 * From this share of Han letters on a text without kana is Chinese. Statistics of n-grams fail on two characters; the
 * script does not. A Chinese sentence about "TensorFlow Lite" keeps more than a fifth.
 */
const CHINESE_FROM = 0.2;
/** Enough for a verdict; more would make the work grow with what a stranger sends. */
const LONGEST_LOOK = 2000;

/** The language of a text: Han, kana and Hangul by script, everything else by the n-gram statistics of eld. */
export function languageOf(text: string): LanguageCode {
  const look = text.slice(0, LONGEST_LOOK);
  if (KANA.test(look)) return 'ja';
  if (HANGUL.test(look)) return 'ko';
  if (hanShare(look) >= CHINESE_FROM) return 'zh';
  return eld.detect(look).language || 'und';
}

/** 'zh' or 'en' for the models that know only these two: Chinese from CHINESE_FROM on, else English. */
export function chineseOrEnglish(text: string): 'zh' | 'en' {
  return hanShare(text.slice(0, LONGEST_LOOK)) >= CHINESE_FROM ? 'zh' : 'en';
}

import type { ContractContent } from './contract-content.js';
import { clauseInWords, type TextLocale } from './contract-words.js';
import { en } from './contract-words-en.js';
import { zh } from './contract-words-zh.js';

export const wordsOf = { zh, en } as const;

const instant = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

export function headOf(content: ContractContent, locale: TextLocale): string {
  return wordsOf[locale].head(content, instant(content.startsAt), instant(content.endsAt)).join('\n');
}

/** The version in words, for people. What counts is the data that it is made from: that is what was hashed and signed. */
export function contractText(content: ContractContent, locale: TextLocale): string {
  const words = wordsOf[locale];
  const numbered = content.clauses.map((clause, place) => {
    const { heading, body } = clauseInWords(clause, words);
    return `${place + 1}. ${heading}\n${body}`;
  });
  return [headOf(content, locale), ...numbered].join('\n\n');
}

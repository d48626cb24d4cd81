import { diffArrays } from 'diff';
import type { Clause } from '../../schema/clause.js';
import type { ContractContent } from './contract-content.js';
import { clauseInWords, type TextLocale } from './contract-words.js';
import { headOf, wordsOf } from './contract-text.js';

export type RedlineKind = 'same' | 'added' | 'removed';

export interface RedlinePart {
  readonly kind: RedlineKind;
  readonly text: string;
}

export interface RedlineClause {
  /** null: the head, with the parties and the dates. */
  readonly clauseKey: string | null;
  readonly change: RedlineKind | 'changed';
  readonly parts: readonly RedlinePart[];
}

/**
 * What became of each clause between two texts, word by word as people read them. The parts that are not `added` are the old
 * words, those that are not `removed` the new ones. Clauses go by their key, in the new order; a removed one stands where it stood.
 */
export function redline(before: ContractContent, after: ContractContent, locale: TextLocale): RedlineClause[] {
  const [old, fresh] = [before, after].map(({ clauses }) => new Map(clauses.map((clause) => [clause.key, clause])));
  const keys = [...fresh.keys()];
  for (const [place, { key }] of before.clauses.entries()) if (!fresh.has(key)) keys.splice(keys.indexOf(before.clauses[place - 1]?.key) + 1, 0, key);
  const head = compared(null, headOf(before, locale), headOf(after, locale), locale);
  return [head, ...keys.map((key) => compared(key, inWords(old.get(key), locale), inWords(fresh.get(key), locale), locale))];
}

function compared(clauseKey: string | null, before: string | null, after: string | null, locale: TextLocale): RedlineClause {
  if (before === null) return { clauseKey, change: 'added', parts: [{ kind: 'added', text: after! }] };
  if (after === null) return { clauseKey, change: 'removed', parts: [{ kind: 'removed', text: before }] };
  if (before === after) return { clauseKey, change: 'same', parts: [{ kind: 'same', text: after }] };
  const parts = diffArrays(wordsIn(before, locale), wordsIn(after, locale))
    .map(({ value, added, removed }) => ({ kind: added ? 'added' as const : removed ? 'removed' as const : 'same' as const, text: value.join('') }));
  return { clauseKey, change: 'changed', parts };
}

function inWords(clause: Clause | undefined, locale: TextLocale): string | null {
  if (!clause) return null;
  const { heading, body } = clauseInWords(clause, wordsOf[locale]);
  return `${heading}\n${body}`;
}

/** Chinese puts no spaces between words: the segmenter knows where they end. */
function wordsIn(text: string, locale: TextLocale): string[] {
  return Array.from(new Intl.Segmenter(locale, { granularity: 'word' }).segment(text), ({ segment }) => segment);
}

import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkedClauses, type ClauseDraft } from '../../../server/partner/clauses.js';
import { contractText } from '../../../server/partner/contract-text.js';
import { redline, type RedlineClause } from '../../../server/partner/redline.js';

const content = (clauses: ClauseDraft[], endsAt = new Date('2027-01-01T00:00:00Z')) => ({
  code: 'C-2026-0001', number: 1, title: '合作', parties: { platform: { name: 'Tandem' }, partner: { code: 'P-1', name: '书社' } }, startsAt: new Date('2026-01-01T00:00:00Z'), endsAt, clauses: checkedClauses(clauses),
});
const text = (key: string, body: string): ClauseDraft => ({ key, kind: 'text', heading: 'Words', body });
const joined = ({ parts }: RedlineClause, without: 'added' | 'removed') => parts.filter(({ kind }) => kind !== without).map((part) => part.text).join('');

test('Chinese words are told apart, not whole sentences: only the word that changed is struck', () => {
  const [, clause] = redline(content([text('a', '乙方每月提供十二篇文章')]), content([text('a', '乙方每周提供十二篇文章')]), 'zh');
  expect(clause).toMatchObject({ clauseKey: 'a', change: 'changed' });
  expect(clause.parts.filter(({ kind }) => kind !== 'same').map((part) => part.text.length).every((length) => length <= 2)).toBe(true);
  expect(clause.parts.some(({ kind, text: words }) => kind === 'same' && words.includes('提供十二篇文章'))).toBe(true);
});

test('a share that changed is a changed number; a removed clause stands where it stood, a new one where it is', () => {
  const share = (sharePpm: number): ClauseDraft => ({ key: 'share', kind: 'revenue_share', sharePpm, base: 'net' });
  const made = redline(content([text('a', 'x'), text('gone', 'y'), share(250_000)]), content([text('a', 'x'), share(300_000), text('fresh', 'z')], new Date('2028-01-01T00:00:00Z')), 'en');
  expect(made.map(({ clauseKey, change }) => [clauseKey, change])).toEqual([[null, 'changed'], ['a', 'same'], ['gone', 'removed'], ['share', 'changed'], ['fresh', 'added']]);
  expect(made[3].parts.filter(({ kind }) => kind !== 'same')).toEqual([{ kind: 'removed', text: '25' }, { kind: 'added', text: '30' }]);
});

test('the struck words leave the new text and the new words the old one, whatever was written', () => {
  const words = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.string({ unit: fc.constantFrom('甲', '方', ' ', 'x', '，', '1'), minLength: 1, maxLength: 12 }).filter((body) => body.trim() !== '')), { minLength: 1, maxLength: 4 })
    .map((pairs) => [...new Map(pairs)].map(([key, body]) => text(key, body)));
  fc.assert(fc.property(words, words, fc.constantFrom('zh' as const, 'en' as const), (before, after, locale) => {
    const made = redline(content(before), content(after), locale);
    const bodies = (clauses: ClauseDraft[]) => clauses.map((clause) => [clause.key, (clause as { body: string }).body.trim()]);
    const side = (without: 'added' | 'removed') => made.filter(({ clauseKey, change }) => clauseKey !== null && change !== without).map((clause) => [clause.clauseKey, joined(clause, without).split('\n').slice(1).join('\n')]);
    expect(new Map(side('added') as [string, string][])).toEqual(new Map(bodies(before) as [string, string][]));
    expect(side('removed')).toEqual(bodies(after));
    // The new words in the new order are the text that is signed.
    expect(contractText(content(after), locale).replace(/\d+\. /g, '')).toBe([joined(made[0], 'removed'), ...made.slice(1).filter(({ change }) => change !== 'removed').map((clause) => joined(clause, 'removed'))].join('\n\n').replace(/\d+\. /g, ''));
  }), { numRuns: 100 });
});

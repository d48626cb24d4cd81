import 'reflect-metadata';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Clause } from '../../../schema/clause.js';
import { checkedClauses, type ClauseDraft } from '../../../server/partner/clauses.js';
import { increasesOf, type ExposedTerms } from '../../../server/partner/exposure.js';

const DAY_MS = 86_400_000;
const cny = (amountMinor: bigint) => ({ amountMinor, currency: 'CNY' });

/** A contract by its numbers, each of which raises the platform's exposure when it grows. */
interface Numbers { sharePpm: number; bandPpm: number; cap: number; guarantee: number; budget: number; fields: number; retentionDays: number; epsilon: number; creditLoss: number; duties: number; noticeDays: number; fee: number; termDays: number }
const names = ['sharePpm', 'bandPpm', 'cap', 'guarantee', 'budget', 'fields', 'retentionDays', 'epsilon', 'creditLoss', 'duties', 'noticeDays', 'fee', 'termDays'] as const satisfies (keyof Numbers)[];
const numbers = fc.record(Object.fromEntries(names.map((name) => [name, fc.integer({ min: 1, max: 50 })])) as Record<keyof Numbers, fc.Arbitrary<number>>);

function termsOf(of: Numbers): ExposedTerms {
  const drafts: ClauseDraft[] = [
    { key: 'share', kind: 'revenue_share', sharePpm: of.sharePpm * 1000, mode: 'slab', bands: [{ from: cny(1000n), sharePpm: of.bandPpm * 1000 }], base: 'net', floor: null, cap: cny(BigInt(of.cap) + 100n), guarantee: cny(BigInt(of.guarantee)) },
    { key: 'budget', kind: 'cost_budget', budget: cny(BigInt(of.budget)), period: 'month', purpose: 'ads' },
    { key: 'data', kind: 'data_scope', dataset: 'readers', purpose: 'ranking', fields: Array.from({ length: of.fields }, (_, place) => `field ${place}`), retentionDays: of.retentionDays, epsilon: of.epsilon },
    { key: 'sla', kind: 'sla', metric: 'availability', target: 100 - of.creditLoss, unit: '%', windowDays: 30, creditPpm: 1_000_000 - of.creditLoss },
    ...Array.from({ length: of.duties }, (_, place): ClauseDraft => ({ key: `duty_${place}`, kind: 'responsibility', party: 'platform', duty: 'shows it' })).slice(0, 40),
    { key: 'end', kind: 'termination', noticeDays: of.noticeDays, cureDays: 5, fee: cny(BigInt(of.fee)) },
  ];
  return { endsAt: new Date(of.termDays * DAY_MS), clauses: checkedClauses(drafts) };
}

describe('P14: what an amendment raises', () => {
  test('nothing raised asks for nobody; one number that grows, however many shrink, is named', () => {
    fc.assert(fc.property(numbers, numbers, (before, after) => {
      const lower = Object.fromEntries(names.map((name) => [name, Math.min(before[name], after[name])])) as unknown as Numbers;
      expect(increasesOf(termsOf(before), termsOf(lower))).toEqual([]);
      for (const name of names) {
        const mixed = { ...lower, [name]: before[name] + 1 };
        if (name === 'duties' && mixed.duties > 40) continue;
        expect(increasesOf(termsOf(before), termsOf(mixed))).not.toEqual([]);
      }
    }), { numRuns: 60 });
  });

  test('it is monotone: what is raised further stays raised, in the same places', () => {
    fc.assert(fc.property(numbers, numbers, numbers, (before, after, more) => {
      const further = Object.fromEntries(names.map((name) => [name, Math.max(after[name], more[name])])) as unknown as Numbers;
      const [some, all] = [after, further].map((one) => increasesOf(termsOf(before), termsOf(one)).map(({ clauseKey, field }) => `${clauseKey} ${field}`));
      expect(all).toEqual(expect.arrayContaining(some));
    }), { numRuns: 60 });
  });

  test('a share is compared at every revenue: bands that pay more anywhere are an increase, and other bands that pay the same are none', () => {
    const share = (sharePpm: number, bands: [bigint, number][], mode: 'slab' | 'whole' = 'slab') => ({ endsAt: new Date(0), clauses: checkedClauses([{ key: 's', kind: 'revenue_share', sharePpm, mode, bands: bands.map(([from, ppm]) => ({ from: cny(from), sharePpm: ppm })), base: 'net' }]) });
    const raises = (before: ExposedTerms, after: ExposedTerms) => increasesOf(before, after).map(({ field }) => field);
    expect(raises(share(100_000, []), share(100_000, [[500n, 100_000]]))).toEqual([]);
    expect(raises(share(100_000, [[500n, 200_000]]), share(100_000, [[900n, 200_000]]))).toEqual([]);
    expect(raises(share(100_000, [[900n, 200_000]]), share(100_000, [[500n, 200_000]]))).toEqual(['sharePpm']);
    expect(raises(share(100_000, [[900n, 200_000]], 'slab'), share(100_000, [[900n, 200_000]], 'whole'))).toEqual(['sharePpm']);
    expect(raises(share(100_000, [[900n, 200_000]], 'whole'), share(100_000, [[900n, 200_000]], 'slab'))).toEqual([]);
  });

  test.each<[string, ClauseDraft[], ClauseDraft[], string[]]>([
    ['a cap that is taken away', [{ key: 'a', kind: 'revenue_share', sharePpm: 1, base: 'net', cap: cny(5n) }], [{ key: 'a', kind: 'revenue_share', sharePpm: 1, base: 'net' }], ['cap']],
    ['a wider base', [{ key: 'a', kind: 'revenue_share', sharePpm: 1, base: 'net' }], [{ key: 'a', kind: 'revenue_share', sharePpm: 1, base: 'gross' }], ['base']],
    ['another currency', [{ key: 'a', kind: 'cost_budget', budget: cny(5n), period: 'month', purpose: 'x' }], [{ key: 'a', kind: 'cost_budget', budget: { amountMinor: 1n, currency: 'USD' }, period: 'month', purpose: 'x' }], ['budget']],
    ['a new budget', [{ key: 'a', kind: 'text', heading: 'h', body: 'b' }], [{ key: 'a', kind: 'text', heading: 'h', body: 'b' }, { key: 'b', kind: 'cost_budget', budget: cny(1n), period: 'month', purpose: 'x' }], ['added']],
    ['records instead of counts', [{ key: 'a', kind: 'data_scope', dataset: 'd', purpose: 'p', fields: ['f'], retentionDays: 1 }], [{ key: 'a', kind: 'data_scope', dataset: 'd', purpose: 'p', fields: ['f'], retentionDays: 1, level: 'record' }], ['level']],
    ['a service level that is gone', [{ key: 'a', kind: 'sla', metric: 'm', target: 1, unit: '%', windowDays: 1, creditPpm: 1 }, { key: 'b', kind: 'text', heading: 'h', body: 'b' }], [{ key: 'b', kind: 'text', heading: 'h', body: 'b' }], ['removed']],
    ['other words', [{ key: 'a', kind: 'text', heading: 'h', body: 'b' }], [{ key: 'a', kind: 'text', heading: 'h', body: 'more' }], ['body']],
    ['a budget that is gone', [{ key: 'a', kind: 'cost_budget', budget: cny(5n), period: 'month', purpose: 'x' }, { key: 'b', kind: 'text', heading: 'h', body: 'b' }], [{ key: 'b', kind: 'text', heading: 'h', body: 'b' }], []],
  ])('%s', (_name, before, after, fields) => {
    const terms = (clauses: Clause[]) => ({ endsAt: new Date(0), clauses });
    expect(increasesOf(terms(checkedClauses(before)), terms(checkedClauses(after))).map(({ field }) => field)).toEqual(fields);
  });
});

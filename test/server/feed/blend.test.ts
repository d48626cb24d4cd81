import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { blend, type BlendInput, type Entry } from '../../../server/feed/blend.js';
import { freeze, thaw } from '../../../server/feed/frozen-list.js';
import type { Scenario } from '../../../server/feed/scenarios.js';
import { newId } from '../../../server/platform/ids.js';

const scenario: Scenario = { name: 'home', revision: 1, size: 12, page: 6, sponsoredSlots: [1, 4], exploreSlot: 2, freshDays: 14, freshPool: 3 };
const sponsor = (contentNo: number, campaignId = `k${contentNo}`) => ({ campaignId, contentNo, score: 100 - contentNo });
const input = (change: Partial<BlendInput> = {}): BlendInput => ({
  scenario, sponsors: [], fresh: [], random: 0, eligible: () => true,
  ranked: [{ source: 'personal', list: { contentNos: [10, 11, 12], scores: [3, 2, 1] } }, { source: 'popular', list: { contentNos: [11, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30] } }],
  ...change,
});
const nos = (entries: Entry[]) => entries.map(({ contentNo }) => contentNo);

describe('a blend', () => {
  test('fills from its sources in order, each content once, up to its size', () => {
    const entries = blend(input());
    expect(nos(entries)).toEqual([10, 11, 12, 20, 21, 22, 23, 24, 25, 26, 27, 28]);
    expect(entries.slice(0, 4).map(({ source, score }) => [source, score])).toEqual([['personal', 3], ['personal', 2], ['personal', 1], ['popular', 0]]);
  });

  test('sponsored contents take their slots of every page, best first, and appear nowhere else', () => {
    const entries = blend(input({ sponsors: [sponsor(20), sponsor(10), sponsor(40)] }));
    expect(nos(entries)).toEqual([11, 20, 12, 21, 10, 22, 23, 40, 24, 25, 26, 27]);
    expect(entries.map(({ campaignId }) => campaignId).filter(Boolean)).toEqual(['k20', 'k10', 'k40']);
  });

  test('one content and one campaign come once, and a slot without a sponsor is an ordinary one', () => {
    const entries = blend(input({ sponsors: [sponsor(40), sponsor(40, 'other'), sponsor(41, 'k40')] }));
    expect(entries.filter(({ source }) => source === 'sponsored').map(({ contentNo }) => contentNo)).toEqual([40]);
    expect(entries[4].source).toBe('popular');
  });

  test('exploration draws uniformly from the fresh contents that stand nowhere else, and says its chance', () => {
    const drawn = [0, 0.34, 0.67, 0.999].map((random) => blend(input({ fresh: [10, 50, 51, 20, 52, 53], random }))[2]);
    expect(drawn.map(({ contentNo, propensity, source }) => [contentNo, propensity, source])).toEqual([
      [50, 1 / 3, 'explore'], [51, 1 / 3, 'explore'], [52, 1 / 3, 'explore'], [52, 1 / 3, 'explore'],
    ]);
    expect(blend(input({ fresh: [10, 20] })).map(({ source }) => source)).not.toContain('explore');
  });

  test('the draw changes its own slot and no other', () => {
    const [a, b] = [0.1, 0.9].map((random) => blend(input({ fresh: [50, 51, 52], random, sponsors: [sponsor(40)] })));
    expect(nos(a).filter((_, slot) => slot !== 2)).toEqual(nos(b).filter((_, slot) => slot !== 2));
    expect(a[2].contentNo).not.toBe(b[2].contentNo);
  });

  test('what may not be shown is nowhere: neither ranked, nor sponsored, nor explored; what is skipped in one source may come from another', () => {
    const entries = blend(input({ eligible: (no) => ![10, 40, 50].includes(no), sponsors: [sponsor(40)], fresh: [50], ranked: [
      { source: 'personal', list: { contentNos: [10, 11, 12] }, skip: new Set([11]) }, { source: 'popular', list: { contentNos: [11] } },
    ] }));
    expect(nos(entries)).toEqual([12, 11]);
  });

  test('has its invariants on any input', () => {
    const no = fc.integer({ min: 1, max: 60 });
    fc.assert(fc.property(
      fc.array(fc.record({ source: fc.constantFrom('personal' as const, 'popular' as const, 'newest' as const), contentNos: fc.array(no) }), { maxLength: 4 }),
      fc.array(no), fc.array(no), fc.float({ min: 0, max: Math.fround(0.999), noNaN: true }), fc.integer({ min: 2, max: 5 }),
      (lists, sponsored, fresh, random, modulus) => {
        const entries = blend({
          scenario, fresh, random, eligible: (contentNo) => contentNo % modulus !== 0,
          sponsors: sponsored.map((contentNo) => sponsor(contentNo)), ranked: lists.map(({ source, contentNos }) => ({ source, list: { contentNos } })),
        });
        expect(new Set(nos(entries)).size).toBe(entries.length);
        expect(entries.length).toBeLessThanOrEqual(scenario.size);
        for (const [slot, { source, contentNo, propensity, campaignId }] of entries.entries()) {
          expect(contentNo % modulus).not.toBe(0);
          expect(source === 'sponsored').toBe(campaignId !== null);
          if (source === 'sponsored') expect([1, 4]).toContain(slot % 6);
          if (source === 'explore') expect(slot).toBe(2);
          expect(propensity > 0 && propensity <= 1 && (propensity === 1 || source === 'explore')).toBe(true);
        }
      },
    ));
  });
});

test('a frozen list thaws to what it was', () => {
  const entry = fc.record({
    contentNo: fc.integer({ min: 1, max: 2 ** 31 - 1 }), score: fc.float({ noNaN: true }), source: fc.constantFrom('personal' as const, 'popular' as const, 'newest' as const, 'sponsored' as const, 'explore' as const),
    campaignId: fc.option(fc.constantFrom(newId(), newId())), propensity: fc.constantFrom(1, 0.25, 1 / 3),
  });
  fc.assert(fc.property(fc.array(entry, { maxLength: 130 }), (list) => {
    const { entries, marks } = freeze(list);
    expect(entries.length).toBe(list.length * 9);
    // Marks are jsonb in between.
    expect(thaw({ entries, marks: JSON.parse(JSON.stringify(marks)) })).toEqual(list);
  }));
  expect(() => thaw({ entries: Buffer.alloc(10), marks: [] })).toThrow(RangeError);
});

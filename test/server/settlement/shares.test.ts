import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { exactShare, largestRemainder, limitsOf, perMillion, proportion, sharesOf, type ShareTerms } from '../../../server/settlement/shares.js';

const terms = (more: Partial<ShareTerms> = {}): ShareTerms => ({ base: 'gross', mode: 'slab', bands: [{ fromMinor: 0n, sharePpm: 300_000n }], floorMinor: null, capMinor: null, guaranteeMinor: null, ...more });
const anyBands = fc.uniqueArray(fc.bigInt({ min: 1n, max: 50_000n }), { maxLength: 4 }).chain((starts) => fc.array(fc.bigInt({ min: 0n, max: 1_000_000n }), { minLength: starts.length + 1, maxLength: starts.length + 1 })
  .map((shares) => [0n, ...starts.sort((one, two) => Number(one - two))].map((fromMinor, place) => ({ fromMinor, sharePpm: shares[place] }))));
const anySales = fc.uniqueArray(fc.record({ id: fc.uuid(), baseMinor: fc.bigInt({ min: 0n, max: 20_000n }) }), { maxLength: 30, selector: ({ id }) => id });

describe('shares', () => {
  test.each([
    ['slab', 9_999n, 2_999_700_000n], ['slab', 10_000n, 3_000_000_000n], ['slab', 15_000n, 5_000_000_000n], ['whole', 9_999n, 2_999_700_000n], ['whole', 10_000n, 4_000_000_000n],
  ] as const)('%s bands of 30 %% and 40 %% from 10,000 on: %d earns %d millionths', (mode, base, expected) => {
    expect(exactShare(terms({ mode, bands: [{ fromMinor: 0n, sharePpm: 300_000n }, { fromMinor: 10_000n, sharePpm: 400_000n }] }), base)).toBe(expected);
  });

  test('P24: parts sum to the rounded whole, and each is its exact claim rounded down or up', () => {
    fc.assert(fc.property(anyBands, fc.constantFrom('slab' as const, 'whole' as const), anySales, (bands, mode, sales) => {
      const given = terms({ bands, mode });
      const parts = sharesOf(sales, given);
      const whole = sales.reduce((sum, { baseMinor }) => sum + baseMinor, 0n);
      expect(parts.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)).toBe(perMillion(exactShare(given, whole)));
      parts.forEach(({ belowMinor, amountMinor }, place) => {
        const exact = mode === 'slab' ? exactShare(given, belowMinor + sales[place].baseMinor) - exactShare(given, belowMinor) : sales[place].baseMinor * exactShare(given, whole) / (whole || 1n);
        expect(amountMinor * 1_000_000n - exact).toBeGreaterThan(-1_000_000n);
        expect(amountMinor * 1_000_000n - exact).toBeLessThan(1_000_000n);
      });
    }), { numRuns: 500 });
  });

  test('P24: a slab never pays less for more revenue, and never jumps', () => {
    fc.assert(fc.property(anyBands, fc.bigInt({ min: 0n, max: 100_000n }), (bands, base) => {
      const [here, next] = [exactShare(terms({ bands }), base), exactShare(terms({ bands }), base + 1n)];
      expect(next >= here && next - here <= 1_000_000n).toBe(true);
    }), { numRuns: 1000 });
  });

  test('slab against a sum over single units', () => {
    fc.assert(fc.property(anyBands, fc.integer({ min: 0, max: 300 }), (bands, units) => {
      const small = bands.map(({ fromMinor, sharePpm }) => ({ fromMinor: fromMinor % 300n, sharePpm })).sort((one, two) => Number(one.fromMinor - two.fromMinor)).filter((one, place, all) => place === 0 || one.fromMinor > all[place - 1].fromMinor);
      let sum = 0n;
      for (let unit = 0; unit < units; unit++) sum += small.findLast(({ fromMinor }) => fromMinor <= BigInt(unit))!.sharePpm;
      expect(exactShare(terms({ bands: small }), BigInt(units))).toBe(sum);
    }));
  });

  test('the units left over go to the largest remainders, equal ones by id', () => {
    expect(largestRemainder([{ id: 'b', exact: 333_333n }, { id: 'a', exact: 333_333n }, { id: 'c', exact: 333_334n }], 1n)).toEqual([0n, 0n, 1n]);
    expect(largestRemainder([{ id: 'b', exact: 500_000n }, { id: 'a', exact: 500_000n }], 1n)).toEqual([0n, 1n]);
  });

  test('rounding is mirrored at zero', () => {
    fc.assert(fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.bigInt({ min: 0n, max: 10n ** 6n }), fc.bigInt({ min: 1n, max: 10n ** 6n }), (amount, part, whole) => {
      expect(perMillion(-amount)).toBe(-perMillion(amount));
      expect(proportion(-amount, part, whole)).toBe(-proportion(amount, part, whole));
      expect(proportion(amount, whole, whole)).toBe(amount);
    }));
  });
});

describe('limits', () => {
  test.each<[string, bigint, Partial<ShareTerms>, bigint, [string, bigint][]]>([
    ['nothing to say', 50n, {}, 0n, []],
    ['a floor fills up', 50n, { floorMinor: 80n }, 0n, [['floor', 30n]]],
    ['a cap cuts down', 50n, { capMinor: 20n }, 0n, [['cap', -30n]]],
    ['a guarantee is advanced', 50n, { guaranteeMinor: 80n }, 5n, [['guarantee', 30n]]],
    ['above the guarantee the advance is paid back, whole', 120n, { guaranteeMinor: 80n }, 30n, [['recoupment', -30n]]],
    ['or as far as it goes', 120n, { guaranteeMinor: 80n }, 70n, [['recoupment', -40n]]],
    ['an advance outlives its guarantee', 50n, {}, 20n, [['recoupment', -20n]]],
    ['reversals may take the sum below zero', -10n, { floorMinor: 5n }, 0n, [['floor', 15n]]],
    ['a floor comes before the guarantee', 0n, { floorMinor: 50n, guaranteeMinor: 80n }, 0n, [['floor', 50n], ['guarantee', 30n]]],
  ])('%s', (_name, sum, given, recoupable, expected) => {
    expect(limitsOf(sum, terms(given), recoupable).map(({ kind, amountMinor }) => [kind, amountMinor])).toEqual(expected);
  });

  test('over any months, what is advanced and not paid back is never below zero, and nobody gets less than the guarantee while it lasts', () => {
    fc.assert(fc.property(fc.array(fc.bigInt({ min: 0n, max: 200n }), { maxLength: 12 }), fc.bigInt({ min: 0n, max: 150n }), (months, guaranteeMinor) => {
      let owed = 0n;
      for (const earned of months) {
        const lines = limitsOf(earned, terms({ guaranteeMinor }), owed);
        const change = lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
        owed += change;
        expect(owed).toBeGreaterThanOrEqual(0n);
        expect(earned + change).toBeGreaterThanOrEqual(guaranteeMinor);
      }
    }));
  });
});

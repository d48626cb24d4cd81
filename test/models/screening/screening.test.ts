import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DRAWS, interval, scoreDraws, topShares, weightDraws, type BelievedLeaf } from '../../../models/screening/bootstrap.js';
import { closeness, contributions, coverage } from '../../../models/screening/closeness.js';
import { smallestLift } from '../../../models/screening/lift.js';
import { checkScale, desirability, isBenefit, ScaleError, valueOf, type Scale } from '../../../models/screening/scaling.js';
import { entropyWeights, expertWeights, mixedWeights, reciprocal, WeightError } from '../../../models/screening/weights.js';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const weight = fc.double({ min: 0.01, max: 1, noNaN: true });
const leaf = fc.record({ u: fc.option(share, { nil: null }), weight });
const leaves = fc.array(leaf, { minLength: 1, maxLength: 9 });
const knownLeaves = fc.array(fc.record({ u: share, weight }), { minLength: 1, maxLength: 9 });

describe('P1: better is never worse', () => {
  test('a higher desirability of a known leaf never lowers the score', () => {
    fc.assert(fc.property(knownLeaves, fc.nat(), share, (all, place, better) => {
      const at = place % all.length;
      const raised = all.map((one, index) => (index === at ? { ...one, u: Math.max(one.u, better) } : one));
      expect(closeness(raised)!).toBeGreaterThanOrEqual(closeness(all)! - 1e-12);
    }));
  });

  test('who is dominated never scores above who dominates', () => {
    fc.assert(fc.property(fc.array(fc.record({ a: share, b: share, weight }), { minLength: 1, maxLength: 9 }), (pairs) => {
      const upper = pairs.map(({ a, b, ...one }) => ({ ...one, u: Math.max(a, b) }));
      const lower = pairs.map(({ a, b, ...one }) => ({ ...one, u: Math.min(a, b) }));
      expect(closeness(lower)!).toBeLessThanOrEqual(closeness(upper)! + 1e-12);
    }));
  });

  test('a better raw value of any scale is never less desirable, and valueOf finds its way back', () => {
    const scales: Scale[] = [
      { kind: 'linear', antiIdeal: 0, ideal: 50 }, { kind: 'linear', antiIdeal: 0.08, ideal: 0 }, { kind: 'log', antiIdeal: 100, ideal: 1e6 }, { kind: 'log', antiIdeal: 30, ideal: 1 },
      { kind: 'piecewise', knots: [[0, 0], [2, 0.5], [10, 1]] }, { kind: 'piecewise', knots: [[1, 1], [5, 0.4], [30, 0]] },
    ];
    for (const scale of scales) {
      fc.assert(fc.property(fc.double({ min: 0.001, max: 2e6, noNaN: true }), fc.double({ min: 0.001, max: 2e6, noNaN: true }), fc.double({ min: 0.01, max: 1, noNaN: true }), (a, b, u) => {
        const [worse, better] = isBenefit(scale) === a < b ? [a, b] : [b, a];
        expect(desirability(scale, better)).toBeGreaterThanOrEqual(desirability(scale, worse));
        expect(desirability(scale, valueOf(scale, u))).toBeCloseTo(u, 9);
      }));
    }
  });

  test.each<[string, Scale]>([
    ['equal ends', { kind: 'linear', antiIdeal: 1, ideal: 1 }], ['the logarithm of nothing', { kind: 'log', antiIdeal: 0, ideal: 1 }],
    ['one knot', { kind: 'piecewise', knots: [[0, 0]] }], ['knots that turn', { kind: 'piecewise', knots: [[0, 0], [1, 1], [2, 0.5]] }], ['knots out of order', { kind: 'piecewise', knots: [[1, 0], [0, 1]] }],
  ])('a scale with %s is refused', (_name, scale) => {
    expect(() => checkScale(scale)).toThrow(ScaleError);
  });
});

describe('P2: order and units are nothing', () => {
  test('leaves in another order score the same', () => {
    fc.assert(fc.property(leaves, (all) => {
      const [here, there] = [closeness(all), closeness(all.toReversed())];
      if (here === null) expect(there).toBeNull();
      else expect(there).toBeCloseTo(here, 12);
    }));
  });

  test('candidates in another order get the same P(rank ≤ k)', () => {
    const weights = weightDraws([0.5, 0.3, 0.2], 1);
    const candidates = Array.from({ length: 12 }, (_, at) => scoreDraws([0, 1, 2].map((place) => ({ u: ((at * 7 + place * 5) % 11) / 10, weight: 1, deviation: 0.15 })), weights, at)!);
    const there = topShares(candidates.toReversed(), 4).toReversed();
    expect([...topShares(candidates, 4)]).toEqual([...there]);
  });

  test('another unit of a value, and of its ends, changes nothing', () => {
    fc.assert(fc.property(fc.constantFrom('linear' as const, 'log' as const), fc.double({ min: 0.5, max: 100, noNaN: true }), fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (kind, value, unit) => {
      const there = desirability({ kind, antiIdeal: 2 * unit, ideal: 60 * unit }, value * unit);
      expect(there).toBeCloseTo(desirability({ kind, antiIdeal: 2, ideal: 60 }, value), 9);
    }));
  });
});

test('P3: who else applies changes neither a score nor an order, and P(rank ≤ k) falls only by who is added', () => {
  const weights = weightDraws([0.4, 0.6], 9);
  const drawsOf = (us: [number, number], seed: number) => scoreDraws(us.map((u) => ({ u, weight: 1, deviation: 0.1 })), weights, seed)!;
  const few = [drawsOf([0.8, 0.7], 1), drawsOf([0.6, 0.6], 2), drawsOf([0.3, 0.4], 3)];
  const more = [...few, drawsOf([0.65, 0.6], 4)];
  const [before, after] = [topShares(few, 1), topShares(more, 1)];
  for (const at of few.keys()) expect(after[at]).toBeLessThanOrEqual(before[at]);
  expect(before.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 9);
  expect([...topShares(more, 4)]).toEqual([1, 1, 1, 1]);
  // Scores read one candidate alone: closeness takes no other.
  expect(closeness.length).toBe(1);
});

describe('P4: weights', () => {
  test('sum to 1, and a constant column has entropy weight 0', () => {
    fc.assert(fc.property(fc.array(fc.array(fc.option(share, { nil: null }), { minLength: 5, maxLength: 5 }), { minLength: 2, maxLength: 6 }), share, (columns, lambda) => {
      const entropy = entropyWeights([...columns, [0.4, 0.4, 0.4, 0.4, 0.4]]);
      if (entropy === null) return;
      expect(entropy.at(-1)).toBe(0);
      expect(entropy.every((one) => one >= 0)).toBe(true);
      const experts = entropy.map(() => 1 / entropy.length);
      expect(mixedWeights(experts, entropy, lambda).reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 9);
    }));
    expect(entropyWeights([[0.4, 0.4], [null, 0.9]])).toBeNull();
  });

  test('consistent judgements give back the weights that they come from, with CR 0', () => {
    fc.assert(fc.property(fc.array(fc.double({ min: 0.1, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 }), (raw) => {
      const sum = raw.reduce((all, one) => all + one, 0);
      const { weights, consistencyRatio } = expertWeights(raw.map((a) => raw.map((b) => a / b)));
      for (const [at, one] of raw.entries()) expect(weights[at]).toBeCloseTo(one / sum, 9);
      expect(consistencyRatio).toBeLessThan(1e-9);
    }));
  });

  test('CR ≥ 0.1 is refused, and says what to do', () => {
    expect(() => expertWeights(reciprocal([9, 1 / 9, 9], 3))).toThrow(/consistency ratio is \d\.\d+, and must be below 0\.1/);
    expect(() => expertWeights([[1, 2], [2, 1]])).toThrow(WeightError);
    expect(() => reciprocal([1, 2], 3)).toThrow(WeightError);
  });
});

describe('P5: what is not known', () => {
  test('nothing known, no score', () => {
    expect(closeness([{ u: null, weight: 1 }])).toBeNull();
    expect(closeness([])).toBeNull();
    expect(scoreDraws([{ u: null, weight: 1, deviation: 0 }], weightDraws([1], 1), 1)).toBeNull();
    expect(smallestLift([{ u: null, weight: 1 }], 0.5)).toBeNull();
  });

  test('leaves the denominator: the score is that of the known leaves alone', () => {
    fc.assert(fc.property(knownLeaves, fc.array(weight, { maxLength: 4 }), (known, unknown) => {
      expect(closeness([...known, ...unknown.map((one) => ({ u: null, weight: one }))])).toBe(closeness(known));
    }));
    expect(coverage([{ u: 0, weight: 3 }, { u: null, weight: 1 }])).toBe(0.75);
  });

  test('widens the interval', () => {
    const width = (leafs: BelievedLeaf[]) => {
      const [low, high] = interval(scoreDraws(leafs, weightDraws(leafs.map(({ weight: one }) => one), 5), 6)!, closeness(leafs)!);
      return high - low;
    };
    const known: BelievedLeaf[] = [0.7, 0.7, 0.7].map((u) => ({ u, weight: 1 / 3, deviation: 0.05 }));
    const one: BelievedLeaf[] = [...known.slice(0, 2), { u: null, weight: 1 / 3, deviation: 0 }];
    const two: BelievedLeaf[] = [known[0], one[2], one[2]];
    expect(width(one)).toBeGreaterThan(width(known) * 2);
    expect(width(two)).toBeGreaterThan(width(one));
  });
});

test('P6: the same seed gives the same bits; another seed does not', () => {
  const leafs: BelievedLeaf[] = [{ u: 0.4, weight: 0.6, deviation: 0.1 }, { u: null, weight: 0.4, deviation: 0 }];
  const weights = weightDraws([0.6, 0.4], 3);
  const [first, again, other] = [scoreDraws(leafs, weights, 7)!, scoreDraws(leafs, weightDraws([0.6, 0.4], 3), 7)!, scoreDraws(leafs, weights, 8)!];
  expect(first).toHaveLength(DRAWS);
  expect(Buffer.from(again.buffer).equals(Buffer.from(first.buffer))).toBe(true);
  expect(other).not.toEqual(first);
});

describe('the interval', () => {
  test('holds the score and stays within 0 and 1', () => {
    fc.assert(fc.property(fc.array(fc.record({ u: fc.option(share, { nil: null }), weight, deviation: share }), { minLength: 1, maxLength: 6 }), fc.integer(), (leafs, seed) => {
      const score = closeness(leafs);
      if (score === null) return;
      const [low, high] = interval(scoreDraws(leafs, weightDraws(leafs.map(({ weight: one }) => one), seed), seed)!, score);
      expect(low).toBeLessThanOrEqual(score);
      expect(high).toBeGreaterThanOrEqual(score);
      expect(low >= 0 && high <= 1).toBe(true);
    }), { numRuns: 40 });
  });
});

describe('what moves the score', () => {
  test('a contribution is what leaving the leaf out takes away', () => {
    const all = [{ u: 0.9, weight: 0.5 }, { u: 0.2, weight: 0.3 }, { u: null, weight: 0.2 }];
    const [good, bad, unknown] = contributions(all);
    expect(good).toBeCloseTo(closeness(all)! - 0.2, 12);
    expect(bad).toBeCloseTo(closeness(all)! - 0.9, 12);
    expect(good! > 0 && bad! < 0).toBe(true);
    expect(unknown).toBeNull();
    expect(contributions([{ u: 0.5, weight: 1 }])).toEqual([null]);
  });

  test('the smallest lift reaches the target, and a little less does not', () => {
    fc.assert(fc.property(knownLeaves, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (all, target) => {
      const lifts = smallestLift(all, target)!;
      const lifted = all.map((one) => ({ ...one }));
      for (const { leaf: at, u } of lifts) lifted[at].u = u;
      expect(closeness(lifted)!).toBeGreaterThanOrEqual(target - 1e-12);
      if (lifts.length === 0) return;
      const last = lifts.at(-1)!;
      if (last.u - all[last.leaf].u > 1e-6) {
        lifted[last.leaf].u = last.u - 1e-6;
        expect(closeness(lifted)!).toBeLessThan(target);
      }
      expect(lifts.every(({ leaf: at, u }) => u >= all[at].u)).toBe(true);
    }));
    expect(smallestLift([{ u: 0.9, weight: 1 }], 0.8)).toEqual([]);
  });

  test('one leaf is lifted rather than two, and the one that moves least', () => {
    const all = [{ u: 0.2, weight: 0.1 }, { u: 0.5, weight: 0.6 }, { u: 0.5, weight: 0.5 }];
    expect(smallestLift(all, 0.6)).toEqual([{ leaf: 1, u: expect.closeTo(0.648, 1) }]);
    expect(smallestLift(all, 0.85)!.map(({ leaf: at }) => at)).toHaveLength(2);
  });
});

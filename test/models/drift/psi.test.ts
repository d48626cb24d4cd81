import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { countInBins, psiOfChance, quantileEdges, shiftOf, shiftOfCounts } from '../../../models/drift/psi.js';
import { Random } from '../../../models/random.js';

const counts = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 2, maxLength: 12 });

describe('the index', () => {
  test('equals its formula, with half an observation added to each bin', () => {
    const [e, a] = [[30, 50, 20], [10, 40, 50]];
    const expected = e.map((count) => (count + 0.5) / 101.5);
    const actual = a.map((count) => (count + 0.5) / 101.5);
    const psi = expected.reduce((sum, share, bin) => sum + (actual[bin] - share) * Math.log(actual[bin] / share), 0);
    const shift = shiftOfCounts(e, a);
    expect(shift.psi).toBeCloseTo(psi, 12);
    expect(shift.psi).toBeGreaterThan(0.25);
    expect(shift.expected).toEqual([0.3, 0.5, 0.2]);
    expect(shift.actual).toEqual([0.1, 0.4, 0.5]);
  });

  test('is zero for equal shares, never negative, and the same in both directions for samples of one size', () => {
    fc.assert(fc.property(counts, fc.infiniteStream(fc.integer({ min: 0, max: 500 })), (e, stream) => {
      const a = e.map(() => stream.next().value as number);
      fc.pre(e.some((count) => count > 0) && a.some((count) => count > 0));
      expect(shiftOfCounts(e, e).psi).toBe(0);
      expect(shiftOfCounts(e, a).psi).toBeGreaterThanOrEqual(0);
      expect(shiftOfCounts(e, a).psi).toBeCloseTo(shiftOfCounts(a, e).psi, 10);
    }));
  });

  test('refuses what cannot be compared', () => {
    expect(() => shiftOfCounts([1, 2], [1])).toThrow('2 and 1 bins cannot be compared');
    expect(() => shiftOfCounts([], [])).toThrow(RangeError);
    expect(() => shiftOfCounts([0, 0], [1, 1])).toThrow('a sample without observations has no distribution');
    expect(() => shiftOfCounts([1, -1], [1, 1])).toThrow('bin 1 holds -1 observations');
    expect(() => quantileEdges([], 10)).toThrow('a sample without observations has no quantiles');
    expect(() => quantileEdges([1], 1)).toThrow(RangeError);
  });

  test('samples of one distribution stay near what chance gives; a moved one does not', () => {
    const random = new Random(7);
    const sample = (count: number, shift = 0) => Float64Array.from({ length: count }, () => random.normal() + shift);
    const [reference, same, moved] = [sample(4000), sample(2000), sample(2000, 0.8)];
    expect(shiftOf(reference, same).psi).toBeLessThan(4 * psiOfChance(10, 4000, 2000));
    expect(shiftOf(reference, moved).psi).toBeGreaterThan(0.25);
    expect(psiOfChance(10, 4000, 2000)).toBeCloseTo(9 * (1 / 4000 + 1 / 2000), 12);
  });
});

describe('a reference of one value', () => {
  test.each([5, 0, -3])('%d: stays at 0 while nothing moves, and is drift when values leave it up or down', (constant) => {
    const reference = new Float64Array(500).fill(constant);
    const still = shiftOf(reference, new Float64Array(300).fill(constant));
    expect(still.psi).toBeLessThan(psiOfChance(3, 500, 300));
    expect(still.expected).toEqual([0, 1, 0]);
    for (const step of [1, -1]) {
      const moved = shiftOf(reference, Float64Array.from({ length: 300 }, (_, at) => constant + (at % 2) * step));
      expect(moved.psi).toBeGreaterThan(0.25);
      expect(moved.actual).toEqual(step > 0 ? [0, 0.5, 0.5] : [0.5, 0.5, 0]);
    }
  });

  test('values that are not numbers do not make it move', () => {
    expect(shiftOf([NaN, 2, 2], [2, NaN, 2]).psi).toBeCloseTo(0, 12);
  });
});

describe('bins', () => {
  test('hold equal parts of the sample; every value falls into the one that its edges name', () => {
    fc.assert(fc.property(fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 200 }), fc.integer({ min: 2, max: 12 }), (sample, bins) => {
      const edges = quantileEdges(sample, bins);
      const found = countInBins(sample, edges);
      expect(found.reduce((sum, count) => sum + count, 0)).toBe(sample.length);
      expect(edges.every((edge, at) => at === 0 || edge > edges[at - 1])).toBe(true);
      expect(found.every((count) => count > 0)).toBe(true);
      for (let bin = 0; bin < found.length; bin++) {
        const low = bin === 0 ? -Infinity : edges[bin - 1];
        const high = bin === edges.length ? Infinity : edges[bin];
        expect(found[bin]).toBe(sample.filter((value) => value > low && value <= high).length);
      }
    }));
    expect([...countInBins(Array.from({ length: 100 }, (_, at) => at), quantileEdges(Array.from({ length: 100 }, (_, at) => at), 10))]).toEqual(new Array(10).fill(10));
  });

  test('a quantity of few values has a bin for each; what is no number is left out', () => {
    const edges = quantileEdges([0, 0, 0, 0, 1, 1, 2, NaN], 10);
    expect([...edges]).toEqual([0, 1]);
    expect([...countInBins([0, 1, 1, 2, 5, -3, NaN], edges)]).toEqual([2, 2, 2]);
    expect([...quantileEdges([3, 3, 3], 10)]).toEqual([]);
  });
});

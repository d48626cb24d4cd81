import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { auc, bestThreshold, calibrationError, logLoss, normalisedEntropy } from '../../../models/metrics/classification.js';
import { bootstrap, pairedDifference, quantile } from '../../../models/metrics/interval.js';
import * as ranking from '../../../models/metrics/ranking.js';

describe('ranking, worked by hand', () => {
  // Ranked a b c d e = 0…4; relevant b, d and one that was not ranked: hits at ranks 2 and 4.
  const ranked = [0, 1, 2, 3, 4];
  const relevant = new Set([1, 3, 9]);

  test('hits among the first k, also where the list is short', () => {
    expect([1, 2, 4, 20].map((k) => ranking.hitsAt(ranked, relevant, k))).toEqual([0, 1, 2, 2]);
  });

  test('ndcg is binary with the ideal over min(k, |T|)', () => {
    const gain = 1 / Math.log2(3) + 1 / Math.log2(5);
    expect(ranking.ndcgAt(ranked, relevant, 5)).toBeCloseTo(gain / (1 + 1 / Math.log2(3) + 0.5), 12);
    expect(ranking.ndcgAt(ranked, relevant, 2)).toBeCloseTo((1 / Math.log2(3)) / (1 + 1 / Math.log2(3)), 12);
    expect(ranking.ndcgAt([1, 3, 9], relevant, 20)).toBe(1);
    expect(ranking.ndcgAt(ranked, new Set(), 5)).toBe(0);
  });

  test('average precision, F1, coverage, novelty and Gini', () => {
    expect(ranking.averagePrecisionAt(ranked, relevant, 5)).toBeCloseTo((1 / 2 + 2 / 4) / 3, 12);
    expect(ranking.f1Of(0.5, 2 / 3)).toBeCloseTo(4 / 7, 12);
    expect(ranking.f1Of(0, 0)).toBe(0);
    expect(ranking.coverage([3, 0, 1, 0])).toBe(0.5);
    expect(ranking.novelty([0, 1], [8, 2], 16)).toBe((1 + 3) / 2);
    expect(ranking.novelty([0], [0], 16)).toBe(4);
    expect(ranking.gini([5, 5, 5, 5])).toBeCloseTo(0, 12);
    expect(ranking.gini([0, 0, 0, 20])).toBeCloseTo(0.75, 12);
  });

  test('a better place for a relevant item never lowers ndcg', () => {
    fc.assert(fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 8 }), fc.integer({ min: 1, max: 7 }), (list, at) => {
      const wanted = new Set([1, 4, 6]);
      if (!wanted.has(list[at]) || wanted.has(list[at - 1])) return;
      const better = [...list];
      [better[at - 1], better[at]] = [better[at], better[at - 1]];
      expect(ranking.ndcgAt(better, wanted, 8)).toBeGreaterThan(ranking.ndcgAt(list, wanted, 8));
    }));
  });
});

describe('classification, worked by hand', () => {
  test('log-loss and normalised entropy', () => {
    expect(logLoss([0.5, 0.25], [1, 0])).toBeCloseTo(-(Math.log(0.5) + Math.log(0.75)) / 2, 12);
    expect(logLoss([0], [1])).toBeLessThan(40);
    expect(normalisedEntropy([0.25, 0.25, 0.25, 0.25], [1, 0, 0, 0])).toBeCloseTo(1, 12);
    expect(normalisedEntropy([0.5], [1])).toBeNaN();
    expect(() => logLoss([0.5], [])).toThrow('1 probabilities for 0 labels');
  });

  test('AUC equals counting pairs, ties half', () => {
    expect(auc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])).toBe(0.75);
    expect(auc([0.5, 0.5], [0, 1])).toBe(0.5);
    const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 1 })), { minLength: 1, maxLength: 30 });
    fc.assert(fc.property(rows, (pairs) => {
      const positives = pairs.filter(([, label]) => label === 1);
      const negatives = pairs.filter(([, label]) => label === 0);
      let won = 0;
      for (const [p] of positives) for (const [n] of negatives) won += p > n ? 1 : p === n ? 0.5 : 0;
      const expected = won / (positives.length * negatives.length);
      const got = auc(pairs.map(([score]) => score), pairs.map(([, label]) => label));
      if (Number.isNaN(expected)) expect(got).toBeNaN();
      else expect(got).toBeCloseTo(expected, 10);
    }));
  });

  test('calibration error and the best threshold', () => {
    expect(calibrationError([0.1, 0.1, 0.9, 0.9], [0, 0, 1, 1], 2)).toBeCloseTo(0.1, 12);
    expect(calibrationError([0.5, 0.5], [0, 1], 1)).toBe(0);
    const p = [0.9, 0.6, 0.4, 0.2];
    expect(bestThreshold(p, [1, 0, 1, 0])).toEqual({ threshold: 0.4, f1: 0.8 });
  });
});

describe('intervals', () => {
  const values = Float64Array.from({ length: 400 }, (_, at) => (at % 4 === 0 ? 1 : 0));

  test('hold the mean, are seeded, and have the width of the binomial', () => {
    const [interval] = bootstrap([values], (means) => means, 3);
    expect(interval.value).toBe(0.25);
    const expected = 2 * 1.96 * Math.sqrt((0.25 * 0.75) / 400);
    expect(interval.high - interval.low).toBeGreaterThan(0.85 * expected);
    expect(interval.high - interval.low).toBeLessThan(1.15 * expected);
    expect(bootstrap([values], (means) => means, 3)).toEqual([interval]);
    expect(bootstrap([values], (means) => means, 4)).not.toEqual([interval]);
  });

  test('a statistic of several columns uses the same resamples', () => {
    const [ratio] = bootstrap([values, values], ([a, b]) => [a / b], 1);
    expect([ratio.value, ratio.low, ratio.high]).toEqual([1, 1, 1]);
  });

  test('pairing sees a small constant difference that separate intervals would not', () => {
    const better = values.map((value) => value + 0.001);
    const difference = pairedDifference(better, values, 1);
    expect(difference.low).toBeGreaterThan(0.0009);
    expect(difference.high).toBeLessThan(0.0011);
    expect(() => pairedDifference(values, values.subarray(1), 1)).toThrow('400 and 399');
  });

  test('quantiles interpolate; an empty sample is refused', () => {
    expect(quantile(Float64Array.of(0, 1, 2, 3), 0.5)).toBe(1.5);
    expect(quantile(Float64Array.of(4), 0.975)).toBe(4);
    expect(() => bootstrap([new Float64Array(0)], (means) => means, 1)).toThrow('a bootstrap needs columns');
  });
});

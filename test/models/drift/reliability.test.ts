import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { reliabilityOf } from '../../../models/drift/reliability.js';
import { calibrationError } from '../../../models/metrics/classification.js';

test('bins of equal mass, from the least probable to the most', () => {
  const { count, predicted, observed, error, bins } = reliabilityOf([0.9, 0.1, 0.2, 0.8], [1, 0, 1, 1], 2);
  expect(count).toBe(4);
  expect(predicted).toBeCloseTo(0.5, 12);
  expect(observed).toBe(0.75);
  expect(bins.map((bin) => [bin.count, Number(bin.predicted.toFixed(12)), bin.observed])).toEqual([[2, 0.15, 0.5], [2, 0.85, 1]]);
  expect(error).toBeCloseTo(0.5 * 0.35 + 0.5 * 0.15, 12);
});

test('its error is the one that models are judged by; its sums are those of the sample', () => {
  const pairs = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 1 })), { minLength: 1, maxLength: 120 });
  fc.assert(fc.property(pairs, fc.integer({ min: 1, max: 20 }), (rows, bins) => {
    const [probabilities, labels] = [rows.map(([p]) => p), rows.map(([, label]) => label)];
    const found = reliabilityOf(probabilities, labels, bins);
    expect(found.error).toBe(calibrationError(probabilities, labels, bins));
    expect(found.bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(rows.length);
    expect(found.bins.reduce((sum, bin) => sum + bin.count * bin.observed, 0)).toBeCloseTo(labels.reduce((sum, label) => sum + label, 0), 9);
    expect(found.error).toBeGreaterThanOrEqual(Math.abs(found.predicted - found.observed) - 1e-12);
  }));
});

test('without rows there is nothing to say', () => {
  expect(() => reliabilityOf([], [])).toThrow(RangeError);
});

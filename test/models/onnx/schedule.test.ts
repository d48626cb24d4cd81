import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { adam, sgd } from '../../../models/onnx/optimiser.js';
import { constant, cosine, linearWarmupDecay } from '../../../models/onnx/schedule.js';

describe('learning rates', () => {
  test('are what the formulas say', () => {
    expect([1, 50].map(constant(0.3))).toEqual([0.3, 0.3]);
    expect([1, 2, 4, 8, 12, 20].map(linearWarmupDecay(1, 4, 12))).toEqual([0.25, 0.5, 1, 0.5, 0, 0]);
    const rates = [1, 2, 6, 10, 30].map(cosine(1, 2, 10, 0.2));
    [0.5, 1, 0.6, 0.2, 0.2].forEach((rate, at) => expect(rates[at]).toBeCloseTo(rate, 12));
  });

  test('never leave [0, rate], rise while warming up and fall after', () => {
    fc.assert(fc.property(fc.double({ min: 1e-5, max: 10, noNaN: true }), fc.nat(50), fc.integer({ min: 1, max: 200 }), (rate, warmup, more) => {
      for (const schedule of [linearWarmupDecay(rate, warmup, warmup + more), cosine(rate, warmup, warmup + more)]) {
        const rates = Array.from({ length: warmup + more + 5 }, (_, at) => schedule(at + 1));
        rates.forEach((one, at) => {
          expect(one).toBeGreaterThanOrEqual(0);
          expect(one).toBeLessThanOrEqual(rate * (1 + 1e-12));
          if (at > 0) expect(Math.sign(one - rates[at - 1]) * (at + 1 <= warmup ? 1 : -1)).toBeGreaterThanOrEqual(0);
        });
      }
    }), { numRuns: 30 });
  });

  test.each<[string, () => unknown, string]>([
    ['a rate of zero', () => constant(0), 'rate must be a positive number, not 0'],
    ['a warm-up as long as the run', () => cosine(1, 5, 5), 'the warm-up of 5 steps must be shorter than the 5 steps'],
    ['a floor above the rate', () => cosine(1, 0, 5, 2), 'floor must lie between 0 and the rate 1, not 2'],
    ['a momentum of one', () => sgd({ momentum: 1 }), 'momentum must lie in [0, 1), not 1'],
    ['a beta of one', () => adam({ beta2: 1 }), 'beta2 must lie in [0, 1), not 1'],
    ['no epsilon', () => adam({ epsilon: 0 }), 'epsilon must be positive, not 0'],
    ['negative decay', () => adam({ weightDecay: -1 }), 'weightDecay must not be negative: -1'],
  ])('refuses %s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});

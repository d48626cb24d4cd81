import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { calibrated, calibrationTable, CALIBRATIONS, fitCalibration, readCalibration } from '../../../models/calibration/calibration.js';
import { fitIsotonic, isotonicAt, MOST_KNOTS, poolAdjacentViolators } from '../../../models/calibration/isotonic.js';
import { fitPlatt } from '../../../models/calibration/platt.js';
import { calibrationError } from '../../../models/metrics/classification.js';
import { Random } from '../../../models/random.js';
import { logit, sigmoid } from '../../../models/ranker/ad-ranker.js';

const weighted = fc.array(fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: 1, max: 4 })), { minLength: 1, maxLength: 12 });

/** The min-max formula of isotonic regression: ŷ_i = max_{s ≤ i} min_{t ≥ i} of the weighted mean of s…t. */
function bruteForce(targets: number[], weights: number[]): number[] {
  const mean = (from: number, to: number): number => {
    let [sum, mass] = [0, 0];
    for (let at = from; at <= to; at++) [sum, mass] = [sum + targets[at] * weights[at], mass + weights[at]];
    return sum / mass;
  };
  return targets.map((_, i) => {
    const starts = Array.from({ length: i + 1 }, (_unused, s) => Array.from({ length: targets.length - i }, (_other, t) => mean(s, i + t)));
    return Math.max(...starts.map((means) => Math.min(...means)));
  });
}

/** Clicks of probability σ(1.7 z − 0.8) where a model said z. */
function skewed(rows: number, seed: number): { logits: Float64Array; labels: Uint8Array; weights: Float32Array } {
  const random = new Random(seed);
  const logits = Float64Array.from({ length: rows }, () => random.normal());
  return { logits, labels: Uint8Array.from(logits, (z) => (random.unit() < sigmoid(1.7 * z - 0.8) ? 1 : 0)), weights: new Float32Array(rows).fill(1) };
}

describe('pooling adjacent violators', () => {
  test('equals the min-max formula', () => {
    fc.assert(fc.property(weighted, (pairs) => {
      const [targets, weights] = [pairs.map(([y]) => y), pairs.map(([, w]) => w)];
      const expected = bruteForce(targets, weights);
      poolAdjacentViolators(targets, weights).forEach((value, at) => expect(Math.abs(value - expected[at])).toBeLessThan(1e-12));
    }), { numRuns: 300 });
  });

  test('takes a million rows in one pass, also in the worst order', () => {
    const targets = Float64Array.from({ length: 1_000_000 }, (_, at) => -at);
    expect(new Set(poolAdjacentViolators(targets, new Float64Array(targets.length).fill(1))).size).toBe(1);
    expect(() => poolAdjacentViolators([1, 2], [1])).toThrow('2 targets');
  });
});

describe('the isotonic curve', () => {
  test('never falls, stays among the labels, keeps the mean, and has few knots', () => {
    const { logits, labels, weights } = skewed(5000, 1);
    const curve = fitIsotonic(Float64Array.from(logits, sigmoid), labels, weights);
    expect(curve.knots.length).toBeLessThanOrEqual(MOST_KNOTS);
    for (let at = 1; at < curve.knots.length; at++) {
      expect(curve.knots[at]).toBeGreaterThan(curve.knots[at - 1]);
      expect(curve.values[at]).toBeGreaterThan(curve.values[at - 1]);
    }
    const said = Float64Array.from(logits, (z) => isotonicAt(curve, sigmoid(z)));
    const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(mean(said) - mean(labels))).toBeLessThan(0.01);
    expect(isotonicAt(curve, 0)).toBe(curve.values[0]);
    expect(isotonicAt(curve, 1)).toBe(curve.values[curve.values.length - 1]);
  });

  test('equal predictions stay equal: their labels are one', () => {
    expect(fitIsotonic([0.25, 0.25, 0.25, 0.5], [0, 1, 1, 1], [1, 1, 1, 2])).toEqual({
      kind: 'isotonic', knots: Float64Array.of(0.25, 0.5), values: Float64Array.of(2 / 3, 1),
    });
    expect(() => fitIsotonic([], [], [])).toThrow('needs rows');
  });
});

describe("Platt's scaling", () => {
  test('finds the slope and the intercept that made the labels', () => {
    const { logits, labels, weights } = skewed(40_000, 2);
    const { slope, intercept } = fitPlatt(logits, labels, weights);
    expect(Math.abs(slope - 1.7)).toBeLessThan(0.05);
    expect(Math.abs(intercept + 0.8)).toBeLessThan(0.05);
  });

  test('is the optimum of its loss: no neighbour is better, and a weight of two is two rows', () => {
    const { logits, labels, weights } = skewed(300, 3);
    const positive = labels.reduce((sum, label) => sum + label, 0);
    const targets = Float64Array.from(labels, (label) => (label ? (positive + 1) / (positive + 2) : 1 / (300 - positive + 2)));
    const loss = (slope: number, intercept: number): number => targets.reduce((sum, target, at) => {
      const p = sigmoid(slope * logits[at] + intercept);
      return sum - target * Math.log(p) - (1 - target) * Math.log(1 - p);
    }, 0);
    const fitted = fitPlatt(logits, labels, weights);
    for (const [a, b] of [[0.01, 0], [-0.01, 0], [0, 0.01], [0, -0.01]]) {
      expect(loss(fitted.slope + a, fitted.intercept + b)).toBeGreaterThan(loss(fitted.slope, fitted.intercept));
    }
    const twice = fitPlatt(logits, labels, weights.map(() => 2));
    const doubled = fitPlatt([...logits, ...logits], [...labels, ...labels], [...weights, ...weights]);
    expect(twice.slope).toBeCloseTo(doubled.slope, 8);
    expect(() => fitPlatt([], [], [])).toThrow('needs rows');
  });

  test('separable labels and labels of one kind stay finite', () => {
    const { slope, intercept } = fitPlatt([-1, -1, 1, 1], [0, 0, 1, 1], [1, 1, 1, 1]);
    expect(sigmoid(slope + intercept)).toBeCloseTo(0.75, 6); // (2 + 1)/(2 + 2)
    expect(Number.isFinite(fitPlatt([-1, 2], [1, 1], [1, 1]).slope)).toBe(true);
  });
});

describe('a calibration', () => {
  test('brings the calibration error of new rows below 1 %, whichever kind', () => {
    const [train, test_] = [skewed(50_000, 4), skewed(50_000, 5)];
    const before = calibrationError(Float64Array.from(test_.logits, sigmoid), test_.labels);
    expect(before).toBeGreaterThan(0.08);
    for (const kind of ['platt', 'isotonic'] as const) {
      const calibration = fitCalibration(kind, train.logits, train.labels, train.weights);
      expect(calibrationError(Float64Array.from(test_.logits, (z) => calibrated(calibration, z)), test_.labels)).toBeLessThan(0.01);
    }
  });

  test('survives its table, and a foreign table is refused', () => {
    const { logits, labels, weights } = skewed(500, 6);
    for (const kind of CALIBRATIONS) {
      const calibration = fitCalibration(kind, logits, labels, weights);
      expect(readCalibration(calibrationTable(calibration))).toEqual(calibration);
    }
    expect(() => readCalibration(Float64Array.of(1, 2))).toThrow('retrain');
    expect(() => readCalibration(Float64Array.of(7))).toThrow('retrain');
  });

  test('has nothing to fit where all or none was clicked', () => {
    expect(fitCalibration('platt', [1, 2], [0, 0], [1, 1])).toEqual({ kind: 'none' });
    expect(calibrated({ kind: 'none' }, logit(0.3))).toBeCloseTo(0.3, 12);
  });
});

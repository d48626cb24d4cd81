import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { aucDifference, aucInterval, aucParts } from '../../../models/metrics/auc-interval.js';
import { auc } from '../../../models/metrics/classification.js';
import { groupAuc } from '../../../models/metrics/group-auc.js';
import { intraListDistance } from '../../../models/metrics/ranking.js';
import { Random } from '../../../models/random.js';
import { readerRows } from '../../../models/dataset.js';
import { tableOf } from '../planted.js';

const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 1 })), { minLength: 2, maxLength: 40 })
  .filter((all) => new Set(all.map(([, label]) => label)).size === 2);

/** Is positive i above negative j? 1, ½ or 0. */
const above = (a: number, b: number): number => (a > b ? 1 : a === b ? 0.5 : 0);

describe('the components of an AUC', () => {
  test('are the shares of the other label that a row stands on the right side of', () => {
    fc.assert(fc.property(rows, (all) => {
      const [scores, labels] = [all.map(([score]) => score), all.map(([, label]) => label)];
      const [positives, negatives] = [1, 0].map((wanted) => scores.filter((_, row) => labels[row] === wanted));
      const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
      const parts = aucParts(scores, labels);
      parts.positives.forEach((part, at) => expect(part).toBeCloseTo(mean(negatives.map((other) => above(positives[at], other))), 12));
      parts.negatives.forEach((part, at) => expect(part).toBeCloseTo(mean(positives.map((other) => above(other, negatives[at]))), 12));
      expect(aucInterval(parts).value).toBeCloseTo(auc(scores, labels), 12);
    }));
  });

  test('the interval holds the truth in about 95 of 100 samples, and a pair of equal models differs by nothing', () => {
    const random = new Random(5);
    let held = 0;
    for (let sample = 0; sample < 200; sample++) {
      const labels = Array.from({ length: 160 }, (_, at) => at % 2);
      const { low, high } = aucInterval(aucParts(labels.map((label) => random.normal() + label), labels));
      if (low <= 0.7602 && 0.7602 <= high) held++; // Φ(1/√2)
    }
    expect(held).toBeGreaterThan(180);
    expect(held).toBeLessThan(200);
    const parts = aucParts([0.1, 0.7, 0.4, 0.9], [0, 1, 1, 0]);
    expect(aucDifference(parts, parts)).toEqual({ value: 0, low: 0, high: 0 });
  });

  test('a shared error is no difference: pairing narrows the interval', () => {
    const random = new Random(6);
    const labels = Array.from({ length: 400 }, (_, at) => at % 2);
    const noise = labels.map((label) => random.normal() + label);
    const [a, b] = [0.1, 0].map((shift) => aucParts(noise.map((value, row) => value + shift * labels[row] + 0.01 * random.normal()), labels));
    const paired = aucDifference(a, b);
    expect(paired.high - paired.low).toBeLessThan(0.5 * (aucInterval(a).high - aucInterval(a).low));
    expect(paired.low).toBeGreaterThan(0);
  });

  test('a score that is no number is refused; two infinite ones of a sign are a tie', () => {
    expect(() => auc([0.1, NaN, 0.3], [0, 1, 1])).toThrow('row 1 is not a number');
    expect(() => aucParts([NaN, 0.2, 0.3], [0, 1, 1])).toThrow('row 0 is not a number');
    expect(auc([-Infinity, -Infinity, Infinity], [0, 1, 1])).toBe(0.75);
    expect([...aucParts([-Infinity, -Infinity, Infinity], [0, 1, 1]).positives]).toEqual([0.5, 1]);
  });

  test('one label only, or other rows, are refused', () => {
    expect(() => aucParts([1, 2], [1, 1])).toThrow('both labels');
    expect(() => aucParts([1], [1, 0])).toThrow('1 scores for 2 labels');
    expect(() => aucDifference(aucParts([1, 2], [0, 1]), aucParts([1, 2, 3], [0, 1, 1]))).toThrow('different rows');
  });
});

test('gAUC weighs readers by their rows and leaves out those with one label', () => {
  // Reader 0: AUC 1 over 2 rows; reader 1: AUC ½ over 3 rows (one tie of two); reader 2 has only positives.
  const scores = [0.2, 0.8, 0.5, 0.5, 0.5, 0.9];
  const labels = [0, 1, 0, 1, 1, 1];
  expect(groupAuc(scores, labels, [0, 0, 1, 1, 1, 2], 1).value).toBeCloseTo((2 * 1 + 3 * 0.5) / 5, 12);
  expect(groupAuc([1], [1], [0], 1).value).toBeNaN();
});

test('the distance within a list is 1 − cosine of who read the items', () => {
  // Items by readers: 0 → {0, 1}, 1 → {1}, 2 → {2}, 3 → nobody.
  const rowsOf = readerRows(tableOf(4, 3, [[0, 0], [0, 1], [1, 1], [2, 2]]));
  expect(intraListDistance([0, 1], rowsOf)).toBeCloseTo(1 - 1 / Math.sqrt(2), 12);
  expect(intraListDistance([0, 1, 2], rowsOf)).toBeCloseTo((1 - 1 / Math.sqrt(2) + 1 + 1) / 3, 12);
  expect(intraListDistance([0, 3], rowsOf)).toBe(1);
  expect(intraListDistance([0], rowsOf)).toBe(0);
});

test('pairs that were measured before are not measured again, in whichever order a list has them', () => {
  const rowsOf = readerRows(tableOf(4, 3, [[0, 0], [0, 1], [1, 1], [2, 2], [2, 0]]));
  let walks = 0;
  const watched = { ...rowsOf, get columns() { walks++; return rowsOf.columns; } };
  const known = new Map<number, number>();
  expect(intraListDistance([0, 1, 2], watched, known)).toBe(intraListDistance([0, 1, 2], rowsOf));
  expect(walks).toBe(3);
  expect(intraListDistance([2, 0, 1, 3], watched, known)).toBe(intraListDistance([2, 0, 1, 3], rowsOf));
  expect(walks).toBe(3);
  expect([...known.keys()].sort((a, b) => a - b)).toEqual([1, 2, 3, 6, 7, 11]);
});

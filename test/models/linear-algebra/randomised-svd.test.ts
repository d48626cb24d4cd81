import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { truncatedSvd } from '../../../models/linear-algebra/randomised-svd.js';
import { EigenError, symmetricEigen } from '../../../models/linear-algebra/symmetric-eigen.js';
import { Random } from '../../../models/random.js';
import { distance, gramOf, normals, randomSparse, rowsOf, sparseOf } from '../kernels/reference.js';
import type { Rows } from '../kernels/reference.js';

const product = (a: Rows, b: Rows): Rows => a.map((row) => b[0].map((_, column) => row.reduce((sum, value, at) => sum + value * b[at][column], 0)));
const turned = (a: Rows): Rows => a[0].map((_, column) => a.map((row) => row[column]));
const identity = (n: number): Rows => Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)));

describe('eigenvectors of a symmetric matrix', () => {
  test('A = Σ λ x xᵀ with orthonormal x and descending λ', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 24 }), fc.integer({ min: 1, max: 30 }), fc.nat(1e6), (n, rank, seed) => {
      const a = gramOf(rowsOf(normals(n * rank, seed), n), n);
      const { values, vectors } = symmetricEigen(Float64Array.from(a.flat()), n);
      const x = Array.from({ length: n }, (_, at) => [...vectors.subarray(at * n, (at + 1) * n)]);
      expect(distance(product(x, turned(x)).flat(), identity(n).flat())).toBeLessThan(1e-11);
      const rebuilt = product(turned(x), x.map((row, at) => row.map((value) => value * values[at])));
      expect(distance(rebuilt.flat(), a.flat())).toBeLessThan(1e-10);
      expect([...values]).toEqual([...values].sort((p, q) => q - p));
    }));
  });

  test('diagonal, zero and repeated values', () => {
    expect([...symmetricEigen(Float64Array.of(2, 0, 0, 0, 5, 0, 0, 0, 5), 3).values]).toEqual([5, 5, 2]);
    expect([...symmetricEigen(new Float64Array(4), 2).values]).toEqual([0, 0]);
    expect([...symmetricEigen(new Float64Array(0), 0).values]).toEqual([]);
    const all = symmetricEigen(new Float64Array(25).fill(1), 5).values;
    expect(distance(all, [5, 0, 0, 0, 0])).toBeLessThan(1e-12);
  });

  test('refuses numbers that are not finite and a wrong size', () => {
    expect(() => symmetricEigen(Float64Array.of(NaN), 1)).toThrow(EigenError);
    expect(() => symmetricEigen(Float64Array.of(1, 2), 2)).toThrow('2 numbers are no 2 × 2 matrix');
  });
});

describe('truncated SVD', () => {
  /** Exact singular values, from the eigenvalues of AᵀA. */
  const exact = (dense: Rows, columns: number): number[] =>
    [...symmetricEigen(Float64Array.from(gramOf(dense, columns).flat()), columns).values].map((value) => Math.sqrt(Math.max(0, value)));

  test('equals the exact values, with orthonormal vectors that give A·v = s·u', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 4, max: 40 }), fc.integer({ min: 4, max: 30 }), fc.nat(1e6), async (rows, columns, seed) => {
      const { dense, sparse } = randomSparse(rows, columns, 0.5, seed);
      const rank = 1 + seed % 4;
      const { u, s, v } = await truncatedSvd(sparse, rank, { seed, oversample: 40 });
      expect(distance(s, exact(dense, columns).slice(0, rank))).toBeLessThan(2e-4);
      const [left, right] = [rowsOf(u, rank), rowsOf(v, rank)];
      const ranks = [...s].filter((value) => value > 0).length;
      const unit = identity(rank).map((row, at) => row.map((value) => (at < ranks ? value : 0)));
      expect(distance(gramOf(left, rank).flat(), unit.flat())).toBeLessThan(1e-4);
      expect(distance(gramOf(right, rank).flat(), unit.flat())).toBeLessThan(1e-4);
      const applied = product(dense, right);
      expect(distance(applied.flat(), left.flatMap((row) => row.map((value, at) => value * s[at])))).toBeLessThan(1e-3);
    }), { numRuns: 15 });
  });

  test('finds the leading values of a larger matrix with few extra directions', async () => {
    const random = new Random(3);
    const [rows, columns, factors] = [300, 120, 6];
    const p = Array.from({ length: rows }, () => Array.from({ length: factors }, (_, at) => random.normal() * 2 ** -at));
    const q = Array.from({ length: factors }, () => Array.from({ length: columns }, () => random.normal()));
    const dense = product(p, q).map((row) => row.map((value) => value + 0.01 * random.normal()));
    const { s } = await truncatedSvd(sparseOf(dense, columns), factors, { seed: 1 });
    expect(distance(s, exact(dense, columns).slice(0, factors))).toBeLessThan(1e-4);
  });

  test('a matrix of lower rank: values spread over five decades, then zeros', async () => {
    const scales = [1, 0.1, 0.01, 0.001, 0];
    const dense = Array.from({ length: 9 }, (_, row) => scales.map((scale, column) => (row === column ? scale : 0)));
    const { u, s, v } = await truncatedSvd(sparseOf(dense, 5), 5, { seed: 4 });
    expect(distance(s, scales)).toBeLessThan(1e-5);
    expect([...s].slice(0, 4).every((value, at) => Math.abs(value / scales[at] - 1) < 1e-3)).toBe(true);
    expect(rowsOf(u, 5).map((row) => row[4]).every((value) => value === 0)).toBe(true);
    expect(rowsOf(v, 5).map((row) => row[4]).every((value) => value === 0)).toBe(true);
  });

  test('the same seed gives the same bytes', async () => {
    const { sparse } = randomSparse(60, 50, 0.2, 8);
    const one = await truncatedSvd(sparse, 5, { seed: 2 });
    expect(await truncatedSvd(sparse, 5, { seed: 2 })).toEqual(one);
  });

  test('a report that rejects ends the work', async () => {
    const { sparse } = randomSparse(1500, 1200, 0.02, 3);
    await expect(truncatedSvd(sparse, 100, { seed: 1, iterations: 100, report: () => Promise.reject(new Error('cancelled')) })).rejects.toThrow('cancelled');
  });

  test('refuses a rank that the matrix cannot have', async () => {
    const { sparse } = randomSparse(3, 4, 0.5, 1);
    await expect(truncatedSvd(sparse, 4, { seed: 1 })).rejects.toThrow('the rank must lie between 1 and 3');
    await expect(truncatedSvd(sparse, 0, { seed: 1 })).rejects.toThrow('no 0 singular values');
    await expect(truncatedSvd(sparse, 1, { seed: 1, iterations: -1 })).rejects.toThrow('iterations');
  });
});

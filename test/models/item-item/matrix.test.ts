import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { itemRows, readerRows } from '../../../models/dataset.js';
import { lowerGram } from '../../../models/item-item/dense-gram.js';
import { EASE_ITEM_LIMIT, easeMatrix } from '../../../models/item-item/ease.js';
import { graphFilterMatrix } from '../../../models/item-item/graph-filter.js';
import { itemKnnMatrix } from '../../../models/item-item/item-knn.js';
import { rp3betaMatrix } from '../../../models/item-item/rp3beta.js';
import { invertSpd, NotPositiveDefiniteError } from '../../../models/linear-algebra/spd-inverse.js';
import { Random } from '../../../models/random.js';
import type { SparseRows } from '../../../models/sparse.js';
import { silent } from '../../../models/trainer.js';
import { plantedSplit, SMALL, tableOf } from '../planted.js';

const ALL = { neighbours: 0, halfLifeDays: 0, source: 0, target: 0, dropout: 0 };

function dense(matrix: SparseRows): number[][] {
  return Array.from({ length: matrix.rowCount }, (_, row) => {
    const line = new Array<number>(matrix.columnCount).fill(0);
    for (let cell = matrix.offsets[row]; cell < matrix.offsets[row + 1]; cell++) line[matrix.columns[cell]] = matrix.values[cell];
    return line;
  });
}

/** Gauss–Jordan in float64: slow, short and independent of the code under test. */
function inverse(matrix: number[][]): number[][] {
  const n = matrix.length;
  const rows = matrix.map((row, at) => [...row, ...Array.from({ length: n }, (_, column) => (column === at ? 1 : 0))]);
  for (let pivot = 0; pivot < n; pivot++) {
    const scale = rows[pivot][pivot];
    rows[pivot] = rows[pivot].map((value) => value / scale);
    for (let row = 0; row < n; row++) {
      const factor = rows[row][pivot];
      if (row !== pivot && factor !== 0) rows[row] = rows[row].map((value, at) => value - factor * rows[pivot][at]);
    }
  }
  return rows.map((row) => row.slice(n));
}

/** What the tables call d^x, where nothing is known 0. */
const popular = (sum: number, exponent: number): number => (sum > 0 ? sum ** exponent : 0);

describe('graph filter', () => {
  test('equals its formula, for any table, alpha and power', async () => {
    const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 7 }), fc.integer({ min: 1, max: 3 })), { minLength: 1, maxLength: 30 });
    await fc.assert(fc.asyncProperty(pairs, fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0.5, 0.7, 1, 1.3), fc.constantFrom(-0.3, 0, 0.2), async (rows, alpha, power, tilt) => {
      const table = readerRows(tableOf(6, 8, rows));
      const r = dense(table);
      const readerSums = r.map((row) => row.reduce((sum, value) => sum + value, 0));
      const itemSums = r[0].map((_, item) => r.reduce((sum, row) => sum + row[item], 0));
      const normal = r.map((row, u) => row.map((value, i) =>
        value === 0 ? 0 : readerSums[u] ** -alpha * value * itemSums[i] ** (alpha - 1)));
      const filtered = dense(await graphFilterMatrix(table, { ...ALL, alpha, power, source: tilt, target: -2 * tilt }, silent));
      for (let i = 0; i < 8; i++) for (let j = 0; j < 8; j++) {
        const expected = i === j ? 0 : popular(itemSums[i], tilt) * normal.reduce((sum, row) => sum + row[i] * row[j], 0) ** power * popular(itemSums[j], -2 * tilt);
        expect(Math.abs(filtered[i][j] - expected)).toBeLessThanOrEqual(1e-5 * Math.max(1, expected));
      }
    }));
  });

  test('pruning keeps the K largest cells of each row', async () => {
    const rows = readerRows(plantedSplit(SMALL, 2).train);
    const params = { ...ALL, alpha: 0.5, power: 1 };
    const whole = dense(await graphFilterMatrix(rows, { ...params, neighbours: 0 }, silent));
    const pruned = await graphFilterMatrix(rows, { ...params, neighbours: 5 }, silent);
    for (let item = 0; item < pruned.rowCount; item++) {
      const order = whole[item].map((_, column) => column).sort((a, b) => whole[item][b] - whole[item][a] || a - b).slice(0, 5);
      expect([...pruned.columns.subarray(pruned.offsets[item], pruned.offsets[item + 1])]).toEqual(order.sort((a, b) => a - b));
    }
  });
});

const weighed = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 7 }), fc.integer({ min: 1, max: 3 })),
  { minLength: 1, maxLength: 30 },
).map((rows) => readerRows(tableOf(6, 8, rows)));

describe('item-knn', () => {
  test('is the shrunk cosine of two columns, for any table', async () => {
    await fc.assert(fc.asyncProperty(weighed, fc.constantFrom(0, 1, 20), async (table, shrink) => {
      const x = dense(table);
      const product = (i: number, j: number): number => x.reduce((sum, row) => sum + row[i] * row[j], 0);
      const found = dense(await itemKnnMatrix(table, { ...ALL, shrink }, silent));
      for (let i = 0; i < 8; i++) for (let j = 0; j < 8; j++) {
        const shared = i === j ? 0 : product(i, j);
        const expected = shared === 0 ? 0 : shared / (Math.sqrt(product(i, i) * product(j, j)) + shrink);
        expect(Math.abs(found[i][j] - expected)).toBeLessThanOrEqual(1e-6);
      }
    }));
  });

  test('refuses a negative shrink', async () => {
    await expect(itemKnnMatrix(readerRows(tableOf(1, 2, [[0, 0]])), { ...ALL, shrink: -1 }, silent)).rejects.toThrow('parameter shrink');
  });
});

describe('RP3β', () => {
  test('is the three-step walk held down by popularity, rows of one sum if asked', async () => {
    const exponent = fc.constantFrom(0.4, 1, 1.5);
    await fc.assert(fc.asyncProperty(weighed, exponent, fc.constantFrom(0, 0.3, 1), fc.constantFrom(0, 1), async (table, alpha, beta, normalise) => {
      const x = dense(table);
      const readerSums = x.map((row) => row.reduce((sum, value) => sum + value, 0));
      const itemSums = x[0].map((_, item) => x.reduce((sum, row) => sum + row[item], 0));
      const walk = (i: number, j: number): number => (i === j ? 0 : x.reduce((sum, row, u) =>
        (row[i] * row[j] === 0 ? sum : sum + (row[i] / itemSums[i]) ** alpha * (row[j] / readerSums[u]) ** alpha), 0) * popular(itemSums[j], -beta));
      const found = dense(await rp3betaMatrix(table, { ...ALL, alpha, beta, normalise }, silent));
      for (let i = 0; i < 8; i++) {
        const whole = x[0].reduce((sum, _, j) => sum + walk(i, j), 0);
        for (let j = 0; j < 8; j++) {
          const expected = normalise === 1 && whole > 0 ? walk(i, j) / whole : walk(i, j);
          expect(Math.abs(found[i][j] - expected)).toBeLessThanOrEqual(1e-5 * Math.max(1, expected));
        }
      }
    }));
  });
});

describe('the dense Gram', () => {
  test('is the lower triangle of XᵀX, the same bytes for one thread and three', async () => {
    await fc.assert(fc.asyncProperty(weighed, async (table) => {
      const x = dense(table);
      const expected = Float32Array.from({ length: 64 }, (_, cell) => (cell % 8 > cell >> 3 ? 0 : x.reduce((sum, row) => sum + row[cell >> 3] * row[cell % 8], 0)));
      for (const threads of [1, 3]) expect([...await lowerGram(table, itemRows(table), silent, threads)]).toEqual([...expected]);
    }), { numRuns: 10 });
    const rows = readerRows(plantedSplit(SMALL, 4).train);
    expect(await lowerGram(rows, itemRows(rows), silent, 3)).toEqual(await lowerGram(rows, itemRows(rows), silent, 1));
  });
});

describe('EASE', () => {
  test('equals −P_ij / P_jj with P from an independent inverse', async () => {
    const rows = readerRows(plantedSplit(SMALL, 4).train);
    const x = dense(rows);
    const n = rows.columnCount;
    const gram = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) =>
      x.reduce((sum, row) => sum + row[i] * row[j], i === j ? 20 : 0)));
    const p = inverse(gram);
    const b = dense(await easeMatrix(rows, { lambda: 20, ...ALL }, silent));
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) {
      expect(Math.abs(b[i][j] - (i === j ? 0 : -p[i][j] / p[j][j]))).toBeLessThanOrEqual(1e-5);
    }
  });

  test('dropout is a ridge that grows with the readers of an item (EDLAE)', async () => {
    const rows = readerRows(plantedSplit(SMALL, 4).train);
    const x = dense(rows);
    const n = rows.columnCount;
    const gram = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => x.reduce((sum, row) => sum + row[i] * row[j], 0)));
    const p = inverse(gram.map((row, i) => row.map((value, j) => (i === j ? value + 20 + value / 3 : value))));
    const b = dense(await easeMatrix(rows, { ...ALL, lambda: 20, dropout: 0.25 }, silent));
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) {
      expect(Math.abs(b[i][j] - (i === j ? 0 : -p[i][j] / p[j][j]))).toBeLessThanOrEqual(1e-5);
    }
  });

  test('refuses more items than its inverse can hold, and says what to use', async () => {
    const rows = readerRows(tableOf(1, EASE_ITEM_LIMIT + 1, [[0, 0]]));
    await expect(easeMatrix(rows, { lambda: 1, ...ALL }, silent)).rejects.toThrow(/takes at most 16000 items; use graph-filter/);
    await expect(easeMatrix(readerRows(tableOf(1, 2, [[0, 0]])), { lambda: 0, ...ALL }, silent)).rejects.toThrow('parameter lambda');
  });
});

describe('the blocked inverse', () => {
  test.each([1, 2, 256, 257, 345, 1030, 2100])('M·M⁻¹ = I at size %i, across the leaf and the tile, from the lower triangle', async (size) => {
    const random = new Random(size);
    const width = Math.min(size, 40);
    const factor = Float32Array.from({ length: size * width }, () => random.normal());
    const matrix = new Float32Array(size * size);
    const lower = new Float32Array(size * size).fill(NaN);
    for (let i = 0; i < size; i++) for (let j = 0; j <= i; j++) {
      let sum = i === j ? 10 + size : 0;
      for (let at = 0; at < width; at++) sum += factor[i * width + at] * factor[j * width + at];
      lower[i * size + j] = matrix[i * size + j] = matrix[j * size + i] = sum;
    }
    await invertSpd(lower, size, () => undefined);
    const times = (m: Float32Array, x: Float64Array): Float64Array => x.map((_, i) => x.reduce((sum, value, j) => sum + m[i * size + j] * value, 0));
    let worst = 0;
    for (let tried = 0; tried < 3; tried++) {
      const x = Float64Array.from({ length: size }, () => random.normal());
      times(matrix, times(lower, x)).forEach((value, at) => { worst = Math.max(worst, Math.abs(value - x[at])); });
      for (let i = 0; i < size; i++) expect(lower[i * size + (i >> 1)]).toBe(lower[(i >> 1) * size + i]);
    }
    expect(worst).toBeLessThan(2e-4);
  });

  test('refuses a matrix that is not positive definite', async () => {
    await expect(invertSpd(Float32Array.of(1, 2, 2, 1), 2, () => undefined)).rejects.toThrow(NotPositiveDefiniteError);
  });
});

import { expect, test } from '@jest/globals';
import { Random } from '../../../models/random.js';
import { solveSpd } from '../../../models/ranker/newton.js';
import type { SparseRows } from '../../../models/sparse.js';
import { argmaxRows, balancedWeights, fitLinear, LARGEST_LINEAR, predictLinear } from '../../../models/text/linear.js';
import { fitLogCountRatio, logCountRatio, scaleColumns } from '../../../models/text/log-count-ratio.js';
import { fitTfidf, transformTfidf } from '../../../models/text/tfidf.js';
import type { GramCounts } from '../../../models/text/ngrams.js';

function sparse(rows: readonly number[][]): SparseRows {
  const cells = rows.map((row) => row.flatMap((value, column) => (value === 0 ? [] : [{ value, column }])));
  const offsets = Int32Array.from([0, ...cells.map((_, row) => cells.slice(0, row + 1).flat().length)]);
  const columns = Int32Array.from(cells.flat(), (cell) => cell.column);
  return { rowCount: rows.length, columnCount: rows[0].length, offsets, columns, values: Float32Array.from(cells.flat(), (cell) => cell.value) };
}

function planted(classCount: number, rowCount = 60, width = 5): { rows: number[][]; labels: Int32Array } {
  const random = new Random(3);
  const labels = Int32Array.from({ length: rowCount }, () => random.below(classCount));
  const rows = Array.from(labels, (label) => Array.from({ length: width }, (_, column) =>
    (random.unit() < 0.4 ? 0 : Math.fround(random.normal() + (column === label ? 1 : 0)))));
  return { rows, labels };
}

test('TF-IDF equals its formula in float64', () => {
  const dense = [[2, 1, 0], [0, 1, 0], [1, 3, 1]];
  const hashes = [7, 40, 900];
  const x = sparse(dense);
  const counts: GramCounts = { rowCount: 3, offsets: x.offsets, hashes: Uint32Array.from(x.columns, (column) => hashes[column]), counts: x.values };
  const tfidf = fitTfidf(counts, { minDocuments: 1, sublinear: true, maxFeatures: 10 });
  expect([...tfidf.hashes]).toEqual(hashes);
  const idf = [2, 3, 1].map((df) => Math.log(4 / (1 + df)) + 1);
  const expected = dense.map((row) => row.map((count, column) => (count ? (1 + Math.log(count)) * idf[column] : 0)));
  const got = transformTfidf(tfidf, counts);
  expected.forEach((row, r) => {
    const norm = Math.hypot(...row);
    for (let at = got.offsets[r]; at < got.offsets[r + 1]; at++) expect(got.values[at]).toBeCloseTo(row[got.columns[at]] / norm, 6);
  });
  expect([...fitTfidf(counts, { minDocuments: 2, sublinear: true, maxFeatures: 10 }).hashes]).toEqual([7, 40]);
  expect([...fitTfidf(counts, { minDocuments: 1, sublinear: false, maxFeatures: 1 }).hashes]).toEqual([40]);
  const unknown = { rowCount: 1, offsets: Int32Array.of(0, 1), hashes: Uint32Array.of(8), counts: Float32Array.of(1) };
  expect(transformTfidf(tfidf, unknown).columns).toHaveLength(0);
});

test('binary regression reaches the Newton optimum of its loss', async () => {
  const { rows, labels } = planted(2);
  const lambda = 0.02;
  let theta = new Float64Array(6);
  for (let iteration = 0; iteration < 30; iteration++) {
    const gradient = new Float64Array(6);
    const hessian = new Float64Array(36);
    rows.forEach((row, r) => {
      const input = [...row, 1];
      const p = 1 / (1 + Math.exp(-input.reduce((sum, value, at) => sum + value * theta[at], 0)));
      input.forEach((value, i) => {
        gradient[i] += (value * (p - labels[r])) / rows.length;
        input.forEach((other, j) => (hessian[i * 6 + j] += (value * other * p * (1 - p)) / rows.length));
      });
    });
    for (let at = 0; at < 5; at++) {
      gradient[at] += lambda * theta[at];
      hessian[at * 7] += lambda;
    }
    const step = solveSpd(hessian, gradient);
    theta = theta.map((value, at) => value - step[at]);
  }
  const model = await fitLinear(sparse(rows), labels, 2, { lambda, tolerance: 1e-10 });
  [...model.weights, ...model.bias].forEach((value, at) => expect(value).toBeCloseTo(theta[at], 7));
});

test('the softmax optimum has a vanishing gradient, with class and row weights', async () => {
  const { rows, labels } = planted(3);
  const lambda = 0.05;
  const classWeights = balancedWeights(labels, 3);
  const rowWeights = Float64Array.from(labels, (_, row) => 0.5 + (row % 2));
  const x = sparse(rows);
  const model = await fitLinear(x, labels, 3, { lambda, classWeights, rowWeights, tolerance: 1e-10 });
  const probabilities = predictLinear(model, x);
  const weights = rowWeights.map((weight, row) => weight * classWeights[labels[row]]);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  for (let k = 0; k < 3; k++) {
    for (let feature = 0; feature <= 5; feature++) {
      const slope = rows.reduce((sum, row, r) =>
        sum + (weights[r] / total) * (row[feature] ?? 1) * (probabilities[3 * r + k] - (labels[r] === k ? 1 : 0)), 0);
      expect(slope + (feature < 5 ? lambda * model.weights[3 * feature + k] : 0)).toBeCloseTo(0, 8);
    }
  }
  expect(classWeights.reduce((sum, weight, k) => sum + weight * labels.filter((label) => label === k).length, 0)).toBeCloseTo(60, 9);
});

test('log-count ratios equal their formula, and folding them into the weights changes no probability', async () => {
  const x = sparse([[1, 0, 2], [0, 1, 1], [3, 0, 0]]);
  const ratio = logCountRatio(x, [1, 0, 1], 1, 0.5);
  const inside = [4.5, 0.5, 2.5];
  const outside = [0.5, 1.5, 1.5];
  inside.forEach((value, at) => expect(ratio[at]).toBeCloseTo(Math.log(value / 7.5) - Math.log(outside[at] / 3.5), 12));
  const { rows, labels } = planted(2);
  const positive = sparse(rows.map((row) => row.map(Math.abs)));
  const folded = await fitLogCountRatio(positive, labels, 2, { lambda: 0.01, alpha: 0.3, tolerance: 1e-9 });
  const scaled = scaleColumns(positive, logCountRatio(positive, labels, 1, 0.3));
  const plain = predictLinear(await fitLinear(scaled, labels, 2, { lambda: 0.01, tolerance: 1e-9 }), scaled);
  predictLinear(folded, positive).forEach((p, at) => expect(p).toBeCloseTo(plain[at], 6));
});

test('one against the rest gives shares that add up to one', async () => {
  const { rows, labels } = planted(3);
  const x = sparse(rows.map((row) => row.map(Math.abs)));
  const model = await fitLogCountRatio(x, labels, 3, { lambda: 0.001, alpha: 0.3 });
  const probabilities = predictLinear(model, x);
  for (let row = 0; row < 60; row++) expect(probabilities.slice(3 * row, 3 * row + 3).reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  expect(argmaxRows(Float64Array.of(0.2, 0.5, 0.3, 0.4, 0.2, 0.4), 3)).toEqual(Int32Array.of(1, 0));
});

test('refusals: labels, rows, sizes', async () => {
  const x = sparse([[1, 2], [3, 4]]);
  await expect(fitLinear(x, Int32Array.of(0), 2, { lambda: 1 })).rejects.toThrow('2 rows with 1 labels');
  await expect(fitLinear(x, Int32Array.of(0, 2), 2, { lambda: 1 })).rejects.toThrow('outside 0…1');
  await expect(fitLinear({ ...x, columnCount: LARGEST_LINEAR }, Int32Array.of(0, 1), 2, { lambda: 1 })).rejects.toThrow('lower maxFeatures');
  const model = await fitLinear(x, Int32Array.of(0, 1), 2, { lambda: 1 });
  expect(() => predictLinear(model, { ...x, columnCount: 3 })).toThrow('3 features for a model of 2');
});

import { describe, expect, test } from '@jest/globals';
import { readerRows } from '../../../models/dataset.js';
import { graphFilterMatrix } from '../../../models/item-item/graph-filter.js';
import { LowRankItemModel } from '../../../models/item-item/low-rank-model.js';
import { degrees, powers, scaled } from '../../../models/item-item/scaling.js';
import { spectralFilter } from '../../../models/item-item/spectral-filter.js';
import { lowPassPart, sideBySide, smoothPart } from '../../../models/item-item/spectrum.js';
import type { LowRank } from '../../../models/item-item/low-rank-model.js';
import { lowRankSpread, sampleHistories, spreadOf } from '../../../models/item-item/spread.js';
import { ItemModel, itemModelFiles } from '../../../models/item-model.js';
import { truncatedSvd } from '../../../models/linear-algebra/randomised-svd.js';
import type { SparseRows } from '../../../models/sparse.js';
import { silent } from '../../../models/trainer.js';
import { plantedDataset, SMALL } from '../planted.js';

const DATASET = plantedDataset();
const ROWS = readerRows(DATASET.interactions);
const PARAMS = { ...spectralFilter.defaults, rank: 12, neighbours: 0 };

function dense(matrix: SparseRows): number[][] {
  return Array.from({ length: matrix.rowCount }, (_, row) => {
    const line = new Array<number>(matrix.columnCount).fill(0);
    for (let cell = matrix.offsets[row]; cell < matrix.offsets[row + 1]; cell++) line[matrix.columns[cell]] = matrix.values[cell];
    return line;
  });
}

const product = ({ rank, left, right }: LowRank, i: number, j: number): number => {
  let sum = 0;
  for (let axis = 0; axis < rank; axis++) sum += left[i * rank + axis] * right[j * rank + axis];
  return sum;
};

const deviation = (values: readonly number[]): number => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
};

const fromMatrix = (matrix: SparseRows): ItemModel =>
  new ItemModel({ itemKeys: DATASET.itemKeys, popularity: new Float32Array(SMALL.items), matrix });

const normal = (): SparseRows => {
  const { ofRows, ofColumns } = degrees(ROWS);
  return scaled(ROWS, powers(ofRows, -0.5), powers(ofColumns, -0.5));
};

/** All scores of the whole formula, written out in float64: r·(P/σ_P + β I/σ_I − τ S/σ_S). */
async function expectedScores(): Promise<number[][]> {
  const rank = PARAMS.rank;
  const svd = await truncatedSvd(normal(), rank, { seed: 1 });
  const degree = degrees(ROWS).ofColumns;
  const filter = dense(await graphFilterMatrix(ROWS, PARAMS, silent));
  const component = (i: number, j: number, response: (s: number) => number): number => {
    let sum = 0;
    for (let axis = 0; axis < rank; axis++) sum += svd.v[i * rank + axis] * response(svd.s[axis]) * svd.v[j * rank + axis];
    return sum;
  };
  const items = Array.from({ length: SMALL.items }, (_, item) => item);
  const low = items.map((i) => items.map((j) => degree[i] ** -0.5 * component(i, j, (s) => 1 / s) * degree[j] ** 0.5));
  const smooth = items.map((i) => items.map((j) => component(i, j, (s) => s ** 2)));
  const sample = sampleHistories(ROWS);
  const scoresOf = (matrix: number[][], { offsets, items: read, weights }: typeof sample): number[][] =>
    Array.from({ length: offsets.length - 1 }, (_, reader) => items.map((j) => {
      let sum = 0;
      for (let at = offsets[reader]; at < offsets[reader + 1]; at++) sum += weights[at] * matrix[read[at]][j];
      return sum;
    }));
  const [p, l, s] = [filter, low, smooth].map((matrix) => deviation(scoresOf(matrix, sample).flat()));
  const whole = items.map((i) => items.map((j) => filter[i][j] / p + PARAMS.lowPass * low[i][j] / l - PARAMS.sharpen * smooth[i][j] / s));
  return scoresOf(whole, { offsets: ROWS.offsets, items: ROWS.columns, weights: ROWS.values });
}

describe('a matrix of low rank beside a sparse one', () => {
  test('two parts side by side are their sum; the responses are 1/σ and σ²', async () => {
    const svd = await truncatedSvd(normal(), 8, { seed: 3 });
    const degree = degrees(ROWS).ofColumns;
    const [low, smooth] = [lowPassPart(svd, 8, degree), smoothPart(svd, 8, 5)];
    expect([low.rank, smooth.rank]).toEqual([8, 5]);
    const both = sideBySide(low, smooth);
    for (const [i, j] of [[0, 1], [7, 40], [119, 3]]) {
      expect(product(both, i, j)).toBeCloseTo(product(low, i, j) + product(smooth, i, j), 5);
    }
  });

  test('spreads are standard deviations of scores, of either form', async () => {
    const svd = await truncatedSvd(normal(), 8, { seed: 3 });
    const low = lowPassPart(svd, 8, degrees(ROWS).ofColumns);
    const items = Array.from({ length: SMALL.items }, (_, item) => item);
    const full = {
      rowCount: SMALL.items, columnCount: SMALL.items,
      offsets: Int32Array.from({ length: SMALL.items + 1 }, (_, item) => item * SMALL.items),
      columns: Int32Array.from(items.flatMap(() => items)),
      values: Float32Array.from(items.flatMap((i) => items.map((j) => product(low, i, j)))),
    };
    const sample = sampleHistories(ROWS);
    expect(sample.offsets.length - 1).toBe(256);
    expect(await lowRankSpread(low, sample)).toBeCloseTo(spreadOf(fromMatrix(full), sample), 4);
  });

  test('factors that do not fit the items are refused', async () => {
    const model = fromMatrix(await graphFilterMatrix(ROWS, PARAMS, silent));
    await expect(LowRankItemModel.open(model, { rank: 2, left: new Float32Array(3), right: new Float32Array(240) })).rejects.toThrow('120 items');
  });
});

describe('spectral-filter', () => {
  test('equals its formula, and its lists are the order of these scores', async () => {
    const expected = await expectedScores();
    const model = await spectralFilter.learn(DATASET, PARAMS, 1, silent);
    const scores = new Float32Array(SMALL.readers * SMALL.items);
    await model.scoreBatch({ offsets: ROWS.offsets, items: ROWS.columns, weights: ROWS.values }, scores);
    expected.forEach((line, reader) => line.forEach((value, item) =>
      expect(Math.abs(scores[reader * SMALL.items + item] - value)).toBeLessThanOrEqual(2e-3)));
    const batch = { offsets: Int32Array.of(0, 2, 2), items: Int32Array.of(3, 9), weights: Float32Array.of(1, 1), k: 10 };
    const [list, none] = await model.predict(batch);
    expect(list.items.length).toBe(10);
    expect([...list.items]).not.toContain(3);
    expect([...list.items].filter((item) => item % SMALL.groups === 3).length).toBeGreaterThanOrEqual(8);
    expect([...list.scores]).toEqual([...list.scores].sort((a, b) => b - a));
    expect(none.items.length).toBe(0);
    model.close();
  });

  test('pruned, it is the item model whose cells are the largest of each row', async () => {
    const whole = await spectralFilter.learn(DATASET, PARAMS, 1, silent);
    const pruned = await spectralFilter.learn(DATASET, { ...PARAMS, neighbours: 9 }, 1, silent) as ItemModel;
    const history = { offsets: Int32Array.of(0, 1), items: Int32Array.of(17), weights: Float32Array.of(1) };
    const row = new Float32Array(SMALL.items);
    await whole.scoreBatch(history, row);
    const order = [...row.keys()].filter((item) => item !== 17).sort((a, b) => Math.abs(row[b]) - Math.abs(row[a]) || a - b).slice(0, 9);
    const cells = [...pruned.matrix.columns.subarray(pruned.matrix.offsets[17], pruned.matrix.offsets[18])];
    expect(cells).toEqual(order.sort((a, b) => a - b));
    for (const item of cells) expect(pruned.contributions(Int32Array.of(17), Float32Array.of(1), [item])[0][0]).toBeCloseTo(row[item], 5);
    whole.close();
  });

  test('without low-pass and sharpening it is the graph filter, divided by its spread', async () => {
    const model = await spectralFilter.learn(DATASET, { ...PARAMS, lowPass: 0, sharpen: 0, neighbours: 20 }, 1, silent) as ItemModel;
    const filter = await graphFilterMatrix(ROWS, { ...PARAMS, neighbours: 20 }, silent);
    expect(model.matrix.columns).toEqual(filter.columns);
    const factor = model.matrix.values[0] / filter.values[0];
    filter.values.forEach((value, cell) => expect(model.matrix.values[cell] / value).toBeCloseTo(factor, 3));
  });

  test('the same seed gives the same bytes; a small catalogue has a smaller rank', async () => {
    const params = { ...spectralFilter.defaults, rank: 2000, neighbours: 9 };
    const files = async (): Promise<Map<string, Uint8Array>> => itemModelFiles(await spectralFilter.learn(DATASET, params, 5, silent) as ItemModel);
    const [one, two] = [await files(), await files()];
    for (const [name, bytes] of one) expect(Buffer.compare(bytes, two.get(name) as Uint8Array)).toBe(0);
  });

  test('refuses to be stored whole, and parameters out of range', async () => {
    await expect(spectralFilter.fit(DATASET, PARAMS, 1, silent)).rejects.toThrow('give neighbours, 1 or more, to store it');
    await expect(spectralFilter.learn(DATASET, { ...PARAMS, rank: 0 }, 1, silent)).rejects.toThrow('parameter rank');
    await expect(spectralFilter.learn(DATASET, { ...PARAMS, sharpen: -1 }, 1, silent)).rejects.toThrow('parameter sharpen');
  });
});

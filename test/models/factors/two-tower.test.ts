import { describe, expect, test } from '@jest/globals';
import { readerRows } from '../../../models/dataset.js';
import type { Dataset } from '../../../models/dataset.js';
import { evaluateModel } from '../../../models/evaluation/evaluate.js';
import { ItemVectors } from '../../../models/factors/item-vectors.js';
import { twoTower } from '../../../models/factors/two-tower.js';
import { fitTwoTower } from '../../../models/factors/two-tower-fit.js';
import { find } from '../../../models/sparse.js';
import type { SparseRows } from '../../../models/sparse.js';
import { ParamsError, silent, SizeError } from '../../../models/trainer.js';
import { plantedContents, plantedDataset, plantedSplit, SMALL, tableOf } from '../planted.js';

const FAST = { ...twoTower.defaults, width: 16, epochs: 8, batch: 256, pooled: 8, neighbours: 0 };

const rowsOf = (rowCount: number, columnCount: number, rows: number[][]): SparseRows => ({
  rowCount, columnCount, columns: Int32Array.from(rows.flat()), values: new Float32Array(rows.flat().length).fill(1),
  offsets: Int32Array.from({ length: rowCount + 1 }, (_, at) => rows.slice(0, at).flat().length),
});

describe('item vectors', () => {
  const attributes = rowsOf(3, 2, [[0, 1], [], [1]]);
  const options = { width: 4, seed: 1, scale: 0.5 };

  test('are the own row plus the mean of the attributes’ rows', () => {
    const [own, both] = [new ItemVectors(3, null, options).all(), new ItemVectors(3, attributes, options).all()];
    const shared = (item: number): number[] => [0, 1, 2, 3].map((column) => both[item * 4 + column] - own[item * 4 + column]);
    expect(shared(1)).toEqual([0, 0, 0, 0]);
    const second = shared(2);
    expect(Math.hypot(...second)).toBeGreaterThan(0.1);
    // Item 0 has both attributes, item 2 the second: twice the first's share less the second's is attribute 0.
    const first = shared(0).map((value, at) => 2 * value - second[at]);
    expect(Math.hypot(...first.map((value, at) => value - second[at]))).toBeGreaterThan(0.1);
    const gathered = new Float32Array(12);
    new ItemVectors(3, attributes, options).gather(Int32Array.of(2, 0, 2), gathered);
    expect([...gathered.subarray(0, 4)]).toEqual([...both.subarray(8, 12)]);
    expect([...gathered.subarray(4, 8)]).toEqual([...both.subarray(0, 4)]);
  });

  test('a step reaches an item through its attributes alone', () => {
    const vectors = new ItemVectors(3, attributes, options);
    const before = vectors.all();
    vectors.adagrad(Int32Array.of(2), Float32Array.of(1, 1, 1, 1), 0.1);
    const after = vectors.all();
    const moved = (item: number): number => before[item * 4] - after[item * 4];
    // Adagrad's first step is rate·g/rms(g) = 0.1 for the own row and for the row of attribute 1; item 0 has half of that one.
    expect(moved(2)).toBeCloseTo(0.2, 5);
    expect(moved(1)).toBe(0);
    expect(moved(0)).toBeCloseTo(0.05, 5);
  });
});

describe('two towers', () => {
  test('the matrix ranks as the towers: Σ w_i B_ij = |u| cos(u, v_j)', async () => {
    const data = plantedDataset();
    const vectors = new ItemVectors(data.interactions.itemCount, null, { width: 16, seed: 3, scale: 0.25 });
    const model = await twoTower.learn(data, FAST, 3, silent);
    await fitTwoTower(readerRows(data.interactions), vectors, FAST, 3, silent);
    const all = vectors.all();
    const vector = (item: number): number[] => [...all.subarray(item * 16, (item + 1) * 16)];
    const history = [3, 40, 77];
    const weights = [1, 0.5, 2];
    const reader = vector(0).map((_, at) => history.reduce((sum, item, place) => sum + weights[place] * vector(item)[at], 0));
    const scores = new Float32Array(data.itemKeys.length);
    model.scoreInto(Int32Array.from(history), Float32Array.from(weights), scores);
    scores.forEach((score, item) => {
      if (history.includes(item)) return;
      const own = vector(item);
      expect(score).toBeCloseTo(own.reduce((sum, value, at) => sum + value * reader[at], 0) / Math.hypot(...own), 4);
    });
  }, 20_000);

  test('beat popularity on readers who keep to their group', async () => {
    const { rows: [row, popularity] } = await evaluateModel({ trainer: twoTower, params: FAST, split: plantedSplit(SMALL, 1), k: 10, seed: 1 });
    expect(row.recall.low).toBeGreaterThan(popularity.recall.high);
    expect(row.recall.value).toBeGreaterThan(0.4);
  }, 20_000);

  test('same seed, same bytes; the loaded model answers alike', async () => {
    const params = { ...FAST, epochs: 2, neighbours: 20 };
    const [one, two] = [await twoTower.fit(plantedDataset(), params, 1, silent), await twoTower.fit(plantedDataset(), params, 1, silent)];
    expect(one.card).toEqual(two.card);
    expect((await twoTower.fit(plantedDataset(), params, 2, silent)).card.files['values.bin']).not.toBe(one.card.files['values.bin']);
    const model = twoTower.load(one);
    for (let item = 0; item < SMALL.items; item++) expect(model.matrix.offsets[item + 1] - model.matrix.offsets[item]).toBeLessThanOrEqual(20);
  }, 20_000);

  test('attributes carry what is known to items that nobody has read', async () => {
    const data: Dataset = { ...plantedDataset(), contents: plantedContents() };
    // The last items of each group lose all their rows.
    const cold = SMALL.items - SMALL.groups;
    const { interactions } = data;
    const kept = [...interactions.items].flatMap((item, row): [number, number][] => (item < cold ? [[interactions.readers[row], item]] : []));
    const warm: Dataset = { ...data, interactions: tableOf(interactions.readerCount, SMALL.items, kept) };
    const model = await twoTower.learn(warm, FAST, 1, silent);
    const blind = await twoTower.learn(warm, { ...FAST, attributes: 0 }, 1, silent);
    const cell = (matrix: SparseRows, from: number, to: number): number => matrix.values[find(matrix, from, to)];
    const gap = (matrix: SparseRows): number => {
      let sum = 0;
      for (let group = 0; group < SMALL.groups; group++) {
        for (let other = 0; other < SMALL.groups; other++) {
          const value = cell(matrix, group, cold + other);
          sum += group === other ? value : -value / (SMALL.groups - 1);
        }
      }
      return sum / SMALL.groups;
    };
    expect(gap(model.matrix)).toBeGreaterThan(0.2);
    expect(gap(model.matrix)).toBeGreaterThan(4 * Math.abs(gap(blind.matrix)));
  }, 20_000);

  test('nobody with two items: start vectors, and no step', async () => {
    const lonely: Dataset = { ...plantedDataset(), itemKeys: Int32Array.of(1, 2, 3), interactions: tableOf(2, 3, [[0, 0], [1, 2]]) };
    const model = await twoTower.learn(lonely, FAST, 1, silent);
    expect(model.matrix.columns.length).toBe(6);
  });

  test.each<[string, Record<string, number>, typeof ParamsError, string]>([
    ['half a width', { width: 2.5 }, ParamsError, 'parameter width must be a whole number, not 2.5'],
    ['a step that is too large', { batch: 8192, pooled: 512 }, SizeError, 'a step of 8192 pairs × 512 pooled items × 16 columns is too large'],
    ['a temperature of zero', { temperature: 0 }, ParamsError, 'temperature must lie between 0.01 and 10, not 0'],
    ['attributes neither on nor off', { attributes: 2 }, ParamsError, 'attributes must lie between 0 and 1, not 2'],
  ])('refuses %s', async (_, params, type, message) => {
    const fit = twoTower.learn(plantedDataset(), { ...FAST, ...params }, 1, silent);
    await expect(fit).rejects.toThrow(type);
    await expect(fit).rejects.toThrow(message);
  });

  test('refuses a whole matrix of too many items', async () => {
    const items = 17_000;
    const wide: Dataset = { ...plantedDataset(), itemKeys: new Int32Array(items), interactions: tableOf(1, items, [[0, 0]]) };
    await expect(twoTower.learn(wide, FAST, 1, silent)).rejects.toThrow(new SizeError('17000 × 17000 cells are too many to keep; set neighbours, for example to 200'));
  });
});

import { describe, expect, test } from '@jest/globals';
import { readerRows } from '../../../models/dataset.js';
import type { ContentTable } from '../../../models/dataset.js';
import { cease, ceaseMatrix } from '../../../models/item-item/cease.js';
import { contentFeatures, stacked } from '../../../models/item-item/content-features.js';
import { easeMatrix } from '../../../models/item-item/ease.js';
import { itemModelFiles } from '../../../models/item-model.js';
import type { SparseRows } from '../../../models/sparse.js';
import { filterInteractions } from '../../../models/dataset.js';
import { silent } from '../../../models/trainer.js';
import { plantedContents, plantedDataset, SMALL } from '../planted.js';

const PARAMS = { lambda: 20, dropout: 0, text: 6, attributes: 3, coldLambda: 1, neighbours: 0, halfLifeDays: 0 };

/** Nobody reads the items 100 to 119. */
const COLD_FROM = 100;
const whole = plantedDataset();
const DATASET = {
  ...whole,
  interactions: filterInteractions(whole.interactions, (row) => whole.interactions.items[row] < COLD_FROM),
  contents: plantedContents(),
};
const ROWS = readerRows(DATASET.interactions);

function column(matrix: SparseRows, item: number): number[] {
  return Array.from({ length: matrix.rowCount }, (_, row) => {
    for (let cell = matrix.offsets[row]; cell < matrix.offsets[row + 1]; cell++) if (matrix.columns[cell] === item) return matrix.values[cell];
    return 0;
  });
}

const lengths = (features: SparseRows): number[] => Array.from({ length: features.columnCount }, (_, item) => {
  let squares = 0;
  features.columns.forEach((found, cell) => { if (found === item) squares += features.values[cell] ** 2; });
  return Math.sqrt(squares);
});

describe('content features', () => {
  test('are positive, √α long for each block, and alike where the texts are', async () => {
    const features = await contentFeatures(DATASET.contents, { text: 6, attributes: 3 }, silent);
    expect(features.values.every((value) => value > 0)).toBe(true);
    for (const length of lengths(features)) expect(length).toBeCloseTo(3, 5);
    const texts = await contentFeatures({ ...DATASET.contents, attributes: null }, { text: 4, attributes: 3 }, silent);
    for (const length of lengths(texts)) expect(length).toBeCloseTo(2, 5);
    const product = (a: number, b: number): number => {
      let sum = 0;
      for (let feature = 0; feature < texts.rowCount; feature++) {
        const row = new Map<number, number>();
        for (let cell = texts.offsets[feature]; cell < texts.offsets[feature + 1]; cell++) row.set(texts.columns[cell], texts.values[cell]);
        sum += (row.get(a) ?? 0) * (row.get(b) ?? 0);
      }
      return sum;
    };
    expect(product(0, 12)).toBeGreaterThan(2); // one group, the same words
    expect(product(0, 1)).toBeLessThan(1);
  });

  test('what every item has says nothing; unknown texts stay empty', async () => {
    const contents: ContentTable = { texts: ['课程 alpha', '课程 alpha', '课程 beta', '课程 beta', ''], attributes: null, createdMs: null };
    const features = await contentFeatures(contents, { text: 1, attributes: 1 }, silent);
    expect(features.rowCount).toBeGreaterThan(0);
    expect(features.columns.length).toBe(0); // 课程 in four of five; alpha, beta in two of five, above the common share too
    await expect(contentFeatures({ ...contents, texts: ['', '', '', '', ''] }, { text: 1, attributes: 1 }, silent)).rejects.toThrow('needs their texts or attributes');
  });
});

describe('CEASE', () => {
  test('is EASE on readers and features stacked, for items that have readers', async () => {
    const features = await contentFeatures(DATASET.contents, PARAMS, silent);
    const expected = await easeMatrix(stacked(ROWS, features), PARAMS, silent);
    const found = await ceaseMatrix(ROWS, DATASET.contents, PARAMS, silent);
    for (const item of [0, 7, 50, 99]) expect(column(found, item)).toEqual(column(expected, item));
  });

  test('a cold item has the column of EASE on the features alone', async () => {
    const content = await contentFeatures(DATASET.contents, { text: 2 / 3, attributes: 1 / 3 }, silent);
    const expected = await easeMatrix(content, { lambda: 1, dropout: 0, neighbours: 0, halfLifeDays: 0 }, silent);
    const found = await ceaseMatrix(ROWS, DATASET.contents, PARAMS, silent);
    column(expected, 110).forEach((value, row) => expect(column(found, 110)[row]).toBeCloseTo(value, 4));
  });

  test('recommends cold items of the group that a reader reads, which EASE never does', async () => {
    const model = await cease.learn(DATASET, PARAMS, 1, silent);
    const history = Int32Array.of(2, 8, 14, 20); // group 2 of 6
    const [top] = model.predict({ offsets: Int32Array.of(0, 4), items: history, weights: new Float32Array(4).fill(1), k: 40 });
    const cold = [...top.items].filter((item) => item >= COLD_FROM);
    expect(cold.length).toBeGreaterThan(0);
    expect(cold.every((item) => item % SMALL.groups === 2)).toBe(true);
    const ease = await easeMatrix(ROWS, PARAMS, silent);
    for (let item = COLD_FROM; item < SMALL.items; item++) expect(column(ease, item).every((value) => value === 0)).toBe(true);
  });

  test('refuses a dataset without contents, and says what to use', async () => {
    await expect(cease.learn(plantedDataset(), PARAMS, 1, silent)).rejects.toThrow('use ease where there are none');
    await expect(cease.learn(DATASET, { ...PARAMS, text: -1 }, 1, silent)).rejects.toThrow('parameter text');
  });

  test('the same data give the same files', async () => {
    const one = itemModelFiles(await cease.learn(DATASET, PARAMS, 1, silent));
    const two = itemModelFiles(await cease.learn(DATASET, PARAMS, 1, silent));
    for (const [name, bytes] of one) expect(Buffer.compare(bytes, two.get(name) as Uint8Array)).toBe(0);
  });
});

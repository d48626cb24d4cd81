import { expect, test } from '@jest/globals';
import type { Dataset } from '../../../models/dataset.js';
import type { ItemModel } from '../../../models/item-model.js';
import { candidateTrainer } from '../../../models/registry.js';
import { silent } from '../../../models/trainer.js';
import { tableOf } from '../planted.js';

const attributes = { rowCount: 4, columnCount: 3, offsets: Int32Array.of(0, 2, 3, 5, 6), columns: Int32Array.of(0, 1, 0, 1, 2, 2), values: new Float32Array(6).fill(1) };

const dataset = (contents: Dataset['contents']): Dataset => ({
  snapshotId: 's', codeRevision: 'c', window: { fromMs: 0, toMs: 0 }, itemKeys: Int32Array.of(1, 2, 3, 4), interactions: tableOf(1, 4, [[0, 0]]), impressions: null, contents,
});

test('content-knn is the cosine of what items are about, also for items that nobody read', async () => {
  const trainer = candidateTrainer('content-knn');
  const model = await trainer.learn(dataset({ texts: ['', '', '', ''], attributes, createdMs: null }), { ...trainer.defaults, neighbours: 0 }, 1, silent) as ItemModel;
  // Each attribute is in two of four items, more than 0.3 of them: left out, so that nothing is near.
  expect(model.matrix.columns.length).toBe(0);
  const wide = { ...attributes, rowCount: 8, offsets: Int32Array.of(0, 2, 3, 5, 6, 6, 6, 6, 6) };
  const eight = { ...dataset({ texts: Array.from({ length: 8 }, () => ''), attributes: wide, createdMs: null }), itemKeys: Int32Array.from({ length: 8 }, (_, at) => at), interactions: tableOf(1, 8, [[0, 0]]) };
  const { matrix } = await trainer.learn(eight, { ...trainer.defaults, neighbours: 0 }, 1, silent) as ItemModel;
  const dense = Array.from({ length: 4 }, (_, row) => {
    const values = new Float64Array(4);
    for (let cell = matrix.offsets[row]; cell < matrix.offsets[row + 1]; cell++) values[matrix.columns[cell]] = matrix.values[cell];
    return [...values];
  });
  // Items {0, 1}, {0}, {1, 2}, {2} with equal idf: cosines 1/√2 along the chain, ½ between the two pairs.
  const [half, root] = [0.5, Math.SQRT1_2];
  const expected = [[0, root, half, 0], [root, 0, 0, 0], [half, 0, 0, root], [0, 0, root, 0]];
  dense.forEach((row, at) => row.forEach((value, column) => expect(value).toBeCloseTo(expected[at][column], 6)));
});

test('without texts and attributes it says so', async () => {
  const trainer = candidateTrainer('content-knn');
  await expect(trainer.learn(dataset(null), trainer.defaults, 1, silent)).rejects.toThrow('nothing is known about the items');
});

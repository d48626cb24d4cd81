import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pickHistories } from '../../models/candidate-model.js';
import { joinInteractions, readerRows, timedHistories } from '../../models/dataset.js';
import { ItemModel } from '../../models/item-model.js';
import { Random } from '../../models/random.js';
import { tableOf } from './planted.js';

test('histories are in time order, each item once at its last time and with its largest weight', () => {
  const table = tableOf(2, 9, [[0, 7, 1, 30], [0, 3, 2, 10], [0, 5, 1, 20], [0, 3, 1, 40], [1, 8, 1, 5], [1, 2, 1, 5]]);
  const histories = timedHistories(table, readerRows(table));
  expect([[...histories.offsets], [...histories.items], [...histories.weights]]).toEqual([[0, 3, 5], [5, 7, 3, 2, 8], [1, 1, 2, 1, 1]]);
});

test('without times histories are the rows of the matrix', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 5 })), { maxLength: 60 }), (pairs) => {
    const table = tableOf(5, 7, pairs);
    const rows = readerRows(table);
    const histories = timedHistories(table, rows);
    expect([...histories.items]).toEqual([...rows.columns]);
    expect([...histories.weights]).toEqual([...rows.values]);
  }));
});

test('readers are picked in the order asked for', () => {
  const all = { offsets: Int32Array.of(0, 2, 2, 5), items: Int32Array.of(4, 1, 3, 0, 2), weights: Float32Array.of(1, 2, 3, 4, 5) };
  const picked = pickHistories(all, [2, 0, 1]);
  expect([[...picked.offsets], [...picked.items], [...picked.weights]]).toEqual([[0, 3, 5, 5], [3, 0, 2, 4, 1], [3, 4, 5, 1, 2]]);
});

test('an item model scores a batch as it scores one history after the other', () => {
  const random = new Random(4);
  const items = 6;
  const matrix = { rowCount: items, columnCount: items, offsets: Int32Array.from({ length: 7 }, (_, at) => 6 * at), columns: Int32Array.from({ length: 36 }, (_, at) => at % 6), values: Float32Array.from({ length: 36 }, () => random.normal()) };
  const model = new ItemModel({ itemKeys: Int32Array.from({ length: items }, (_, at) => at), popularity: new Float32Array(items), matrix });
  const batch = { offsets: Int32Array.of(0, 2, 2, 3), items: Int32Array.of(5, 1, 4), weights: Float32Array.of(1, 0.5, 2) };
  const scores = new Float32Array(18);
  model.scoreBatch(batch, scores);
  for (let reader = 0; reader < 3; reader++) {
    const one = new Float32Array(items);
    model.scoreInto(batch.items.subarray(batch.offsets[reader], batch.offsets[reader + 1]), batch.weights.subarray(batch.offsets[reader], batch.offsets[reader + 1]), one);
    expect([...scores.subarray(6 * reader, 6 * reader + 6)]).toEqual([...one]);
  }
});

test('two tables are joined row after row', () => {
  const joined = joinInteractions(tableOf(2, 3, [[0, 1, 1, 5]]), tableOf(2, 3, [[1, 2, 4, 6], [0, 0, 2, 7]]));
  expect([[...joined.readers], [...joined.items], [...joined.weights], [...joined.timesMs]]).toEqual([[0, 1, 0], [1, 2, 0], [1, 4, 2], [5, 6, 7]]);
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { InteractionTable } from '../../models/dataset.js';
import { coldItems, leaveLastOut, rollingOrigins, splitBetween, timeAtShare } from '../../models/splits.js';
import { tableOf } from './planted.js';

const tables = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 9 }), fc.constant(1), fc.integer({ min: 0, max: 500 })),
  { minLength: 12, maxLength: 120 },
).map((rows) => tableOf(8, 10, rows));

const rowsOf = ({ readers, items, timesMs }: InteractionTable): string[] => Array.from(readers, (reader, row) => `${reader} ${items[row]} ${timesMs[row]}`).sort();

describe('leave-last-out', () => {
  test('the last distinct item is the test, the one before it the validation, by time and not by row', () => {
    const table = tableOf(3, 9, [[0, 4, 1, 30], [0, 2, 1, 10], [0, 7, 1, 20], [0, 2, 1, 25], [1, 1, 1, 1], [1, 3, 1, 2], [2, 5, 1, 7], [2, 6, 1, 7], [2, 8, 1, 7]]);
    const { train, validation, test: last } = leaveLastOut(table);
    expect(rowsOf(last)).toEqual(['0 4 30', '2 8 7']); // equal times: by item
    expect(rowsOf(validation)).toEqual(['0 2 10', '0 2 25', '2 6 7']); // all rows of the pair
    expect(rowsOf(train)).toEqual(['0 7 20', '1 1 1', '1 3 2', '2 5 7']); // two items are too few to part
  });

  test('parts every row once, and no test row is older than a train row of its reader', () => {
    fc.assert(fc.property(tables, (table) => {
      const { train, validation, test: last } = leaveLastOut(table);
      expect([...rowsOf(train), ...rowsOf(validation), ...rowsOf(last)].sort()).toEqual(rowsOf(table));
      for (let row = 0; row < last.readers.length; row++) {
        const own = [...validation.readers.keys()].filter((at) => validation.readers[at] === last.readers[row]).map((at) => validation.timesMs[at]);
        const newest = Math.max(...[...last.readers.keys()].filter((at) => last.readers[at] === last.readers[row]).map((at) => last.timesMs[at]));
        expect(Math.max(...own)).toBeLessThanOrEqual(newest);
      }
    }));
  });
});

describe('cold items', () => {
  test('no cold item is in train, nobody is tested without a history, and tuning stays away from the test\'s items', () => {
    fc.assert(fc.property(tables, fc.integer({ min: 1, max: 99 }), (table, seed) => {
      const split = coldItems(table, 0.3, seed);
      const cold = (item: number): boolean => split.candidates[item] === 1;
      expect([...split.train.items].some(cold)).toBe(false);
      expect([...split.test.items].every(cold)).toBe(true);
      const known = new Set(split.train.readers);
      expect([...split.test.readers].every((reader) => known.has(reader))).toBe(true);
      const read = new Set(table.items).size;
      expect(split.candidates.reduce((sum, one) => sum + one, 0)).toBe(Math.max(1, Math.round(0.3 * read)));
      const tuning = coldItems(table, 0.3, seed + 1, split.candidates);
      for (const part of [tuning.train, tuning.test]) expect([...part.items].some(cold)).toBe(false);
      expect(tuning.candidates.some((one, item) => one === 1 && cold(item))).toBe(false);
    }));
  });

  test('refuses a share that is none', () => {
    expect(() => coldItems(tableOf(1, 1, [[0, 0]]), 1, 1)).toThrow('between 0 and 1');
  });
});

describe('by time', () => {
  test('train < from ≤ test < to', () => {
    const split = splitBetween(tableOf(1, 5, [[0, 0, 1, 5], [0, 1, 1, 10], [0, 2, 1, 19], [0, 3, 1, 20]]), 10, 20);
    expect([[...split.train.items], [...split.test.items]]).toEqual([[0], [1, 2]]);
    expect(timeAtShare(tableOf(1, 9, [[0, 0, 1, 40], [0, 1, 1, 10], [0, 2, 1, 30], [0, 3, 1, 20]]), 0.5)).toBe(30);
  });

  test('a rolling origin has no future in train, no row in two tests, and nothing from the end on', () => {
    fc.assert(fc.property(tables, fc.integer({ min: 2, max: 5 }), fc.integer({ min: 100, max: 600 }), (table, count, endMs) => {
      fc.pre(table.timesMs.some((timeMs) => timeMs < endMs));
      const folds = rollingOrigins(table, count, endMs);
      expect(folds.length).toBe(count);
      let tested = 0;
      for (const { train, test: next } of folds) {
        const [newest, oldest] = [Math.max(...train.timesMs), Math.min(...next.timesMs)];
        expect(newest < oldest).toBe(true);
        expect([...train.timesMs, ...next.timesMs].every((timeMs) => timeMs < endMs)).toBe(true);
        tested += next.readers.length;
      }
      expect(tested).toBe([...table.timesMs].filter((timeMs) => timeMs < endMs && timeMs >= Math.min(...folds.flatMap((fold) => [...fold.test.timesMs]))).length);
    }));
    expect(() => rollingOrigins(tableOf(1, 1, [[0, 0]]), 1)).toThrow('2 to 20 folds, not 1');
  });
});

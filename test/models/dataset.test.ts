import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkInteractions, DatasetError, filterInteractions, readerRows } from '../../models/dataset.js';
import { find, RowBuilder, transpose } from '../../models/sparse.js';
import { holdOut, splitByTime } from '../../models/splits.js';
import { plantedSplit, SMALL, tableOf } from './planted.js';

const rows = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 99 })),
  { maxLength: 80 },
);

test('the rows that are kept are those of a filter, in their order, each asked of once', () => {
  fc.assert(fc.property(rows, fc.func(fc.boolean()), (pairs, wanted) => {
    const asked: number[] = [];
    const kept = filterInteractions(tableOf(5, 7, pairs), (row) => { asked.push(row); return wanted(row); });
    expect(asked).toEqual(pairs.map((_, row) => row));
    expect(kept).toEqual(tableOf(5, 7, pairs.filter((_, row) => wanted(row))));
  }));
});

test('twelve million rows are parted in a few bytes a row beyond the parts themselves', () => {
  const count = 12_000_000;
  const table = { readerCount: 1, itemCount: 1, readers: new Int32Array(count), items: new Int32Array(count), weights: new Float32Array(count).fill(1), timesMs: new Float64Array(count) };
  const before = process.memoryUsage().heapUsed;
  let most = 0;
  const kept = filterInteractions(table, (row) => {
    if (row === count - 1) most = process.memoryUsage().heapUsed - before;
    return row % 2 === 0;
  });
  expect(kept.readers.length).toBe(count / 2);
  expect(most).toBeLessThan(16 * 2 ** 20);
});

describe('reader rows', () => {
  test('hold each pair once, with its largest weight, items ascending', () => {
    fc.assert(fc.property(rows, (pairs) => {
      const matrix = readerRows(tableOf(5, 7, pairs));
      for (let reader = 0; reader < 5; reader++) {
        const best = new Map<number, number>();
        for (const [r, item, weight] of pairs) if (r === reader) best.set(item, Math.max(best.get(item) ?? 0, weight));
        const [from, to] = [matrix.offsets[reader], matrix.offsets[reader + 1]];
        expect([...matrix.columns.subarray(from, to)]).toEqual([...best.keys()].sort((a, b) => a - b));
        for (let cell = from; cell < to; cell++) expect(matrix.values[cell]).toBe(best.get(matrix.columns[cell]));
      }
    }));
  });

  test('transposing twice changes nothing, and find finds what is there', () => {
    fc.assert(fc.property(rows, (pairs) => {
      const matrix = readerRows(tableOf(5, 7, pairs));
      const again = transpose(transpose(matrix));
      expect([[...again.offsets], [...again.columns], [...again.values]])
        .toEqual([[...matrix.offsets], [...matrix.columns], [...matrix.values]]);
      for (let reader = 0; reader < 5; reader++) for (let item = 0; item < 7; item++) {
        const cell = find(matrix, reader, item);
        expect(cell >= 0).toBe(pairs.some(([r, i]) => r === reader && i === item));
        if (cell >= 0) expect(matrix.columns[cell]).toBe(item);
      }
    }));
  });

  test.each([
    ['an item out of range', tableOf(2, 2, [[0, 2]]), 'row 0: reader 0 or item 2 is out of range'],
    ['a reader out of range', tableOf(2, 2, [[-1, 0]]), 'row 0: reader -1'],
    ['a weight of zero', tableOf(2, 2, [[0, 0], [1, 1, 0]]), 'row 1: weight 0 is not a positive number'],
    ['columns of different lengths', { ...tableOf(2, 2, [[0, 0]]), weights: new Float32Array(2) }, 'weights 2'],
  ])('refuse %s', (_, table, message) => {
    expect(() => checkInteractions(table)).toThrow(DatasetError);
    expect(() => readerRows(table)).toThrow(message);
  });

  test('the row builder grows and wants every row ended', () => {
    const builder = new RowBuilder(2, 100_000);
    for (let column = 0; column < 100_000; column++) builder.push(column, 1);
    builder.endRow();
    expect(() => builder.finish()).toThrow('1 of 2 rows were ended');
    builder.endRow();
    const built = builder.finish();
    expect([...built.offsets]).toEqual([0, 100_000, 100_000]);
    expect(built.columns[99_999]).toBe(99_999);
  });
});

describe('splits', () => {
  test('by time: train < cut ≤ test, and nothing is lost', () => {
    fc.assert(fc.property(rows, fc.integer({ min: 0, max: 100 }), (pairs, cutMs) => {
      const { train, test: later } = splitByTime(tableOf(5, 7, pairs), cutMs);
      expect([...train.timesMs].every((timeMs) => timeMs < cutMs)).toBe(true);
      expect([...later.timesMs].every((timeMs) => timeMs >= cutMs)).toBe(true);
      expect(train.items.length + later.items.length).toBe(pairs.length);
    }));
  });

  test('holding out keeps pairs together, leaves each reader a pair, and is seeded', () => {
    fc.assert(fc.property(rows, fc.integer({ min: 0, max: 50 }), (pairs, seed) => {
      const table = tableOf(5, 7, pairs);
      const { train, test: held } = holdOut(table, 0.5, seed);
      const keys = (part: typeof table): Set<string> => new Set([...part.items].map((item, row) => `${part.readers[row]}-${item}`));
      const trainKeys = keys(train);
      expect([...keys(held)].some((key) => trainKeys.has(key))).toBe(false);
      expect(train.items.length + held.items.length).toBe(pairs.length);
      expect(new Set(train.readers)).toEqual(new Set(table.readers));
      for (let reader = 0; reader < 5; reader++) {
        const ofReader = (part: typeof table): number => [...keys(part)].filter((key) => key.startsWith(`${reader}-`)).length;
        const items = ofReader(table);
        expect(ofReader(held)).toBe(items < 2 ? 0 : Math.min(items - 1, Math.max(1, Math.round(items / 2))));
      }
      expect([...holdOut(table, 0.5, seed).test.items]).toEqual([...held.items]);
    }));
  });

  test('a tenth of ten is one, for every reader; a share of one is refused', () => {
    const { train } = plantedSplit(SMALL, 3);
    expect([...holdOut(train, 0.1, 1).test.readers]).toEqual(Array.from({ length: SMALL.readers }, (_, reader) => reader));
    expect(() => holdOut(train, 1, 1)).toThrow('between 0 and 1');
  });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DatasetError } from '../../../../models/dataset.js';
import { BatchRows, fixedRows } from '../../../../models/ranker/deep/batch-rows.js';
import { bucketOf, encodeRows, fitFieldTable, NUMBER_LIMIT, rowOfId, TABLE_ROW_LIMIT } from '../../../../models/ranker/deep/field-table.js';
import { checkRanking, rankingRows, UNKNOWN } from '../../../../models/ranker/deep/ranking-table.js';
import type { RankingTable } from '../../../../models/ranker/deep/ranking-table.js';
import { randomRanking } from './planted-ranking.js';

const small: RankingTable = {
  rowCount: 4,
  fields: [
    { name: 'reader', kind: 'id', ids: Int32Array.of(7, 3, 7, -1) },
    { name: 'tags', kind: 'list', pool: 'mean', offsets: Int32Array.of(0, 2, 2, 3, 5), ids: Int32Array.of(5, 9, 9, 5, 5) },
    { name: 'page', kind: 'id', ids: Int32Array.of(1, 2, 3, 4), buckets: 2 },
  ],
  numberNames: ['price', 'constant'],
  numbers: Float32Array.of(1, 4, 3, 4, 5, 4, 7, 4),
  labels: { click: Uint8Array.of(0, 1, 1, 0), buy: Uint8Array.of(UNKNOWN, 1, 0, UNKNOWN) },
  weights: Float32Array.of(1, 1, 1, 1),
  timesMs: Float64Array.of(0, 1, 2, 3),
};

describe('the field table', () => {
  test('gives every admitted id a row, all others one together, and each field its own slice', () => {
    const table = fitFieldTable(small, 2);
    expect(table.fields.map(({ firstRow, rowCount }) => [firstRow, rowCount])).toEqual([[0, 2], [2, 3], [5, 2]]);
    expect(table.fields.map(({ ids }) => ids && [...ids])).toEqual([[7], [5, 9], null]);
    expect(table.rowCount).toBe(7);
    const [reader, tags, page] = table.fields;
    expect([7, 3, 0, 2_000_000_000].map((id) => rowOfId(reader, id))).toEqual([1, 0, 0, 0]);
    expect([4, 5, 6, 9, 10].map((id) => rowOfId(tags, id))).toEqual([2, 3, 2, 4, 2]);
    expect([1, 2, 3].map((id) => rowOfId(page, id))).toEqual([1, 2, 3].map((id) => 5 + bucketOf(id, 2)));
  });

  test('encodes absent ids and empty lists as nothing', () => {
    const { offsets, rows } = encodeRows(fitFieldTable(small, 1), small);
    const slot = (row: number, field: number): number[] => [...rows.subarray(offsets[row * 3 + field], offsets[row * 3 + field + 1])];
    // reader: shared 0, 3 → 1, 7 → 2; tags: shared 3, 5 → 4, 9 → 5
    expect([0, 1, 2, 3].map((row) => slot(row, 0))).toEqual([[2], [1], [2], []]);
    expect([0, 1, 2, 3].map((row) => slot(row, 1))).toEqual([[4, 5], [], [5], [4, 4]]);
  });

  test('standardises numbers, silences constant ones and cuts far ones', () => {
    const table = fitFieldTable(small, 1);
    expect([...table.means]).toEqual([4, 4]);
    const encoded = encodeRows(table, { ...small, numbers: Float32Array.of(1, 4, 3, 9, 1e9, 4, -1e9, 4) });
    const scale = 1 / Math.sqrt(5);
    [-3 * scale, 0, -scale, 0, NUMBER_LIMIT, 0, -NUMBER_LIMIT, 0].forEach((value, at) => expect(encoded.numbers[at]).toBeCloseTo(value, 6));
  });

  test('refuses other columns and more rows than fit', () => {
    const table = fitFieldTable(small, 1);
    expect(() => encodeRows(table, { ...small, fields: small.fields.slice(0, 2) })).toThrow('give reader:id, tags:list, page:id, price, constant');
    expect(() => encodeRows(table, { ...small, numberNames: ['constant', 'price'] })).toThrow(DatasetError);
    const [reader, tags, page] = small.fields;
    const huge = { ...small, fields: [reader, tags, { ...page, buckets: TABLE_ROW_LIMIT }] };
    expect(() => fitFieldTable(huge, 1)).toThrow('at most 50000000 fit');
  });

  test('every id falls into a bucket, and neighbours into different ones', () => {
    fc.assert(fc.property(fc.nat(), fc.integer({ min: 1, max: 1000 }), (id, buckets) => {
      const bucket = bucketOf(id, buckets);
      expect(bucket >= 0 && bucket < buckets && Number.isInteger(bucket)).toBe(true);
    }));
    expect(new Set(Array.from({ length: 1000 }, (_, id) => bucketOf(id, 64))).size).toBe(64);
  });
});

describe('pooled rows', () => {
  test('a mean and a sum of table rows, and their gradients back to each entry', () => {
    const table = fitFieldTable(small, 1);
    const encoded = encodeRows(table, small);
    const values = Float32Array.from({ length: table.rowCount * 2 }, (_, at) => at + 1);
    const batch = new BatchRows(table, 2);
    const into = new Float32Array(2 * 3 * 2).fill(99);
    batch.gather(fixedRows(values, 2), encoded, Int32Array.of(3, 0), into);
    expect([...into.subarray(0, 4)]).toEqual([0, 0, 9, 10]); // no reader; tag 5 twice is tag 5
    expect([...into.subarray(6, 10)]).toEqual([5, 6, (9 + 11) / 2, (10 + 12) / 2]);
    const steps: [number, number[]][] = [];
    batch.update({
      gather: () => undefined,
      adagrad: (ids, gradient, rate) => ids.forEach((id, at) => steps.push([id, [rate, ...gradient.subarray(2 * at, 2 * at + 2)]])),
    }, Float32Array.from({ length: 12 }, (_, at) => at), 0.5, 0.1);
    const tagFive = steps.filter(([id]) => id === 4);
    const close = (got: number[], wanted: number[]): void => wanted.forEach((value, at) => expect(got[at]).toBeCloseTo(value, 5));
    expect(tagFive.length).toBe(3);
    close(tagFive[0][1], [0.5, 2 / 2 + 0.1 * 9, 3 / 2 + 0.1 * 10]);
    close(tagFive[2][1], [0.5, 8 / 2 + 0.1 * 9, 9 / 2 + 0.1 * 10]);
    close(steps.find(([id]) => id === 2)![1], [0.5, 6 + 0.1 * 5, 7 + 0.1 * 6]);
  });
});

describe('a ranking table', () => {
  test('is picked by rows, in their order', () => {
    const picked = rankingRows(small, [3, 0]);
    expect(picked).toEqual({
      ...small, rowCount: 2, numbers: Float32Array.of(7, 4, 1, 4), weights: Float32Array.of(1, 1), timesMs: Float64Array.of(3, 0),
      labels: { click: Uint8Array.of(0, 0), buy: Uint8Array.of(UNKNOWN, UNKNOWN) },
      fields: [
        { name: 'reader', kind: 'id', ids: Int32Array.of(-1, 7) },
        { name: 'tags', kind: 'list', pool: 'mean', offsets: Int32Array.of(0, 2, 4), ids: Int32Array.of(5, 5, 5, 9) },
        { name: 'page', kind: 'id', ids: Int32Array.of(4, 1), buckets: 2 },
      ],
    });
  });

  test('refuses what does not fit together', () => {
    checkRanking(small);
    checkRanking(randomRanking(50, 1));
    const [reader, tags, page] = small.fields;
    const wrong: [Partial<RankingTable>, string][] = [
      [{ rowCount: 0 }, 'there are none yet'],
      [{ fields: [reader, { ...reader }, page] }, "two columns are named 'reader'"],
      [{ fields: [{ ...reader, ids: Int32Array.of(1, 2) } as never] }, '2 ids for 4 rows'],
      [{ fields: [{ ...reader, ids: Int32Array.of(1, 2, 3, -2) } as never] }, 'the id -2'],
      [{ fields: [{ ...tags, offsets: Int32Array.of(0, 1, 2, 3, 4) } as never] }, 'do not fit 4 rows and 5 ids'],
      [{ fields: [{ ...tags, ids: Int32Array.of(1, 2, 3, 4, -1) } as never] }, 'the id -1'],
      [{ fields: [{ ...page, buckets: 0 }] }, '0 buckets'],
      [{ numbers: Float32Array.of(1) }, '4 rows of 2 numbers need 8 values, not 1'],
      [{ numbers: Float32Array.of(1, 2, 3, NaN, 1, 2, 3, 4) }, 'row 1: constant is NaN'],
      [{ weights: Float32Array.of(1, 1, 1, 0) }, 'row 3 has the weight 0'],
      [{ timesMs: Float64Array.of(1) }, '1 times'],
      [{ labels: {} }, 'at least one of click, dwell, complete, buy'],
      [{ labels: { click: Uint8Array.of(0, 1, 2, 0) } }, 'row 2 has the click label 2'],
      [{ labels: { buy: Uint8Array.of(0, 1) } }, '2 labels of buy for 4 rows'],
      [{ labels: { buy: Uint8Array.of(1, 1, UNKNOWN, 1) } }, 'every known label of buy is the same'],
    ];
    for (const [change, reason] of wrong) expect(() => checkRanking({ ...small, ...change })).toThrow(reason);
  });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Histories } from '../../../models/candidate-model.js';
import { emptyBatch, fillBatch, packRows, windowsOf } from '../../../models/sequence/packing.js';

function historiesOf(lists: readonly (readonly number[])[]): Histories {
  const offsets = Int32Array.from({ length: lists.length + 1 }, (_, at) => lists.slice(0, at).reduce((sum, list) => sum + list.length, 0));
  const items = Int32Array.from(lists.flat());
  return { offsets, items, weights: new Float32Array(items.length).fill(1) };
}

const pairsOf = (lists: readonly (readonly number[])[]): string[] =>
  lists.flatMap((list) => list.slice(1).map((next, at) => `${list[at]}>${next}`)).sort();

describe('packing', () => {
  test('windows keep every pair of an item and its successor once, and end where the history ends', () => {
    const windows = windowsOf(historiesOf([[1, 2, 3, 4, 5, 6, 7, 8], [9], [10, 11]]), 3);
    expect(windows.map((window) => [...window])).toEqual([[5, 6, 7, 8], [2, 3, 4, 5], [1, 2], [10, 11]]);
  });

  test('a batch of two sequences in one row, exactly', () => {
    const batch = emptyBatch(1, 4);
    fillBatch(batch, [Int32Array.of(5, 6, 7), Int32Array.of(8, 9)], [[0, 1]], 4);
    expect([...batch.items]).toEqual([5, 6, 8, 0]);
    expect([...batch.places]).toEqual([0, 1, 0, 0]);
    expect([...batch.targets]).toEqual([6, 7, 9, 0]);
    expect([...batch.weights]).toEqual([1, 1, 1, 0]);
    const allowed = [[1, 0, 0, 0], [1, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]];
    expect([...batch.mask].map((value) => (value === 0 ? 1 : 0))).toEqual(allowed.flat());
  });

  test('for any histories, every pair is in some row once and no row is too long', () => {
    const list = fc.array(fc.nat(50), { maxLength: 20 });
    fc.assert(fc.property(fc.array(list, { minLength: 1, maxLength: 60 }), fc.integer({ min: 2, max: 9 }), (lists, length) => {
      const sequences = windowsOf(historiesOf(lists), length);
      const rows = packRows(sequences, Int32Array.from(sequences, (_, at) => at), length);
      expect(rows.flat().sort((a, b) => a - b)).toEqual(sequences.map((_, at) => at));
      const batch = emptyBatch(Math.max(1, rows.length), length);
      fillBatch(batch, sequences, rows, length);
      const found: string[] = [];
      batch.weights.forEach((weight, at) => weight > 0 && found.push(`${batch.items[at]}>${batch.targets[at]}`));
      expect(found.sort()).toEqual(pairsOf(lists));
    }), { numRuns: 60 });
  });
});

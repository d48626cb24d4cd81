import { expect, test } from '@jest/globals';
import { popularity } from '../../../models/popularity/trainer.js';
import { decayedPopularity } from '../../../models/popularity/decay.js';
import { silent } from '../../../models/trainer.js';
import { plantedDataset, tableOf } from '../planted.js';

const DAY_MS = 86_400_000;
const NOW_MS = 1000 * DAY_MS;

test('weights halve with every half-life; repeats count; the future is now', () => {
  const table = tableOf(3, 3, [
    [0, 0, 1, NOW_MS], [1, 0, 2, NOW_MS - 7 * DAY_MS], [1, 0, 4, NOW_MS - 14 * DAY_MS], [2, 1, 1, NOW_MS + DAY_MS],
  ]);
  expect([...decayedPopularity(table, NOW_MS, 7)]).toEqual([3, 1, 0]);
  expect([...decayedPopularity(table, NOW_MS, 0)]).toEqual([7, 1, 0]);
});

test('decay orders a new hit above an old one', async () => {
  const rows = [...Array.from({ length: 10 }, (_, reader) => [reader, 0, 1, 0] as const), [0, 1, 1, NOW_MS] as const];
  const dataset = { ...plantedDataset(), itemKeys: Int32Array.of(5, 6), interactions: tableOf(10, 2, rows), window: { fromMs: 0, toMs: NOW_MS } };
  const batch = { offsets: Int32Array.of(0, 0), items: new Int32Array(0), weights: new Float32Array(0), k: 2 };
  const top = async (halfLifeDays: number): Promise<number[]> =>
    [...(await popularity.learn(dataset, { halfLifeDays }, 1, silent)).predict(batch)[0].items];
  expect(await top(0)).toEqual([0, 1]);
  expect((await top(14))[0]).toBe(1);
  await expect(popularity.learn(dataset, { halfLifeDays: -1 }, 1, silent)).rejects.toThrow('parameter halfLifeDays');
});

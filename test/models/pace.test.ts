import { expect, test } from '@jest/globals';
import { graphFilter } from '../../models/item-item/graph-filter.js';
import { Pace } from '../../models/pace.js';
import { plantedDataset } from './planted.js';

test('a long loop reports now and then and lets other work run', async () => {
  const fractions: number[] = [];
  const pace = new Pace((fraction) => void fractions.push(fraction));
  let turned = false;
  setTimeout(() => (turned = true), 0);
  let steps = 0;
  for (const startedMs = performance.now(); !turned && performance.now() - startedMs < 20_000; ) {
    const pause = pace.step(++steps, () => 'working');
    if (pause) await pause;
  }
  expect(turned).toBe(true);
  expect(fractions.length).toBeGreaterThan(0);
  expect(fractions.length).toBeLessThan(steps);
});

test('a report that rejects ends the fit', async () => {
  const stop = (): Promise<void> => Promise.reject(new Error('stopped'));
  await expect(graphFilter.fit(plantedDataset(), graphFilter.defaults, 1, stop)).rejects.toThrow('stopped');
});

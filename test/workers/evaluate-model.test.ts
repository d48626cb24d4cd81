import { expect, test } from '@jest/globals';
import type { Dataset } from '../../models/dataset.js';
import { EASE_ITEM_LIMIT } from '../../models/item-item/ease.js';
import { holdOut } from '../../models/splits.js';
import { silent } from '../../models/trainer.js';
import { evaluateOpponent } from '../../workers/evaluate-model.js';

/** Forty readers with ten neighbouring items each, out of `itemCount`. */
function datasetOf(itemCount: number): Dataset {
  const rows = 400;
  const readers = Int32Array.from({ length: rows }, (_, row) => Math.floor(row / 10));
  const items = Int32Array.from({ length: rows }, (_, row) => Math.floor(row / 20) + (row % 10));
  const interactions = { readerCount: 40, itemCount, readers, items, weights: new Float32Array(rows).fill(1), timesMs: new Float64Array(rows) };
  return {
    snapshotId: 'test', codeRevision: 'test', window: { fromMs: 0, toMs: 1 }, impressions: null, contents: null, interactions,
    itemKeys: Int32Array.from({ length: itemCount }, (_, item) => item + 1),
  };
}
const recipe = { model: 'ease', params: {}, seed: 1 };

test('the champion is learnt anew while the platform is of its size', async () => {
  const dataset = datasetOf(100);
  const opponent = await evaluateOpponent(recipe, dataset, holdOut(dataset.interactions, 0.1, 1), silent);
  expect(opponent.outgrown).toBeNull();
  expect(opponent.rows[0].model).toBe('ease');
});

test('a champion that the platform has outgrown does not keep its successor out: popularity stands in', async () => {
  const dataset = datasetOf(EASE_ITEM_LIMIT + 1);
  const opponent = await evaluateOpponent(recipe, dataset, holdOut(dataset.interactions, 0.1, 1), silent);
  expect(opponent.outgrown).toMatch(/^the champion cannot be learnt anew: EASE inverts a dense 16001×16001 matrix/);
  expect(opponent.rows[0].model).toBe('popularity');
});

test('any other failure of the champion is a failure', async () => {
  const dataset = datasetOf(100);
  await expect(evaluateOpponent({ ...recipe, params: { lambda: -1 } }, dataset, holdOut(dataset.interactions, 0.1, 1), silent)).rejects.toThrow('lambda must lie between');
});

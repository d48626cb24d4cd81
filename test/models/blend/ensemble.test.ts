import { describe, expect, test } from '@jest/globals';
import { EnsembleModel, inverseDeviation } from '../../../models/blend/ensemble-model.js';
import { ensemble, ensembleWeights } from '../../../models/blend/ensemble.js';
import type { CandidateModel, Histories } from '../../../models/candidate-model.js';
import { ials } from '../../../models/factors/ials.js';
import { ease } from '../../../models/item-item/ease.js';
import { rp3beta } from '../../../models/item-item/rp3beta.js';
import type { Params } from '../../../models/trainer.js';
import { ParamsError, silent } from '../../../models/trainer.js';
import { plantedDataset } from '../planted.js';

const DATASET = plantedDataset();
const ITEMS = DATASET.itemKeys.length;
const NONE = { 'spectral-filter': 0, ials: 0 };
const THREE = { ...NONE, ials: 2, rp3beta: 0.5, ease: 1, 'ials.width': 8, 'ials.epochs': 3, learnWeights: 0 };
const HISTORIES: Histories = { offsets: Int32Array.of(0, 3, 4, 4), items: Int32Array.of(1, 7, 40, 90), weights: Float32Array.of(1, 2, 1, 1) };

const learn = (params: Params, seed = 1): Promise<CandidateModel> => ensemble.learn(DATASET, params, seed, silent);

async function scoresOf(model: CandidateModel): Promise<Float32Array> {
  const scores = new Float32Array(3 * ITEMS).fill(7); // what stood there before is no part of the answer
  await model.scoreBatch(HISTORIES, scores);
  return scores;
}

/** Σ w·score/σ in float64, for one reader. */
function formula(rows: readonly { weight: number; scores: Float32Array }[]): Float64Array {
  const sum = new Float64Array(ITEMS);
  for (const { weight, scores } of rows) {
    const mean = scores.reduce((total, score) => total + score, 0) / ITEMS;
    const deviation = Math.sqrt(scores.reduce((total, score) => total + (score - mean) ** 2, 0) / ITEMS);
    if (deviation > 0) scores.forEach((score, item) => (sum[item] += (weight * score) / deviation));
  }
  return sum;
}

describe('ensemble', () => {
  test('is the weighted sum of the z-scores of a matrix, a dense matrix and factors', async () => {
    const mixed = await scoresOf(await learn(THREE));
    const sources = await Promise.all([
      ials.learn(DATASET, { ...ials.defaults, width: 8, epochs: 3 }, 1, silent),
      rp3beta.learn(DATASET, rp3beta.defaults, 1, silent),
      ease.learn(DATASET, ease.defaults, 1, silent),
    ].map(async (model) => scoresOf(await model)));
    for (let reader = 0; reader < 3; reader++) {
      const rows = sources.map((all, at) => ({ weight: [2, 0.5, 1][at], scores: all.subarray(reader * ITEMS, (reader + 1) * ITEMS) }));
      const expected = formula(rows);
      expected.forEach((value, item) => expect(Math.abs(mixed[reader * ITEMS + item] - value)).toBeLessThan(1e-4));
    }
  });

  test('a source that says the same of every item has no say', () => {
    expect(inverseDeviation(new Float32Array(50).fill(0.25))).toBe(0);
    expect(inverseDeviation(Float32Array.of(1, 3))).toBe(1);
  });

  test('predict gives the best unseen items by those scores, more readers than one batch', async () => {
    const model = await learn(THREE);
    const scores = await scoresOf(model);
    const readers = 70;
    const top = await model.predict({
      offsets: Int32Array.from({ length: readers + 1 }, (_, reader) => 3 * reader), k: 5,
      items: Int32Array.from({ length: 3 * readers }, (_, at) => HISTORIES.items[at % 3]),
      weights: Float32Array.from({ length: 3 * readers }, (_, at) => HISTORIES.weights[at % 3]),
    });
    const expected = [...Array(ITEMS).keys()].filter((item) => ![1, 7, 40].includes(item)).sort((a, b) => scores[b] - scores[a] || a - b).slice(0, 5);
    expect(top).toHaveLength(readers);
    for (const { items } of top) expect([...items]).toEqual(expected);
  });

  test.each([1, 2])('learnt weights are never worse on their slice than the best source (%i)', async (seed) => {
    const { weights, ndcg, alone } = await ensembleWeights(DATASET, THREE, seed, silent);
    expect(weights).toHaveLength(3);
    expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
    for (const value of alone) expect(ndcg).toBeGreaterThanOrEqual(value);
  });

  test('learns the same weights and scores twice, those of the held-out slice', async () => {
    const params = { ...THREE, learnWeights: 1 };
    const { weights } = await ensembleWeights(DATASET, params, 3, silent);
    const [one, two] = [await learn(params, 3), await learn(params, 3)] as EnsembleModel[];
    expect(one.sources.map(({ weight }) => weight)).toEqual([...weights].filter((weight) => weight > 0));
    expect(two.sources.map(({ name, weight }) => [name, weight])).toEqual(one.sources.map(({ name, weight }) => [name, weight]));
    expect(await scoresOf(two)).toEqual(await scoresOf(one));
  });

  test('refuses an ensemble of nothing, weights and shares out of range, unknown parameters, and to store a filter whole', async () => {
    await expect(learn(NONE)).rejects.toThrow('an ensemble needs a source: give one of graph-filter');
    await expect(learn({ ...THREE, ease: -1 })).rejects.toThrow('parameter ease');
    await expect(learn({ ...THREE, learnWeights: 1, share: 0.9 })).rejects.toThrow('parameter share');
    await expect(learn({ ...THREE, 'ease.lamda': 1 })).rejects.toThrow("has no parameter 'ease.lamda'");
    await expect(ensemble.fit(DATASET, { ...THREE, 'spectral-filter': 1, 'spectral-filter.rank': 8, 'spectral-filter.neighbours': 0 }, 1, silent)).rejects.toThrow('spectral-filter is dense: give neighbours');
    await expect(ensemble.fit(DATASET, { ...THREE, 'ials.lamda': 1 }, 1, silent)).rejects.toThrow(ParamsError);
  });
});

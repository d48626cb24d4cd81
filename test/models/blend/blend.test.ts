import { describe, expect, test } from '@jest/globals';
import { blend, blendMatrix, blendWeights } from '../../../models/blend/blend.js';
import { sumOfMatrices } from '../../../models/blend/mixing.js';
import { learnWeights, ndcgOfMix } from '../../../models/blend/weights.js';
import type { HeldOutReader } from '../../../models/blend/weights.js';
import { readerRows } from '../../../models/dataset.js';
import { ease } from '../../../models/item-item/ease.js';
import { graphFilter } from '../../../models/item-item/graph-filter.js';
import { rp3beta } from '../../../models/item-item/rp3beta.js';
import { sampleHistories, spreadOf } from '../../../models/item-item/spread.js';
import { itemModelFiles } from '../../../models/item-model.js';
import { ndcgAt } from '../../../models/metrics/ranking.js';
import { Random } from '../../../models/random.js';
import { find } from '../../../models/sparse.js';
import { silent } from '../../../models/trainer.js';
import { plantedContents, plantedDataset } from '../planted.js';

const DATASET = plantedDataset();
const PARAMS = { ...blend.defaults, neighbours: 0, halfLifeDays: 0 };

/** Source 0 knows half of the readers, source 1 the other half, source 2 nothing. */
function planted(count: number, seed: number): HeldOutReader[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, reader) => {
    const candidates = Int32Array.from({ length: 60 }, (_, item) => 10 + item);
    const relevant = new Set([10 + random.below(60), 10 + random.below(60)]);
    const zScores = new Float32Array(60 * 3);
    candidates.forEach((item, at) => {
      for (let source = 0; source < 3; source++) {
        zScores[at * 3 + source] = random.normal() + (source === reader % 2 && relevant.has(item) ? 2 : 0);
      }
    });
    return { candidates, zScores, relevant };
  });
}

describe('the weights of a blend', () => {
  test('ndcg of a mix is the metric of the sorted weighted sums', () => {
    const readers = planted(20, 1);
    const weights = Float64Array.of(0.5, 1, 0.25);
    const expected = readers.reduce((sum, { candidates, zScores, relevant }) => {
      const score = (at: number): number => Math.fround([0, 1, 2].reduce((total, source) => total + weights[source] * zScores[at * 3 + source], 0));
      const ranked = [...candidates.keys()].sort((a, b) => score(b) - score(a) || a - b).map((at) => candidates[at]);
      return sum + ndcgAt(ranked, relevant, 20);
    }, 0) / 20;
    expect(ndcgOfMix(readers, weights)).toBeCloseTo(expected, 12);
  });

  test.each([1, 2, 3])('are never worse on their slice than the best source, and better where two know different things (%i)', async (seed) => {
    const readers = planted(200, seed);
    const { weights, ndcg, alone } = await learnWeights(readers, 3, silent);
    expect(ndcg).toBe(ndcgOfMix(readers, weights));
    expect(ndcg).toBeGreaterThan(1.05 * Math.max(...alone));
    expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
    expect(weights[2]).toBeLessThan(Math.min(weights[0], weights[1]));
  });

  test('of one source is 1', async () => {
    const readers = planted(30, 4).map((reader) => ({ ...reader, zScores: reader.zScores.filter((_, at) => at % 3 === 0) }));
    expect([...(await learnWeights(readers, 1, silent)).weights]).toEqual([1]);
  });
});

describe('blend', () => {
  test('is at least as good on the slice as each source, whatever the sources', async () => {
    for (const params of [PARAMS, { ...PARAMS, itemKnn: 1, graphFilter: 0 }]) {
      const { ndcg, alone, weights } = await blendWeights(DATASET, params, 3, silent);
      expect(weights.length).toBe(3);
      for (const value of alone) expect(ndcg).toBeGreaterThanOrEqual(value);
    }
  });

  test('is the weighted sum of its sources, each divided by its spread', async () => {
    const { weights } = await blendWeights(DATASET, PARAMS, 1, silent);
    const matrix = await blendMatrix(DATASET, PARAMS, 1, silent);
    const sample = sampleHistories(readerRows(DATASET.interactions));
    const sources = [];
    for (const trainer of [rp3beta, graphFilter, ease]) {
      const model = await trainer.learn(DATASET, { ...trainer.defaults, neighbours: 0 } as never, 1, silent);
      sources.push({ matrix: model.matrix, spread: spreadOf(model, sample) });
    }
    for (const [i, j] of [[0, 6], [5, 11], [40, 3], [119, 0]]) {
      const expected = sources.reduce((sum, source, at) => {
        const cell = find(source.matrix, i, j);
        return sum + (cell < 0 ? 0 : (weights[at] * source.matrix.values[cell]) / source.spread);
      }, 0);
      const cell = find(matrix, i, j);
      expect(cell < 0 ? 0 : matrix.values[cell]).toBeCloseTo(expected, 5);
    }
  });

  test('keeps the largest cells of the sum', async () => {
    const model = await rp3beta.learn(DATASET, { ...rp3beta.defaults, neighbours: 0 }, 1, silent);
    const summed = await sumOfMatrices([{ model, spread: 2 }, { model, spread: 4 }], Float64Array.of(1, 2), 7, silent);
    const alone = await rp3beta.learn(DATASET, { ...rp3beta.defaults, neighbours: 7, normalise: 0 }, 1, silent);
    expect(summed.columns).toEqual(alone.matrix.columns); // half of one and half of the other: the matrix itself
    summed.columns.forEach((_, at) => expect(model.matrix.values).toContain(summed.values[at]));
  });

  test('the same data and seed give the same bytes, with content features among the sources', async () => {
    const dataset = { ...DATASET, contents: plantedContents() };
    const params = { ...blend.defaults, cease: 1, graphFilter: 0, neighbours: 10 };
    const [one, two] = [itemModelFiles(await blend.learn(dataset, params, 2, silent)), itemModelFiles(await blend.learn(dataset, params, 2, silent))];
    for (const [name, bytes] of one) expect(Buffer.compare(bytes, two.get(name) as Uint8Array)).toBe(0);
  });

  test('refuses a blend of nothing, a share out of range and a dense source kept whole', async () => {
    const none = { ...PARAMS, rp3beta: 0, graphFilter: 0, ease: 0 };
    await expect(blend.learn(DATASET, none, 1, silent)).rejects.toThrow('a blend needs a source: set one of itemKnn');
    await expect(blend.learn(DATASET, { ...PARAMS, share: 0.9 }, 1, silent)).rejects.toThrow('parameter share');
    await expect(blend.learn(DATASET, { ...PARAMS, spectralFilter: 1 }, 1, silent)).rejects.toThrow('give neighbours');
  });
});

import { describe, expect, test } from '@jest/globals';
import type { CandidateModel } from '../../../models/candidate-model.js';
import { evaluateModel } from '../../../models/evaluation/evaluate.js';
import { promotionGate } from '../../../models/evaluation/gate.js';
import { labelledObjective, measureLabelled } from '../../../models/evaluation/labelled.js';
import { CLICKS } from '../../../models/evaluation/measure-clicks.js';
import { TEXTS } from '../../../models/evaluation/measure-texts.js';
import { rankAll } from '../../../models/evaluation/rank.js';
import type { RankingResult } from '../../../models/evaluation/rank.js';
import { ItemModel } from '../../../models/item-model.js';
import { candidateTrainer, MODEL_NAMES } from '../../../models/registry.js';
import type { Split } from '../../../models/splits.js';
import { silent } from '../../../models/trainer.js';
import { plantedContents, plantedDataset, plantedSplit, SMALL, tableOf } from '../planted.js';

const PLANTED = plantedSplit(SMALL, 9);
const DATASET = { ...plantedDataset(SMALL, 9), contents: plantedContents() };

describe('on a planted signal', () => {
  test.each([
    ['graph-filter', {}],
    ['ease', { lambda: 20 }],
    ['item-knn', {}],
    ['rp3beta', {}],
    ['spectral-filter', { rank: 12, neighbours: 0 }],
    ['blend', {}],
    ['cease', { lambda: 20, text: 5, attributes: 5 }],
  ])('%s beats popularity, whose row stands beside', async (name, params) => {
    const { rows } = await evaluateModel({ trainer: candidateTrainer(name), params, split: PLANTED, dataset: DATASET, k: 20, seed: 1 });
    expect(rows.map((row) => row.model)).toEqual([name, 'popularity']);
    const [model, base] = rows;
    expect(model.recall.low).toBeGreaterThan(2 * base.recall.high);
    expect(model.ndcg.low).toBeGreaterThan(2 * base.ndcg.high);
    expect(model.readers).toBe(SMALL.readers);
    expect(model.f1.value).toBeCloseTo((2 * model.precision.value * model.recall.value) / (model.precision.value + model.recall.value), 12);
    expect(model.peakRssBytes).toBeGreaterThan(1e7);
    expect(model.cpuSeconds).toBeGreaterThan(0);
  });

  test('popularity alone is one row; an unknown model, parameter or a ranker of ads is refused by name', async () => {
    const request = { trainer: candidateTrainer('popularity'), params: {}, split: PLANTED, k: 5, seed: 1 };
    expect((await evaluateModel(request)).rows.length).toBe(1);
    await expect(evaluateModel({ ...request, params: { alpha: 1 } })).rejects.toThrow("model popularity has no parameter 'alpha'; it has halfLifeDays");
    await expect(evaluateModel({ ...request, params: { halfLifeDays: NaN } })).rejects.toThrow('not a number');
    expect(() => candidateTrainer('svd')).toThrow(`there is no model 'svd'; there are ${MODEL_NAMES.join(', ')}`);
    expect(() => candidateTrainer('m0')).toThrow('m0 orders ads');
    const nothing: Split = { train: PLANTED.train, test: tableOf(SMALL.readers, SMALL.items, []) };
    await expect(evaluateModel({ ...request, split: nothing })).rejects.toThrow('no interactions');
  });
});

test('a model that fails while it is measured is closed all the same', async () => {
  let closed = 0;
  const failing = (): never => {
    throw new Error('no memory');
  };
  const close = (): void => void closed++;
  const model = { itemKeys: new Int32Array(SMALL.items), predict: failing, scoreBatch: failing, close };
  const trainer = { ...candidateTrainer('popularity'), name: 'failing', learn: () => Promise.resolve(model) };
  await expect(evaluateModel({ trainer, params: {}, split: PLANTED, k: 5, seed: 1 })).rejects.toThrow('no memory');
  const pairs = { readers: Int32Array.of(0, 0), items: Int32Array.of(0, 1), labels: Uint8Array.of(0, 1) };
  const clicks = { name: 'failing', defaults: {}, learn: () => Promise.resolve({ probabilities: failing, close }) };
  await expect(measureLabelled(CLICKS, clicks, {}, { readerCount: 1, itemCount: 2, train: pairs, validation: pairs, contents: null }, pairs, 1)).rejects.toThrow('no memory');
  const texts = { texts: ['a', 'b'], seconds: null, labels: Int32Array.of(0, 1) };
  const task = { labels: ['0', '1'], train: texts, validation: texts, unlabelled: { texts: [], seconds: null } };
  const words = { name: 'failing', defaults: {}, learn: () => Promise.resolve({ classify: failing, close }) };
  await expect(measureLabelled(TEXTS, words, {}, task, texts, 1)).rejects.toThrow('no memory');
  await expect(labelledObjective(TEXTS, words, {}, task, 1)).rejects.toThrow('no memory');
  expect(closed).toBe(4);
});

test('ranking masks train items, breaks ties by index and averages over readers with test items only', async () => {
  const split: Split = {
    train: tableOf(3, 4, [[0, 0], [1, 1], [2, 2]]),
    test: tableOf(3, 4, [[0, 1], [0, 3], [0, 0], [1, 1], [2, 0]]), // 0 again, and 1 again: read before, never shown
  };
  const empty = { rowCount: 4, columnCount: 4, offsets: new Int32Array(5), columns: new Int32Array(0), values: new Float32Array(0) };
  const model = new ItemModel({ itemKeys: Int32Array.of(0, 1, 2, 3), popularity: Float32Array.of(1, 1, 1, 1), matrix: empty });
  const { perReader, coverage } = await rankAll(model, split, 2, silent);
  expect([...perReader.readers]).toEqual([0, 2]);
  expect([...perReader.recall]).toEqual([0.5, 1]); // reader 0 sees 1, 2; reader 2 sees 0, 1
  expect([...perReader.precision]).toEqual([0.5, 0.5]);
  expect([...perReader.averagePrecision]).toEqual([0.5, 1]);
  expect(coverage).toBe(3 / 4);
  const again = { train: split.train, test: tableOf(3, 4, [[1, 1]]) };
  await expect(rankAll(model, again, 2, silent)).rejects.toThrow('no reader has a test item');
});

test('histories of the split are what readers are known by and not shown; only its candidates are on lists', async () => {
  const split: Split = {
    train: tableOf(2, 5, [[0, 0], [1, 1]]),
    histories: tableOf(2, 5, [[0, 0, 1, 1], [0, 4, 1, 2], [1, 1]]),
    test: tableOf(2, 5, [[0, 2], [0, 4], [1, 3]]),
    candidates: Uint8Array.of(0, 1, 1, 0, 1),
  };
  const seen: number[][] = [];
  const model: CandidateModel = {
    itemKeys: Int32Array.of(0, 1, 2, 3, 4),
    scoreBatch({ offsets, items }, scores) {
      for (let row = 0; row + 1 < offsets.length; row++) {
        seen.push([...items.subarray(offsets[row], offsets[row + 1])]);
        scores.set([5, 4, 3, 9, 8], 5 * row);
      }
    },
    predict: () => [],
    close: () => undefined,
  };
  const { perReader, pairs, coverage } = await rankAll(model, split, 2, silent);
  expect(seen).toEqual([[0, 4], [1]]);
  // Reader 0 sees 1, 2 (4 is in his history, and no test item then); reader 1 sees 4, 2, for 3 is no candidate.
  expect([[...perReader.readers], [...perReader.recall], [...perReader.hit], [...perReader.activity]]).toEqual([[0, 1], [1, 0], [1, 0], [2, 1]]);
  expect([[...pairs.at], [...pairs.items], [...pairs.ranks]]).toEqual([[0, 1], [2, 3], [1, -1]]);
  expect(coverage).toBe(1); // of the three candidates
});

describe('the promotion gate', () => {
  const result = (ndcg: number[], coverage: number): RankingResult => {
    const column = Float64Array.from(ndcg);
    const perReader = {
      readers: Int32Array.from(ndcg, (_, at) => at), recall: column, ndcg: column, precision: column, averagePrecision: column, novelty: column, hit: column, activity: Int32Array.from(ndcg, (_, at) => 1 + (at % 4)),
    };
    const pairs = { at: new Int32Array(0), items: new Int32Array(0), ranks: new Int32Array(0) };
    return { perReader, pairs, coverage, gini: 0, intraListDistance: 0 };
  };
  const champion = Array.from({ length: 200 }, (_, at) => (at % 5) / 5);

  test.each<[string, number, number, boolean, RegExp]>([
    ['better', 0.02, 0.5, true, /changes by 0\.0200.*coverage 0\.5000 against 0\.5000/],
    ['equal', 0, 0.5, true, /changes by 0\.0000/],
    ['a little worse, within delta', -0.004, 0.5, true, /changes by -0\.0040/],
    ['worse', -0.02, 0.5, false, /lower bound must be above −0\.005/],
    ['better but for few contents', 0.02, 0.3, false, /but coverage 0\.3000 against 0\.5000; at least 0\.4000/],
  ])('%s', (_, shift, coverage, promote, reason) => {
    const verdict = promotionGate(result(champion.map((value) => value + shift), coverage), result(champion, 0.5));
    expect(verdict.promote).toBe(promote);
    expect(verdict.reason).toMatch(reason);
  });

  test('a noisy loss is refused although its mean is small', () => {
    const noisy = champion.map((value, at) => value + (at % 2 ? 0.3 : -0.302));
    expect(promotionGate(result(noisy, 0.5), result(champion, 0.5)).promote).toBe(false);
  });

  test('readers who lose are not made up for by others', () => {
    // Readers with one item in their history are each fourth one.
    const shifted = champion.map((value, at) => value + (at % 4 === 0 ? -0.02 : 0.05) + 0.001 * (at % 3));
    expect(promotionGate(result(shifted, 0.5), result(champion, 0.5))).toMatchObject({ promote: false, reason: expect.stringMatching(/changes by 0\.0\d+ .*but 50 readers with 1–1 items in their history lose 0\.01/) });
    const few = { delta: 0.005, coverageShare: 0.8, sliceReaders: 51, seed: 1 };
    expect(promotionGate(result(shifted, 0.5), result(champion, 0.5), few).promote).toBe(true);
  });

  test('the first model must find something; other readers cannot be compared', () => {
    expect(promotionGate(result([0, 0.2], 0.1), null)).toEqual({ promote: true, reason: 'first model of its kind, ndcg 0.1000', difference: null });
    expect(promotionGate(result([0, 0], 0.1), null).promote).toBe(false);
    expect(() => promotionGate(result([1], 1), result([1, 1], 1))).toThrow('different readers');
  });
});

import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { runEvaluation } from '../../../models/evaluation/run.js';
import type { RunRequest, RunResult, Tuning } from '../../../models/evaluation/run.js';
import { slicesOf } from '../../../models/evaluation/slices.js';
import { modelsOf, subjectOf } from '../../../models/evaluation/subjects.js';
import type { ClicksTask, RankingTask, Task, TextsTask } from '../../../models/evaluation/tasks.js';
import { runTrial } from '../../../models/evaluation/trial.js';
import type { RankingResult } from '../../../models/evaluation/rank.js';
import { Random } from '../../../models/random.js';
import { holdOut, rollingOrigins, splitBetween } from '../../../models/splits.js';
import { silent } from '../../../models/trainer.js';
import { plantedSplit, SMALL, tableOf } from '../planted.js';

jest.setTimeout(60_000);

const planted = plantedSplit(SMALL, 9);
const RANKING: RankingTask = { kind: 'ranking', test: planted, tuning: holdOut(planted.train, 0.1, 1), contents: null, k: 10, folds: null };

/** Rows at the minutes 0, 1, 2 …, readers of a group reading mostly within it. */
function timedTask(): RankingTask {
  const random = new Random(3);
  const rows = Array.from({ length: 1500 }, (_, minute): [number, number, number, number] => {
    const reader = random.below(60);
    return [reader, (reader % 4) + 4 * random.below(10), 1, 60_000 * minute];
  });
  const table = tableOf(60, 40, rows);
  const testFromMs = 60_000 * 1300;
  return { kind: 'ranking', test: splitBetween(table, testFromMs, Infinity), tuning: splitBetween(table, 60_000 * 1100, testFromMs), contents: null, k: 5, folds: (count) => rollingOrigins(table, count, testFromMs) };
}

/** Readers like items of their own parity. */
function clicksTask(): ClicksTask {
  const random = new Random(8);
  const part = (rows: number) => {
    const readers = Int32Array.from({ length: rows }, () => random.below(30));
    const items = Int32Array.from({ length: rows }, () => random.below(24));
    return { readers, items, labels: Uint8Array.from(readers, (reader, row) => ((reader + items[row]) % 2 === (random.unit() < 0.9 ? 0 : 1) ? 1 : 0)) };
  };
  return { kind: 'clicks', task: { readerCount: 30, itemCount: 24, train: part(400), validation: part(150), contents: null }, test: part(200) };
}

function textsTask(): TextsTask {
  const words = [['good', 'fine', 'well'], ['bad', 'poor', 'ill']];
  const part = (rows: number, shift: number) => ({
    texts: Array.from({ length: rows }, (_, row) => `it is ${words[row % 2][(row + shift) % 3]} and ${words[row % 2][row % 3]}`),
    seconds: null,
    labels: Int32Array.from({ length: rows }, (_, row) => row % 2),
  });
  return { kind: 'texts', task: { labels: ['0', '1'], train: part(60, 0), validation: part(20, 1), unlabelled: { texts: [], seconds: null } }, test: part(30, 2) };
}

const BASE: RunRequest = { models: ['graph-filter'], params: {}, seed: 1, seeds: 1, folds: 0, heldOut: false, tuning: null, report: silent };

const tuningOf = (task: Task, trials: number, folds = 0): Tuning => ({
  trials, method: 'tpe', run: (model, jobs) => Promise.all(jobs.map((job) => runTrial(task, model, job, { seed: 1, folds }))),
});

describe('on a planted signal, tuned', () => {
  let result: RunResult;

  beforeAll(async () => {
    result = await runEvaluation(RANKING, { ...BASE, baselines: ['popularity', 'ease'], tuning: tuningOf(RANKING, 4) });
  }, 60_000);

  test('a row for the model and each baseline, with intervals, slices, cost, and how it was chosen', () => {
    expect(result.rows.map(({ model, role, honesty }) => [model, role, honesty])).toEqual([
      ['graph-filter', 'model', 'honest'], ['popularity', 'baseline', 'honest'], ['ease', 'baseline', 'honest'],
    ]);
    for (const row of result.rows) {
      expect(Object.keys(row.figures)).toEqual(['ndcg@10', 'recall@10', 'hr@10', 'precision', 'f1', 'map@10', 'novelty']);
      for (const { value, low, high } of Object.values(row.figures)) expect(low <= value && value <= high).toBe(true);
      expect(row.figures['hr@10'].value).toBeGreaterThanOrEqual(row.figures['recall@10'].value);
      expect(row.slices.length).toBeGreaterThan(3);
      expect(row.cost.cpuSeconds).toBeGreaterThan(0);
    }
    expect(result.rows.map(({ trials }) => trials.length)).toEqual([4, 0, 4]); // popularity has nothing to tune
  });

  test('the chosen parameters are those of the best trial; the whole matrix is measured', () => {
    const [{ trials, params }] = result.rows;
    const best = trials.reduce((one, other) => (other.value! > one.value! ? other : one));
    expect(params).toMatchObject({ ...best.params, neighbours: 0 });
  });

  test('the difference is to the better baseline, whose own is none', () => {
    const [model, popularity, ease] = result.rows;
    expect([model.difference!.to, popularity.difference!.to, ease.difference]).toEqual(['ease', 'ease', null]);
    expect(popularity.difference!.high).toBeLessThan(0);
    expect(model.difference!.value).toBeCloseTo(model.figures['ndcg@10'].value - ease.figures['ndcg@10'].value, 12);
  });
});

/** The task with a test that cannot be looked at. */
function sealed<T extends RankingTask | ClicksTask | TextsTask>(task: T): T {
  return Object.defineProperty({ ...task }, 'test', { get: () => { throw new Error('the test was looked at'); } });
}

test.each<[string, () => RankingTask, string, number]>([
  ['a published split', () => RANKING, 'item-knn', 0],
  ['rows with times', timedTask, 'item-knn', 0],
  ['rolling origins', timedTask, 'item-knn', 3],
])('a trial on %s never looks at the test', async (_, task, model, folds) => {
  const open = await runTrial(task(), model, { params: { shrink: 5 }, share: 1 }, { seed: 1, folds });
  expect(open.error).toBeNull();
  expect((await runTrial(sealed(task()), model, { params: { shrink: 5 }, share: 1 }, { seed: 1, folds })).value).toBe(open.value);
});

test('nor do trials on clicks and texts', async () => {
  const [clicks, texts] = [clicksTask(), textsTask()];
  for (const [task, model] of [[clicks, 'rp3beta'], [texts, 'text-linear']] as const) {
    const space = subjectOf(task, model).defaults;
    // The subject itself holds the test, the task that is handed to the learner does not.
    expect('test' in task.task).toBe(false);
    expect((await runTrial(task, model, { params: space, share: 1 }, { seed: 1, folds: 0 })).error).toBeNull();
  }
});

test('a share of the readers costs less and says about the same; a refusal is an outcome', async () => {
  const whole = await runTrial(RANKING, 'graph-filter', { params: {}, share: 1 }, { seed: 1, folds: 0 });
  const third = await runTrial(RANKING, 'graph-filter', { params: {}, share: 1 / 3 }, { seed: 1, folds: 0 });
  expect(third.value).not.toBe(whole.value);
  expect(Math.abs(third.value! - whole.value!)).toBeLessThan(0.1);
  const refused = await runTrial(RANKING, 'graph-filter', { params: { alpha: 9 }, share: 1 }, { seed: 1, folds: 0 });
  expect([refused.value, refused.error]).toEqual([null, 'parameter alpha must lie between 0 and 1, not 9']);
});

describe('how a figure came about is said', () => {
  test('given or default parameters are of the leaderboard, held-out rows are not the test', async () => {
    const plain = await runEvaluation(RANKING, { ...BASE, baselines: [] });
    const held = await runEvaluation(RANKING, { ...BASE, baselines: [], heldOut: true });
    expect([plain.rows[0].honesty, held.rows[0].honesty]).toEqual(['leaderboard', 'held-out']);
    expect(held.rows[0].figures).not.toEqual(plain.rows[0].figures);
    expect([plain.rows.length, plain.rows[0].difference]).toEqual([1, null]);
  });

  test('where the second seed gives the same, one is enough', async () => {
    const { rows: [row] } = await runEvaluation(RANKING, { ...BASE, baselines: [], seeds: 3 });
    expect([row.seeds, row.deviation]).toEqual([1, 0]);
  });

  test('a rolling origin is learnt and measured fold by fold, where rows have times', async () => {
    const { rows: [row] } = await runEvaluation(timedTask(), { ...BASE, models: ['item-knn'], baselines: [], folds: 3 });
    expect(row.folds!.values.length).toBe(3);
    expect(row.folds!.mean).toBeCloseTo(row.folds!.values.reduce((sum, value) => sum + value, 0) / 3, 12);
    await expect(runEvaluation(RANKING, { ...BASE, baselines: [], folds: 3 })).rejects.toThrow('this protocol has no folds');
  });

  test('a model that the data is too large for is named with its reason; one that nobody knows is refused', async () => {
    const many = 16_001;
    const wide: RankingTask = { ...RANKING, test: { train: tableOf(2, many, [[0, 0], [1, 1], [0, 2]]), test: tableOf(2, many, [[1, 2]]) } };
    const { rows, refused } = await runEvaluation(wide, { ...BASE, models: ['popularity'], baselines: ['ease'] });
    expect([rows.length, refused.length, refused[0].model]).toEqual([1, 1, 'ease']);
    expect(refused[0].reason).toMatch(/at most 16000 items/);
    await expect(runEvaluation(RANKING, { ...BASE, models: ['m0'] })).rejects.toThrow('the model m0 cannot be measured on ranking; there are popularity, item-knn');
    await expect(runEvaluation(RANKING, { ...BASE, models: ['svd'] })).rejects.toThrow("there is no model 'svd'");
  });
});

test('clicks: a ranking model becomes one of clicks, its threshold chosen on validation', async () => {
  const task = clicksTask();
  const { rows } = await runEvaluation(task, { ...BASE, models: ['rp3beta'], baselines: ['popularity'] });
  const [model, base] = rows;
  expect(model.figures.auc.low).toBeGreaterThan(base.figures.auc.high);
  expect(model.figures.normalisedEntropy.value).toBeLessThan(1);
  expect(model.figures.f1.value).toBeGreaterThan(0.6);
  expect(model.plain.calibrationError).toBeLessThan(0.15);
  expect(model.difference!.low).toBeGreaterThan(0);
  expect(modelsOf(task)).toContain('rp3beta');
});

test('texts: accuracy, macro F1 and log-loss beside the majority', async () => {
  const { rows } = await runEvaluation(textsTask(), { ...BASE, models: ['text-linear'], baselines: ['text-majority'] });
  expect(Object.keys(rows[0].figures)).toEqual(['accuracy', 'macroF1', 'logLoss']);
  expect([rows[0].figures.accuracy.value, rows[0].figures.macroF1.value, rows[1].figures.accuracy.value]).toEqual([1, 1, 0.5]);
  expect(rows[1].figures.macroF1.value).toBeCloseTo(1 / 3, 12);
});

test('slices part the test pairs: by history, by readers of the item, by age, cold ones apart', () => {
  const DAY = 86_400_000;
  const split = {
    train: tableOf(3, 5, [[0, 0, 1, 0], [0, 1, 1, 9 * DAY], [1, 0, 1, 10 * DAY], [2, 0, 1, 1], [2, 1, 1, 2], [2, 2, 1, 3 * DAY]]),
    test: tableOf(3, 5, [[0, 2], [0, 4], [1, 1], [2, 4]]),
  };
  const column = new Float64Array(3);
  const result: RankingResult = {
    perReader: { readers: Int32Array.of(0, 1, 2), recall: column, ndcg: column, precision: column, averagePrecision: column, novelty: column, hit: column, activity: Int32Array.of(2, 1, 3) },
    pairs: { at: Int32Array.of(0, 0, 1, 2), items: Int32Array.of(2, 4, 1, 4), ranks: Int32Array.of(0, -1, 3, -1) },
    coverage: 0, gini: 0, intraListDistance: 0,
  };
  const slices = slicesOf(result, split, null, 1).map(({ by, low, high, readers, recall }) => [by, low, high, readers, recall.value]);
  expect(slices).toEqual([
    ['activity', 1, 1, 1, 1], ['activity', 2, 2, 1, 0.5], ['activity', 3, 3, 1, 0],
    ['popularity', 0, 0, 2, 0], ['popularity', 1, 1, 1, 1], ['popularity', 2, 2, 1, 1],
    ['age', 7, 7, 1, 1], ['age', 10 - 2 / DAY, 10 - 2 / DAY, 1, 1],
  ]);
});

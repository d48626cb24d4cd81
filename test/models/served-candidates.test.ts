import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { sealArtefact } from '../../models/artefact.js';
import { openScorer } from '../../models/candidate-scoring.js';
import type { CandidateTrainer } from '../../models/candidate-model.js';
import type { Dataset } from '../../models/dataset.js';
import { IalsModel } from '../../models/factors/ials-model.js';
import { requireServable } from '../../models/history-model.js';
import { Random } from '../../models/random.js';
import { candidateTrainer } from '../../models/registry.js';
import type { HistoryPage } from '../../models/scoring.js';
import { openCandidates } from '../../models/serving.js';
import type { History, ServedCandidates } from '../../models/serving.js';
import { silent, SizeError } from '../../models/trainer.js';
import { KEYS, plantedDataset, SMALL } from './planted.js';

const SASREC = { width: 8, inner: 16, blocks: 2, heads: 2, length: 12, rows: 8, epochs: 3, validationReaders: 0, rate: 0.01 };
const named = (source: string, params: Record<string, number>) => Object.fromEntries(Object.entries(params).map(([name, value]) => [`${source}.${name}`, value]));
const IALS = { width: 10, epochs: 3 };
const PARAMS: Record<string, Record<string, number>> = {
  ials: IALS,
  sasrec: SASREC,
  ensemble: { 'spectral-filter': 0, ease: 1, ials: 1, ...named('ials', IALS) },
  'ensemble of all forms': { 'spectral-filter': 0, rp3beta: 1, sasrec: 0.5, ials: 1, ...named('ials', IALS), ...named('sasrec', { ...SASREC, epochs: 1 }), learnWeights: 0 },
};
const modelOf = (name: string): string => name.split(' ')[0];

/** Readers one after another in time, so that histories have an order. */
function timed(): Dataset {
  const dataset = plantedDataset();
  const timesMs = Float64Array.from(dataset.interactions.items, (_, row) => ((row * 7919) % 10_007) * 1000);
  return { ...dataset, interactions: { ...dataset.interactions, timesMs } };
}

/** Histories of every length from none on, an unknown content here and there, one longer than any window. */
function pageOf(readers: number): HistoryPage {
  const random = new Random(4);
  const [contentNos, weights, offsets]: number[][] = [[], [], [0]];
  for (let reader = 0; reader < readers; reader++) {
    const items = new Set(Array.from({ length: reader === readers - 1 ? 60 : reader % 9 }, () => (random.unit() < 0.05 ? 5 : 1000 + 7 * random.below(SMALL.items))));
    for (const contentNo of items) {
      contentNos.push(contentNo);
      weights.push(0.1 + random.unit());
    }
    offsets.push(contentNos.length);
  }
  return { offsets: Int32Array.from(offsets), contentNos: Int32Array.from(contentNos), weights: Float32Array.from(weights) };
}

const historyIn = ({ offsets, contentNos, weights }: HistoryPage, reader: number): History =>
  ({ contentNos: contentNos.subarray(offsets[reader], offsets[reader + 1]), weights: weights.subarray(offsets[reader], offsets[reader + 1]) });

const scoreOf = (model: ServedCandidates, history: History, contentNo: number): number => {
  const { contentNos, scores } = model.scoreHistory(history);
  const at = contentNos.indexOf(contentNo);
  return at < 0 ? 0 : scores[at];
};
const without = ({ contentNos, weights }: History, left: number): History =>
  ({ contentNos: Array.from(contentNos).filter((_, at) => at !== left), weights: Array.from(weights).filter((_, at) => at !== left) });

describe.each(Object.keys(PARAMS))('%s', (name) => {
  const trainer: CandidateTrainer = candidateTrainer(modelOf(name));
  let sealed: Map<string, Uint8Array>;
  let served: ServedCandidates;
  beforeAll(async () => {
    sealed = sealArtefact(await trainer.fit(timed(), PARAMS[name], 1, silent), KEYS.privateKey);
    served = openCandidates(sealed, KEYS.publicKey);
  });

  test('same seed, same bytes; another seed, others', async () => {
    expect(sealArtefact(await trainer.fit(timed(), PARAMS[name], 1, silent), KEYS.privateKey)).toEqual(sealed);
    expect(sealArtefact(await trainer.fit(timed(), PARAMS[name], 2, silent), KEYS.privateKey)).not.toEqual(sealed);
  });

  test('a page through onnxruntime is what the api answers without it, content by content', async () => {
    const page = pageOf(150);
    const scorer = await openScorer(sealed, KEYS.publicKey);
    const lists = await scorer.score(page, 20);
    await scorer.close();
    expect(lists).toHaveLength(150);
    let filled = 0;
    lists.forEach((list, reader) => {
      const history = historyIn(page, reader);
      const own = served.topK(served.scoreHistory(history), 20, new Set(Array.from(history.contentNos)));
      expect(list.contentNos).toHaveLength(own.contentNos.length);
      expect(Array.from(list.contentNos).some((contentNo) => Array.from(history.contentNos).includes(contentNo))).toBe(false);
      const scale = Math.max(...own.scores.map(Math.abs));
      list.scores.forEach((score, at) => expect(Math.abs(score - own.scores[at])).toBeLessThanOrEqual(1e-4 * scale));
      list.contentNos.forEach((contentNo, at) => expect(Math.abs(scoreOf(served, history, contentNo) - list.scores[at])).toBeLessThanOrEqual(1e-4 * scale));
      filled += Math.min(1, list.contentNos.length);
    });
    expect(filled).toBeGreaterThan(120);
    expect(lists[0].contentNos).toHaveLength(0); // nobody is recommended anything for a history of nothing
  });

  test('reasons are what the model says they are', () => {
    const history: History = { contentNos: [1007, 5, 1700, 1049, 1301], weights: [1, 1, 0.5, 2, 1] };
    const top = served.topK(served.scoreHistory(history), 5, new Set(Array.from(history.contentNos))).contentNos;
    const reasons = served.reasons(history, [...top, 5], 100);
    expect(reasons.get(5)).toEqual([]);
    let found = 0;
    for (const contentNo of top) {
      const parts = reasons.get(contentNo)!;
      found += parts.length;
      expect(parts.map(({ contribution }) => contribution)).toEqual(parts.map(({ contribution }) => contribution).sort((a, b) => b - a));
      const score = scoreOf(served, history, contentNo);
      const loss = (part: number) => score - scoreOf(served, without(history, Array.from(history.contentNos).indexOf(part)), contentNo);
      if (name === 'sasrec') for (const part of parts) expect(part.contribution).toBeCloseTo(loss(part.contentNo), 4);
      // All parts, those below zero too, add up to the score; here only the positive ones are given.
      if (name === 'ials' || name === 'ensemble') expect(parts.reduce((sum, { contribution }) => sum + contribution, 0)).toBeGreaterThanOrEqual(score - 1e-4 * Math.abs(score));
      expect(served.reasons(history, [contentNo], 1).get(contentNo)).toEqual(parts.slice(0, 1));
    }
    expect(found).toBeGreaterThan(0);
  });

  test('a history is newest first, and one call does not disturb the next', async () => {
    const [one, turned]: History[] = [{ contentNos: [1007, 1700, 1049], weights: [1, 1, 1] }, { contentNos: [1049, 1700, 1007], weights: [1, 1, 1] }];
    const before = served.scoreHistory(one).scores.slice();
    const other = served.scoreHistory(turned).scores.slice();
    expect(served.scoreHistory(one).scores).toEqual(before);
    const far = before.some((score, at) => Math.abs(score - other[at]) > 1e-3);
    expect(far).toBe(name.includes('sasrec') || name.includes('all'));
    if (name !== 'sasrec') return;
    // What the runtime says of the same items, oldest first.
    const model = trainer.load({ card: served.card, files: new Map([...sealed].filter(([file]) => !file.startsWith('card'))) });
    const scores = new Float32Array(served.itemKeys.length);
    const items = Int32Array.from([1049, 1700, 1007], (contentNo) => served.indexOf(contentNo));
    await model.scoreBatch({ offsets: Int32Array.of(0, 3), items, weights: new Float32Array(3) }, scores);
    scores.forEach((score, at) => expect(score).toBeCloseTo(before[at], 4));
    model.close();
  });

  test('popularity is decayed and complete', () => {
    expect(new Set(served.popularContentNos)).toEqual(new Set(served.itemKeys));
    expect(served.popularityOf(served.popularContentNos[0])).toBeGreaterThan(served.popularityOf(served.popularContentNos.at(-1)!));
  });
});

test('the parts of iALS add up to the score, those below zero included', () => {
  const random = new Random(9);
  const factors = Float32Array.from({ length: 40 * 8 }, () => random.normal());
  const model = new IalsModel({ itemKeys: Int32Array.from({ length: 40 }, (_, item) => item), factors }, { width: 8, alpha0: 0.1, lambda: 0.1, nu: 1, epochs: 1, solverSteps: 0 }, null);
  const [items, weights] = [Int32Array.of(3, 17, 29, 8), Float32Array.of(1, 0.3, 2, 1.5)];
  const targets = [0, 17, 33];
  const scores = model.scoreHistory(items, weights).slice();
  model.contributions(items, weights, targets).forEach((parts, at) => {
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(scores[targets[at]], 4);
  });
});

test('a model that would hold up the api is refused before it is learnt, and again when it is opened', async () => {
  expect(() => requireServable('ials', 20e6)).not.toThrow();
  await expect(candidateTrainer('ials').fit(timed(), { width: 512 }, 1, silent)).rejects.toThrow(SizeError);
  await expect(candidateTrainer('sasrec').fit(timed(), { ...SASREC, width: 512, inner: 2048, length: 50 }, 1, silent)).rejects.toThrow(/ million multiply-adds for one feed/);
  const sealed = sealArtefact(await candidateTrainer('ials').fit(timed(), IALS, 1, silent), KEYS.privateKey);
  const work = jest.spyOn(IalsModel.prototype, 'work', 'get').mockReturnValue(21e6);
  expect(() => openCandidates(sealed, KEYS.publicKey)).toThrow(expect.objectContaining({ name: 'ArtefactError', code: 'MODEL' }));
  work.mockRestore();
});

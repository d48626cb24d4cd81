import { DatasetError } from '../dataset.js';
import type { Dataset } from '../dataset.js';
import type { CandidateTrainer } from '../candidate-model.js';
import { bootstrap } from '../metrics/interval.js';
import type { Interval } from '../metrics/interval.js';
import { f1Of } from '../metrics/ranking.js';
import { popularity } from '../popularity/trainer.js';
import type { Split } from '../splits.js';
import { silent } from '../trainer.js';
import type { Params, Report } from '../trainer.js';
import { rankAll } from './rank.js';
import type { RankingResult } from './rank.js';

export interface EvaluationRequest {
  readonly trainer: CandidateTrainer;
  readonly params: Params;
  readonly split: Split;
  /** Length of the lists. */
  readonly k: number;
  readonly seed: number;
  readonly report?: Report;
  /** The train part as a dataset, where it has keys and a window; otherwise made from `split.train`. */
  readonly dataset?: Dataset;
}

/** One line of the table. */
export interface EvaluationRow {
  readonly model: string;
  readonly params: Params;
  readonly readers: number;
  readonly items: number;
  readonly recall: Interval;
  readonly ndcg: Interval;
  readonly precision: Interval;
  /** Harmonic mean of mean precision and mean recall. */
  readonly f1: Interval;
  readonly averagePrecision: Interval;
  readonly novelty: Interval;
  /** Share of readers with a hit, HR@k. */
  readonly hit: Interval;
  readonly coverage: number;
  readonly gini: number;
  readonly intraListDistance: number;
  readonly fitSeconds: number;
  readonly rankSeconds: number;
  /** User and system time of fit and ranking, all threads. */
  readonly cpuSeconds: number;
  /** Of the process so far, so a row includes those before it. */
  readonly peakRssBytes: number;
}

export interface Evaluation {
  /** The model, then popularity (once, where the model is popularity itself). */
  readonly rows: readonly EvaluationRow[];
  readonly result: RankingResult;
  readonly baseline: RankingResult;
}

/** A dataset around a bare table: item keys are the indices. */
export function datasetOf(split: Split, snapshotId: string): Dataset {
  const { train } = split;
  return {
    snapshotId,
    codeRevision: '',
    window: { fromMs: 0, toMs: train.timesMs.reduce((latest, timeMs) => Math.max(latest, timeMs), 0) },
    itemKeys: Int32Array.from({ length: train.itemCount }, (_, item) => item),
    interactions: train,
    impressions: null,
    contents: null,
  };
}

/** Fits and ranks one model. */
export async function measureCandidates(request: EvaluationRequest): Promise<{ row: EvaluationRow; result: RankingResult }> {
  const { trainer, split, k, seed } = request;
  const report = request.report ?? silent;
  const params = { ...trainer.defaults, ...request.params };
  const cpuBefore = process.cpuUsage();
  const startedMs = performance.now();
  const dataset = request.dataset ?? datasetOf(split, 'evaluation');
  const model = await trainer.learn(dataset, request.params, seed, (share, text) => report(share / 2, text));
  const fittedMs = performance.now();
  const result = await rankAll(model, split, k, (share, text) => report(0.5 + share / 2, text)).finally(() => model.close());
  const rankedMs = performance.now();
  const cpu = process.cpuUsage(cpuBefore);
  const { readers, recall, ndcg, precision, averagePrecision, novelty, hit } = result.perReader;
  const [recallRow, ndcgRow, precisionRow, mapRow, noveltyRow, hitRow, f1Row] = bootstrap(
    [recall, ndcg, precision, averagePrecision, novelty, hit],
    (means) => [...means, f1Of(means[2], means[0])],
    seed,
  );
  const row: EvaluationRow = {
    model: trainer.name,
    params,
    readers: readers.length,
    items: split.train.itemCount,
    recall: recallRow,
    ndcg: ndcgRow,
    precision: precisionRow,
    f1: f1Row,
    averagePrecision: mapRow,
    novelty: noveltyRow,
    hit: hitRow,
    coverage: result.coverage,
    gini: result.gini,
    intraListDistance: result.intraListDistance,
    fitSeconds: (fittedMs - startedMs) / 1000,
    rankSeconds: (rankedMs - fittedMs) / 1000,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
  };
  return { row, result };
}

/** Fits, ranks and measures; popularity is measured beside every model. Throws DatasetError for an empty test part. */
export async function evaluateModel(request: EvaluationRequest): Promise<Evaluation> {
  if (request.split.test.readers.length === 0) throw new DatasetError('the test part has no interactions');
  const { row, result } = await measureCandidates(request);
  if (request.trainer.name === popularity.name) return { rows: [row], result, baseline: result };
  const base = await measureCandidates({ ...request, trainer: popularity, params: {} });
  return { rows: [row, base.row], result, baseline: base.result };
}

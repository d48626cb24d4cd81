import { basename } from 'node:path';
import type { CandidateTrainer } from '../candidate-model.js';
import { loadPublishedSplit } from '../published-split.js';
import { candidateTrainer } from '../registry.js';
import { holdOut } from '../splits.js';
import type { Params, Report } from '../trainer.js';
import { datasetOf, evaluateModel } from './evaluate.js';
import type { Evaluation } from './evaluate.js';

export interface FolderOptions {
  readonly k?: number;
  readonly seed?: number;
  readonly params?: Params;
  /**
   * Measure on a tenth held out of train and never look at the published test file: for tuning. Without it the
   * published split is measured, and a figure whose parameters were chosen there follows the leaderboard protocol.
   */
  readonly holdOutTenth?: boolean;
  readonly report?: Report;
}

export interface FolderEvaluation extends Evaluation {
  readonly data: string;
  readonly protocol: 'published-test' | 'held-out-tenth-of-train';
  readonly k: number;
}

/**
 * The published protocol keeps the whole matrix, since the tables it is compared with do: pruning is a serving choice
 * and is asked for by name (`neighbours`).
 */
function publishedParams(trainer: CandidateTrainer, params: Params): Params {
  return 'neighbours' in trainer.defaults ? { neighbours: 0, ...params } : params;
}

/** Evaluates a candidate model by name on a folder with train.txt and test.txt. */
export async function evaluateFolder(folder: string, modelName: string, options: FolderOptions = {}): Promise<FolderEvaluation> {
  const trainer = candidateTrainer(modelName);
  const published = await loadPublishedSplit(folder);
  const seed = options.seed ?? 1;
  const k = options.k ?? 20;
  const split = options.holdOutTenth ? holdOut(published.train, 0.1, seed) : published;
  const evaluation = await evaluateModel({
    trainer,
    params: publishedParams(trainer, options.params ?? {}),
    split,
    k,
    seed,
    report: options.report,
    dataset: datasetOf(split, basename(folder)),
  });
  const protocol = options.holdOutTenth ? 'held-out-tenth-of-train' : 'published-test';
  return { ...evaluation, data: basename(folder), protocol, k };
}

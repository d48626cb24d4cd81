import { silent } from '../trainer.js';
import type { CandidateTrainer } from '../candidate-model.js';
import type { Dataset } from '../dataset.js';
import type { Split } from '../splits.js';
import type { Params, Report } from '../trainer.js';
import { datasetOf, measureCandidates } from './evaluate.js';
import type { Measured } from './measured.js';
import { rankAll } from './rank.js';
import { slicesOf } from './slices.js';
import type { RankingTask } from './tasks.js';

export interface RankingOptions {
  readonly k: number;
  readonly seed: number;
  readonly report?: Report;
  readonly slices?: boolean;
}

/** A split of the task as what a trainer may see. */
export function rankingDataset(task: Pick<RankingTask, 'contents'>, split: Split): Dataset {
  return { ...datasetOf(split, 'evaluation'), contents: task.contents };
}

/** Models that are what they are by their number of neighbours. */
const NEAREST: readonly string[] = ['item-knn', 'rp3beta'];

/** Serving prunes the item–item matrix; tables of the literature do not, and neither does a measurement unless asked by name. */
export function wholeMatrix(trainer: CandidateTrainer, params: Params): Params {
  return 'neighbours' in trainer.defaults && !NEAREST.includes(trainer.name) ? { neighbours: 0, ...params } : params;
}

/** Learns from the split's train part and measures its test part. */
export async function measureRanking(trainer: CandidateTrainer, params: Params, task: RankingTask, split: Split, options: RankingOptions): Promise<Measured> {
  const { k, seed } = options;
  const { row, result } = await measureCandidates({ trainer, params, split, k, seed, report: options.report, dataset: rankingDataset(task, split) });
  return {
    model: trainer.name,
    params: row.params,
    tested: row.readers,
    sizes: { readers: row.readers, items: row.items },
    figures: {
      [`ndcg@${k}`]: row.ndcg, [`recall@${k}`]: row.recall, [`hr@${k}`]: row.hit, precision: row.precision, f1: row.f1,
      [`map@${k}`]: row.averagePrecision, novelty: row.novelty,
    },
    plain: { coverage: row.coverage, gini: row.gini, intraListDistance: row.intraListDistance },
    units: { kind: 'mean', values: result.perReader.ndcg },
    slices: options.slices ? slicesOf(result, split, task.contents?.createdMs ?? null, seed) : [],
    cost: { fitSeconds: row.fitSeconds, predictSeconds: row.rankSeconds, cpuSeconds: row.cpuSeconds, peakRssBytes: row.peakRssBytes },
  };
}

/** What tuning climbs: mean ndcg@k on rows held out of train, of a share of their readers. */
export async function rankingObjective(trainer: CandidateTrainer, params: Params, task: Pick<RankingTask, 'contents' | 'k'>, tuning: Split, { seed, share }: { seed: number; share: number }): Promise<number> {
  const model = await trainer.learn(rankingDataset(task, tuning), params, seed, silent);
  try {
    const { ndcg } = (await rankAll(model, tuning, task.k, silent, share)).perReader;
    return ndcg.reduce((sum, value) => sum + value, 0) / ndcg.length;
  } finally {
    model.close();
  }
}

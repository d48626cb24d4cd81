import { DatasetError, type Dataset, type ImpressionTable } from '../models/dataset.js';
import { auc, bestThreshold, calibrationError, logLoss, normalisedEntropy } from '../models/metrics/classification.js';
import type { AdRanker } from '../models/ranker/ad-ranker.js';
import { oldestFirst, takeImpressions } from '../models/ranker/impressions.js';
import { AD_WIDTH, CONTENT_WIDTH } from '../models/features/spec.js';
import { silent } from '../models/trainer.js';
import { adTrainerOf } from './ad-trainer.js';

const width = CONTENT_WIDTH + AD_WIDTH;
const testShare = 0.2;
/** What serves in place of an ad model that predicts worse: its order costs money, and so do its probabilities. */
export const baseline = 'm0';
/** Log-loss may be higher by this share: noise of the test. */
const slack = 0.002;

export interface AdFigures {
  model: string;
  impressions: number;
  logLoss?: number;
  /** M0 on the same impressions. */
  baseline?: Record<string, unknown>;
  /** Why nothing was measured. */
  skipped?: string;
  /** The model predicts worse than M0, which serves instead. */
  servesBaseline?: boolean;
}

/**
 * The ad model learnt from the older impressions and asked about the newer ones, with M0 beside it; a reason where either
 * part has one kind of answer only, or the model finds too little to learn from.
 */
export async function evaluateAds(dataset: Dataset, model: string, seed: number): Promise<AdFigures> {
  const table = dataset.impressions!;
  const order = oldestFirst(table);
  const cut = table.rowCount - Math.floor(table.rowCount * testShare);
  const [train, test] = [takeImpressions(table, order.subarray(0, cut)), takeImpressions(table, order.subarray(cut))];
  const known = { model, impressions: table.rowCount };
  if (![test, train].every(({ labels }) => labels.includes(0) && labels.includes(1))) return { ...known, skipped: 'too few clicks to judge by' };
  const measure = (name: string) => measured(name, { ...dataset, impressions: train }, test, seed);
  try {
    const figures = { ...known, tested: test.rowCount, ...await measure(model) };
    if (model === baseline) return figures;
    const base = await measure(baseline);
    return { ...figures, baseline: { model: baseline, ...base }, servesBaseline: !(figures.logLoss <= base.logLoss * (1 + slack)) };
  } catch (error) {
    if (error instanceof DatasetError) return { ...known, skipped: error.message };
    throw error;
  }
}

async function measured(name: string, train: Dataset, test: ImpressionTable, seed: number) {
  const trainer = adTrainerOf(name);
  const model: AdRanker = await trainer.learn(train, trainer.defaults, seed, silent);
  try {
    const probabilities = Float64Array.from({ length: test.rowCount }, (_, row) => model.probability(
      test.features.subarray(row * width, row * width + CONTENT_WIDTH), test.features.subarray(row * width + CONTENT_WIDTH, (row + 1) * width), { adKey: test.adKeys?.[row] }));
    return {
      auc: auc(probabilities, test.labels), logLoss: logLoss(probabilities, test.labels),
      normalisedEntropy: normalisedEntropy(probabilities, test.labels), calibrationError: calibrationError(probabilities, test.labels),
      f1: bestThreshold(probabilities, test.labels).f1,
    };
  } finally {
    model.close();
  }
}

import { DatasetError, type Dataset, type ImpressionTable } from '../models/dataset.js';
import { auc, bestThreshold, calibrationError, logLoss, normalisedEntropy } from '../models/metrics/classification.js';
import type { AdRanker } from '../models/ranker/ad-ranker.js';
import { isKnown } from '../models/ranker/cross-fields.js';
import { DeepRanker } from '../models/ranker/deep/deep-ranker.js';
import { headCounts, LEAST_LABELS } from '../models/ranker/deep/impression-columns.js';
import { UNKNOWN, type Head } from '../models/ranker/deep/ranking-table.js';
import { askedPair, oldestFirst, servedProbabilities, takeImpressions } from '../models/ranker/impressions.js';
import { silent } from '../models/trainer.js';
import { adTrainerOf } from './ad-trainer.js';

const testShare = 0.2;
/** What serves in place of an ad model that predicts worse: its order costs money, and so do its probabilities. */
export const baseline = 'm0';
/** Log-loss may be higher by this share: noise of the test. */
const slack = 0.002;

export interface AdFigures {
  model: string;
  impressions: number;
  /** Of them, shown to a reader whose profile was logged. */
  withProfile: number;
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
  const known = { model, impressions: table.rowCount, withProfile: profileCount(table) };
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
    const probabilities = servedProbabilities(model, test);
    return {
      auc: auc(probabilities, test.labels), logLoss: logLoss(probabilities, test.labels),
      normalisedEntropy: normalisedEntropy(probabilities, test.labels), calibrationError: calibrationError(probabilities, test.labels),
      f1: bestThreshold(probabilities, test.labels).f1,
      ...(model instanceof DeepRanker && { heads: headFigures(model, train.impressions!, test) }),
    };
  } finally {
    model.close();
  }
}

function profileCount({ rowCount, profiles }: ImpressionTable): number {
  if (!profiles) return 0;
  const width = profiles.length / rowCount;
  return Array.from({ length: rowCount }, (_, row) => profiles.subarray(row * width, (row + 1) * width)).filter(isKnown).length;
}

export interface HeadFigures {
  head: Head;
  /** Of the rows that were learnt from: with a known label, and with a 1. */
  known: number;
  positives: number;
  /** Why the head is left out of the network. */
  leftOut?: string;
  /** Of the test, where its known labels are of both kinds. */
  tested?: number;
  testPositives?: number;
  auc?: number;
  logLoss?: number;
  normalisedEntropy?: number;
}

/** Every head that the log can have: how much there was to learn from, and how well it was learnt. */
function headFigures(model: DeepRanker, train: ImpressionTable, test: ImpressionTable): HeadFigures[] {
  const { heads } = model.parts;
  const all = Array.from({ length: test.rowCount }, (_, row) => {
    const { content, ad, context } = askedPair(test, row);
    return model.pairProbabilities(content, ad, context);
  });
  return headCounts(train).map(({ head, known, positives, isTrained }) => {
    const counted = { head, known, positives };
    if (!isTrained) return { ...counted, leftOut: `${positives} of ${known} known; at least ${LEAST_LABELS} of either kind are needed` };
    const labels = head === 'click' ? test.labels : test.outcomes![head]!;
    const rows = [...labels.keys()].filter((row) => labels[row] !== UNKNOWN);
    const own = Uint8Array.from(rows, (row) => labels[row]);
    const size = { ...counted, tested: rows.length, testPositives: own.reduce((sum, label) => sum + label, 0) };
    if (!own.includes(0) || !own.includes(1)) return size;
    const probabilities = Float64Array.from(rows, (row) => all[row][heads.indexOf(head)]);
    return { ...size, auc: auc(probabilities, own), logLoss: logLoss(probabilities, own), normalisedEntropy: normalisedEntropy(probabilities, own) };
  });
}

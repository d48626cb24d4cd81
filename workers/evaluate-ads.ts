import { DatasetError, type Dataset, type ImpressionTable } from '../models/dataset.js';
import { auc, bestThreshold, calibrationError, logLoss, normalisedEntropy } from '../models/metrics/classification.js';
import { m0 } from '../models/ranker/m0.js';
import { AD_WIDTH, CONTENT_WIDTH } from '../models/features/spec.js';
import { silent } from '../models/trainer.js';

const width = CONTENT_WIDTH + AD_WIDTH;
const testShare = 0.2;

/** M0 learnt from the older impressions and asked about the newer ones; a reason where either part has one kind of answer only. */
export async function evaluateAds(dataset: Dataset, seed: number): Promise<Record<string, unknown>> {
  const table = dataset.impressions!;
  const testRows = Math.floor(table.rowCount * testShare);
  const [test, train] = [rows(table, 0, testRows), rows(table, testRows, table.rowCount)]; // newest first
  if (![test, train].every(({ labels }) => labels.includes(0) && labels.includes(1))) {
    return { model: m0.name, impressions: table.rowCount, skipped: 'too few clicks to judge by' };
  }
  try {
    const model = await m0.learn({ ...dataset, impressions: train }, m0.defaults, seed, silent);
    const probabilities = Float64Array.from({ length: testRows }, (_, row) => model.probability(
      test.features.subarray(row * width, row * width + CONTENT_WIDTH), test.features.subarray(row * width + CONTENT_WIDTH, (row + 1) * width)));
    return {
      model: m0.name, impressions: table.rowCount, tested: testRows,
      auc: auc(probabilities, test.labels), logLoss: logLoss(probabilities, test.labels),
      normalisedEntropy: normalisedEntropy(probabilities, test.labels), calibrationError: calibrationError(probabilities, test.labels),
      f1: bestThreshold(probabilities, test.labels).f1,
    };
  } catch (error) {
    if (error instanceof DatasetError) return { model: m0.name, impressions: table.rowCount, skipped: error.message };
    throw error;
  }
}

function rows(table: ImpressionTable, from: number, to: number): ImpressionTable {
  return {
    rowCount: to - from, featureCount: table.featureCount,
    features: table.features.subarray(from * table.featureCount, to * table.featureCount),
    labels: table.labels.subarray(from, to), weights: table.weights.subarray(from, to),
  };
}

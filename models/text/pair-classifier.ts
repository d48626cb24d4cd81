import type { TextTrainer } from '../evaluation/text-task.js';
import { requireBetween, withDefaults } from '../trainer.js';
import type { Params, Report } from '../trainer.js';
import type { LabelledTexts } from './labelled-texts.js';
import { argmaxRows } from './linear.js';
import { PairSimilarity, SIMILARITY_DEFAULTS } from './pair-similarity.js';
import type { SimilarityParams } from './pair-similarity.js';
import { learnPairWords } from './pair-words.js';
import type { StoredModel } from './tuned-model.js';

export interface PairParams extends SimilarityParams {
  /** Inverse strength of the L2 penalty of the second model, per pair. */
  readonly wordCost: number;
  /** Weight of a pair with a true label beside one whose guessed label is certain. */
  readonly labelWeight: number;
}

export const PAIR_DEFAULTS: PairParams = { ...SIMILARITY_DEFAULTS, wordCost: 0.1, labelWeight: 3 };

/**
 * Pairs by self-training in two views. How much two texts share can be learnt from a hundred labels; which words may differ
 * cannot. So the first model guesses the labels of the pairs that have none, and the second learns from these and the true
 * ones what it means that a word stands in both texts or in one only; it never sees what the first one saw. A guess weighs
 * (p − 1/K) / (1 − 1/K), 0 for none and 1 for a certain one. One round: later ones repeat their own mistakes.
 * Without unlabelled pairs the first model is the answer.
 */
export async function learnPairs(data: LabelledTexts, given: Params, report: Report): Promise<StoredModel> {
  const { wordCost, labelWeight, ...similarity } = withDefaults('text-pairs', PAIR_DEFAULTS, given);
  requireBetween('wordCost', wordCost, 1e-5, 1e4);
  requireBetween('labelWeight', labelWeight, 1e-3, 1e3);
  const first = await PairSimilarity.learn(data, similarity, (share, message) => report(0.5 * share, message));
  const { labels, labelNames, unlabelled } = data;
  if (!unlabelled?.seconds?.length) return first;
  const classCount = labelNames.length;
  const probabilities = await first.probabilities(unlabelled);
  const guesses = argmaxRows(probabilities, classCount);
  const trust = Float64Array.from(guesses, (label, row) => (classCount * probabilities[row * classCount + label] - 1) / (classCount - 1));
  const whole = {
    texts: [...data.texts, ...unlabelled.texts], seconds: [...data.seconds ?? [], ...unlabelled.seconds],
    labels: Int32Array.of(...labels, ...guesses), labelNames,
  };
  const weights = Float64Array.from(whole.labels, (_, row) => (row < labels.length ? labelWeight : trust[row - labels.length]));
  return learnPairWords(whole, { cost: wordCost, icu: similarity.icu }, weights, (share, message) => report(0.5 + 0.5 * share, message));
}

export const textPairs: TextTrainer<PairParams> = {
  name: 'text-pairs',
  defaults: PAIR_DEFAULTS,
  space: { cost: { low: 0.03, high: 1, scale: 'log' }, wordCost: { low: 0.03, high: 1, scale: 'log' } },
  async learn({ labels, train, unlabelled }, params, _seed, report) {
    const model = await learnPairs({ ...train, labelNames: labels, unlabelled }, params, report);
    return { classify: async (pairs) => Float32Array.from(await model.probabilities(pairs)), close: () => model.close() };
  },
};

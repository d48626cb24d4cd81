/** Metrics of predicted probabilities p ∈ [0, 1] against labels y ∈ {0, 1}, both of one length. */

/** Keeps the logarithm finite when a model is certain and wrong. */
const EPSILON = 1e-15;

function requirePairs(probabilities: ArrayLike<number>, labels: ArrayLike<number>): number {
  if (probabilities.length !== labels.length || labels.length === 0) {
    throw new RangeError(`${probabilities.length} probabilities for ${labels.length} labels`);
  }
  return labels.length;
}

/** −mean[y ln p + (1 − y) ln(1 − p)]. */
export function logLoss(probabilities: ArrayLike<number>, labels: ArrayLike<number>): number {
  const count = requirePairs(probabilities, labels);
  let sum = 0;
  for (let at = 0; at < count; at++) {
    const p = Math.min(1 - EPSILON, Math.max(EPSILON, probabilities[at]));
    sum -= labels[at] ? Math.log(p) : Math.log(1 - p);
  }
  return sum / count;
}

/** Log-loss over the entropy of the base rate (He et al. 2014): below 1 the model knows more than the average. */
export function normalisedEntropy(probabilities: ArrayLike<number>, labels: ArrayLike<number>): number {
  const count = requirePairs(probabilities, labels);
  let positives = 0;
  for (let at = 0; at < count; at++) positives += labels[at];
  const rate = positives / count;
  if (rate === 0 || rate === 1) return NaN;
  return logLoss(probabilities, labels) / -(rate * Math.log(rate) + (1 - rate) * Math.log(1 - rate));
}

/** Rows by ascending score. Throws RangeError for a score that is no number: it has no place, and equals not even itself. */
export function ascending(scores: ArrayLike<number>): Uint32Array {
  for (let row = 0; row < scores.length; row++) {
    if (Number.isNaN(scores[row])) throw new RangeError(`the score of row ${row} is not a number; the model that gave it has diverged`);
  }
  return Uint32Array.from({ length: scores.length }, (_, row) => row).sort((a, b) => scores[a] - scores[b]);
}

/** Probability that a positive is placed above a negative, ties counting half (Mann–Whitney); NaN without both. */
export function auc(scores: ArrayLike<number>, labels: ArrayLike<number>): number {
  const count = requirePairs(scores, labels);
  const order = ascending(scores);
  let positives = 0;
  let rankSum = 0;
  for (let start = 0; start < count; ) {
    let end = start;
    while (end < count && scores[order[end]] === scores[order[start]]) end++;
    const meanRank = (start + 1 + end) / 2;
    for (let at = start; at < end; at++) {
      if (labels[order[at]]) {
        positives++;
        rankSum += meanRank;
      }
    }
    start = end;
  }
  const negatives = count - positives;
  return positives === 0 || negatives === 0 ? NaN : (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** Expected calibration error over `bins` bins of equal mass: Σ share · |mean p − mean y|. */
export function calibrationError(probabilities: ArrayLike<number>, labels: ArrayLike<number>, bins = 20): number {
  const count = requirePairs(probabilities, labels);
  const order = Uint32Array.from({ length: count }, (_, at) => at).sort((a, b) => probabilities[a] - probabilities[b]);
  let error = 0;
  for (let bin = 0; bin < bins; bin++) {
    const end = Math.floor(((bin + 1) * count) / bins);
    let difference = 0;
    for (let at = Math.floor((bin * count) / bins); at < end; at++) difference += probabilities[order[at]] - labels[order[at]];
    error += Math.abs(difference) / count;
  }
  return error;
}

/** The threshold of highest F1, to be chosen on validation; for calibrated p it is half of that F1. */
export function bestThreshold(probabilities: ArrayLike<number>, labels: ArrayLike<number>): { threshold: number; f1: number } {
  const count = requirePairs(probabilities, labels);
  const order = Uint32Array.from({ length: count }, (_, at) => at).sort((a, b) => probabilities[b] - probabilities[a]);
  let positives = 0;
  for (let at = 0; at < count; at++) positives += labels[at];
  let best = { threshold: 1, f1: 0 };
  let hits = 0;
  for (let at = 0; at < count; at++) {
    hits += labels[order[at]];
    const last = at + 1 === count || probabilities[order[at + 1]] !== probabilities[order[at]];
    const f1 = (2 * hits) / (at + 1 + positives);
    if (last && f1 > best.f1) best = { threshold: probabilities[order[at]], f1 };
  }
  return best;
}

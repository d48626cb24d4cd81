import { ascending } from './classification.js';
import type { Interval } from './interval.js';

/**
 * The structural components of an AUC (DeLong, DeLong & Clarke-Pearson 1988): for each positive the share of negatives
 * below it, for each negative the share of positives above it, ties counting half. Both have the AUC as their mean.
 */
export interface AucParts {
  readonly positives: Float64Array;
  readonly negatives: Float64Array;
}

/** By mid-ranks, O(n log n) (Sun & Xu 2014). Parts keep the order of the rows, so that two models can be paired. */
export function aucParts(scores: ArrayLike<number>, labels: ArrayLike<number>): AucParts {
  if (scores.length !== labels.length) throw new RangeError(`${scores.length} scores for ${labels.length} labels`);
  const order = ascending(scores);
  const total = labels.length;
  let positiveCount = 0;
  for (let at = 0; at < total; at++) positiveCount += labels[at];
  const negativeCount = total - positiveCount;
  if (positiveCount === 0 || negativeCount === 0) throw new RangeError('an AUC needs both labels');
  const share = new Float64Array(total);
  let positivesBelow = 0;
  let negativesBelow = 0;
  for (let start = 0; start < total; ) {
    let end = start;
    let positivesTied = 0;
    while (end < total && scores[order[end]] === scores[order[start]]) positivesTied += labels[order[end++]];
    const negativesTied = end - start - positivesTied;
    for (let at = start; at < end; at++) {
      share[order[at]] = labels[order[at]]
        ? (negativesBelow + negativesTied / 2) / negativeCount
        : (positiveCount - positivesBelow - positivesTied / 2) / positiveCount;
    }
    positivesBelow += positivesTied;
    negativesBelow += negativesTied;
    start = end;
  }
  return { positives: share.filter((_, row) => labels[row] === 1), negatives: share.filter((_, row) => labels[row] === 0) };
}

const NORMAL_975 = 1.959963984540054;

function meanAndVariance(values: Float64Array): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: values.length < 2 ? 0 : squares / (values.length - 1) };
}

function normalInterval({ positives, negatives }: AucParts): Interval {
  const [p, n] = [meanAndVariance(positives), meanAndVariance(negatives)];
  const half = NORMAL_975 * Math.sqrt(p.variance / positives.length + n.variance / negatives.length);
  return { value: p.mean, low: p.mean - half, high: p.mean + half };
}

/** AUC with its normal 95 % interval. */
export function aucInterval(parts: AucParts): Interval {
  const { value, low, high } = normalInterval(parts);
  return { value, low: Math.max(0, low), high: Math.min(1, high) };
}

/** AUC a − b on the same rows; the covariance is in the differences of the components. */
export function aucDifference(a: AucParts, b: AucParts): Interval {
  if (a.positives.length !== b.positives.length || a.negatives.length !== b.negatives.length) throw new RangeError('the AUCs are of different rows');
  return normalInterval({
    positives: a.positives.map((value, at) => value - b.positives[at]),
    negatives: a.negatives.map((value, at) => value - b.negatives[at]),
  });
}

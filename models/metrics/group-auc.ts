import { auc } from './classification.js';
import { bootstrap } from './interval.js';
import type { Interval } from './interval.js';

/**
 * gAUC: the AUC within each reader, mean weighted by his rows (Zhu et al. 2017); readers with one label only are left out.
 * It asks whether a reader's own items are in order, which an AUC over all rows mixes with who reads much.
 */
export function groupAuc(scores: ArrayLike<number>, labels: ArrayLike<number>, readers: ArrayLike<number>, seed: number): Interval {
  const rowsOf = new Map<number, number[]>();
  for (let row = 0; row < readers.length; row++) {
    const own = rowsOf.get(readers[row]);
    if (own) own.push(row);
    else rowsOf.set(readers[row], [row]);
  }
  const weighted: number[] = [];
  const weights: number[] = [];
  for (const own of rowsOf.values()) {
    const area = auc(own.map((row) => scores[row]), own.map((row) => labels[row]));
    if (Number.isNaN(area)) continue;
    weighted.push(area * own.length);
    weights.push(own.length);
  }
  if (weights.length === 0) return { value: NaN, low: NaN, high: NaN };
  return bootstrap([Float64Array.from(weighted), Float64Array.from(weights)], ([sum, weight]) => [sum / weight], seed, 300)[0];
}

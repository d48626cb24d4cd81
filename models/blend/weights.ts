import { ndcgAt } from '../metrics/ranking.js';
import { Pace } from '../pace.js';
import { TopSelector } from '../top-k.js';
import type { Report } from '../trainer.js';

/** What a held-out reader may be shown, with the z-scores of every source: zScores[candidate · sources + source]. */
export interface HeldOutReader {
  /** Ascending. */
  readonly candidates: Int32Array;
  readonly zScores: Float32Array;
  readonly relevant: ReadonlySet<number>;
}

export interface LearntWeights {
  /** One per source; the best single source alone has weight 1 at the start, and weights are never negative. */
  readonly weights: Float64Array;
  /** Mean ndcg@20 of the mix on the slice. */
  readonly ndcg: number;
  /** The same of each source alone. */
  readonly alone: Float64Array;
}

const K = 20;
const STEPS = [0.5, 0.25, 0.1, 0.05];
const MOST_ROUNDS = 8;

/** Mean ndcg@20 of Σ_s weights_s z_s. */
export function ndcgOfMix(readers: readonly HeldOutReader[], weights: Float64Array): number {
  let sum = 0;
  for (const { candidates, zScores, relevant } of readers) {
    const mixed = new Float32Array(candidates.length);
    for (let at = 0; at < mixed.length; at++) {
      let score = 0;
      for (let source = 0; source < weights.length; source++) score += weights[source] * zScores[at * weights.length + source];
      mixed[at] = score;
    }
    const top = new TopSelector(K).select(mixed, mixed.length);
    sum += ndcgAt(top.indices.subarray(0, top.count).map((at) => candidates[at]), relevant, K);
  }
  return sum / Math.max(1, readers.length);
}

/**
 * Climbs ndcg@20 itself, which has no gradient, one weight at a time from the best single source: with a handful of
 * sources that is cheap, and the mix is never worse on the slice than its best source.
 */
export async function learnWeights(readers: readonly HeldOutReader[], sources: number, report: Report): Promise<LearntWeights> {
  const alone = Float64Array.from({ length: sources }, (_, source) =>
    ndcgOfMix(readers, Float64Array.from({ length: sources }, (_, at) => (at === source ? 1 : 0))));
  const first = alone.indexOf(alone.reduce((best, value) => Math.max(best, value), -Infinity));
  const weights = new Float64Array(sources);
  weights[first] = 1;
  let ndcg = alone[first];
  const pace = new Pace(report);
  /** One move of each weight, up or down, that helps; true if any did. */
  const climb = async (step: number, done: number): Promise<boolean> => {
    let moved = false;
    for (let move = 0; move < 2 * sources; move++) {
      const tried = weights.slice();
      const source = move >> 1;
      tried[source] = Math.max(0, Math.round((tried[source] + (move % 2 === 0 ? step : -step)) * 100) / 100);
      const value = tried[source] === weights[source] ? -1 : ndcgOfMix(readers, tried);
      if (value > ndcg) {
        ndcg = value;
        weights.set(tried);
        moved = true;
      }
      const pause = pace.step(done, () => `weights of ${sources} sources, ndcg ${ndcg.toFixed(4)}`);
      if (pause) await pause;
    }
    return moved;
  };
  for (const [at, step] of STEPS.entries()) {
    for (let round = 0; round < MOST_ROUNDS && (await climb(step, at / STEPS.length)); round++);
  }
  return { weights, ndcg, alone };
}

import { requireBetween } from '../trainer.js';
import { checkCandidates, cosine } from './candidates.js';
import type { VectorCandidates } from './candidates.js';

/**
 * Maximal marginal relevance (Carbonell and Goldstein 1998): the next of the list is
 *   argmax_i λ s_i − (1 − λ) max_{j in list} cos(i, j),
 * ties to the lower index. λ = 1 is the order of scores. Scores should lie in [0, 1], as cosines do. O(k n width).
 */
export function mmr(candidates: VectorCandidates, k: number, lambda: number): number[] {
  requireBetween('lambda', lambda, 0, 1);
  checkCandidates(candidates);
  const { scores, vectors, width } = candidates;
  const nearest = new Float64Array(scores.length).fill(-Infinity);
  const taken = new Uint8Array(scores.length);
  const list: number[] = [];
  while (list.length < Math.min(k, scores.length)) {
    let best = -1;
    let bestValue = -Infinity;
    for (let at = 0; at < scores.length; at++) {
      if (taken[at]) continue;
      const value = lambda * scores[at] - (list.length === 0 ? 0 : (1 - lambda) * nearest[at]);
      if (best < 0 || value > bestValue) [best, bestValue] = [at, value];
    }
    taken[best] = 1;
    list.push(best);
    for (let at = 0; at < scores.length; at++) if (!taken[at]) nearest[at] = Math.max(nearest[at], cosine(vectors, width, best, at));
  }
  return list;
}

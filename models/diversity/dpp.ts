import { requireBetween } from '../trainer.js';
import { checkCandidates, cosine } from './candidates.js';
import type { VectorCandidates } from './candidates.js';

/** A gain in the determinant below this is none: the candidate is a combination of the list. */
const LEAST_GAIN = 1e-10;

/**
 * Greedy maximum a posteriori list of a determinantal point process with kernel L_ij = q_i cos(i, j) q_j, q_i = e^{θ s_i},
 * θ = λ / (2(1 − λ)): each step takes the candidate that raises log det L_list most (Chen, Zhang and Zhou, "Fast Greedy MAP
 * Inference for Determinantal Point Process", NeurIPS 2018, Algorithm 1). Rows c_i of an incremental Cholesky factor make
 * it O(k² n). λ → 1 is the order of scores. Ends early where no candidate is independent of the list any more.
 */
export function greedyDpp(candidates: VectorCandidates, k: number, lambda: number): number[] {
  requireBetween('lambda', lambda, 0, 0.999999);
  checkCandidates(candidates);
  const { scores, vectors, width } = candidates;
  const count = scores.length;
  const size = Math.min(k, count);
  const theta = lambda / (2 * (1 - lambda));
  const logQuality = Float64Array.from(scores, (score) => theta * score);
  // d²_i / q_i²: what of candidate i is independent of the list. The factor without qualities, which may overflow.
  const independent = Float64Array.from({ length: count }, (_, at) => cosine(vectors, width, at, at));
  const factors = new Float64Array(count * size);
  const taken = new Uint8Array(count);
  const list: number[] = [];
  while (list.length < size) {
    let best = -1;
    let bestGain = -Infinity;
    for (let at = 0; at < count; at++) {
      if (taken[at] || independent[at] < LEAST_GAIN) continue;
      const gain = 2 * logQuality[at] + Math.log(independent[at]);
      if (gain > bestGain) [best, bestGain] = [at, gain];
    }
    if (best < 0) break;
    taken[best] = 1;
    const step = list.length;
    list.push(best);
    const root = Math.sqrt(independent[best]);
    for (let at = 0; at < count; at++) {
      if (taken[at]) continue;
      let sum = cosine(vectors, width, best, at);
      for (let before = 0; before < step; before++) sum -= factors[best * size + before] * factors[at * size + before];
      const e = sum / root;
      factors[at * size + step] = e;
      independent[at] -= e * e;
    }
  }
  return list;
}

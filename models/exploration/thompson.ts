import type { Random } from '../random.js';
import { requireBetween } from '../trainer.js';
import { best, capped } from './logged-choice.js';
import { drawLogits } from './posterior.js';
import type { LogitBelief } from './posterior.js';

export interface ThompsonParams {
  /** Draws of the belief per decision. */
  readonly draws: number;
  /** Most of the impressions that exploring may take. */
  readonly share: number;
  /** Of the explored share, what is spread evenly, so that every candidate keeps a chance and can be judged later. */
  readonly floor: number;
}

export const THOMPSON_DEFAULTS: ThompsonParams = { draws: 256, share: 0.1, floor: 0.05 };

/**
 * Thompson sampling with known propensities. The share of draws that a candidate wins *is* the policy of this decision: its
 * randomness is the policy's own and independent of the reward, so the probability that is logged is exact, not an
 * estimate of the infinite-draw one. `value` turns a logit into what is ranked, p × bid for ads; greedy is by the mean.
 */
export function thompsonDistribution(
  belief: LogitBelief, value: (logit: number, candidate: number) => number, params: ThompsonParams, random: Random,
): Float64Array {
  requireBetween('draws', params.draws, 1, 1e6);
  requireBetween('floor', params.floor, 0, 1);
  const count = belief.mean.length;
  const wins = new Float64Array(count);
  const logits = new Float64Array(count);
  const values = new Float64Array(count);
  for (let draw = 0; draw < params.draws; draw++) {
    drawLogits(belief, random, logits);
    for (let at = 0; at < count; at++) values[at] = value(logits[at], at);
    wins[best(values)]++;
  }
  const exploring = wins.map((won) => (1 - params.floor) * (won / params.draws) + params.floor / count);
  const greedy = best(Float64Array.from(belief.mean, (logit, at) => value(logit, at)));
  return capped(exploring, greedy, params.share);
}

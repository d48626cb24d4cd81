import type { Random } from '../random.js';
import { requireBetween } from '../trainer.js';

/** What is logged with an impression, so that another policy can be judged by it later. */
export interface LoggedChoice {
  /** Index into the candidates. */
  readonly action: number;
  /** With which probability this policy takes this action here: exact, not an estimate. */
  readonly probability: number;
  readonly policyVersion: string;
}

/** Draws from the distribution and says how likely the draw was. */
export function choose(distribution: Float64Array, policyVersion: string, random: Random): LoggedChoice {
  let left = random.unit();
  let action = -1;
  for (let at = 0; at < distribution.length && left >= 0; at++) {
    if (distribution[at] <= 0) continue;
    action = at;
    left -= distribution[at];
  }
  if (action < 0) throw new RangeError('there is no candidate to choose; ask only where there are some');
  return { action, probability: distribution[action], policyVersion };
}

/** The first of the largest. */
export function best(scores: ArrayLike<number>): number {
  let place = 0;
  for (let at = 1; at < scores.length; at++) if (scores[at] > scores[place]) place = at;
  return place;
}

/** (1 − ε) on the best, ε spread evenly over all. */
export function epsilonGreedy(scores: ArrayLike<number>, epsilon: number): Float64Array {
  requireBetween('epsilon', epsilon, 0, 1);
  const distribution = new Float64Array(scores.length).fill(epsilon / scores.length);
  distribution[best(scores)] += 1 - epsilon;
  return distribution;
}

/** (1 − ε) softmax(scores / temperature) + ε / A: every action keeps a chance of ε/A, and the chance is known exactly. */
export function epsilonSoftmax(scores: ArrayLike<number>, temperature: number, epsilon: number): Float64Array {
  requireBetween('epsilon', epsilon, 0, 1);
  requireBetween('temperature', temperature, 1e-9, 1e9);
  const top = scores[best(scores)];
  const powers = Float64Array.from(scores, (score) => Math.exp((score - top) / temperature));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => (1 - epsilon) * (power / total) + epsilon / scores.length);
}

/**
 * Caps what exploring may take: with probability `share` the exploring policy chooses, otherwise the greedy one, so that at
 * most that share of impressions is explored and the probabilities stay exact. 0.05 to 0.1 where clicks earn money.
 */
export function capped(exploring: Float64Array, greedyAction: number, share: number): Float64Array {
  requireBetween('share', share, 0, 1);
  const distribution = exploring.map((probability) => share * probability);
  distribution[greedyAction] += 1 - share;
  return distribution;
}

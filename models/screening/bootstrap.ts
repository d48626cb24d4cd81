import { Random } from '../random.js';
import { TopSelector } from '../top-k.js';
import type { ScoredLeaf } from './closeness.js';

/** Draws per candidate: P(rank ≤ k) is exact to 1/200, its standard error at most 3.5 points. */
export const DRAWS = 200;
/** Spread of the experts' judgement of one weight: a draw multiplies it by exp(0.2 z), so 95 % within a factor of 1.5. */
const WEIGHT_SPREAD = 0.2;
/** The interval holds 90 % of the draws. */
const TAIL = 0.05;

/**
 * Standard normal numbers, 4,096 equally likely ones: Box–Muller at the middles of 64 × 64 cells of its unit square (variance 0.995).
 * Drawing one is one random integer; the logarithms and cosines of 10,000 candidates would take longer than all the rest.
 */
const CELLS = 64;
const NORMALS = Float64Array.from({ length: CELLS * CELLS }, (_, cell) => (
  Math.sqrt(-2 * Math.log((Math.floor(cell / CELLS) + 0.5) / CELLS)) * Math.cos(2 * Math.PI * (cell % CELLS + 0.5) / CELLS)));
const NORMAL_SHIFT = 32 - Math.log2(NORMALS.length);

/** A leaf as it is believed: u and the standard deviation of that belief, both 0–1; u null: nothing is known. */
export interface BelievedLeaf extends ScoredLeaf {
  readonly deviation: number;
}

/**
 * Weights as other experts could have given them, [draw][leaf] in one array: the same for all candidates of a criterion set,
 * so that draw b compares everybody under the same weights.
 */
export function weightDraws(weights: readonly number[], seed: number): Float64Array {
  const random = new Random(seed);
  const draws = new Float64Array(DRAWS * weights.length);
  for (let at = 0; at < draws.length; at++) draws[at] = weights[at % weights.length] * Math.exp(WEIGHT_SPREAD * random.normal());
  return draws;
}

/**
 * Parametric bootstrap (Efron & Tibshirani 1993, ch. 6) of the closeness: DRAWS scores, in each of which every known leaf is drawn
 * from N(u, deviation²) clipped to [0, 1], every unknown one evenly from [0, 1], and the weights are those of `weightDraws`. Not
 * knowing therefore widens the interval, and never counts as bad. The same seed gives the same bits. Null when nothing
 * with a weight is known.
 */
export function scoreDraws(leaves: readonly BelievedLeaf[], weights: Float64Array, seed: number): Float32Array | null {
  if (!leaves.some(({ u, weight }) => u !== null && weight > 0)) return null;
  const random = new Random(seed);
  const scores = new Float32Array(DRAWS);
  for (let draw = 0; draw < DRAWS; draw++) {
    let [near, far] = [0, 0];
    for (let at = 0; at < leaves.length; at++) {
      const { u, deviation } = leaves[at];
      const weight = weights[draw * leaves.length + at];
      const drawn = u === null ? random.unit() : deviation === 0 ? u : Math.min(1, Math.max(0, u + deviation * NORMALS[random.uint32() >>> NORMAL_SHIFT]));
      near += (weight * (1 - drawn)) ** 2;
      far += (weight * drawn) ** 2;
    }
    const [toIdeal, toAnti] = [Math.sqrt(near), Math.sqrt(far)];
    scores[draw] = toAnti / (toIdeal + toAnti);
  }
  return scores;
}

/** The central 90 % of the draws, stretched to hold the score itself, which leaves out what is not known. */
export function interval(draws: Float32Array, score: number): readonly [low: number, high: number] {
  const sorted = draws.toSorted();
  const last = sorted.length - 1;
  return [Math.min(score, sorted[Math.round(TAIL * last)]), Math.max(score, sorted[Math.round((1 - TAIL) * last)])];
}

/**
 * P(rank ≤ k) of every candidate: the share of draws in which fewer than k others score higher. `draws` [candidates] of DRAWS
 * scores each; whoever ties shares the better rank, so the order of candidates does not matter. k ≥ 1.
 */
export function topShares(draws: readonly Float32Array[], k: number): Float64Array {
  const shares = new Float64Array(draws.length);
  if (k >= draws.length) return shares.fill(1);
  const column = new Float32Array(draws.length);
  const best = new TopSelector(k);
  for (let draw = 0; draw < DRAWS; draw++) {
    for (let at = 0; at < draws.length; at++) column[at] = draws[at][draw];
    best.select(column, column.length);
    const bar = best.values[best.count - 1];
    for (let at = 0; at < draws.length; at++) if (column[at] >= bar) shares[at]++;
  }
  return shares.map((times) => times / DRAWS);
}

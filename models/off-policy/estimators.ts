import { bootstrap } from '../metrics/interval.js';
import type { Interval } from '../metrics/interval.js';
import { requireBetween } from '../trainer.js';

/** A log of choices by one policy μ, seen by another, π. Columns of one length n. */
export interface PolicyLog {
  readonly rewards: ArrayLike<number>;
  /** μ(a_i | x_i), as logged when chosen. */
  readonly logged: ArrayLike<number>;
  /** π(a_i | x_i) of the same actions. */
  readonly target: ArrayLike<number>;
  /** A model of the reward, learnt on other rows: q(x_i, a_i), and Σ_a π(a | x_i) q(x_i, a). Without it there is no DR. */
  readonly rewardModel?: { readonly ofAction: ArrayLike<number>; readonly ofPolicy: ArrayLike<number> };
  /** Share of π on actions that μ never takes, where that is known. */
  readonly uncovered?: number;
}

export interface EstimatorParams {
  /** M of clipped IPS and τ of SWITCH-DR: weights above are not trusted. */
  readonly clip: number;
  readonly seed: number;
  readonly resamples: number;
}

export const ESTIMATOR_DEFAULTS: EstimatorParams = { clip: 20, seed: 1, resamples: 1000 };

export const ESTIMATORS = ['ips', 'clippedIps', 'snips', 'dr', 'switchDr'] as const;
export type EstimatorName = (typeof ESTIMATORS)[number];

/** Fewer effective rows than this decide nothing. */
export const LEAST_ESS = 1000;
/** More of π than this on actions that the log cannot show, and nothing can be said of it. */
const MOST_UNCOVERED = 0.001;

export interface OffPolicyEstimate {
  readonly rows: number;
  /** (Σw)² / Σw²: as many rows of π itself would say as much. */
  readonly effectiveRows: number;
  /** E[w] = 1 where μ covers π and both are right. */
  readonly meanWeight: Interval;
  readonly largestWeight: number;
  /** Value of π per row, with its 95 % bootstrap interval; DR only with a reward model. */
  readonly values: Readonly<Partial<Record<EstimatorName, Interval>>>;
  /** Why the values decide nothing; null where they may. */
  readonly refusal: string | null;
}

/**
 * w_i = π/μ, then per row and averaged:
 *   IPS  w r        clipped  min(w, M) r        SNIPS  Σ w r / Σ w
 *   DR   Σ_a π q + w (r − q)        SWITCH-DR  Σ_a π q + 1[w ≤ τ] w (r − q)
 * (Horvitz–Thompson; Swaminathan and Joachims 2015; Dudík et al. 2011; Wang, Agarwal and Dudík 2017 in Open Bandit
 * Pipeline's form.) IPS and DR are unbiased, clipping trades bias for variance. Throws RangeError for rows that μ cannot
 * have logged.
 */
export function estimatePolicy(log: PolicyLog, given: Partial<EstimatorParams> = {}): OffPolicyEstimate {
  const { clip, seed, resamples } = { ...ESTIMATOR_DEFAULTS, ...given };
  requireBetween('clip', clip, 1, 1e9);
  const weights = weightsOf(log);
  const { rewards, rewardModel } = log;
  const column = (value: (row: number) => number): Float64Array => Float64Array.from(weights, (_, row) => value(row));
  const columns = [
    weights,
    column((row) => weights[row] * rewards[row]),
    column((row) => Math.min(weights[row], clip) * rewards[row]),
    ...(rewardModel ? [
      column((row) => rewardModel.ofPolicy[row] + weights[row] * (rewards[row] - rewardModel.ofAction[row])),
      column((row) => rewardModel.ofPolicy[row] + (weights[row] <= clip ? weights[row] * (rewards[row] - rewardModel.ofAction[row]) : 0)),
    ] : []),
  ];
  const [meanWeight, ips, clippedIps, snips, dr, switchDr] = bootstrap(
    columns, ([w, wr, clipped, doubly, switched]) => [w, wr, clipped, w > 0 ? wr / w : 0, ...(rewardModel ? [doubly, switched] : [])], seed, resamples);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const squares = weights.reduce((total, weight) => total + weight * weight, 0);
  const effectiveRows = squares > 0 ? (sum * sum) / squares : 0;
  return {
    rows: weights.length, effectiveRows, meanWeight, largestWeight: weights.reduce((most, weight) => Math.max(most, weight), 0),
    values: { ips, clippedIps, snips, ...(rewardModel && { dr, switchDr }) },
    refusal: refusalOf(effectiveRows, meanWeight, log.uncovered ?? 0),
  };
}

function weightsOf({ rewards, logged, target, rewardModel }: PolicyLog): Float64Array {
  const rows = rewards.length;
  const lengths = [logged.length, target.length, ...(rewardModel ? [rewardModel.ofAction.length, rewardModel.ofPolicy.length] : [])];
  if (rows === 0 || lengths.some((length) => length !== rows)) throw new RangeError(`a log needs rows, and columns of one length: ${rows}, ${lengths.join(', ')}`);
  return Float64Array.from({ length: rows }, (_, row) => {
    if (!(logged[row] > 0 && logged[row] <= 1)) throw new RangeError(`row ${row} was logged with the probability ${logged[row]}; what happened had a chance above 0`);
    if (!(target[row] >= 0 && target[row] <= 1)) throw new RangeError(`row ${row} has the target probability ${target[row]}`);
    return target[row] / logged[row];
  });
}

function refusalOf(effectiveRows: number, meanWeight: Interval, uncovered: number): string | null {
  if (uncovered > MOST_UNCOVERED) {
    return `${(100 * uncovered).toFixed(1)} % of the policy are actions that the log never shows; let the logging policy take every action now and then`;
  }
  if (effectiveRows < LEAST_ESS) return `the log is worth ${Math.floor(effectiveRows)} rows of this policy and ${LEAST_ESS} are needed; log more, or choose a policy nearer to the one that logged`;
  if (meanWeight.low > 1 || meanWeight.high < 1) {
    return `the weights average ${meanWeight.value.toFixed(3)} (${meanWeight.low.toFixed(3)}–${meanWeight.high.toFixed(3)}), not 1: actions are missing from the log or its probabilities are wrong`;
  }
  return null;
}

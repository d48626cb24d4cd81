import { pairedDifference } from '../metrics/interval.js';
import type { Interval } from '../metrics/interval.js';
import type { RankingResult } from './rank.js';
import { groups } from './slices.js';

const QUARTERS = 4;

export interface GateRules {
  /** How much worse in ndcg the lower bound may be: noise within this is not a reason to keep an old model. */
  readonly delta: number;
  /** The challenger must cover at least this share of what the champion covers. */
  readonly coverageShare: number;
  /** Quarters of the readers by the length of their history are looked at where they have at least so many. */
  readonly sliceReaders: number;
  readonly seed: number;
}

export const GATE_RULES: GateRules = { delta: 0.005, coverageShare: 0.8, sliceReaders: 50, seed: 1 };

export interface GateVerdict {
  readonly promote: boolean;
  readonly reason: string;
  readonly difference: Interval | null;
}

const figure = (value: number): string => value.toFixed(4);

/**
 * May the challenger serve? Its ndcg, paired reader by reader with the champion's on the same split, must have a lower
 * 95 % bound above −delta, its coverage must hold, and no quarter of the readers by activity may lose: a mean that hides
 * harm to newcomers is no gain. A quarter is small, so it loses only where its whole interval is below 0 and its mean
 * below −delta. Without a champion, a challenger that finds anything passes.
 */
export function promotionGate(
  challenger: RankingResult,
  champion: RankingResult | null,
  rules: GateRules = GATE_RULES,
): GateVerdict {
  const { ndcg } = challenger.perReader;
  const mean = ndcg.reduce((sum, value) => sum + value, 0) / Math.max(1, ndcg.length);
  if (!champion) {
    return mean > 0
      ? { promote: true, reason: `first model of its kind, ndcg ${figure(mean)}`, difference: null }
      : { promote: false, reason: `no test item was found for any of ${ndcg.length} readers`, difference: null };
  }
  if (challenger.perReader.readers.join() !== champion.perReader.readers.join()) {
    throw new RangeError('challenger and champion were evaluated on different readers');
  }
  const difference = pairedDifference(ndcg, champion.perReader.ndcg, rules.seed);
  const change = `ndcg changes by ${figure(difference.value)} (95 % ${figure(difference.low)} to ${figure(difference.high)})`;
  if (!(difference.low > -rules.delta)) {
    return { promote: false, reason: `${change}; the lower bound must be above −${rules.delta}`, difference };
  }
  const floor = champion.coverage * rules.coverageShare;
  const covers = `coverage ${figure(challenger.coverage)} against ${figure(champion.coverage)}`;
  if (challenger.coverage < floor) {
    return { promote: false, reason: `${change}, but ${covers}; at least ${figure(floor)} is asked`, difference };
  }
  const loser = losingSlice(challenger, champion, rules);
  if (loser) return { promote: false, reason: `${change}, but ${loser}`, difference };
  return { promote: true, reason: `${change}; ${covers}`, difference };
}

function losingSlice(challenger: RankingResult, champion: RankingResult, { delta, sliceReaders, seed }: GateRules): string | null {
  const { activity, ndcg } = challenger.perReader;
  for (const { low, high } of groups(activity, QUARTERS)) {
    const isIn = (_: number, place: number): boolean => activity[place] >= low && activity[place] <= high;
    const own = ndcg.filter(isIn);
    if (own.length < sliceReaders) continue;
    const { value, high: best } = pairedDifference(own, champion.perReader.ndcg.filter(isIn), seed);
    if (best < 0 && value < -delta) return `${own.length} readers with ${low}–${high} items in their history lose ${figure(-value)}`;
  }
  return null;
}

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatasetError } from '../dataset.js';
import { bootstrap } from '../metrics/interval.js';
import type { Interval } from '../metrics/interval.js';
import { crossFittedRates, parseBanditLog, shownShares } from './bandit-log.js';
import type { BanditLog } from './bandit-log.js';
import { ESTIMATOR_DEFAULTS, estimatePolicy } from './estimators.js';
import type { EstimatorParams, OffPolicyEstimate } from './estimators.js';

const POLICIES = ['random', 'bts'] as const;
const CAMPAIGNS = ['all', 'men', 'women'] as const;
const FOLDS = 5;
export type BanditPolicy = (typeof POLICIES)[number];

/** One policy's value from the other's log, beside what its own log says. */
export interface OffPolicyRow extends OffPolicyEstimate {
  readonly campaign: string;
  readonly log: BanditPolicy;
  readonly policy: BanditPolicy;
  /** Mean click of the policy's own log: the ruler. */
  readonly onPolicy: Interval;
  /** Whether the interval of IPS holds the ruler's value. */
  readonly brackets: boolean;
}

/**
 * The Open Bandit Dataset, a folder with <policy>/<campaign>/<campaign>.csv for the policies random and bts: each policy is
 * judged from the other's log.
 * - random is uniform over the actions of a slot, known exactly; bts's own propensities, as logged, are its denominator.
 * - bts is Bernoulli Thompson sampling without context whose beliefs moved during the week. For a row of the random log its
 *   probability at that moment was not published; π̂(a | slot) is the share with which bts showed the action in the slot in
 *   its own log. Assumed: click rates did not move together with bts's beliefs within the week. The intervals take π̂ as known.
 */
export function offPolicyTable(folder: string, params: Pick<Partial<EstimatorParams>, 'seed' | 'resamples'> = {}): OffPolicyRow[] {
  const found = CAMPAIGNS.filter((campaign) => POLICIES.every((policy) => existsSync(pathOf(folder, policy, campaign))));
  if (found.length === 0) throw new DatasetError(`${folder} has no campaign with logs of both policies; give a folder with random/<campaign>/<campaign>.csv and bts/<campaign>/<campaign>.csv`);
  return found.flatMap((campaign) => {
    const read = (policy: BanditPolicy): BanditLog => parseBanditLog(readFileSync(pathOf(folder, policy, campaign), 'utf8'), `${policy}/${campaign}`);
    const [random, bts] = [read('random'), read('bts')];
    return [
      { campaign, log: 'random', policy: 'bts', ...compare(random, bts, shownShares(bts), params) },
      { campaign, log: 'bts', policy: 'random', ...compare(bts, random, uniform(random), params) },
    ];
  });
}

const pathOf = (folder: string, policy: string, campaign: string): string => join(folder, policy, campaign, `${campaign}.csv`);

const uniform = ({ actionCount, slotCount }: BanditLog): Float64Array => new Float64Array(slotCount * actionCount).fill(1 / actionCount);

/** `log` seen by the policy with the probabilities `target` [slots, actions]; `own` is that policy's log. */
function compare(log: BanditLog, own: BanditLog, target: Float64Array, params: Partial<EstimatorParams>): OffPolicyEstimate & Pick<OffPolicyRow, 'onPolicy' | 'brackets'> {
  if (log.actionCount !== own.actionCount || log.slotCount !== own.slotCount) {
    throw new DatasetError(`the logs of one campaign have ${log.actionCount} and ${own.actionCount} actions in ${log.slotCount} and ${own.slotCount} slots`);
  }
  const { actions, slots, clicks, propensities, actionCount } = log;
  const rate = crossFittedRates(log, FOLDS);
  const ofPolicy = Float64Array.from(actions, (_, row) => {
    let sum = 0;
    for (let action = 0; action < actionCount; action++) sum += target[slots[row] * actionCount + action] * rate(row, action);
    return sum;
  });
  const estimate = estimatePolicy({
    rewards: clicks, logged: propensities, target: Float64Array.from(actions, (action, row) => target[slots[row] * actionCount + action]),
    rewardModel: { ofAction: Float64Array.from(actions, (action, row) => rate(row, action)), ofPolicy }, uncovered: uncoveredOf(log, target),
  }, params);
  const { seed, resamples } = { ...ESTIMATOR_DEFAULTS, ...params };
  const [onPolicy] = bootstrap([Float64Array.from(own.clicks)], (mean) => mean, seed, resamples);
  const { low, high } = estimate.values.ips!;
  return { ...estimate, onPolicy, brackets: low <= onPolicy.value && onPolicy.value <= high };
}

/** Share of the target on actions that the log never shows in that slot, averaged over the slots as they occur. */
function uncoveredOf(log: BanditLog, target: Float64Array): number {
  const shown = shownShares(log);
  const { slots, actionCount } = log;
  const bySlot = Float64Array.from({ length: log.slotCount }, (_, slot) => {
    let sum = 0;
    for (let cell = slot * actionCount; cell < (slot + 1) * actionCount; cell++) if (shown[cell] === 0) sum += target[cell];
    return sum;
  });
  return slots.reduce((sum, slot) => sum + bySlot[slot], 0) / slots.length;
}

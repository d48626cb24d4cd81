import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { DatasetError } from '../../../models/dataset.js';
import { crossFittedRates, parseBanditLog, shownShares } from '../../../models/off-policy/bandit-log.js';
import { ESTIMATORS, estimatePolicy } from '../../../models/off-policy/estimators.js';
import type { PolicyLog } from '../../../models/off-policy/estimators.js';
import { offPolicyTable } from '../../../models/off-policy/open-bandit.js';
import { Random } from '../../../models/random.js';

const ACTIONS = 4;
const CONTEXTS = 3;
/** μ, π and the true click rates, [contexts, actions]. */
const MU = [[0.4, 0.3, 0.2, 0.1], [0.25, 0.25, 0.25, 0.25], [0.1, 0.2, 0.3, 0.4]];
const PI = [[0.1, 0.2, 0.3, 0.4], [0.7, 0.1, 0.1, 0.1], [0.25, 0.25, 0.25, 0.25]];
const RATE = [[0.1, 0.2, 0.3, 0.6], [0.5, 0.1, 0.1, 0.2], [0.3, 0.4, 0.2, 0.1]];
const TRUTH = PI.reduce((sum, row, context) => sum + row.reduce((part, p, action) => part + p * RATE[context][action], 0) / CONTEXTS, 0);

/** A log of μ; the reward model is wrong by `off` everywhere. */
function simulatedLog(rows: number, seed: number, off = 0.15): PolicyLog {
  const random = new Random(seed);
  const [rewards, logged, target, ofAction, ofPolicy] = Array.from({ length: 5 }, () => new Float64Array(rows));
  for (let row = 0; row < rows; row++) {
    const context = random.below(CONTEXTS);
    let [left, action] = [random.unit(), 0];
    while (action < ACTIONS - 1 && left >= MU[context][action]) left -= MU[context][action++];
    rewards[row] = random.unit() < RATE[context][action] ? 1 : 0;
    [logged[row], target[row], ofAction[row]] = [MU[context][action], PI[context][action], RATE[context][action] + off];
    ofPolicy[row] = PI[context].reduce((sum, p, other) => sum + p * (RATE[context][other] + off), 0);
  }
  return { rewards, logged, target, rewardModel: { ofAction, ofPolicy } };
}

describe('off-policy estimators', () => {
  test('are their formulas', () => {
    const log: PolicyLog = {
      rewards: [1, 0, 1, 1], logged: [0.5, 0.2, 0.1, 0.8], target: [0.25, 0.1, 0.5, 0.4], rewardModel: { ofAction: [0.3, 0.2, 0.6, 0.5], ofPolicy: [0.4, 0.3, 0.5, 0.45] },
    };
    const { values, effectiveRows, meanWeight, largestWeight, rows } = estimatePolicy(log, { clip: 2, resamples: 10 });
    const w = [0.5, 0.5, 5, 0.5];
    expect(rows).toBe(4);
    expect(largestWeight).toBe(5);
    expect(effectiveRows).toBeCloseTo(6.5 ** 2 / 25.75, 12);
    expect(meanWeight.value).toBeCloseTo(6.5 / 4, 12);
    expect(values.ips!.value).toBeCloseTo((w[0] + w[2] + w[3]) / 4, 12);
    expect(values.clippedIps!.value).toBeCloseTo((0.5 + 2 + 0.5) / 4, 12);
    expect(values.snips!.value).toBeCloseTo(6 / 6.5, 12);
    expect(values.dr!.value).toBeCloseTo((0.4 + 0.5 * 0.7 + 0.3 - 0.5 * 0.2 + 0.5 + 5 * 0.4 + 0.45 + 0.5 * 0.5) / 4, 12);
    expect(values.switchDr!.value).toBeCloseTo((0.4 + 0.5 * 0.7 + 0.3 - 0.5 * 0.2 + 0.5 + 0.45 + 0.5 * 0.5) / 4, 12);
  });

  test('IPS and DR are unbiased: over many logs the mean is the truth, also with a wrong model of rewards', () => {
    const logs = 400;
    const estimates = Array.from({ length: logs }, (_, seed) => estimatePolicy(simulatedLog(200, seed), { resamples: 2 }).values);
    for (const name of ['ips', 'dr'] as const) {
      const drawn = estimates.map((values) => values[name]!.value);
      const mean = drawn.reduce((sum, value) => sum + value, 0) / logs;
      const deviation = Math.sqrt(drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (logs - 1));
      expect(Math.abs(mean - TRUTH)).toBeLessThan((3 * deviation) / Math.sqrt(logs));
    }
  });

  test('intervals hold the truth as often as they say, and a good model of rewards narrows them', () => {
    const covered = { ips: 0, snips: 0, dr: 0 };
    let [wide, narrow] = [0, 0];
    for (let seed = 0; seed < 40; seed++) {
      const { values } = estimatePolicy(simulatedLog(200, seed, 0), { resamples: 100 });
      for (const name of ['ips', 'snips', 'dr'] as const) if (values[name]!.low <= TRUTH && TRUTH <= values[name]!.high) covered[name]++;
      wide += values.ips!.high - values.ips!.low;
      narrow += values.dr!.high - values.dr!.low;
    }
    for (const name of ['ips', 'snips', 'dr'] as const) expect(covered[name]).toBeGreaterThanOrEqual(34);
    expect(narrow).toBeLessThan(wide);
  });

  test('gives a verdict only with enough effective rows, and where the log can show what the policy does', () => {
    expect(estimatePolicy(simulatedLog(5000, 1), { resamples: 50 }).refusal).toBeNull();
    expect(estimatePolicy(simulatedLog(900, 1), { resamples: 50 }).refusal).toMatch(/1000 are needed/);
    expect(estimatePolicy({ ...simulatedLog(5000, 1), uncovered: 0.02 }, { resamples: 50 }).refusal).toMatch(/2.0 % of the policy/);
    const log = simulatedLog(5000, 1);
    const halved = { ...log, target: Float64Array.from(log.target, (p) => p / 2) };
    expect(estimatePolicy(halved, { resamples: 50 }).refusal).toMatch(/not 1/);
    expect(Object.keys(estimatePolicy({ ...log, rewardModel: undefined }, { resamples: 5 }).values)).toEqual(ESTIMATORS.slice(0, 3));
  });

  test('refuses rows that cannot have happened', () => {
    expect(() => estimatePolicy({ rewards: [1], logged: [0], target: [0.5] })).toThrow('had a chance above 0');
    expect(() => estimatePolicy({ rewards: [1], logged: [0.5], target: [1.5] })).toThrow('target probability');
    expect(() => estimatePolicy({ rewards: [1, 0], logged: [0.5], target: [0.5] })).toThrow('columns of one length');
    expect(() => estimatePolicy({ rewards: [], logged: [], target: [] })).toThrow('needs rows');
    expect(() => estimatePolicy(simulatedLog(10, 1), { clip: 0 })).toThrow('parameter clip');
  });
});

/** A log of a policy without context in two slots, in the columns of the Open Bandit Dataset. */
function banditCsv(rows: number, seed: number, probabilities: readonly number[], rates: readonly number[]): string {
  const random = new Random(seed);
  const lines = Array.from({ length: rows }, (_, row) => {
    let [left, action] = [random.unit(), 0];
    while (action < probabilities.length - 1 && left >= probabilities[action]) left -= probabilities[action++];
    return `${row},2019-11-24,${action},${1 + random.below(2)},${random.unit() < rates[action] ? 1 : 0},${probabilities[action]},x`;
  });
  return [',timestamp,item_id,position,click,propensity_score,user_feature_0', ...lines].join('\n');
}

describe('bandit logs', () => {
  test('are read by column, slots from 0, and refused where they are none', () => {
    const log = parseBanditLog('item_id,position,click,propensity_score\n2,3,1,0.5\n0,2,0,0.25\n', 'x');
    expect([...log.actions, ...log.slots, ...log.clicks, ...log.propensities]).toEqual([2, 0, 1, 0, 1, 0, 0.5, 0.25]);
    expect([log.actionCount, log.slotCount]).toEqual([3, 2]);
    expect(() => parseBanditLog('a,b\n1,2\n', 'x')).toThrow('no column item_id');
    expect(() => parseBanditLog('item_id,position,click,propensity_score\n', 'x')).toThrow('no rows');
    expect(() => parseBanditLog('item_id,position,click,propensity_score\n1,1,2,0.5\n', 'x')).toThrow('click is 2');
    expect(() => parseBanditLog('item_id,position,click,propensity_score\n1,1,0,0\n', 'x')).toThrow('no');
    const row = (cells: string) => () => parseBanditLog(`item_id,position,click,propensity_score\n${cells}\n`, 'x');
    for (const cells of ['1.5,1,0,0.1', ',1,0,0.1', '1,,0,0.1', '1,1,,0.1', '4000000000,1,0,0.1', '1,1000001,0,0.1']) {
      expect(row(cells)).toThrow('not a whole number');
    }
    expect(row('1,1')).toThrow(DatasetError);
  });

  test('shares are counts over the slot, and a rate never looks at its own fold', () => {
    const log = parseBanditLog('item_id,position,click,propensity_score\n0,1,1,.5\n1,1,0,.5\n0,1,1,.5\n0,2,0,.5\n', 'x');
    expect([...shownShares(log)]).toEqual([2 / 3, 1 / 3, 1, 0]);
    const rate = crossFittedRates(log, 2);
    // Fold 0 (rows 0 and 2) sees rows 1 and 3 alone: nobody clicked.
    expect(rate(0, 0)).toBe(0);
    expect(rate(2, 1)).toBe(0);
    // Fold 1 sees rows 0 and 2: action 0 twice clicked, the slot's rate is 1.
    expect(rate(1, 0)).toBe(1);
    expect(rate(3, 0)).toBe(0);
  });

  test('the table judges each policy from the other’s log, and says beside it what its own log says', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bandit-'));
    try {
      const rates = [0.05, 0.1, 0.2, 0.4];
      const policies = { random: [0.25, 0.25, 0.25, 0.25], bts: [0.1, 0.2, 0.3, 0.4] };
      for (const [at, [policy, probabilities]] of Object.entries(policies).entries()) {
        mkdirSync(join(folder, policy, 'men'), { recursive: true });
        writeFileSync(join(folder, policy, 'men', 'men.csv'), banditCsv(1600, at, probabilities, rates));
      }
      const rows = offPolicyTable(folder, { resamples: 100 });
      expect(rows.map(({ campaign, log, policy }) => `${campaign}: ${log} → ${policy}`)).toEqual(['men: random → bts', 'men: bts → random']);
      for (const { policy, values, onPolicy, brackets, refusal } of rows) {
        const truth = policies[policy].reduce((sum, p, action) => sum + p * rates[action], 0);
        expect(values.dr!.low).toBeLessThan(truth);
        expect(values.dr!.high).toBeGreaterThan(truth);
        expect(brackets).toBe(values.ips!.low <= onPolicy.value && onPolicy.value <= values.ips!.high);
        expect(refusal).toBeNull();
      }
      expect(() => offPolicyTable(join(folder, 'bts'))).toThrow('no campaign with logs of both policies');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

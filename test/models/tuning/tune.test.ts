import { describe, expect, test } from '@jest/globals';
import { Random } from '../../../models/random.js';
import type { Params, SearchSpace } from '../../../models/trainer.js';
import { fromCoordinate, sampleParams, toCoordinate } from '../../../models/tuning/search-space.js';
import { tuneByHalving, tuneByTpe } from '../../../models/tuning/tune.js';
import type { TrialJob, TrialOutcome, TuneRequest } from '../../../models/tuning/tune.js';

const SPACE: SearchSpace = {
  lambda: { low: 1, high: 10_000, scale: 'log' },
  alpha: { low: 0, high: 1 },
  layers: { low: 1, high: 6, whole: true },
  kind: { choices: [3, 5, 9] },
};
const DEFAULTS: Params = { lambda: 5000, alpha: 0.9, layers: 6, kind: 3, other: 1 };

/** Best 0 at λ = 50, α = 0.3, two layers, kind 5. */
const height = ({ lambda, alpha, layers, kind }: Params): number =>
  -(Math.log10(lambda / 50) ** 2) - 4 * (alpha - 0.3) ** 2 - 0.1 * (layers - 2) ** 2 - (kind === 5 ? 0 : 0.3);

const outcome = (value: number | null): TrialOutcome => ({ value, error: value === null ? 'too large' : null, seconds: 0 });

const request = (seed: number, trials: number, value: (job: TrialJob) => number | null = ({ params }) => height(params)): TuneRequest => ({
  model: 'hill', space: SPACE, defaults: DEFAULTS, trials, seed, run: (jobs) => Promise.resolve(jobs.map((job) => outcome(value(job)))),
});

describe('the search space', () => {
  test('draws stay inside, whole where they must be, and a logarithmic one is even over the tens', () => {
    const random = new Random(1);
    const draws = Array.from({ length: 4000 }, () => sampleParams(SPACE, random));
    for (const { lambda, alpha, layers, kind } of draws) {
      expect(lambda >= 1 && lambda <= 10_000 && alpha >= 0 && alpha <= 1 && [3, 5, 9].includes(kind) && [1, 2, 3, 4, 5, 6].includes(layers)).toBe(true);
    }
    const below100 = draws.filter(({ lambda }) => lambda < 100).length / draws.length;
    expect(Math.abs(below100 - 0.5)).toBeLessThan(0.03);
  });

  test('coordinates go forth and back', () => {
    const range = { low: 1, high: 10_000, scale: 'log' } as const;
    expect(fromCoordinate(range, toCoordinate(range, 123))).toBe(123);
    expect(fromCoordinate(range, 99)).toBe(10_000);
    expect(fromCoordinate({ low: 0, high: 9, whole: true }, 3.6)).toBe(4);
  });
});

describe('TPE', () => {
  test('ends nearer to the top of a known hill than uniform draws of the same budget', async () => {
    let [tpe, uniform] = [0, 0];
    for (let seed = 1; seed <= 12; seed++) {
      tpe += (await tuneByTpe(request(seed, 40))).value;
      const random = new Random(seed);
      uniform += Math.max(...Array.from({ length: 40 }, () => height(sampleParams(SPACE, random))));
    }
    expect(tpe / 12).toBeGreaterThan(0.6 * (uniform / 12)); // heights are below 0: at most 0.6 of the distance is left
  });

  test('tries the defaults first, the same trials for the same seed, others for another', async () => {
    const [one, again, other] = [await tuneByTpe(request(7, 14)), await tuneByTpe(request(7, 14)), await tuneByTpe(request(8, 14))];
    expect(one.trials[0].params).toEqual({ lambda: 5000, alpha: 0.9, layers: 6, kind: 3 });
    expect(one.trials.map(({ number }) => number)).toEqual(Array.from({ length: 14 }, (_, at) => at + 1));
    expect(again).toEqual(one);
    expect(other.trials).not.toEqual(one.trials);
    expect(one.value).toBe(Math.max(...one.trials.map(({ value }) => value!)));
    expect(one.value).toBeGreaterThanOrEqual(height(DEFAULTS));
  });

  test('defaults outside the space, at -∞ of a logarithmic scale too, are tried and left behind', async () => {
    for (const lambda of [0, 1e-3, 1e9]) {
      const { trials } = await tuneByTpe({ ...request(4, 24, ({ params }) => (params.lambda === lambda ? 1 : height(params))), defaults: { ...DEFAULTS, lambda } });
      expect(trials[0].params.lambda).toBe(lambda);
      expect(trials.slice(1).every(({ params }) => params.lambda >= 1 && params.lambda <= 10_000)).toBe(true);
    }
  });

  test('a failed trial is a bad one; when all fail, the first reason is told', async () => {
    const half = await tuneByTpe(request(3, 30, ({ params }) => (params.alpha > 0.5 ? null : height(params))));
    expect(half.best.alpha).toBeLessThanOrEqual(0.5);
    expect(half.trials[0].error).toBe('too large');
    // What it learnt from the failures: the second half fails less often than chance would.
    expect(half.trials.slice(15).filter(({ value }) => value === null).length).toBeLessThan(7);
    await expect(tuneByTpe(request(3, 5, () => null))).rejects.toThrow('every trial of hill failed; the first said: too large');
  });
});

describe('successive halving', () => {
  test('drops the worst: a ninth, a third, all of the resource for 18, 6 and 2', async () => {
    const { trials, best, value } = await tuneByHalving(request(5, 18));
    const rungs = [1 / 9, 1 / 3, 1].map((share) => trials.filter((trial) => trial.share === share));
    expect(rungs.map(({ length }) => length)).toEqual([18, 6, 2]);
    for (const [at, rung] of rungs.slice(0, 2).entries()) {
      const kept = new Set(rungs[at + 1].map(({ params }) => JSON.stringify(params)));
      const worstKept = Math.min(...rung.filter(({ params }) => kept.has(JSON.stringify(params))).map((trial) => trial.value!));
      const bestDropped = Math.max(...rung.filter(({ params }) => !kept.has(JSON.stringify(params))).map((trial) => trial.value!));
      expect(worstKept).toBeGreaterThanOrEqual(bestDropped);
    }
    expect(value).toBe(height(best));
    expect(await tuneByHalving(request(5, 18))).toEqual(await tuneByHalving(request(5, 18)));
  });

  test('what looks good on a share only does not win', async () => {
    const bluff = await tuneByHalving(request(2, 9, ({ params, share }) => (share < 1 || params.kind === 5 ? 1 : 0) + height(params) / 100));
    expect(bluff.value).toBe(Math.max(...bluff.trials.filter(({ share }) => share === 1).map(({ value }) => value!)));
  });
});

test.each<[string, Partial<TuneRequest>, string]>([
  ['a parameter that the model has not', { space: { depth: { low: 1, high: 2 } } }, "names 'depth', which is none of its parameters"],
  ['an empty interval', { space: { alpha: { low: 1, high: 1 } } }, 'nothing to search for alpha'],
  ['a logarithm of 0', { space: { alpha: { low: 0, high: 1, scale: 'log' } } }, 'nothing to search for alpha'],
  ['no choices', { space: { kind: { choices: [] } } }, 'nothing to search for kind'],
  ['an empty space', { space: {} }, 'hill has nothing to tune'],
  ['no trials', { trials: 0 }, 'there can be 1 to 1000 trials, not 0'],
  ['too many trials', { trials: 1001 }, 'there can be 1 to 1000 trials, not 1001'],
])('refuses %s', async (_, change, message) => {
  await expect(tuneByTpe({ ...request(1, 5), ...change })).rejects.toThrow(message);
  await expect(tuneByHalving({ ...request(1, 5), ...change })).rejects.toThrow(message);
});

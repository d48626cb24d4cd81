import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { adBelief } from '../../../models/exploration/ftrl-posterior.js';
import { LinUcb } from '../../../models/exploration/lin-ucb.js';
import { best, capped, choose, epsilonGreedy, epsilonSoftmax } from '../../../models/exploration/logged-choice.js';
import { drawLogits, logitBelief } from '../../../models/exploration/posterior.js';
import type { DiagonalPosterior, SparseFeatures } from '../../../models/exploration/posterior.js';
import { thompsonDistribution, THOMPSON_DEFAULTS } from '../../../models/exploration/thompson.js';
import { AD_WIDTH, CONTENT_WIDTH } from '../../../models/features/spec.js';
import { Random } from '../../../models/random.js';
import { sigmoid } from '../../../models/ranker/ad-ranker.js';
import { m2 } from '../../../models/ranker/m2.js';
import { solveSpd } from '../../../models/ranker/newton.js';
import { silent } from '../../../models/trainer.js';
import { crossWorld, datasetOf } from '../ranker/planted-crosses.js';

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((total, value) => total + value, 0);
const scores = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 1, maxLength: 12 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

/** Logits of every candidate under one draw of all weights. */
function plainDraw({ mean, precision }: DiagonalPosterior, candidates: readonly SparseFeatures[], random: Random): number[] {
  const theta = Array.from(mean, (value, at) => value + random.normal() / Math.sqrt(precision[at]));
  return candidates.map(({ indices, values }) => sum(Array.from(indices, (index, at) => theta[index] * values[at])));
}

describe('a distribution over candidates', () => {
  test('sums to one, whatever the scores, and never exceeds the cap beside the greedy one', () => {
    fc.assert(fc.property(scores, share, share, (given, epsilon, cap) => {
      for (const distribution of [epsilonGreedy(given, epsilon), epsilonSoftmax(given, 0.5, epsilon)]) {
        expect(sum(distribution)).toBeCloseTo(1, 10);
        const greedy = best(given);
        const limited = capped(distribution, greedy, cap);
        expect(sum(limited)).toBeCloseTo(1, 10);
        expect(1 - limited[greedy]).toBeLessThanOrEqual(cap + 1e-12);
        expect(Math.min(...epsilonSoftmax(given, 0.5, 0.2))).toBeGreaterThanOrEqual(0.2 / given.length - 1e-12);
      }
    }));
  });

  test('is what choose draws from, with its probability and version', () => {
    const distribution = Float64Array.of(0.5, 0, 0.3, 0.2);
    const random = new Random(1);
    const counts = [0, 0, 0, 0];
    let wrong = 0;
    for (let draw = 0; draw < 40_000; draw++) {
      const { action, probability, policyVersion } = choose(distribution, 'v3', random);
      counts[action]++;
      if (probability !== distribution[action] || policyVersion !== 'v3') wrong++;
    }
    expect(wrong).toBe(0);
    counts.forEach((count, at) => expect(Math.abs(count / 40_000 - distribution[at])).toBeLessThan(0.01));
    expect(() => choose(new Float64Array(0), 'v', random)).toThrow('no candidate');
    expect(() => epsilonGreedy([1], 2)).toThrow('parameter epsilon');
    expect(() => epsilonSoftmax([1], 0, 0)).toThrow('parameter temperature');
  });
});

describe('Thompson sampling', () => {
  const posterior = { mean: [0.2, -0.1, 0.4, 0.1], precision: [4, 2, 8, 1] };
  const candidates: SparseFeatures[] = [
    { indices: [0, 1], values: [1, 0.5] }, { indices: [0, 2], values: [1, -0.3] }, { indices: [0, 3], values: [1, 1] }, { indices: [1, 2, 3], values: [1, 1, -1] },
  ];

  test('draws of the few logits are draws of all weights: same means, same covariances', () => {
    const belief = logitBelief(posterior, candidates);
    const random = new Random(2);
    const draws = 30_000;
    const into = new Float64Array(4);
    const moments = (draw: () => ArrayLike<number>): { mean: number[]; products: number[][] } => {
      const mean = new Array(4).fill(0);
      const products = Array.from({ length: 4 }, () => new Array(4).fill(0));
      for (let at = 0; at < draws; at++) {
        const logits = draw();
        for (let a = 0; a < 4; a++) {
          mean[a] += logits[a] / draws;
          for (let b = 0; b < 4; b++) products[a][b] += (logits[a] * logits[b]) / draws;
        }
      }
      return { mean, products };
    };
    const few = moments(() => {
      drawLogits(belief, random, into);
      return into;
    });
    const all = moments(() => plainDraw(posterior, candidates, random));
    for (let a = 0; a < 4; a++) {
      expect(Math.abs(few.mean[a] - belief.mean[a])).toBeLessThan(0.02);
      expect(Math.abs(few.mean[a] - all.mean[a])).toBeLessThan(0.03);
      for (let b = 0; b < 4; b++) expect(Math.abs(few.products[a][b] - all.products[a][b])).toBeLessThan(0.06);
    }
  });

  test('propensities sum to one and are the frequencies of winning', () => {
    const params = { draws: 10_000, share: 1, floor: 0 };
    const distribution = thompsonDistribution(logitBelief(posterior, candidates), (logit) => sigmoid(logit), params, new Random(3));
    expect(sum(distribution)).toBeCloseTo(1, 12);
    const random = new Random(4);
    const wins = [0, 0, 0, 0];
    for (let draw = 0; draw < 20_000; draw++) wins[best(plainDraw(posterior, candidates, random))] += 1 / 20_000;
    distribution.forEach((probability, at) => expect(Math.abs(probability - wins[at])).toBeLessThan(0.02));
  });

  test('explores no more than its share, leaves every candidate a chance, and bids decide through the value', () => {
    const belief = logitBelief(posterior, candidates);
    const distribution = thompsonDistribution(belief, (logit) => sigmoid(logit), THOMPSON_DEFAULTS, new Random(5));
    const greedy = best(belief.mean);
    expect(distribution[greedy]).toBeGreaterThanOrEqual(0.9);
    expect(Math.min(...distribution)).toBeGreaterThanOrEqual((0.1 * 0.05) / 4 - 1e-12);
    const bids = [1, 1, 1, 100];
    const paid = thompsonDistribution(belief, (logit, at) => sigmoid(logit) * bids[at], THOMPSON_DEFAULTS, new Random(5));
    expect(best(paid)).toBe(3);
    expect(thompsonDistribution(belief, (logit) => logit, THOMPSON_DEFAULTS, new Random(6))).toEqual(thompsonDistribution(belief, (logit) => logit, THOMPSON_DEFAULTS, new Random(6)));
    expect(() => thompsonDistribution(belief, (logit) => logit, { ...THOMPSON_DEFAULTS, share: 2 }, new Random(1))).toThrow('parameter share');
  });

  test('twins win together: a covariance without full rank is no obstacle', () => {
    const belief = logitBelief(posterior, [candidates[0], candidates[0]]);
    const into = new Float64Array(2);
    drawLogits(belief, new Random(7), into);
    expect(Math.abs(into[0] - into[1])).toBeLessThan(1e-3);
  });
});

describe('the belief of FTRL', () => {
  const world = crossWorld(3000, 4);

  test('has the logits of the model, and variances of the full diagonal posterior', async () => {
    const model = await m2.learn(datasetOf(world.table), m2.defaults, 1, silent);
    const content = world.table.features.slice(0, CONTENT_WIDTH);
    const profile = world.table.profiles!.slice(0, CONTENT_WIDTH);
    const { posterior, candidates } = adBelief(model, content, world.ads, world.adKeys, 1, profile);
    const belief = logitBelief(posterior, candidates);
    world.adKeys.forEach((adKey, ad) => {
      const vector = world.ads.slice(ad * AD_WIDTH, (ad + 1) * AD_WIDTH);
      expect(Math.abs(belief.mean[ad] - model.logit(content, vector, { adKey, profile }))).toBeLessThan(1e-9);
    });
    // x of ad 0 in all its coordinates that differ between ads: a, a ⊗ c, a ⊗ u, its own bias.
    const { state } = model;
    const square = (at: number): number => 1 / (1 + state.s[at] ** 2);
    let variance = 1 / (1 + state.hashedS[state.slots.findIndex((_, at) => model.adBias(world.adKeys[0]) === weightAt(model, at))] ** 2);
    const blockStart = [0, 600, 608];
    for (let j = 0; j < AD_WIDTH; j++) {
      variance += world.ads[j] ** 2 * square(blockStart[1] + j);
      for (let i = 0; i < CONTENT_WIDTH; i++) {
        variance += (world.ads[j] * content[i]) ** 2 * square((j + 1) * CONTENT_WIDTH + i);
        variance += (world.ads[j] * profile[i]) ** 2 * square(blockStart[2] + (j + 1) * CONTENT_WIDTH + i);
      }
    }
    expect(belief.factor[0] ** 2).toBeCloseTo(variance, 6);
  });

  test('is wider for an ad that was never shown', async () => {
    const model = await m2.learn(datasetOf(world.table), m2.defaults, 1, silent);
    const content = world.table.features.slice(0, CONTENT_WIDTH);
    const twins = Float32Array.of(...world.ads.slice(0, AD_WIDTH), ...world.ads.slice(0, AD_WIDTH));
    const { posterior } = adBelief(model, content, twins, [world.adKeys[0], 999_999], 1);
    expect(posterior.precision[AD_WIDTH]).toBeGreaterThan(posterior.precision[AD_WIDTH + 1]);
    expect(posterior.precision[AD_WIDTH + 1]).toBe(1);
  });
});

function weightAt({ state }: { state: import('../../../models/ranker/ftrl-state.js').FtrlState }, at: number): number {
  const { alpha, beta, l2 } = state.params;
  return Math.fround(-state.hashedZ[at] / Math.fround(Math.fround(state.hashedS[at] * Math.fround(1 / alpha)) + Math.fround(beta / alpha + l2)));
}

describe('LinUCB', () => {
  const [dimension, lambda, width] = [7, 0.5, 0.8];

  test('Sherman–Morrison keeps the inverse: scores equal ridge regression solved anew', () => {
    const random = new Random(9);
    const bandit = new LinUcb(dimension, width, lambda);
    const a = new Float64Array(dimension * dimension);
    const b = new Float64Array(dimension);
    for (let at = 0; at < dimension; at++) a[at * dimension + at] = lambda;
    const vector = (): Float64Array => Float64Array.from({ length: dimension }, () => random.normal());
    for (let event = 0; event < 200; event++) {
      const [x, reward] = [vector(), random.below(2)];
      bandit.learn(x, reward);
      for (let i = 0; i < dimension; i++) {
        b[i] += reward * x[i];
        for (let j = 0; j < dimension; j++) a[i * dimension + j] += x[i] * x[j];
      }
    }
    for (let trial = 0; trial < 10; trial++) {
      const x = vector();
      const dot = (other: Float64Array): number => sum(other.map((value, at) => value * x[at]));
      expect(bandit.score(x)).toBeCloseTo(dot(solveSpd(a, b)) + width * Math.sqrt(dot(solveSpd(a, x))), 9);
    }
  });

  test('prefers what it knows less of, and refuses what is no number', () => {
    const bandit = new LinUcb(2, 1, 1);
    for (let at = 0; at < 10; at++) bandit.learn([1, 0], 0);
    expect(bandit.score([0, 1])).toBeGreaterThan(bandit.score([1, 0]));
    expect(() => bandit.learn([NaN, 0], 1)).toThrow('not a finite number');
    expect(() => bandit.score([1])).toThrow('2 are needed');
    expect(() => new LinUcb(5000, 1)).toThrow('parameter dimension');
  });
});

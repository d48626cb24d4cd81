import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Dataset } from '../../../models/dataset.js';
import { AD_WIDTH, CONTENT_WIDTH } from '../../../models/features/spec.js';
import { auc, logLoss } from '../../../models/metrics/classification.js';
import { Session } from '../../../models/onnx/session.js';
import { Random } from '../../../models/random.js';
import { AdModel } from '../../../models/ranker/ad-model.js';
import { sigmoid } from '../../../models/ranker/ad-ranker.js';
import { pairGraph } from '../../../models/ranker/graph.js';
import { m0 } from '../../../models/ranker/m0.js';
import { fitLogistic, solveSpd } from '../../../models/ranker/newton.js';
import { silent } from '../../../models/trainer.js';
import { plantedDataset, plantedImpressions } from '../planted.js';

const WIDTH = CONTENT_WIDTH + AD_WIDTH;
const table = plantedImpressions(6000, 11);
const datasetOf = (impressions: Dataset['impressions']): Dataset => ({ ...plantedDataset(), impressions });

/** The objective and its gradient, straight from the formula, in float64. */
function objective(theta: Float64Array, lambda: number): { loss: number; gradient: Float64Array } {
  const gradient = new Float64Array(WIDTH + 1);
  let loss = 0;
  const total = table.weights.reduce((sum, weight) => sum + weight, 0);
  for (let row = 0; row < table.rowCount; row++) {
    const x = table.features.subarray(row * WIDTH, (row + 1) * WIDTH);
    const z = x.reduce((sum, value, at) => sum + theta[at] * value, theta[WIDTH]);
    const share = table.weights[row] / total;
    loss -= share * (table.labels[row] ? Math.log(sigmoid(z)) : Math.log(sigmoid(-z)));
    const error = share * (sigmoid(z) - table.labels[row]);
    for (let at = 0; at < WIDTH; at++) gradient[at] += error * x[at];
    gradient[WIDTH] += error;
  }
  for (let at = 0; at < WIDTH; at++) {
    loss += (lambda / 2) * theta[at] ** 2;
    gradient[at] += lambda * theta[at];
  }
  return { loss, gradient };
}

describe('the Newton fit', () => {
  test('is the optimum: the gradient vanishes, and no neighbour is better', async () => {
    const lambda = 1e-3;
    const fitted = await fitLogistic(table, lambda, () => undefined);
    const { loss, gradient } = objective(fitted.theta, lambda);
    expect(Math.max(...gradient.map(Math.abs))).toBeLessThan(1e-8);
    expect(Math.abs(loss - fitted.loss)).toBeLessThan(1e-12);
    expect(fitted.iterations).toBeLessThan(15);
    const random = new Random(1);
    for (let trial = 0; trial < 20; trial++) {
      const moved = fitted.theta.map((value) => value + 0.01 * random.normal());
      expect(objective(moved, lambda).loss).toBeGreaterThan(loss);
    }
  });

  test('does not depend on the order or the number of blocks of rows', async () => {
    const doubled = {
      ...table,
      rowCount: 2 * table.rowCount,
      features: concat(table.features),
      labels: Uint8Array.from([...table.labels, ...table.labels]),
      weights: Float32Array.from([...table.weights, ...table.weights]),
    };
    const once = await fitLogistic(table, 0.01, () => undefined);
    const twice = await fitLogistic(doubled, 0.01, () => undefined);
    once.theta.forEach((value, at) => expect(Math.abs(value - twice.theta[at])).toBeLessThan(1e-7));
  });

  test('gains on the base rate and on held-out rows', async () => {
    const model = await m0.learn(datasetOf(table), { lambda: 1e-3 }, 1, silent);
    const p = Array.from({ length: table.rowCount }, (_, row) => {
      const x = table.features.subarray(row * WIDTH, (row + 1) * WIDTH);
      return model.probability(x.subarray(0, CONTENT_WIDTH), x.subarray(CONTENT_WIDTH));
    });
    const rate = table.labels.reduce((sum, label) => sum + label, 0) / table.rowCount;
    expect(logLoss(p, table.labels)).toBeLessThan(0.8 * logLoss(p.map(() => rate), table.labels));
    expect(auc(p, table.labels)).toBeGreaterThan(0.8);
  });

  test('solves a small system, and refuses one without a solution', () => {
    const [first, second] = solveSpd(Float64Array.of(4, 2, 2, 3), Float64Array.of(10, 8));
    expect(first).toBeCloseTo(1.75, 14);
    expect(second).toBeCloseTo(1.5, 14);
    expect(() => solveSpd(Float64Array.of(0, 0, 0, 0), Float64Array.of(1, 1))).toThrow('not positive definite');
  });
});

function concat(features: Float32Array): Float32Array {
  const both = new Float32Array(2 * features.length);
  both.set(features);
  both.set(features, features.length);
  return both;
}

describe('M0', () => {
  test('orders the ads in one way on every content: θᵀ(c ⊕ a) is additive', () => {
    const random = new Random(5);
    const model = new AdModel(Float32Array.from({ length: WIDTH }, () => random.normal()), 0.3);
    const ads = Array.from({ length: 10 }, () => Float32Array.from({ length: AD_WIDTH }, () => random.normal()));
    const orderOn = (content: Float32Array): number[] =>
      ads.map((_, ad) => ad).sort((a, b) => model.probability(content, ads[b]) - model.probability(content, ads[a]));
    const byAdAlone = ads.map((_, ad) => ad).sort((a, b) => model.adScore(ads[b]) - model.adScore(ads[a]));
    const content = fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: CONTENT_WIDTH, maxLength: CONTENT_WIDTH });
    fc.assert(fc.property(content, (values) => {
      expect(orderOn(Float32Array.from(values, (value) => value * 0.1))).toEqual(byAdAlone);
    }));
  });

  test('the ONNX graph equals the TypeScript pass', async () => {
    const model = await m0.learn(datasetOf(table), m0.defaults, 1, silent);
    const contents = table.features.subarray(0, 7 * CONTENT_WIDTH);
    const ads = table.features.subarray(1000, 1000 + 3 * AD_WIDTH);
    const session = await Session.open(pairGraph(model));
    const { probabilities } = await session.run({
      contents: { dtype: 'float32', data: contents.slice(), shape: [7, CONTENT_WIDTH] },
      ads: { dtype: 'float32', data: ads.slice(), shape: [3, AD_WIDTH] },
    });
    await session.dispose();
    const expected = model.predict({ contents, ads });
    expect(expected.length).toBe(21);
    expected.forEach((p, at) => expect(Math.abs(Number(probabilities[at]) - p)).toBeLessThanOrEqual(1e-5));
    expect(expected[4]).toBe(Math.fround(model.probability(contents.subarray(CONTENT_WIDTH), ads.subarray(AD_WIDTH, 2 * AD_WIDTH))));
  });

  test('same seed and data give the same bytes, and load repeats the golden pairs', async () => {
    const [a, b] = [await m0.fit(datasetOf(table), m0.defaults, 1, silent), await m0.fit(datasetOf(table), m0.defaults, 1, silent)];
    expect(a.card).toEqual(b.card);
    const model = m0.load(a);
    expect(model.bias).toBe((await m0.learn(datasetOf(table), m0.defaults, 1, silent)).bias);
    const wrong = { card: { ...a.card, golden: { ...a.card.golden, outputs: [0.5, 0.5, 0.5, 0.5] } }, files: a.files };
    expect(() => m0.load(wrong)).toThrow('no longer gives the answers');
  });

  test('refuses to learn from nothing, from foreign features and from labels that are none', async () => {
    await expect(m0.learn(datasetOf(null), m0.defaults, 1, silent)).rejects.toThrow('there are none yet');
    await expect(m0.learn(datasetOf({ ...table, featureCount: 7 }), m0.defaults, 1, silent)).rejects.toThrow('105 features');
    const labels = table.labels.slice().fill(2);
    await expect(m0.learn(datasetOf({ ...table, labels }), m0.defaults, 1, silent)).rejects.toThrow('label 2');
    await expect(m0.learn(datasetOf(table), { lambda: 0 }, 1, silent)).rejects.toThrow('parameter lambda');
  });
});

import { describe, expect, jest, test } from '@jest/globals';
import { auc } from '../../../../models/metrics/classification.js';
import { sgd } from '../../../../models/onnx/optimiser.js';
import { TrainingSession } from '../../../../models/onnx/training-session.js';
import { silent } from '../../../../models/trainer.js';
import { parameterShapes, rowWidth } from '../../../../models/ranker/deep/architecture.js';
import type { Architecture, Parameters } from '../../../../models/ranker/deep/architecture.js';
import type { EmbeddingRows } from '../../../../models/ranker/deep/batch-rows.js';
import { BatchFeeds, examplesOf } from '../../../../models/ranker/deep/examples.js';
import { encodeRows, fitFieldTable } from '../../../../models/ranker/deep/field-table.js';
import { examplesLoss, fitNetwork } from '../../../../models/ranker/deep/fit-network.js';
import type { FitOptions } from '../../../../models/ranker/deep/fit-network.js';
import { Forward } from '../../../../models/ranker/deep/forward.js';
import { networkLoss } from '../../../../models/ranker/deep/network.js';
import { UNKNOWN } from '../../../../models/ranker/deep/ranking-table.js';
import type { Head, RankingTable } from '../../../../models/ranker/deep/ranking-table.js';
import { crossedRanking, randomParameters, randomRanking, randomRows } from './planted-ranking.js';

// Some seconds on a free core; more where many suites share it.
jest.setTimeout(60_000);

const base: Architecture = {
  kind: 'fm', fields: 4, numbers: 3, heads: 2, factors: 4, hidden: [6, 5], crossLayers: 2, crossRank: 3, stacked: false,
};
const heads: Head[] = ['click', 'buy'];
const options: FitOptions = {
  epochs: 30, batch: 64, learningRate: 0.01, rowRate: 0.1, rowDecay: 0, decay: 0, factorScale: 0.1, patience: 30, seed: 3,
};

/** Σ w [ln(1 + e^z) − y z] / Σ w in float64, over the known labels. */
function plainLoss(logits: Float64Array, labels: Float32Array, weights: Float32Array): number {
  let loss = 0;
  let total = 0;
  logits.forEach((z, at) => {
    loss += weights[at] * (Math.max(0, z) + Math.log1p(Math.exp(-Math.abs(z))) - labels[at] * z);
    total += weights[at];
  });
  return loss / total;
}

describe.each([
  ['fm', base], ['deepfm', { ...base, kind: 'deepfm' }], ['dcn', { ...base, kind: 'dcn' }], ['stacked dcn', { ...base, kind: 'dcn', stacked: true }],
] as [string, Architecture][])('one step of %s', (_name, architecture) => {
  test('moves every parameter and every table row along the gradient of the float64 loss', async () => {
    const table = randomRanking(24, 8);
    const fieldTable = fitFieldTable(table, 2);
    const examples = examplesOf(encodeRows(fieldTable, table), table, heads);
    const parameters = randomParameters(architecture, 2);
    const rows = randomRows(architecture, fieldTable, 4);
    const width = rowWidth(architecture);
    const rowGradient = new Float64Array(rows.length);
    const held: EmbeddingRows = {
      gather: (ids, into) => ids.forEach((id, at) => into.set(rows.subarray(id * width, (id + 1) * width), at * width)),
      adagrad: (ids, gradient) => ids.forEach((id, at) => {
        for (let place = 0; place < width; place++) rowGradient[id * width + place] += gradient[at * width + place];
      }),
    };
    const shapes = parameterShapes(architecture);
    const session = await TrainingSession.open({
      name: 'step',
      parameters: Object.fromEntries(Object.entries(parameters).map(([name, data]) => [name, { shape: shapes[name], data }])),
      build: (graph, tensors) => networkLoss(graph, architecture, tensors),
      optimiser: sgd(),
    });
    const feeds = new BatchFeeds(architecture, fieldTable);
    const step = await session.step(feeds.training(held, examples, Int32Array.from({ length: 24 }, (_, row) => row)), 1);
    feeds.update(held, step.gradients.rows, 1, 0);
    const after: Parameters = Object.fromEntries(Object.entries(session.parameters()).map(([name, values]) => [name, values.slice()]));
    await session.dispose();
    const lossNow = (): number => plainLoss(new Forward(architecture, fieldTable, rows, parameters).run(examples.encoded), examples.labels, examples.weights);
    expect(Math.abs(step.loss - lossNow())).toBeLessThan(1e-5);
    // Small enough that no ReLU turns over between the two points.
    const slope = (values: Float32Array, at: number): number => {
      const before = values[at];
      values[at] = before + 1e-5;
      const [high, above] = [values[at], lossNow()];
      values[at] = before - 1e-5;
      const [low, below] = [values[at], lossNow()];
      values[at] = before;
      return (above - below) / (high - low);
    };
    let largest = 0;
    for (const [name, values] of Object.entries(parameters)) {
      for (let at = 0; at < values.length; at++) {
        const expected = slope(values, at);
        largest = Math.max(largest, Math.abs(expected));
        expect(Math.abs(values[at] - after[name][at] - expected)).toBeLessThan(2e-5 * (1 + Math.abs(expected)));
      }
    }
    for (let at = 0; at < rows.length; at++) {
      const expected = slope(rows, at);
      expect(Math.abs(rowGradient[at] - expected)).toBeLessThan(2e-5 * (1 + Math.abs(expected)));
    }
    expect(largest).toBeGreaterThan(0.05);
  });
});

async function fitAndScore(table: RankingTable, given: Architecture, seed = 3, test = table): Promise<Float64Array> {
  const fieldTable = fitFieldTable(table, 1);
  const own = given.heads === 1 ? (['click'] as Head[]) : heads;
  const fitted = await fitNetwork({ architecture: given, fieldTable }, examplesOf(encodeRows(fieldTable, table), table, own), null, { ...options, seed }, silent);
  return new Forward(given, fieldTable, fitted.rows, fitted.parameters).run(encodeRows(fieldTable, test));
}

describe('fitting', () => {
  const small = { ...base, fields: 2, numbers: 0, heads: 1 };

  const [crossed, fresh] = [crossedRanking(1500, 1), crossedRanking(1000, 2)];

  test.each(['fm', 'deepfm', 'dcn'] as const)('%s learns a planted crossing', async (kind) => {
    const z = await fitAndScore(crossed, { ...small, kind, hidden: [16, 8], crossRank: 4 }, 3, fresh);
    expect(auc(z, fresh.labels.click!)).toBeGreaterThan(0.85); // a tenth of the labels is turned around: 0.9 is the most
  });

  test('a linear model sees nothing of it', () => {
    const shares = crossed.fields.map((field) => {
      const sums = new Float64Array(20);
      const counts = new Float64Array(20);
      field.ids.forEach((id, row) => { sums[id] += crossed.labels.click![row]; counts[id]++; });
      return sums.map((sum, id) => sum / counts[id]);
    });
    const linear = Array.from(fresh.labels.click!, (_, row) => shares[0][fresh.fields[0].ids[row]] + shares[1][fresh.fields[1].ids[row]]);
    expect(auc(linear, fresh.labels.click!)).toBeLessThan(0.6);
  });

  test('same seed, same numbers; another seed, others', async () => {
    const table = randomRanking(200, 9);
    const [a, b, c] = [await fitAndScore(table, base), await fitAndScore(table, base), await fitAndScore(table, base, 4)];
    expect(a).toEqual(b);
    expect(a).not.toEqual(c);
  });

  test('a label that is not known changes nothing, whatever it would have been', async () => {
    const table = randomRanking(200, 9);
    const buy = table.labels.buy!;
    expect(buy.includes(UNKNOWN)).toBe(true);
    const fieldTable = fitFieldTable(table, 1);
    const encoded = encodeRows(fieldTable, table);
    const examples = examplesOf(encoded, table, heads);
    const turned = { ...examples, labels: examples.labels.map((label, at) => (examples.weights[at] === 0 ? 1 : label)) };
    const own = { architecture: base, fieldTable };
    const [a, b] = [await fitNetwork(own, examples, null, options, silent), await fitNetwork(own, turned, null, options, silent)];
    expect(a.rows).toEqual(b.rows);
    expect(a.parameters).toEqual(b.parameters);
    expect(examplesLoss(Float32Array.of(0.5, 0.9), { encoded, labels: Float32Array.of(1, 1), weights: Float32Array.of(1, 0) })).toBeCloseTo(Math.log(2), 6);
  });

  test('gives back the epoch of the lowest held-out loss and stops `patience` epochs after it', async () => {
    const table = randomRanking(160, 10); // labels without sense: it can only overfit
    const fieldTable = fitFieldTable(table, 1);
    const examples = examplesOf(encodeRows(fieldTable, table), table, heads);
    const heldTable = randomRanking(160, 11);
    const held = examplesOf(encodeRows(fieldTable, heldTable), heldTable, heads);
    const fitted = await fitNetwork({ architecture: base, fieldTable }, examples, held, { ...options, rowRate: 0.3, patience: 3 }, silent);
    const lowest = fitted.heldOutLosses.indexOf(Math.min(...fitted.heldOutLosses));
    expect(fitted.heldOutLosses.length).toBe(lowest + 4);
    const logits = new Forward(base, fieldTable, fitted.rows, fitted.parameters).run(held.encoded);
    expect(plainLoss(logits, held.labels, held.weights)).toBeCloseTo(fitted.heldOutLosses[lowest], 5);
  });
});

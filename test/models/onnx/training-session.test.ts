import { describe, expect, test } from '@jest/globals';
import { GraphError } from '../../../models/onnx/graph.js';
import type { Graph, Tensor } from '../../../models/onnx/graph.js';
import { tanh } from '../../../models/onnx/elementwise.js';
import { adam, sgd } from '../../../models/onnx/optimiser.js';
import { add, gather, matMul, mul, sub } from '../../../models/onnx/ops.js';
import { reduceMean, reduceSum } from '../../../models/onnx/reduction.js';
import type { FeedTensor } from '../../../models/onnx/session.js';
import { TrainingSession } from '../../../models/onnx/training-session.js';
import type { TrainingOptions } from '../../../models/onnx/training-session.js';
import { Random } from '../../../models/random.js';

const f32 = (data: ArrayLike<number>, shape: number[]): FeedTensor => ({ dtype: 'float32', data: Float32Array.from(data), shape });

/** L = Σ (θ − target)²/2, so g = θ − target. */
const bowl = (options: Partial<TrainingOptions> & Pick<TrainingOptions, 'optimiser'>): Promise<TrainingSession> => TrainingSession.open({
  name: 'bowl',
  parameters: { theta: { shape: [3], data: Float32Array.of(1, -2, 0.5) } },
  build(graph, { theta }) {
    const difference = sub(theta, graph.input('target', 'float32', [3]));
    return { loss: mul(reduceSum(mul(difference, difference)), graph.scalar(0.5)) };
  },
  ...options,
});
const target = { target: f32([0, 1, 2], [3]) };

describe('an update equals its formula', () => {
  const start = [1, -2, 0.5];
  const goal = [0, 1, 2];

  test('sgd with momentum', async () => {
    const session = await bowl({ optimiser: sgd({ momentum: 0.9 }) });
    const [theta, velocity] = [[...start], [0, 0, 0]];
    for (let step = 0; step < 5; step++) {
      const { loss } = await session.step(target, 0.1);
      expect(loss).toBeCloseTo(theta.reduce((sum, value, at) => sum + (value - goal[at]) ** 2 / 2, 0), 5);
      theta.forEach((value, at) => {
        velocity[at] = 0.9 * velocity[at] + value - goal[at];
        theta[at] = value - 0.1 * velocity[at];
      });
    }
    session.parameters().theta.forEach((value, at) => expect(value).toBeCloseTo(theta[at], 5));
    expect(session.steps).toBe(5);
    await session.dispose();
  });

  test.each([0, 0.1])('adam with weight decay %d', async (weightDecay) => {
    const session = await bowl({ optimiser: adam({ weightDecay, beta1: 0.8, beta2: 0.95 }) });
    const theta = [...start];
    const [mean, variance] = [[0, 0, 0], [0, 0, 0]];
    for (let step = 1; step <= 6; step++) {
      await session.step(target, 0.05);
      theta.forEach((value, at) => {
        const gradient = value - goal[at];
        mean[at] = 0.8 * mean[at] + 0.2 * gradient;
        variance[at] = 0.95 * variance[at] + 0.05 * gradient * gradient;
        const move = mean[at] / (1 - 0.8 ** step) / (Math.sqrt(variance[at] / (1 - 0.95 ** step)) + 1e-8);
        theta[at] = value * (1 - 0.05 * weightDecay) - 0.05 * move;
      });
    }
    session.parameters().theta.forEach((value, at) => expect(value).toBeCloseTo(theta[at], 5));
    await session.dispose();
  });

  test('a clipped gradient has the asked norm, a short one is left alone', async () => {
    const gradient = start.map((value, at) => value - goal[at]);
    const norm = Math.hypot(...gradient);
    for (const clipNorm of [norm / 4, norm * 2]) {
      const session = await bowl({ optimiser: sgd(), clipNorm });
      await session.step(target, 1);
      const factor = Math.min(1, clipNorm / norm);
      session.parameters().theta.forEach((value, at) => expect(value).toBeCloseTo(start[at] - factor * gradient[at], 5));
      await session.dispose();
    }
  });
});

/** Two layers whose weights and one batch are drawn from a seed. */
function network(overrides: Partial<TrainingOptions> = {}): { options: TrainingOptions; batch: Record<string, FeedTensor> } {
  const random = new Random(3);
  const normal = (count: number): Float32Array => Float32Array.from({ length: count }, () => random.normal());
  const options: TrainingOptions = {
    name: 'two-layers',
    parameters: { first: { shape: [4, 6], data: normal(24) }, second: { shape: [6, 1], data: normal(6) } },
    build(graph: Graph, { first, second }: Record<string, Tensor>) {
      const rows = graph.input('rows', 'float32', [8, 4]);
      const answers = graph.input('answers', 'float32', [8, 1]);
      const predicted = matMul(tanh(matMul(rows, first)), second);
      const error = sub(predicted, answers);
      return { loss: reduceMean(mul(error, error)), leaves: [rows], outputs: { predicted } };
    },
    optimiser: adam(),
    ...overrides,
  };
  return { options, batch: { rows: f32(normal(32), [8, 4]), answers: f32(normal(8), [8, 1]) } };
}

/** The same network in float64 by hand: loss, gradients of both matrices and of the rows. */
function byHand(first: ArrayLike<number>, second: ArrayLike<number>, rows: ArrayLike<number>, answers: ArrayLike<number>) {
  const gradient = { first: new Float64Array(24), second: new Float64Array(6), rows: new Float64Array(32) };
  let loss = 0;
  for (let row = 0; row < 8; row++) {
    const hidden = Array.from({ length: 6 }, (_, unit) => Math.tanh([0, 1, 2, 3].reduce((sum, at) => sum + rows[row * 4 + at] * first[at * 6 + unit], 0)));
    const error = hidden.reduce((sum, value, unit) => sum + value * second[unit], 0) - answers[row];
    loss += (error * error) / 8;
    hidden.forEach((value, unit) => {
      gradient.second[unit] += (2 * error * value) / 8;
      const inner = ((2 * error) / 8) * second[unit] * (1 - value * value);
      for (let at = 0; at < 4; at++) {
        gradient.first[at * 6 + unit] += inner * rows[row * 4 + at];
        gradient.rows[row * 4 + at] += inner * first[at * 6 + unit];
      }
    });
  }
  return { loss, gradient };
}

describe('a training session', () => {
  test('steps, leaf gradients and outputs equal the network by hand', async () => {
    const { options, batch } = network({ optimiser: sgd() });
    const session = await TrainingSession.open(options);
    const [first, second] = [Float64Array.from(options.parameters.first.data), Float64Array.from(options.parameters.second.data)];
    for (let step = 0; step < 20; step++) {
      const { loss, gradients, outputs } = await session.step(batch, 0.1);
      const expected = byHand(first, second, batch.rows.data as Float32Array, batch.answers.data as Float32Array);
      expect(loss).toBeCloseTo(expected.loss, 5);
      gradients.rows.forEach((value, at) => expect(value).toBeCloseTo(expected.gradient.rows[at], 5));
      expect(outputs.predicted.length).toBe(8);
      first.forEach((value, at) => { first[at] = value - 0.1 * expected.gradient.first[at]; });
      second.forEach((value, at) => { second[at] = value - 0.1 * expected.gradient.second[at]; });
    }
    session.parameters().first.forEach((value, at) => expect(value).toBeCloseTo(first[at], 4));
    await session.dispose();
  });

  test('a resumed run ends with the bytes of one that never stopped', async () => {
    const { options, batch } = network();
    const whole = await TrainingSession.open(options);
    for (let step = 0; step < 10; step++) await whole.step(batch, 0.01);
    const begun = await TrainingSession.open(options);
    for (let step = 0; step < 3; step++) await begun.step(batch, 0.01);
    const state = begun.save();
    await begun.step(batch, 0.5);
    const resumed = await TrainingSession.open(options);
    resumed.restore(state);
    for (let step = 3; step < 10; step++) await resumed.step(batch, 0.01);
    expect(resumed.save()).toEqual(whole.save());
    for (const session of [whole, begun, resumed]) await session.dispose();
  });

  test('the caller keeps his arrays, and frozen parameters stay', async () => {
    const { options, batch } = network({ frozen: ['first'] });
    const before = options.parameters.first.data.slice();
    const session = await TrainingSession.open(options);
    await session.step(batch, 0.1);
    expect([...session.parameters().first]).toEqual([...before]);
    expect([...options.parameters.second.data]).not.toEqual([...session.parameters().second]);
    expect(Object.keys(session.save().values).sort()).toEqual(['first', 'second', 'second_mean', 'second_variance']);
    await session.dispose();
  });

  test('a loss that is no number is refused and changes nothing', async () => {
    const { options, batch } = network();
    const session = await TrainingSession.open(options);
    await session.step(batch, 0.1);
    const before = session.save();
    await expect(session.step({ ...batch, answers: f32(new Array(8).fill(NaN), [8, 1]) }, 0.1)).rejects.toThrow('the loss of step 2 is NaN');
    expect(session.save()).toEqual(before);
    await session.dispose();
    await expect(session.step(batch, 0.1)).rejects.toThrow('disposed');
  });

  test('refuses a state of another model, a wrong rate, an unknown frozen name, a leaf that is no input', async () => {
    const { options, batch } = network();
    const session = await TrainingSession.open(options);
    expect(() => session.restore({ step: 1, values: {} })).toThrow("the saved state has no 'first' of 24 numbers");
    await expect(session.step(batch, -1)).rejects.toThrow('the learning rate must not be negative: -1');
    await session.dispose();
    await expect(TrainingSession.open({ ...options, frozen: ['third'] })).rejects.toThrow("no parameter 'third' to freeze");
    await expect(TrainingSession.open({
      ...options,
      build(graph, parameters) {
        const built = options.build(graph, parameters);
        return { ...built, leaves: [add(built.loss, built.loss)] };
      },
    })).rejects.toThrow('is not an input');
  });

  test('a name that a parameter and the session both want is refused', async () => {
    const { options } = network();
    const { first, second } = options.parameters;
    await expect(TrainingSession.open({
      ...options,
      parameters: { loss: first, second },
      build: (graph, parameters) => options.build(graph, { first: parameters.loss, second: parameters.second }),
    })).rejects.toThrow(new GraphError("graph two-layers already has a tensor named 'loss'"));
  });

  test('rows gathered in the graph differentiate to a dense table', async () => {
    const session = await TrainingSession.open({
      name: 'rows',
      parameters: { table: { shape: [5, 2], data: new Float32Array(10).fill(1) } },
      build(graph, { table }) {
        return { loss: reduceSum(gather(table, graph.input('ids', 'int32', [3]))) };
      },
      optimiser: sgd(),
    });
    await session.step({ ids: { dtype: 'int32', data: Int32Array.of(4, 1, 4), shape: [3] } }, 1);
    expect([...session.parameters().table]).toEqual([1, 1, 0, 0, 1, 1, 1, 1, -1, -1]);
    await session.dispose();
  });
});

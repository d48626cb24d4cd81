import { describe, expect, test } from '@jest/globals';
import * as elementwise from '../../../models/onnx/elementwise.js';
import { gradients } from '../../../models/onnx/grad.js';
import { Graph } from '../../../models/onnx/graph.js';
import type { Tensor } from '../../../models/onnx/graph.js';
import * as ops from '../../../models/onnx/ops.js';
import * as reduction from '../../../models/onnx/reduction.js';
import { Session } from '../../../models/onnx/session.js';
import type { FeedTensor } from '../../../models/onnx/session.js';
import * as shape from '../../../models/onnx/shape.js';
import { softmaxLoss } from '../../../models/onnx/softmax-loss.js';
import { Random } from '../../../models/random.js';

type Build = (x: Tensor[], graph: Graph) => Tensor;

/** Inputs by shape, drawn from ± normal, or from `low`…`high` where an operator needs it. */
interface Case { name: string; shapes: number[][]; build: Build; low?: number; high?: number }

const int32 = (graph: Graph, values: number[], dims: number[]): Tensor =>
  graph.constant(`ints_${values.join('_')}`, 'int32', dims, Int32Array.from(values));

const cases: Case[] = [
  { name: 'add, sub, neg, broadcast both ways', shapes: [[2, 3], [3], [2, 1]], build: ([a, row, column]) => ops.sub(ops.add(a, row), elementwise.neg(column)) },
  { name: 'mul broadcast to both', shapes: [[2, 1, 3], [4, 1]], build: ([a, b]) => ops.mul(a, b) },
  { name: 'div', shapes: [[2, 3], [3]], low: 1, high: 2, build: ([a, b]) => ops.div(a, b) },
  { name: 'a tensor read twice', shapes: [[3]], build: ([a]) => ops.mul(ops.add(a, a), a) },
  { name: 'sigmoid', shapes: [[5]], build: ([a]) => ops.sigmoid(a) },
  { name: 'tanh', shapes: [[5]], build: ([a]) => elementwise.tanh(a) },
  { name: 'softplus', shapes: [[5]], build: ([a]) => elementwise.softplus(a) },
  { name: 'exp, log, sqrt', shapes: [[4]], low: 0.5, high: 2, build: ([a]) => elementwise.log(ops.add(elementwise.exp(a), elementwise.sqrt(a))) },
  { name: 'pow', shapes: [[4]], low: 0.5, high: 2, build: ([a]) => elementwise.pow(a, 2.5) },
  { name: 'abs, relu', shapes: [[6]], low: 0.3, high: 2, build: ([a], graph) => ops.add(elementwise.abs(elementwise.neg(a)), elementwise.relu(ops.sub(a, graph.scalar(0.1)))) },
  { name: 'erf', shapes: [[5]], build: ([a]) => elementwise.erf(a) },
  { name: 'gelu', shapes: [[7]], build: ([a]) => elementwise.gelu(a) },
  { name: 'maximum, minimum', shapes: [[2, 3], [2, 3]], low: 1, high: 2, build: ([a, b], graph) => ops.add(elementwise.maximum(a, graph.scalar(0.5)), elementwise.minimum(elementwise.scale(a, 3), b)) },
  { name: 'clip', shapes: [[4]], low: 0.2, high: 0.8, build: ([a]) => ops.add(elementwise.clip(a, 0, 1), elementwise.clip(a, -2, -1)) },
  { name: 'where', shapes: [[2, 3], [3]], build: ([a, b], graph) => elementwise.where(elementwise.greater(int32(graph, [1, 0, 1], [3]), int32(graph, [0], [1])), a, b) },
  { name: 'matMul of matrices', shapes: [[2, 3], [3, 4]], build: ([a, b]) => ops.matMul(a, b) },
  { name: 'matMul of a batch with one matrix', shapes: [[2, 3, 4], [4, 2]], build: ([a, b]) => ops.matMul(a, b) },
  { name: 'matMul of four axes, broadcast', shapes: [[2, 1, 3, 2], [3, 2, 2]], build: ([a, b]) => ops.matMul(a, b) },
  { name: 'gemm', shapes: [[2, 3], [3, 4], [4]], build: ([a, b, c]) => ops.gemm(a, b, c, { alpha: 0.5, beta: 2 }) },
  { name: 'gemm, left transposed', shapes: [[3, 2], [3, 4], [2, 1]], build: ([a, b, c]) => ops.gemm(a, b, c, { transposeA: true }) },
  { name: 'gemm, right transposed', shapes: [[2, 3], [4, 3]], build: ([a, b]) => ops.gemm(a, b, null, { transposeB: true, alpha: -2 }) },
  { name: 'gemm, both transposed', shapes: [[3, 2], [4, 3], [1, 4]], build: ([a, b, c]) => ops.gemm(a, b, c, { transposeA: true, transposeB: true }) },
  { name: 'transposed and reshape', shapes: [[2, 3, 4]], build: ([a]) => elementwise.exp(shape.reshape(shape.transposed(a, [2, 0, 1]), [4, 6])) },
  { name: 'concat and slice', shapes: [[2, 3], [2, 2]], build: ([a, b]) => elementwise.exp(shape.slice(shape.concat([a, b], 1), 1, 1, 4)) },
  { name: 'pad, squeeze, unsqueeze, expand', shapes: [[1, 3]], build: ([a]) => elementwise.exp(shape.pad(shape.expand(shape.unsqueeze(shape.squeeze(a, [0]), [0, 2]), [2, 3, 2]), 1, 1, 2)) },
  { name: 'reduceSum over all and some axes', shapes: [[2, 3, 2]], build: ([a]) => ops.mul(reduction.reduceSum(a), reduction.reduceSum(a, { axes: [0, 2] })) },
  { name: 'reduceMean', shapes: [[2, 3]], build: ([a]) => ops.mul(reduction.reduceMean(a, { axes: [1], keep: true }), a) },
  { name: 'reduceMax', shapes: [[2, 3]], build: ([a]) => elementwise.exp(reduction.reduceMax(a, { axes: [-1] })) },
  { name: 'reduceSumSquare', shapes: [[2, 3]], build: ([a]) => elementwise.sqrt(reduction.reduceSumSquare(a, { axes: [0] })) },
  { name: 'softmax', shapes: [[2, 4]], build: ([a]) => reduction.softmax(a) },
  { name: 'softmax over the first axis', shapes: [[3, 2]], build: ([a]) => reduction.softmax(a, 0) },
  { name: 'logSoftmax', shapes: [[2, 4]], build: ([a]) => reduction.logSoftmax(a) },
  { name: 'logSumExp', shapes: [[3, 4]], build: ([a]) => reduction.logSumExp(elementwise.scale(a, 3)) },
  { name: 'layerNorm', shapes: [[2, 3, 5], [5], [5]], build: ([a, weight, bias]) => reduction.layerNorm(a, weight, bias) },
  { name: 'l2Normalised', shapes: [[3, 4]], build: ([a]) => reduction.l2Normalised(a) },
  { name: 'weightedMean', shapes: [[4], [4]], low: 0.5, high: 2, build: ([a, weights]) => reduction.weightedMean(a, weights) },
  { name: 'gather, with a row twice', shapes: [[4, 2]], build: ([a], graph) => elementwise.exp(ops.gather(a, int32(graph, [3, 0, 3], [3]))) },
  { name: 'gatherElements', shapes: [[3, 4]], build: ([a], graph) => elementwise.exp(ops.gatherElements(a, int32(graph, [3, 0, 3], [3, 1]), 1)) },
  { name: 'scatterElements, adding', shapes: [[2, 3], [2, 2]], build: ([a, b], graph) => elementwise.exp(ops.scatterElements(a, int32(graph, [0, 0, 2, 1], [2, 2]), b, { axis: 1, reduction: 'add' })) },
  { name: 'scatterElements, replacing', shapes: [[2, 3], [2, 1]], build: ([a, b], graph) => elementwise.exp(ops.scatterElements(a, int32(graph, [2, 1], [2, 1]), b, { axis: 1, reduction: 'none' })) },
  { name: 'softmaxLoss with offsets and a scale', shapes: [[3, 2], [5, 2]], build: ([queries, candidates], graph) => softmaxLoss(queries, candidates, int32(graph, [4, 0, 4], [3]), { scale: 2, offsets: graph.constant('offsets', 'float32', [5], Float32Array.of(0, 1, -1, 0.5, 2)) }) },
  { name: 'softmaxLoss within a batch', shapes: [[4, 3], [4, 3]], build: ([queries, candidates], graph) => elementwise.exp(softmaxLoss(queries, candidates, int32(graph, [0, 1, 2, 3], [4]))) },
  { name: 'cast to float64 and back', shapes: [[3]], build: ([a]) => ops.cast(elementwise.exp(ops.cast(a, 'float64')), 'float32') },
];

function inputsOf({ shapes, low, high }: Case): FeedTensor[] {
  const random = new Random(11);
  return shapes.map((dims) => ({
    dtype: 'float32',
    shape: dims,
    data: Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => (low === undefined ? random.normal() : low + ((high as number) - low) * random.unit())),
  }));
}

/** L = Σ w ∘ f(x) with fixed w, and ∂L/∂x by `gradients` and by (−f(2h) + 8f(h) − 8f(−h) + f(−2h))/12h. */
async function compare(one: Case): Promise<{ largest: number; error: number }> {
  const graph = new Graph('gradient');
  const feeds = inputsOf(one);
  const inputs = feeds.map((feed, at) => graph.input(`x${at}`, 'float32', feed.shape));
  const y = one.build(inputs, graph);
  const size = (y.shape as number[]).reduce((a, b) => a * b, 1);
  const random = new Random(5);
  const weights = graph.constant('weights', 'float32', y.shape as number[], Float32Array.from({ length: size }, () => 2 * random.normal()));
  const loss = reduction.reduceSum(ops.mul(y, weights));
  const found = gradients(loss, inputs);
  graph.output('loss', loss);
  found.forEach((gradient, at) => graph.output(`g${at}`, gradient));
  const session = await Session.open(graph.encode());
  const named = Object.fromEntries(feeds.map((feed, at) => [`x${at}`, feed]));
  const analytic = await session.run(named);
  const lossAt = async () => Number((await session.run(named, { loss: null })).loss[0]);
  const h = 1e-2;
  let [largest, error] = [0, 0];
  for (let slot = 0; slot < feeds.length; slot++) {
    const data = feeds[slot].data as Float32Array;
    for (let at = 0; at < data.length; at++) {
      const value = data[at];
      const around: number[] = [];
      for (const offset of [-2, -1, 1, 2]) {
        data[at] = value + offset * h;
        around.push(await lossAt());
      }
      data[at] = value;
      const numeric = (around[0] - 8 * around[1] + 8 * around[2] - around[3]) / (12 * h);
      largest = Math.max(largest, Math.abs(numeric));
      error = Math.max(error, Math.abs(numeric - Number(analytic[`g${slot}`][at])));
    }
  }
  await session.dispose();
  return { largest, error };
}

describe('a gradient equals central differences', () => {
  test.each(cases.map((one): [string, Case] => [one.name, one]))('%s', async (_, one) => {
    const { largest, error } = await compare(one);
    expect(largest).toBeGreaterThan(0.01);
    expect(error / largest).toBeLessThan(2e-4);
  });
});

describe('differentiation refuses', () => {
  const graph = new Graph('refusals');
  const x = graph.input('x', 'float32', [2, 3]);
  const idle = graph.input('idle', 'float32', [3]);
  const whole = graph.input('whole', 'int32', [2]);
  const other = new Graph('other').input('z', 'float32', []);
  const open = graph.input('open', 'float32', ['rows', 3]);
  const loss = reduction.reduceSum(x);

  test.each<[string, () => unknown, string | RegExp]>([
    ['a loss that is no number', () => gradients(x, [x]), 'the loss x: float32[2, 3] must be one float, shape []'],
    ['an operator without a gradient, by name', () => gradients(reduction.reduceSum(elementwise.sign(x)), [x]), /^Sign \(Sign_\d+_0: float32\[2, 3\]\) has no gradient$/],
    ['a second result', () => gradients(reduction.reduceSum(topSecond(x)), [x]), /gradient/],
    ['a tensor that the loss does not use', () => gradients(loss, [idle]), "the loss does not depend on 'idle'"],
    ['whole numbers', () => gradients(loss, [whole]), 'whole: int32[2] is not float and has no gradient'],
    ['a tensor of another graph', () => gradients(loss, [other]), "'z' belongs to graph other, the loss to refusals"],
    ['a mean over a size that is only known at run time', () => gradients(reduction.reduceMean(open), [open]), /needs a fixed size on axis 0, not 'rows'/],
  ])('%s', (_, differentiate, message) => {
    expect(differentiate).toThrow(message);
  });
});

const topSecond = (x: Tensor): Tensor => ops.topK(x, x.graph.int64s([1]), 1).values;

test('gradients of named sizes: rows of any number through a product, a norm and a softmax', async () => {
  const graph = new Graph('named');
  const x = graph.input('x', 'float32', ['rows', 3]);
  const weight = graph.input('weight', 'float32', [3, 2]);
  const loss = reduction.reduceSum(reduction.softmax(ops.matMul(elementwise.exp(x), weight)));
  const [byX, byWeight] = gradients(loss, [x, weight]);
  graph.output('byX', byX);
  graph.output('byWeight', byWeight);
  const session = await Session.open(graph.encode());
  const { byX: rows, byWeight: columns } = await session.run({
    x: { dtype: 'float32', data: new Float32Array(12).fill(0.5), shape: [4, 3] },
    weight: { dtype: 'float32', data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [3, 2] },
  });
  // Each softmax sums to 1 whatever its input, so nothing can change the loss.
  for (const value of [...rows, ...columns]) expect(Math.abs(Number(value))).toBeLessThan(1e-5);
  expect([rows.length, columns.length]).toEqual([12, 6]);
  await session.dispose();
});

import { describe, expect, test } from '@jest/globals';
import * as elementwise from '../../../models/onnx/elementwise.js';
import { Graph } from '../../../models/onnx/graph.js';
import type { Tensor } from '../../../models/onnx/graph.js';
import * as ops from '../../../models/onnx/ops.js';
import * as reduction from '../../../models/onnx/reduction.js';
import { Session } from '../../../models/onnx/session.js';
import * as shape from '../../../models/onnx/shape.js';
import { softmaxLoss } from '../../../models/onnx/softmax-loss.js';

/** Every operator beyond those of ops.test.ts against plain float64 arithmetic; all cases are results of one graph. */
const A = [0.5, -1.25, 2, -0.75, 1.5, 3];
const B = [1, 2, -2, 0.25, 1.5, -1];
const INTEGRAL_STEPS = 20_000;

/** (2/√π) ∫₀ˣ e^{−t²} dt by Simpson. */
function erf(x: number): number {
  const h = x / INTEGRAL_STEPS;
  let sum = 1 + Math.exp(-x * x);
  for (let at = 1; at < INTEGRAL_STEPS; at++) sum += Math.exp(-((at * h) ** 2)) * (at % 2 === 1 ? 4 : 2);
  return (2 / Math.sqrt(Math.PI)) * (h / 3) * sum;
}

const rows = <T>(values: readonly number[], use: (row: number[]) => T[]): T[] => [values.slice(0, 3), values.slice(3)].flatMap(use);
const softmaxOf = (row: number[]): number[] => {
  const total = row.reduce((sum, value) => sum + Math.exp(value), 0);
  return row.map((value) => Math.exp(value) / total);
};
const sumOf = (row: readonly number[]): number => row.reduce((sum, value) => sum + value, 0);

type Case = [name: string, build: (a: Tensor, b: Tensor, graph: Graph) => Tensor, expected: readonly number[]];

const cases: Case[] = [
  ['div', (a, b) => ops.div(a, b), A.map((value, at) => value / B[at])],
  ['neg', (a) => elementwise.neg(a), A.map((value) => -value)],
  ['abs', (a) => elementwise.abs(a), A.map(Math.abs)],
  ['sign', (a) => elementwise.sign(a), A.map(Math.sign)],
  ['exp', (a) => elementwise.exp(a), A.map(Math.exp)],
  ['log and abs', (a) => elementwise.log(elementwise.abs(a)), A.map((value) => Math.log(Math.abs(value)))],
  ['sqrt', (a) => elementwise.sqrt(elementwise.abs(a)), A.map((value) => Math.sqrt(Math.abs(value)))],
  ['erf', (a) => elementwise.erf(a), A.map(erf)],
  ['tanh', (a) => elementwise.tanh(a), A.map(Math.tanh)],
  ['softplus', (a) => elementwise.softplus(a), A.map((value) => Math.log1p(Math.exp(value)))],
  ['relu', (a) => elementwise.relu(a), A.map((value) => Math.max(0, value))],
  ['gelu', (a) => elementwise.gelu(a), A.map((value) => (value / 2) * (1 + erf(value / Math.SQRT2)))],
  ['scale and shift', (a) => elementwise.shift(elementwise.scale(a, 3), -2), A.map((value) => 3 * value - 2)],
  ['pow', (a) => elementwise.pow(elementwise.abs(a), 1.5), A.map((value) => Math.abs(value) ** 1.5)],
  ['maximum', (a, b) => elementwise.maximum(a, b), A.map((value, at) => Math.max(value, B[at]))],
  ['minimum', (a, b) => elementwise.minimum(a, b), A.map((value, at) => Math.min(value, B[at]))],
  ['clip', (a) => elementwise.clip(a, -1, 1), A.map((value) => Math.min(1, Math.max(-1, value)))],
  ['where greater', (a, b) => elementwise.where(elementwise.greater(a, b), a, elementwise.scale(b, 10)), A.map((value, at) => (value > B[at] ? value : 10 * B[at]))],
  ['the other comparisons', (a, b, graph) => [
    elementwise.equal(a, b), elementwise.greaterOrEqual(a, b), elementwise.less(a, b), elementwise.lessOrEqual(a, b), elementwise.not(elementwise.equal(a, b)),
  ].map((mask, at) => ops.mul(ops.cast(mask, 'float32'), graph.scalar(2 ** at))).reduce(ops.add),
  A.map((value, at) => Number(value === B[at]) + 2 * Number(value >= B[at]) + 4 * Number(value < B[at]) + 8 * Number(value <= B[at]) + 16 * Number(value !== B[at]))],
  ['transposed', (a) => shape.transposed(a), [0, 3, 1, 4, 2, 5].map((at) => A[at])],
  ['reshape', (a) => ops.mul(shape.reshape(a, [3, 2]), shape.reshape(a, [3, 2])), A.map((value) => value ** 2)],
  ['unsqueeze, expand, squeeze', (a) => shape.squeeze(shape.expand(shape.unsqueeze(a, [0, 3]), [2, 2, 3, 1]), [-1]), [...A, ...A]],
  ['concat', (a, b) => shape.concat([a, b], 1), [...A.slice(0, 3), ...B.slice(0, 3), ...A.slice(3), ...B.slice(3)]],
  ['slice', (a) => shape.slice(a, 1, 1, 3), [A[1], A[2], A[4], A[5]]],
  ['pad', (a) => shape.pad(a, -1, 1, 2), rows(A, (row) => [0, ...row, 0, 0])],
  ['reduceSum', (a) => reduction.reduceSum(a), [sumOf(A)]],
  ['reduceMean over rows', (a) => reduction.reduceMean(a, { axes: [0] }), [0, 1, 2].map((at) => (A[at] + A[at + 3]) / 2)],
  ['reduceMax, kept', (a) => reduction.reduceMax(a, { axes: [1], keep: true }), [2, 3]],
  ['reduceSumSquare', (a) => reduction.reduceSumSquare(a, { axes: [-1] }), rows(A, (row) => [sumOf(row.map((value) => value ** 2))])],
  ['softmax', (a) => reduction.softmax(a), rows(A, softmaxOf)],
  ['logSoftmax', (a) => reduction.logSoftmax(a), rows(A, (row) => softmaxOf(row).map(Math.log))],
  ['logSumExp of large numbers', (a) => reduction.logSumExp(elementwise.scale(a, 100)), [200, 300]],
  ['l2Normalised', (a) => reduction.l2Normalised(a), rows(A, (row) => row.map((value) => value / Math.hypot(...row)))],
  ['weightedMean', (a, b) => reduction.weightedMean(a, b), [sumOf(A.map((value, at) => value * B[at])) / sumOf(B)]],
  ['meanOver', (a) => reduction.meanOver(a, 4), [sumOf(A) / 4]],
  ['gatherElements', (a, _, graph) => ops.gatherElements(a, ops.cast(shape.unsqueeze(graph.int64s([2, 0]), [1]), 'int32'), 1), [A[2], A[3]]],
  ['oneHot', (_a, _b, graph) => ops.oneHot(graph.int64s([2, 0]), 3), [0, 0, 1, 1, 0, 0]],
  ['a batch of products', (a, b) => ops.matMul(shape.reshape(a, [2, 1, 3]), shape.reshape(b, [2, 3, 1])), rows(A.map((value, at) => value * B[at]), (row) => [sumOf(row)])],
  ['softmaxLoss', (a, b, graph) => softmaxLoss(a, b, ops.cast(graph.int64s([1, 0]), 'int32'), { scale: 2 }),
    [0, 1].map((query) => {
      const scores = [0, 1].map((row) => 2 * sumOf([0, 1, 2].map((at) => A[query * 3 + at] * B[row * 3 + at])));
      return -Math.log(softmaxOf(scores)[1 - query]);
    })],
];

test('operators equal plain arithmetic', async () => {
  const graph = new Graph('operators');
  const [a, b] = ['a', 'b'].map((name) => graph.input(name, 'float32', [2, 3]));
  cases.forEach(([, build], at) => graph.output(`case${at}`, build(a, b, graph)));
  const session = await Session.open(graph.encode());
  const feed = (values: number[]) => ({ dtype: 'float32' as const, data: Float32Array.from(values), shape: [2, 3] });
  const results = await session.run({ a: feed(A), b: feed(B) });
  await session.dispose();
  cases.forEach(([name, , expected], at) => {
    const actual = [...results[`case${at}`]].map(Number);
    const near = actual.length === expected.length && actual.every((value, place) => Math.abs(value - expected[place]) <= 2e-6 * Math.max(1, Math.abs(expected[place])));
    expect([name, near ? expected : actual]).toEqual([name, expected]);
  });
});

test('layerNorm equals its formula', async () => {
  const graph = new Graph('norm');
  const [x, weight, bias] = [graph.input('x', 'float32', [2, 3]), graph.input('weight', 'float32', [3]), graph.input('bias', 'float32', [3])];
  graph.output('y', reduction.layerNorm(x, weight, bias, 0.1));
  const session = await Session.open(graph.encode());
  const feed = (values: number[], dims: number[]) => ({ dtype: 'float32' as const, data: Float32Array.from(values), shape: dims });
  const { y } = await session.run({ x: feed(A, [2, 3]), weight: feed([1, 2, -1], [3]), bias: feed([0, 0.5, 1], [3]) });
  await session.dispose();
  const expected = rows(A, (row) => {
    const mean = sumOf(row) / 3;
    const deviation = Math.sqrt(sumOf(row.map((value) => (value - mean) ** 2)) / 3 + 0.1);
    return row.map((value, at) => ((value - mean) / deviation) * [1, 2, -1][at] + [0, 0.5, 1][at]);
  });
  expected.forEach((value, at) => expect(Number(y[at])).toBeCloseTo(value, 5));
});

describe('operators refuse', () => {
  const graph = new Graph('refusals');
  const matrix = graph.input('matrix', 'float32', [2, 3]);
  const named = graph.input('named', 'float32', ['rows', 'places', 3]);
  const doubles = graph.input('doubles', 'float64', [2, 3]);
  const half = graph.input('half', 'float16', [2, 3]);
  const whole = graph.input('whole', 'int32', [2]);

  test.each<[string, () => Tensor, RegExp]>([
    ['half floats in arithmetic', () => elementwise.exp(half), /needs floats \(cast float16 first\)/],
    ['a mask that is none', () => elementwise.where(matrix, matrix, matrix), /Where\(matrix: float32\[2, 3\].*must be a mask/],
    ['bounds in the wrong order', () => elementwise.clip(matrix, 1, 0), /the bounds 1 and 0 are in the wrong order/],
    ['an axis that is not there', () => reduction.reduceSum(matrix, { axes: [2] }), /ReduceSum\(matrix: float32\[2, 3\]\): has no axis 2/],
    ['an axis twice', () => reduction.reduceSum(matrix, { axes: [1, -1] }), /axes \[1, 1\] repeat/],
    ['no order of the axes', () => shape.transposed(matrix, [0, 0]), /\[0, 0\] is no order of its 2 axes/],
    ['a shape that the elements do not fill', () => shape.reshape(matrix, [4, 2]), /its 6 elements do not fill \[4, 2\]/],
    ['two open sizes', () => shape.reshape(named, ['one', 'two']), /leaves more than one size open/],
    ['an axis that is not 1', () => shape.squeeze(matrix, [0]), /axes \[0\] must have size 1/],
    ['places that are not new', () => shape.unsqueeze(matrix, [0, 0]), /\[0, 0\] are no new axes/],
    ['a shape that it does not broadcast to', () => shape.expand(matrix, [3, 3]), /cannot broadcast 2 against 3/],
    ['sizes that differ beside the joined axis', () => shape.concat([matrix, shape.transposed(matrix)], 0), /may differ on axis 0 only/],
    ['a named size where it is joined', () => shape.concat([named, named], 0), /needs a fixed size on axis 0, not 'rows'/],
    ['a slice beyond the end', () => shape.slice(matrix, 1, 2, 4), /has no elements 2 to 4 on axis 1/],
    ['negative padding', () => shape.pad(matrix, 0, -1, 0), /cannot pad by -1 and 0/],
    ['indices of another shape', () => ops.gatherElements(matrix, whole, 1), /may differ from it on axis 1 only/],
    ['vectors in a product', () => ops.matMul(graph.input('vector', 'float32', [3]), matrix), /needs matrices/],
    ['statistics of float64', () => reduction.layerNorm(doubles, graph.input('w', 'float64', [3]), graph.input('c', 'float64', [3])), /needs float32/],
    ['weights of another width', () => reduction.layerNorm(matrix, graph.input('v', 'float32', [2]), graph.input('d', 'float32', [2])), /must be \[3\]/],
    ['one label too few', () => softmaxLoss(matrix, matrix, graph.input('label', 'int32', [1])), /one label per query/],
    ['one offset too many', () => softmaxLoss(matrix, matrix, whole, { offsets: graph.input('offsets', 'float32', [3]) }), /one offset per candidate/],
  ])('%s', (_, build, message) => {
    expect(build).toThrow(message);
  });
});

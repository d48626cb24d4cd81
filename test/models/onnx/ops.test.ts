import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Graph } from '../../../models/onnx/graph.js';
import type { DType, Tensor, TensorData } from '../../../models/onnx/graph.js';
import * as ops from '../../../models/onnx/ops.js';
import { Session } from '../../../models/onnx/session.js';
import type { FeedTensor } from '../../../models/onnx/session.js';

/** Each operator is run in onnxruntime and compared with the plain loop that defines it. */
const f32 = (data: number[], shape: number[]): FeedTensor => ({ dtype: 'float32', data: Float32Array.from(data), shape });
const i32 = (data: number[], shape: number[]): FeedTensor => ({ dtype: 'int32', data: Int32Array.from(data), shape });
const i64 = (data: number[], shape: number[]): FeedTensor => ({ dtype: 'int64', data: BigInt64Array.from(data.map(BigInt)), shape });

async function evaluate(
  feeds: Record<string, FeedTensor>,
  build: (inputs: Record<string, Tensor>) => Record<string, Tensor>,
): Promise<Record<string, TensorData>> {
  const graph = new Graph('one-op');
  const inputs = Object.fromEntries(Object.entries(feeds).map(([name, feed]) =>
    [name, graph.input(name, feed.dtype as DType, feed.shape)]));
  for (const [name, tensor] of Object.entries(build(inputs))) graph.output(name, tensor);
  const session = await Session.open(graph.encode());
  try {
    return await session.run(feeds);
  } finally {
    await session.dispose();
  }
}

function expectClose(actual: TensorData, expected: ArrayLike<number>): void {
  expect(actual.length).toBe(expected.length);
  for (let at = 0; at < expected.length; at++) {
    expect(Math.abs(Number(actual[at]) - expected[at])).toBeLessThanOrEqual(1e-5 * Math.max(1, Math.abs(expected[at])));
  }
}

const product = (a: number[], b: number[], [m, k, n]: [number, number, number]): number[] =>
  Array.from({ length: m * n }, (_, at) => {
    let sum = 0;
    for (let inner = 0; inner < k; inner++) sum += a[Math.floor(at / n) * k + inner] * b[inner * n + (at % n)];
    return sum;
  });

const transposed = (a: number[], rows: number, columns: number): number[] =>
  Array.from({ length: a.length }, (_, at) => a[(at % rows) * columns + Math.floor(at / rows)]);

describe('operators equal their definition', () => {
  test('add, sub and mul broadcast over trailing dimensions', async () => {
    const a = [1, 2, 3, 4, 5, 6];
    const { sum, difference, scaled } = await evaluate(
      { a: f32(a, [2, 3]), row: f32([10, 20, 30], [3]), column: f32([2, -1], [2, 1]) },
      ({ a: x, row, column }) => ({ sum: ops.add(x, row), difference: ops.sub(x, row), scaled: ops.mul(x, column) }),
    );
    expectClose(sum, [11, 22, 33, 14, 25, 36]);
    expectClose(difference, [-9, -18, -27, -6, -15, -24]);
    expectClose(scaled, [2, 4, 6, -4, -5, -6]);
  });

  test('sigmoid', async () => {
    const { y } = await evaluate({ x: f32([-20, -1, 0, 1, 20], [5]) }, ({ x }) => ({ y: ops.sigmoid(x) }));
    expectClose(y, [-20, -1, 0, 1, 20].map((z) => 1 / (1 + Math.exp(-z))));
  });

  test('matMul and every transposition of gemm', async () => {
    const [m, k, n] = [3, 4, 2];
    const a = Array.from({ length: m * k }, (_, at) => Math.sin(at));
    const b = Array.from({ length: k * n }, (_, at) => Math.cos(at));
    const c = Array.from({ length: m * n }, (_, at) => at);
    const ab = product(a, b, [m, k, n]);
    const outputs = await evaluate(
      {
        a: f32(a, [m, k]), at: f32(transposed(a, m, k), [k, m]),
        b: f32(b, [k, n]), bt: f32(transposed(b, k, n), [n, k]), c: f32(c, [m, n]),
      },
      (t) => ({
        plain: ops.matMul(t.a, t.b),
        none: ops.gemm(t.a, t.b, t.c, { alpha: -2, beta: 0.5 }),
        left: ops.gemm(t.at, t.b, t.c, { transposeA: true }),
        right: ops.gemm(t.a, t.bt, null, { transposeB: true }),
      }),
    );
    expectClose(outputs.plain, ab);
    expectClose(outputs.none, ab.map((value, at) => -2 * value + 0.5 * c[at]));
    expectClose(outputs.left, ab.map((value, at) => value + c[at]));
    expectClose(outputs.right, ab);
  });

  test('float64 matMul keeps what float32 would lose', async () => {
    const { y } = await evaluate(
      { a: { dtype: 'float64', data: Float64Array.of(1, 1e-12), shape: [1, 2] }, b: { dtype: 'float64', data: Float64Array.of(1, 1), shape: [2, 1] } },
      ({ a, b }) => ({ y: ops.matMul(a, b) }),
    );
    expect(y[0]).toBe(1 + 1e-12);
  });

  test('gather takes rows, for indices of any rank', async () => {
    const { y } = await evaluate(
      { table: f32([0, 1, 10, 11, 20, 21], [3, 2]), rows: i32([2, 0, 1, 2], [2, 2]) },
      ({ table, rows }) => ({ y: ops.gather(table, rows) }),
    );
    expectClose(y, [20, 21, 0, 1, 10, 11, 20, 21]);
  });

  test('scatterElements adds duplicates and replaces', async () => {
    const { summed, replaced } = await evaluate(
      { data: f32([1, 1, 1, 2, 2, 2], [2, 3]), at: i32([0, 0, 2, 1], [2, 2]), by: f32([5, 7, 3, 4], [2, 2]) },
      ({ data, at, by }) => ({
        summed: ops.scatterElements(data, at, by, { axis: 1, reduction: 'add' }),
        replaced: ops.scatterElements(data, ops.cast(at, 'int64'), by, { axis: 1, reduction: 'none' }),
      }),
    );
    expectClose(summed, [13, 1, 1, 2, 6, 5]);
    expectClose(replaced, [7, 1, 1, 2, 4, 3]);
  });

  test('cast, flattenFrom, unsqueezeLast and takeFirst move no value', async () => {
    const outputs = await evaluate({ x: f32([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2]) }, ({ x }) => ({
      whole: ops.cast(x, 'int32'),
      flat: ops.takeFirst(ops.flattenFrom(x, 1, 4), 3),
      tall: ops.unsqueezeLast(x),
    }));
    expect([...outputs.whole]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect([...outputs.flat]).toEqual([1, 2, 3, 5, 6, 7]);
    expect([...outputs.tall]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('topK: largest first, ties by lower index', async () => {
    const row = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 4, maxLength: 4 });
    await fc.assert(fc.asyncProperty(row, fc.integer({ min: 1, max: 4 }), async (values, k) => {
      const { scores, items } = await evaluate({ x: f32(values, [1, 4]), k: i64([k], [1]) }, (t) => {
        const top = ops.topK(t.x, t.k, 'k');
        return { scores: top.values, items: ops.cast(top.indices, 'int32') };
      });
      const order = [0, 1, 2, 3].sort((p, q) => values[q] - values[p] || p - q).slice(0, k);
      expect([...items]).toEqual(order);
      expect([...scores]).toEqual(order.map((at) => values[at]));
    }), { numRuns: 30 });
  });
});

describe('operators refuse', () => {
  const graph = new Graph('refusals');
  const matrix = graph.input('matrix', 'float32', [2, 3]);
  const open = graph.input('open', 'float32', ['readers', 3]);
  const doubles = graph.input('doubles', 'float64', [2, 3]);
  const whole = graph.input('whole', 'int32', [2, 3]);

  test.each<[string, () => Tensor | { values: Tensor }, RegExp]>([
    ['shapes that do not broadcast', () => ops.add(matrix, graph.input('four', 'float32', [4])), /cannot broadcast 3 against 4/],
    ['a named against a fixed dimension', () => ops.add(matrix, open), /cannot broadcast 2 against readers/],
    ['different dtypes', () => ops.mul(matrix, doubles), /dtypes differ/],
    ['inner sizes', () => ops.matMul(matrix, matrix), /MatMul\(matrix: float32\[2, 3\].*inner sizes 3 and 2 differ/],
    ['a C that does not fit', () => ops.gemm(matrix, matrix, matrix, { transposeB: true }), /C does not broadcast to \[2, 2\]/],
    ['integers where floats are needed', () => ops.sigmoid(whole), /needs floats/],
    ['float indices', () => ops.gather(matrix, open), /int32 or int64/],
    ['one update per index', () => ops.scatterElements(matrix, whole, open, { axis: 1, reduction: 'add' }), /one update per index/],
    ['a count that is not int64[1]', () => ops.topK(matrix, whole, 2), /int64\[1\]/],
    ['a slice beyond the end', () => ops.takeFirst(matrix, 4), /fewer than 4 columns/],
    ['a wrong joined size', () => ops.flattenFrom(matrix, 0, 7), /joins to 6, not 7/],
  ])('%s', (_, build, message) => {
    expect(build).toThrow(message);
  });
});

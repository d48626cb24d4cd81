import { describe, expect, test } from '@jest/globals';
import { Graph } from '../../../models/onnx/graph.js';
import type { DType, Tensor, TensorData } from '../../../models/onnx/graph.js';
import { cast, matMul, mul, sub, topK } from '../../../models/onnx/ops.js';
import { reduceSum } from '../../../models/onnx/reduction.js';
import { Session, sessionOptions } from '../../../models/onnx/session.js';
import type { FeedTensor } from '../../../models/onnx/session.js';
import { transposed } from '../../../models/onnx/shape.js';
import { refuseOverlap } from '../../../models/onnx/tensor-memory.js';
import { Random } from '../../../models/random.js';

/** What was observed of the runtime and must stay true of our use of it. */
const tensor = (dtype: DType, data: TensorData, shape: number[]): FeedTensor => ({ dtype, data, shape });
const f32 = (data: ArrayLike<number>, shape: number[]): FeedTensor => tensor('float32', Float32Array.from(data), shape);

async function open(build: (graph: Graph) => Record<string, Tensor>): Promise<Session> {
  const graph = new Graph('session');
  for (const [name, result] of Object.entries(build(graph))) graph.output(name, result);
  return Session.open(graph.encode());
}

/** W₁ and W₂ of Y = X W₁ W₂ after one step of gradient descent on Σ Y²/2, as a training step updates them. */
const twoLayers = (size: number) => (graph: Graph): Record<string, Tensor> => {
  const [x, first, second] = ['x', 'first', 'second'].map((name) => graph.input(name, 'float32', [size, size]));
  const hidden = matMul(x, first);
  const y = matMul(hidden, second);
  const rate = graph.scalar(0.01);
  return {
    loss: reduceSum(mul(y, y)),
    next_second: sub(second, mul(matMul(transposed(hidden), y), rate)),
    next_first: sub(first, mul(matMul(transposed(x), matMul(y, transposed(second))), rate)),
  };
};

describe('preallocated fetches', () => {
  test('are written in place, and outputs that were not asked for are not returned', async () => {
    const session = await open(twoLayers(2));
    const feeds = { x: f32([1, 0, 0, 1], [2, 2]), first: f32([1, 2, 3, 4], [2, 2]), second: f32([1, 0, 0, 1], [2, 2]) };
    const mine = f32(new Float32Array(4), [2, 2]);
    const results = await session.run(feeds, { next_first: mine, loss: null });
    expect(Object.keys(results).sort()).toEqual(['loss', 'next_first']);
    expect(results.next_first).toBe(mine.data);
    const all = await session.run(feeds);
    expect([...(mine.data as Float32Array)]).toEqual([...all.next_first]);
    expect(Number(results.loss[0])).toBe(30);
    await session.dispose();
  });

  test('over a feed are refused: the runtime would write one weight before the other gradient has read it', async () => {
    const size = 8;
    const random = new Random(1);
    const weights = (): FeedTensor => f32(Array.from({ length: size * size }, () => random.normal()), [size, size]);
    const session = await open(twoLayers(size));
    const [x, first, second] = [weights(), weights(), weights()];
    const overSecond = { dtype: second.dtype, shape: second.shape, data: second.data };
    await expect(session.run({ x, first, second }, { next_second: overSecond }))
      .rejects.toThrow("the fetch 'next_second' would be written over 'second' while the run may still read it");
    await expect(session.run({ x, first, second }, { next_first: first })).rejects.toThrow("over 'first'");
    await session.dispose();
  });

  test('of another shape are refused by the runtime', async () => {
    const session = await open(twoLayers(2));
    const square = f32([1, 0, 0, 1], [2, 2]);
    const feeds = { x: square, first: square, second: square };
    await expect(session.run(feeds, { loss: f32([0, 0, 0], [3]) })).rejects.toThrow(/provided for output 'loss'.* has shape \{3\}/);
    await session.dispose();
  });
});

describe('memory that overlaps', () => {
  const memory = new ArrayBuffer(64);
  const part = (from: number, length: number): { data: Float32Array } => ({ data: new Float32Array(memory, from * 4, length) });

  test('feeds may share, neighbours may touch, other buffers do not matter', () => {
    expect(() => refuseOverlap({ a: part(0, 4), b: part(2, 4) }, { c: part(6, 2), d: part(8, 8), e: null })).not.toThrow();
    expect(() => refuseOverlap({ a: part(0, 16) }, { c: { data: new Float32Array(16) } })).not.toThrow();
  });

  test.each<[string, Record<string, { data: Float32Array }>, Record<string, { data: Float32Array }>, string]>([
    ['a fetch inside a long feed', { long: part(0, 12), short: part(1, 1) }, { out: part(6, 2) }, "'out' would be written over 'long'"],
    ['a feed inside a long fetch', { inner: part(5, 1) }, { out: part(0, 10) }, "'out' would be written over 'inner'"],
    ['a feed behind another feed, inside a fetch', { a: part(1, 14), b: part(3, 1) }, { out: part(0, 2) }, "'out' would be written over 'a'"],
    ['two fetches', {}, { one: part(0, 4), two: part(3, 4) }, "'two' would be written over 'one'"],
  ])('%s', (_, feeds, fetches, message) => {
    expect(() => refuseOverlap(feeds, fetches)).toThrow(message);
  });
});

describe('the runtime', () => {
  test('shared memory is refused with what to do, as feed and as fetch', async () => {
    const session = await open(twoLayers(1));
    const shared = tensor('float32', new Float32Array(new SharedArrayBuffer(4)), [1, 1]);
    const own = f32([1], [1, 1]);
    await expect(session.run({ x: shared, first: own, second: own })).rejects.toThrow("tensor 'x' lies in a SharedArrayBuffer");
    await expect(session.run({ x: own, first: own, second: own }, { next_first: shared })).rejects.toThrow("'next_first' lies in a SharedArrayBuffer");
    await session.dispose();
  });

  test('views of one large memory are fed and fetched in place', async () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
    const view = (at: number): FeedTensor => tensor('float32', new Float32Array(memory.buffer, at * 16, 4), [2, 2]);
    const [x, first, second, out] = [view(0), view(1), view(2), view(3)];
    (x.data as Float32Array).set([1, 0, 0, 1]);
    (first.data as Float32Array).set([1, 2, 3, 4]);
    (second.data as Float32Array).set([1, 0, 0, 1]);
    const session = await open(twoLayers(2));
    const { next_first: written } = await session.run({ x, first, second }, { next_first: out });
    expect(written).toBe(out.data);
    [0.99, 1.98, 2.97, 3.96].forEach((value, at) => expect(new Float32Array(memory.buffer, 48, 4)[at]).toBeCloseTo(value, 6));
    await session.dispose();
  });

  test('whole numbers stay int32 at the border; int64 results come as BigInt64Array', async () => {
    const session = await open((graph) => {
      const top = topK(graph.input('x', 'float32', [1, 3]), graph.int64s([2]), 2);
      return { places: top.indices, narrow: cast(top.indices, 'int32') };
    });
    const { places, narrow } = await session.run({ x: f32([1, 3, 2], [1, 3]) });
    expect(places).toEqual(BigInt64Array.of(1n, 2n));
    expect(narrow).toEqual(Int32Array.of(1, 2));
    await session.dispose();
  });

  test('half floats are fed as their bits', async () => {
    const session = await open((graph) => ({ y: cast(graph.input('x', 'float16', [3]), 'float32') }));
    const { y } = await session.run({ x: tensor('float16', Uint16Array.of(0x3c00, 0xc000, 0x3555), [3]) });
    expect([...y]).toEqual([1, -2, Math.fround(0.333251953125)]);
    await session.dispose();
  });

  test('a run blocks its thread: no timer fires while it computes', async () => {
    const session = await open(twoLayers(256));
    const random = new Random(1);
    const weights = (): FeedTensor => f32(Array.from({ length: 256 * 256 }, () => random.normal() / 16), [256, 256]);
    const feeds = { x: weights(), first: weights(), second: weights() };
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 0);
    const turns: Promise<unknown>[] = [];
    for (let run = 0; run < 20; run++) turns.push(session.run(feeds));
    const before = ticks;
    await Promise.all(turns);
    clearInterval(timer);
    // Twenty runs settle within few turns of the loop; a runtime with threads of its own would let a tick pass per run.
    expect(ticks - before).toBeLessThan(20);
    await session.dispose();
  });

  test.each([['worker', 1, '0'], ['exclusive', 2, '1']] as const)('policy %s: %d threads, spinning %s, arena and patterns on', (policy, threads, spinning) => {
    expect(sessionOptions(policy)).toMatchObject({
      intraOpNumThreads: threads, interOpNumThreads: 1, executionMode: 'sequential', enableCpuMemArena: true, enableMemPattern: true,
      extra: { session: { intra_op: { allow_spinning: spinning } } },
    });
  });

  test('equal feeds give equal bytes, on one thread and on two', async () => {
    const graph = new Graph('bytes');
    for (const [name, result] of Object.entries(twoLayers(64)(graph))) graph.output(name, result);
    const random = new Random(3);
    const weights = (): FeedTensor => f32(Array.from({ length: 64 * 64 }, () => random.normal() / 8), [64, 64]);
    const feeds = { x: weights(), first: weights(), second: weights() };
    for (const policy of ['worker', 'exclusive'] as const) {
      const runs: Record<string, TensorData>[] = [];
      for (let run = 0; run < 2; run++) {
        const session = await Session.open(graph.encode(), policy);
        runs.push(await session.run(feeds));
        await session.dispose();
      }
      expect(runs[1]).toEqual(runs[0]);
    }
  });
});

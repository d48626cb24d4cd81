import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as ort from 'onnxruntime-node';
import { Arena } from '../../../models/kernels/memory.js';
import { RowTable } from '../../../models/kernels/row-table.js';
import { Graph } from '../../../models/onnx/graph.js';
import { add } from '../../../models/onnx/ops.js';
import { SizeError } from '../../../models/trainer.js';
import { distance, normals } from './reference.js';

describe('the row table', () => {
  test('gathers rows, also none and the same twice', () => {
    const table = new RowTable({ rows: 5, width: 3, seed: 1, scale: 0.1 });
    const into = new Float32Array(9);
    table.gather(Int32Array.of(4, 0, 4), into);
    expect([...into]).toEqual([4, 0, 4].flatMap((row) => [...table.values.subarray(row * 3, row * 3 + 3)]));
    table.gather(new Int32Array(0), new Float32Array(0));
    const inPlace = table.values.subarray(0, 3);
    table.gather(Int32Array.of(2), inPlace);
    expect([...inPlace]).toEqual([...table.values.subarray(6, 9)]);
  });

  test('starts from normals of the asked deviation, the same for the same seed', () => {
    const make = (seed: number, scale: number) => new RowTable({ rows: 200, width: 50, seed, scale }).values;
    const values = make(3, 0.1);
    expect([...make(3, 0.1)]).toEqual([...values]);
    expect([...make(4, 0.1)]).not.toEqual([...values]);
    expect(Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length)).toBeCloseTo(0.1, 2);
    expect(make(3, 0).every((value) => value === 0)).toBe(true);
  });

  test('Adagrad equals float64, with the gradients of a repeated id summed first', () => {
    const ids = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 12 });
    fc.assert(fc.property(fc.array(ids, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 9 }), fc.nat(1e6), (batches, width, seed) => {
      const table = new RowTable({ rows: 6, width, seed, scale: 1 });
      const expected = Float64Array.from(table.values);
      const squares = new Float64Array(6);
      batches.forEach((batch, step) => {
        const gradient = normals(batch.length * width, seed + step);
        const sums = new Map<number, number[]>();
        batch.forEach((row, at) => {
          const sum = sums.get(row) ?? new Array<number>(width).fill(0);
          sums.set(row, sum.map((value, column) => value + gradient[at * width + column]));
        });
        for (const [row, sum] of sums) {
          squares[row] += sum.reduce((total, value) => total + value * value, 0) / width;
          sum.forEach((value, column) => { expected[row * width + column] -= (0.3 * value) / (Math.sqrt(squares[row]) + 1e-8); });
        }
        table.adagrad(Int32Array.from(batch), gradient, 0.3);
      });
      expect(distance(table.values, expected)).toBeLessThan(2e-5);
      expect(distance(table.squares, squares)).toBeLessThan(2e-5);
    }), { numRuns: 40 });
  });

  test('onnxruntime reads and writes its values in place', async () => {
    const table = new RowTable({ rows: 3, width: 4, seed: 9, scale: 1 });
    const before = table.values.slice();
    const graph = new Graph('add');
    const x = graph.input('x', 'float32', [3, 4]);
    graph.output('y', add(x, graph.constant('one', 'float32', [1], Float32Array.of(1))));
    const session = await ort.InferenceSession.create(graph.encode());
    const other = new RowTable({ rows: 3, width: 4, seed: 0, scale: 0 });
    await session.run({ x: new ort.Tensor('float32', table.values, [3, 4]) }, { y: new ort.Tensor('float32', other.values, [3, 4]) });
    expect([...other.values]).toEqual([...before.map((value) => value + 1)]);
    await session.release();
  });

  test('a shared memory is refused by onnxruntime: those views are for worker threads', async () => {
    const shared = new Arena(64, true).f32(4);
    const graph = new Graph('add');
    const x = graph.input('x', 'float32', [4]);
    graph.output('y', add(x, x));
    const session = await ort.InferenceSession.create(graph.encode());
    await expect((async () => session.run({ x: new ort.Tensor('float32', shared, [4]) }))()).rejects.toThrow(/./);
    await session.release();
  });

  test.each([
    ['an id outside', (table: RowTable) => table.gather(Int32Array.of(3), new Float32Array(2)), 'id 3 is outside the 3 rows'],
    ['a negative id', (table: RowTable) => table.adagrad(Int32Array.of(-1), new Float32Array(2), 1), 'id -1 is outside'],
    ['a short array', (table: RowTable) => table.gather(Int32Array.of(0, 1), new Float32Array(3)), '2 ids × 2 are needed'],
    ['a wide gradient', (table: RowTable) => table.adagrad(Int32Array.of(0), new Float32Array(3), 1), 'the gradient has 3 numbers'],
  ])('refuses %s', (_, use, sentence) => {
    expect(() => use(new RowTable({ rows: 3, width: 2, seed: 1, scale: 0 }))).toThrow(sentence);
  });

  test('refuses more ids at once than the staging holds', () => {
    const table = new RowTable({ rows: 1, width: 1023, seed: 1, scale: 0 });
    const count = table.batchLimit + 1;
    expect(() => table.gather(new Int32Array(count), new Float32Array(count * 1023))).toThrow(`at most ${table.batchLimit}`);
    table.gather(new Int32Array(table.batchLimit), new Float32Array(table.batchLimit * 1023));
  });

  test('refuses a size that no memory has, and names it', () => {
    expect(() => new RowTable({ rows: 2e7, width: 64, seed: 1, scale: 0 })).toThrow(SizeError);
    expect(() => new RowTable({ rows: 2e7, width: 64, seed: 1, scale: 0 })).toThrow('use fewer rows or a smaller width');
    expect(() => new RowTable({ rows: 2.5, width: 64, seed: 1, scale: 0 })).toThrow('whole numbers');
  });
});

describe('the arena', () => {
  test('gives aligned views, takes released ones back, and refuses more than it has', () => {
    const arena = new Arena(Arena.bytesFor(3, 1));
    const mark = arena.mark();
    const first = arena.f32(3);
    const second = arena.i32(1);
    expect(first.byteOffset % 16).toBe(0);
    expect(second.byteOffset).toBe(first.byteOffset + 16);
    arena.release(mark);
    expect(arena.f64(1).byteOffset).toBe(first.byteOffset);
    expect(() => arena.f32(1 << 20)).toThrow(SizeError);
    expect(arena.holds(first)).toBe(true);
    expect(arena.holds(new Float32Array(1))).toBe(false);
  });
});

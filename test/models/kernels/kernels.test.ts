import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Arena } from '../../../models/kernels/memory.js';
import { transpose } from '../../../models/sparse.js';
import { TopSelector } from '../../../models/top-k.js';
import { distance, dot, gramOf, normals, randomSparse, rowsOf, solve } from './reference.js';

const folder = resolve(import.meta.dirname, '../../../models/kernels');
const arena = new Arena(1 << 22);
const { kernels } = arena;
const CLOSE = 2e-5;

/** Runs with views of the arena that are given back afterwards. */
function within<T>(use: () => T): T {
  const mark = arena.mark();
  try {
    return use();
  } finally {
    arena.release(mark);
  }
}

const lengths = fc.integer({ min: 0, max: 67 });
const seeds = fc.nat(1e6);

test('the committed binaries are what the source compiles to', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [resolve(folder, 'compile.mjs'), '--print']);
  expect(stdout).toBe(readFileSync(resolve(folder, 'kernels.wasm.ts'), 'utf8'));
}, 120_000);

describe('vectors', () => {
  test('dot, axpy and rows of scores equal float64 at any length', () => {
    fc.assert(fc.property(lengths, fc.integer({ min: 0, max: 5 }), seeds, (length, rows, seed) => within(() => {
      const x = arena.f32From(normals(length, seed));
      const table = arena.f32From(normals(length * rows, seed + 1));
      const out = arena.f32(rows).fill(7);
      kernels.scoreRows(x.byteOffset, table.byteOffset, 0, rows, length, out.byteOffset);
      const expected = Array.from({ length: rows }, (_, row) => dot(x, table.subarray(row * length, (row + 1) * length)));
      expect(distance(out, expected)).toBeLessThan(CLOSE);
      if (rows === 0) return;
      const y = table.slice(0, length);
      expect(Math.abs(kernels.dot(x.byteOffset, table.byteOffset, length) - dot(x, y))).toBeLessThan(CLOSE * Math.max(1, length));
      kernels.axpy(0.5, x.byteOffset, table.byteOffset, length);
      expect(distance(table.subarray(0, length), y.map((value, at) => value + 0.5 * x[at]))).toBeLessThan(CLOSE);
    })));
  });

  test('sigmoid, whose exp has static data below the heap base: a full arena does not disturb it', () => {
    const small = new Arena(1 << 16);
    const base = small.kernels.heapBase();
    expect(base).toBeGreaterThan(1024);
    const all = small.f32((1 << 16) / 4);
    expect(all.byteOffset).toBeGreaterThanOrEqual(base);
    all.fill(NaN);
    const x = [-90, -3.5, -1, 0, 0.25, 2, 90];
    all.set(x);
    small.kernels.sigmoidInPlace(all.byteOffset, x.length);
    expect(distance(all.subarray(0, x.length), x.map((value) => 1 / (1 + Math.exp(-value))))).toBeLessThan(1e-6);
    // The pitfall itself: the table does stand where a careless arena would begin.
    new Uint8Array(small.memory.buffer).fill(255, 1024, base);
    all.set(x);
    small.kernels.sigmoidInPlace(all.byteOffset, x.length);
    expect(distance(all.subarray(0, x.length), x.map((value) => 1 / (1 + Math.exp(-value))))).not.toBeLessThan(1e-6);
  });
});

describe('sparse matrices', () => {
  test('a Gram row has the sums of XᵀX and lists the columns that it touched', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 9 }), seeds, (rows, columns, seed) => within(() => {
      const { dense, sparse } = randomSparse(rows, columns, 0.4, seed);
      const turned = transpose(sparse);
      const views = [sparse.offsets, sparse.columns, sparse.values, turned.offsets, turned.columns, turned.values]
        .map((table) => (table instanceof Int32Array ? arena.i32From(table) : arena.f32From(table)).byteOffset) as [number, number, number, number, number, number];
      const expected = gramOf(dense, columns);
      for (let item = 0; item < columns; item++) {
        const sums = arena.f64(columns).fill(0);
        const touched = arena.i32(columns + 1);
        const count = kernels.gramRow(...views, item, sums.byteOffset, touched.byteOffset);
        expect([...sums]).toEqual(expected[item]);
        expect([...touched.subarray(0, count)].sort((a, b) => a - b)).toEqual(expected[item].flatMap((sum, column) => (sum === 0 ? [] : [column])));
      }
    })));
  });

  test('sparse × dense', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 13 }), seeds, (rows, columns, width, seed) => within(() => {
      const { dense, sparse } = randomSparse(rows, columns, 0.5, seed);
      const x = arena.f32From(normals(columns * width, seed));
      const out = arena.f32(rows * width).fill(NaN);
      kernels.multiplySparse(
        arena.i32From(sparse.offsets).byteOffset, arena.i32From(sparse.columns).byteOffset, arena.f32From(sparse.values).byteOffset,
        0, rows, x.byteOffset, width, out.byteOffset);
      const xRows = rowsOf(x, width);
      const expected = dense.flatMap((row) => Array.from({ length: width }, (_, at) => row.reduce((sum, value, column) => sum + value * xRows[column][at], 0)));
      expect(distance(out, expected)).toBeLessThan(CLOSE);
    })));
  });
});

describe('small positive definite systems', () => {
  const sizes = fc.integer({ min: 1, max: 21 });

  test('the Gram of rows, in the lower triangle', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 9 }), sizes, seeds, (rows, width, seed) => within(() => {
      const stride = Math.ceil(width / 4) * 4;
      const x = arena.f32(rows * stride).fill(0);
      rowsOf(normals(rows * width, seed), width).forEach((row, at) => x.set(row, at * stride));
      const out = arena.f32(stride * stride).fill(0);
      kernels.addGram(x.byteOffset, 0, rows, stride, out.byteOffset);
      const expected = gramOf(rowsOf(x, stride), stride);
      for (let i = 0; i < stride; i++) expect(distance(out.subarray(i * stride, i * stride + i + 1), expected[i].slice(0, i + 1))).toBeLessThan(CLOSE);
    })));
  });

  test('Cholesky and conjugate gradients give the solution of elimination', () => {
    fc.assert(fc.property(sizes, fc.integer({ min: 0, max: 3 }), seeds, (n, extra, seed) => within(() => {
      const stride = n + extra;
      const matrix = gramOf(rowsOf(normals(n * n, seed), n), n, n);
      const right = [...normals(n, seed + 1)];
      const a = arena.f32(n * stride).fill(0);
      matrix.forEach((row, at) => a.set(row, at * stride));
      const b = arena.f32From(Float32Array.from(right));
      const x = arena.f32(n).fill(0);
      const steps = kernels.conjugateGradient(a.byteOffset, b.byteOffset, x.byteOffset, n, stride, 60, 1e-12, arena.f32(3 * n).byteOffset);
      expect(steps).toBeLessThanOrEqual(60);
      const expected = solve(matrix, right);
      expect(distance(x, expected)).toBeLessThan(CLOSE);
      expect(kernels.choleskyFactor(a.byteOffset, n, stride)).toBe(0);
      kernels.choleskySolve(a.byteOffset, n, stride, b.byteOffset);
      expect(distance(b, expected)).toBeLessThan(CLOSE);
    })));
  });

  test('the float64 inverse', () => {
    fc.assert(fc.property(sizes, seeds, (n, seed) => within(() => {
      const matrix = gramOf(rowsOf(normals(n * n, seed), n), n, 1);
      const a = arena.f64(n * n);
      a.set(matrix.flat());
      expect(kernels.invertSmall(a.byteOffset, n, arena.f64(n * n).byteOffset)).toBe(0);
      const columns = Array.from({ length: n }, (_, column) => solve(matrix, Array.from({ length: n }, (_row, row) => (row === column ? 1 : 0))));
      expect(distance(a, columns.flat())).toBeLessThan(1e-10);
    })));
  });

  test('a pivot that is not positive is named', () => {
    within(() => {
      const doubles = arena.f64(4);
      doubles.set([1, 2, 2, 1]);
      expect(kernels.invertSmall(doubles.byteOffset, 2, arena.f64(4).byteOffset)).toBe(2);
      const a = arena.f32From(Float32Array.of(1, 2, 2, 1));
      expect(kernels.choleskyFactor(a.byteOffset, 2, 2)).toBe(2);
      expect(kernels.choleskyFactor(arena.f32From(Float32Array.of(NaN)).byteOffset, 1, 1)).toBe(1);
    });
  });
});

test('the value of the best pair of each content', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 21 }), fc.integer({ min: 1, max: 4 }), seeds, (contents, ads, seed) => within(() => {
    const [scores, crosses, adScores] = [arena.f32From(normals(contents, seed)), arena.f32From(normals(contents * ads, seed + 1)), arena.f32From(normals(ads, seed + 2))];
    const out = arena.f32(contents);
    kernels.bestPairs(scores.byteOffset, contents, crosses.byteOffset, adScores.byteOffset, ads, out.byteOffset);
    const { fround } = Math;
    const expected = Array.from(scores, (score, item) => Math.max(...Array.from(adScores, (ad, at) => fround(score + fround(crosses[at * contents + item] + ad)))));
    expect([...out]).toEqual(expected);
  })));
});

describe('top-k', () => {
  test('equals the heap of top-k.ts, ties, infinities and NaN included', () => {
    const score = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: false }).map(Math.fround), fc.constantFrom(-Infinity, Infinity, NaN));
    fc.assert(fc.property(fc.array(score, { minLength: 0, maxLength: 700 }), fc.integer({ min: 1, max: 40 }), (given, k) => within(() => {
      const scores = arena.f32From(Float32Array.from(given));
      const [indices, values] = [arena.i32(k), arena.f32(k)];
      const count = kernels.topK(scores.byteOffset, given.length, k, indices.byteOffset, values.byteOffset, arena.f32(2 * Math.ceil(given.length / 16)).byteOffset);
      const selector = new TopSelector(k).select(scores, given.length);
      expect([...indices.subarray(0, count)]).toEqual([...selector.indices.subarray(0, selector.count)]);
      expect([...values.subarray(0, count)]).toEqual([...selector.values.subarray(0, selector.count)]);
    })), { numRuns: 200 });
  });

  test('a long row, where the threshold leaves most blocks unread', () => {
    within(() => {
      const scores = arena.f32From(normals(10_003, 5));
      const [indices, values] = [arena.i32(100), arena.f32(100)];
      expect(kernels.topK(scores.byteOffset, scores.length, 100, indices.byteOffset, values.byteOffset, arena.f32(2 * 626).byteOffset)).toBe(100);
      expect([...indices]).toEqual([...new TopSelector(100).select(scores, scores.length).indices]);
    });
  });
});

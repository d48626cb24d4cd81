import { afterEach, describe, expect, test } from '@jest/globals';
import { Arena } from '../../../models/kernels/memory.js';
import { KernelPool, PoolError } from '../../../models/kernels/pool.js';
import type { KernelJob } from '../../../models/kernels/pool.js';
import { silent } from '../../../models/trainer.js';
import { distance, normals, randomSparse, rowsOf } from './reference.js';

const opened: KernelPool[] = [];
const openPool = async (threads: number, bytes = 1 << 16): Promise<KernelPool> => {
  const pool = await KernelPool.open({ bytes, threads, scratchFloats: 64 });
  opened.push(pool);
  return pool;
};
afterEach(async () => {
  await Promise.all(opened.splice(0).map((pool) => pool.close()));
});

/** Sparse × dense, a few rows per job. */
async function spread(threads: number): Promise<{ out: number[]; expected: number[] }> {
  const [rows, columns, width] = [37, 11, 5];
  const { dense, sparse } = randomSparse(rows, columns, 0.4, 6);
  const pool = await openPool(threads);
  const { arena } = pool;
  const views = [arena.i32From(sparse.offsets).byteOffset, arena.i32From(sparse.columns).byteOffset, arena.f32From(sparse.values).byteOffset];
  const x = arena.f32From(normals(columns * width, 1));
  const out = arena.f32(rows * width);
  const jobs: KernelJob[] = [];
  for (let row = 0; row < rows; row += 4) {
    jobs.push({ kernel: 'multiplySparse', args: [...views, row, Math.min(rows, row + 4), x.byteOffset, width, out.byteOffset] });
  }
  await pool.run(jobs, silent);
  const xRows = rowsOf(x, width);
  return { out: [...out], expected: dense.flatMap((row) => Array.from({ length: width }, (_, at) => row.reduce((sum, value, column) => sum + value * xRows[column][at], 0))) };
}

describe('the kernel pool', () => {
  test('one thread and three give the same bytes, and the right ones', async () => {
    const one = await spread(1);
    expect(distance(one.out, one.expected)).toBeLessThan(1e-5);
    expect((await spread(3)).out).toEqual(one.out);
  });

  test('returns what the kernels return, in the order of the jobs, with each thread in its own scratch', async () => {
    const pool = await openPool(2);
    const { arena } = pool;
    const matrices = Array.from({ length: 20 }, (_, at) => arena.f32From(Float32Array.of(2, 0, 0, at % 2 === 0 ? 3 : -3)));
    expect(await pool.run(matrices.map((a) => ({ kernel: 'choleskyFactor', args: [a.byteOffset, 2, 2] })), silent)).toEqual(matrices.map((_, at) => (at % 2 === 0 ? 0 : 2)));
    const a = arena.f32From(Float32Array.of(2, 0, 0, 4));
    const b = arena.f32From(Float32Array.of(6, 6));
    const solutions = Array.from({ length: 8 }, () => arena.f32(2));
    await pool.run(solutions.map((x) => ({ kernel: 'conjugateGradient', args: [a.byteOffset, b.byteOffset, x.byteOffset, 2, 2, 5, 1e-12, 'scratch'] })), silent);
    for (const x of solutions) expect(distance(x, [3, 1.5])).toBeLessThan(1e-6);
  });

  test('reports each job, stops at a report that rejects, and can be used again', async () => {
    const pool = await openPool(2);
    const x = pool.arena.f32(4);
    const jobs = Array.from({ length: 10 }, (): KernelJob => ({ kernel: 'axpy', args: [0, x.byteOffset, x.byteOffset, 4] }));
    const seen: number[] = [];
    await pool.run(jobs, (share) => { seen.push(share); });
    expect(seen).toEqual(jobs.map((_, at) => (at + 1) / 10));
    let calls = 0;
    await expect(pool.run(jobs, () => {
      calls++;
      throw new Error('cancelled');
    })).rejects.toThrow('cancelled');
    expect(calls).toBeLessThanOrEqual(2);
    expect(await pool.run([], silent)).toEqual([]);
    expect(await pool.run(jobs.slice(0, 1), silent)).toEqual([0]);
  });

  test('a trap in a kernel is an error with its name, a pool that was closed refuses', async () => {
    const pool = await openPool(1);
    await expect(pool.run([{ kernel: 'dot', args: [2 ** 32 - 16, 0, 64] }], silent)).rejects.toThrow('the kernel dot failed');
    await expect(pool.run([], silent)).rejects.toThrow('open a new pool');
    const other = await openPool(1);
    const running = other.run([{ kernel: 'dot', args: [2048, 2048, 1] }], silent);
    await expect(other.run([], silent)).rejects.toThrow(PoolError);
    await running;
    await other.close();
    await expect(other.run([{ kernel: 'dot', args: [0, 0, 1] }], silent)).rejects.toThrow('the pool was closed');
  });

  test('its memory is shared', () => {
    expect(new Arena(16, true).memory.buffer).toBeInstanceOf(SharedArrayBuffer);
  });
});

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Report } from '../trainer.js';
import { kernelModule } from './kernels.js';
import type { Kernels } from './kernels.js';
import { Arena } from './memory.js';

/** One call of a kernel. 'scratch' stands for the address of the worker's own scratch. */
export interface KernelJob {
  readonly kernel: Exclude<keyof Kernels, 'heapBase'>;
  readonly args: readonly (number | 'scratch')[];
}

export class PoolError extends Error {
  override readonly name = 'PoolError';
}

/**
 * What a worker runs. Plain JavaScript in a string, because it needs nothing but the module and the memory, and so is the
 * same from sources, from a build and in tests.
 */
const WORKER = `
const { parentPort, workerData: { module, memory, scratch } } = require('node:worker_threads');
const kernels = new WebAssembly.Instance(module, { env: { memory } }).exports;
parentPort.on('message', ({ kernel, args }) => {
  parentPort.postMessage(kernels[kernel](...args.map((arg) => (arg === 'scratch' ? scratch : arg))) ?? 0);
});
`;

/**
 * Worker threads that run kernels over one shared memory: for work without onnxruntime, which refuses such memory. The
 * jobs of a run write disjoint parts of the arena, so their order, and the number of threads, does not change the result.
 */
export class KernelPool {
  readonly arena: Arena;
  private readonly workers: Worker[] = [];
  private running = false;
  private broken = false;

  private constructor(bytes: number, readonly threads: number, scratchFloats: number) {
    this.arena = new Arena(bytes + threads * Arena.bytesFor(scratchFloats), true);
    const scratches = Array.from({ length: threads }, () => this.arena.f32(scratchFloats).byteOffset);
    for (const scratch of scratches) {
      this.workers.push(new Worker(WORKER, { eval: true, workerData: { module: kernelModule(true), memory: this.arena.memory, scratch } }));
    }
  }

  /** `bytes` of shared tables, and `scratchFloats` for each thread beside them. */
  static async open(options: { bytes: number; threads: number; scratchFloats: number }): Promise<KernelPool> {
    const pool = new KernelPool(options.bytes, options.threads, options.scratchFloats);
    try {
      await Promise.all(pool.workers.map((worker) => once(worker, 'online')));
    } catch (error) {
      await pool.close();
      throw new PoolError(`a worker thread did not start: ${String(error)}`, { cause: error });
    }
    return pool;
  }

  /**
   * Runs the jobs, each worker taking the next when it is free, and returns what each kernel returned. A report that
   * rejects, or a worker that dies, ends the run when the jobs under way have ended.
   */
  async run(jobs: readonly KernelJob[], report: Report, message = 'kernels'): Promise<number[]> {
    if (this.running) throw new PoolError('the pool is running other jobs; await them first');
    if (this.workers.length === 0) throw new PoolError('the pool was closed');
    if (this.broken) throw new PoolError('a worker thread ended; open a new pool');
    this.running = true;
    const results = new Array<number>(jobs.length);
    let next = 0;
    let done = 0;
    let failed = false;
    try {
      const lanes = await Promise.allSettled(this.workers.map(async (worker) => {
        try {
          while (next < jobs.length && !failed) {
            const at = next++;
            results[at] = await this.call(worker, jobs[at]);
            done++;
            await report(done / jobs.length, message);
          }
        } catch (error) {
          failed = true;
          throw error;
        }
      }));
      const rejected = lanes.find((lane) => lane.status === 'rejected');
      if (rejected) throw rejected.reason;
      return results;
    } finally {
      this.running = false;
    }
  }

  /** Ends the threads; their memory goes with the last view of it. */
  async close(): Promise<void> {
    await Promise.all(this.workers.splice(0).map((worker) => worker.terminate()));
  }

  private call(worker: Worker, job: KernelJob): Promise<number> {
    return new Promise((resolve, reject) => {
      const settle = (finish: () => void): void => {
        worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        finish();
      };
      const onMessage = (value: number): void => settle(() => resolve(value));
      const fail = (reason: string, cause?: Error): void => settle(() => {
        this.broken = true;
        reject(new PoolError(reason, { cause }));
      });
      const onError = (error: Error): void => fail(`the kernel ${job.kernel} failed: ${error.message}`, error);
      const onExit = (): void => fail('a worker thread ended; open a new pool');
      worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      worker.postMessage(job);
    });
  }
}

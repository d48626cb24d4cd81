import { Graph } from '../../models/onnx/graph.js';
import { matMul } from '../../models/onnx/ops.js';
import { Session, type ThreadPolicy } from '../../models/onnx/session.js';
import { Random } from '../../models/random.js';

export interface GemmRate {
  /** Wall clock. */
  gflops: number;
  /** Per second of processor time: what a second of a core gives, whoever else wants it. */
  gflopsPerCpuSecond: number;
}

/** A square float32 product in onnxruntime, the best of some tries of about a second: the machine's rate in the run that reports it. */
export async function gemmRate(policy: ThreadPolicy, size = 1024, tries = 3): Promise<GemmRate> {
  const graph = new Graph('rate');
  const dims = [size, size];
  graph.output('y', matMul(graph.input('a', 'float32', dims), graph.input('b', 'float32', dims)));
  const session = await Session.open(graph.encode(), policy);
  const random = new Random(1);
  const feed = () => ({ dtype: 'float32' as const, data: Float32Array.from({ length: size * size }, () => random.normal()), shape: dims });
  const feeds = { a: feed(), b: feed() };
  await session.run(feeds);
  const best = { gflops: 0, gflopsPerCpuSecond: 0 };
  for (let tried = 0; tried < tries; tried++) {
    const work = await timed(async () => {
      const startedMs = performance.now();
      let runs = 0;
      for (; performance.now() - startedMs < 1000; runs++) await session.run(feeds);
      return runs;
    });
    const gflop = (2 * size ** 3 * work.result) / 1e9;
    best.gflops = Math.max(best.gflops, gflop / work.seconds);
    best.gflopsPerCpuSecond = Math.max(best.gflopsPerCpuSecond, gflop / work.cpuSeconds);
  }
  await session.dispose();
  return { gflops: round(best.gflops), gflopsPerCpuSecond: round(best.gflopsPerCpuSecond) };
}

/** Wall clock and processor time, all threads of this process. */
export async function timed<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number; cpuSeconds: number }> {
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  const result = await work();
  const seconds = (performance.now() - startedMs) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { result, seconds, cpuSeconds: (user + system) / 1e6 };
}

export const round = (value: number, digits = 2): number => Number(value.toFixed(digits));

export function percentile(sorted: ArrayLike<number>, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

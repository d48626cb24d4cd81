import { Random } from '../random.js';
import { Graph } from './graph.js';
import { matMul } from './ops.js';
import { Session } from './session.js';
import type { FeedTensor, ThreadPolicy } from './session.js';

const SIZE = 768;
const RUNS = 5;

/**
 * How many 10⁹ float32 operations a second this machine does now in a product of two 768 × 768 matrices: the best of five
 * runs, about 50 ms of one core. A shared machine is a third faster or slower from hour to hour, so a time without this
 * number beside it says little.
 */
export async function gemmRate(policy: ThreadPolicy = 'worker'): Promise<number> {
  const graph = new Graph('gemm-rate');
  const [a, b] = ['a', 'b'].map((name) => graph.input(name, 'float32', [SIZE, SIZE]));
  graph.output('product', matMul(a, b));
  const session = await Session.open(graph.encode(), policy);
  const random = new Random(1);
  const square = (): FeedTensor => ({ dtype: 'float32', data: Float32Array.from({ length: SIZE * SIZE }, () => random.unit() - 0.5), shape: [SIZE, SIZE] });
  const feeds = { a: square(), b: square() };
  let bestMs = Infinity;
  for (let run = 0; run <= RUNS; run++) {
    const startedMs = performance.now();
    await session.run(feeds);
    // The first run allocates.
    if (run > 0) bestMs = Math.min(bestMs, performance.now() - startedMs);
  }
  await session.dispose();
  return (2 * SIZE ** 3) / (bestMs * 1e6);
}

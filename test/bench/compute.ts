import { itemRows, readerRows } from '../../models/dataset.js';
import { ease, easeMatrix } from '../../models/item-item/ease.js';
import { lowerGram } from '../../models/item-item/dense-gram.js';
import { invertSpd } from '../../models/linear-algebra/spd-inverse.js';
import { CrossLearner } from '../../models/ranker/cross-learner.js';
import { m1 } from '../../models/ranker/m1.js';
import { initialParameters, rowWidth, type Architecture } from '../../models/ranker/deep/architecture.js';
import { Random } from '../../models/random.js';
import { ServingSession } from '../../models/serving-graph.js';
import { silent } from '../../models/trainer.js';
import { gemmRate, percentile, round, timed } from './compute-rate.js';
import type { BenchOptions } from './main.js';

/**
 * npm run bench -- compute [--parts serving,ftrl,ease] [--items 10000] [--readers 100000]
 * What the mathematics reaches, beside the rate of a plain product in the same run. Wall clock where the machine is ours;
 * processor seconds hold also where it is shared.
 */
export async function run({ parts = 'serving,ftrl,ease', items = '10000', readers = '100000' }: BenchOptions): Promise<object> {
  const wanted = new Set(parts.split(','));
  const before = { oneThread: await gemmRate('worker'), twoThreads: await gemmRate('exclusive') };
  const serving = wanted.has('serving') ? await fusedServing() : null;
  const ftrl = wanted.has('ftrl') ? await onlineEvents() : null;
  const inverse = wanted.has('ease') ? await easeOf(Number(items), Number(readers)) : null;
  const after = { oneThread: await gemmRate('worker'), twoThreads: await gemmRate('exclusive') };
  const twoThreads = Math.max(before.twoThreads.gflops, after.twoThreads.gflops);
  const perCpu = Math.max(before.twoThreads.gflopsPerCpuSecond, after.twoThreads.gflopsPerCpuSecond);
  return {
    gemm: { before, after }, serving, ftrl,
    ease: inverse && {
      ...inverse,
      timesGemm: { wall: round(inverse.seconds / (inverse.gemmGflop / twoThreads)), cpu: round(inverse.cpuSeconds / (inverse.gemmGflop / perCpu)) },
    },
    peakRssMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    aims: { servingP99Ms: 1.5, ftrlEventsPerSecond: 1_000_000, easeTimesGemm: 2 },
  };
}

/** Score 10,000 items, mask what was seen, rank the best 200 by DeepFM (10 fields × 16), keep 100: one session, one thread. */
async function fusedServing(requests = 3000) {
  const random = new Random(1);
  const normals = (length: number, scale: number) => Float32Array.from({ length }, () => scale * random.normal());
  const [count, width, tableRows] = [10_000, 64, 200_000];
  const architecture: Architecture = { kind: 'deepfm', fields: 10, numbers: 8, heads: 1, factors: 16, hidden: [128, 64], crossLayers: 0, crossRank: 0, stacked: false };
  const itemFields = 6;
  const session = await ServingSession.open({
    items: normals(count * width, 1), width, architecture, parameters: initialParameters(architecture, 0.05, 1),
    itemFields: Int32Array.from({ length: count * itemFields }, () => random.below(tableRows)), itemNumbers: normals(count * 7, 1),
    rows: normals(tableRows * rowWidth(architecture), 0.05), headWeights: [1], candidates: 200, kept: 100,
  });
  const request = () => ({
    vector: normals(width, 1), fieldRows: Array.from({ length: 4 }, () => random.below(tableRows)), seen: Int32Array.from({ length: 50 }, () => random.below(count)),
  });
  for (let warm = 0; warm < 200; warm++) await session.serve(request());
  const times = new Float64Array(requests);
  const { cpuSeconds } = await timed(async () => {
    for (let at = 0; at < requests; at++) {
      const own = request();
      const startedMs = performance.now();
      await session.serve(own);
      times[at] = performance.now() - startedMs;
    }
  });
  await session.close();
  times.sort();
  return { requests, p50Ms: round(percentile(times, 0.5), 3), p95Ms: round(percentile(times, 0.95), 3), p99Ms: round(percentile(times, 0.99), 3), maxMs: round(times[requests - 1], 2), cpuMsPerRequest: round((cpuSeconds * 1000) / requests, 3) };
}

/** M1's step on dense features: predict, then learn, 600 crosses and the ids of ad and place. */
async function onlineEvents(events = 300_000) {
  const random = new Random(1);
  const pool = Array.from({ length: 1000 }, () => ({
    content: Float32Array.from({ length: 100 }, () => random.normal()), ad: Float32Array.from({ length: 5 }, () => random.normal()),
    profile: null, adKey: 1 + random.below(10), place: random.below(5),
  }));
  const learner = new CrossLearner('m1', m1.defaults as ConstructorParameters<typeof CrossLearner>[1], null);
  const steps = async (count: number): Promise<void> => {
    for (let at = 0; at < count; at++) learner.learn(pool[at % pool.length], random.unit() < 0.1 ? 1 : 0, 1);
  };
  await steps(20_000);
  const { seconds, cpuSeconds } = await timed(() => steps(events));
  return { events, eventsPerSecond: Math.round(events / seconds), eventsPerCpuSecond: Math.round(events / cpuSeconds) };
}

async function easeOf(items: number, readers: number) {
  const rows = readerRows(plantedTable(readers, items, 50));
  const summed = await timed(() => lowerGram(rows, itemRows(rows), silent));
  const gram = summed.result;
  for (let item = 0; item < items; item++) gram[item * items + item] += ease.defaults.lambda;
  const inverted = await timed(() => invertSpd(gram, items, () => undefined));
  const whole = await timed(() => easeMatrix(rows, ease.defaults, silent));
  return {
    items, readers, perReader: 50, gramSeconds: round(summed.seconds), gramCpuSeconds: round(summed.cpuSeconds), inverseSeconds: round(inverted.seconds), inverseCpuSeconds: round(inverted.cpuSeconds),
    seconds: round(whole.seconds), cpuSeconds: round(whole.cpuSeconds), gemmGflop: round(((4 / 3) * items ** 3) / 1e9),
  };
}

/** The popular ones of `items` first, as squares of uniform numbers. */
function plantedTable(readerCount: number, itemCount: number, perReader: number) {
  const random = new Random(7);
  const rows = readerCount * perReader;
  return {
    readerCount, itemCount, readers: Int32Array.from({ length: rows }, (_, row) => Math.floor(row / perReader)),
    items: Int32Array.from({ length: rows }, () => Math.floor(itemCount * random.unit() ** 2)), weights: new Float32Array(rows).fill(1), timesMs: new Float64Array(rows),
  };
}

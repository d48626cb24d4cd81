import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Random } from '../../models/random.js';
import { createScoreTable, readersPerPage, scoreTable, writeScorePage } from '../../server/model-run/reader-scores.js';
import type { Database } from '../../server/platform/database.js';
import { newId } from '../../server/platform/ids.js';
import { openBenchPlatform } from './bench-platform.js';
import { gemmRate, round, timed } from './compute-rate.js';
import type { BenchOptions } from './main.js';

/** The founding document's sizes: θ of each reader for contents and for ads, all pairs scored, the best kept. */
export interface PairsCase {
  readers: number;
  contents: number;
  ads: number;
  width: number;
  adWidth: number;
  kept: number;
}

const cases: Record<string, PairsCase & { askedSeconds: number }> = {
  1: { readers: 100_000, contents: 10_000, ads: 10, width: 64, adWidth: 16, kept: 100, askedSeconds: 6 },
  2: { readers: 1_000_000, contents: 10_000, ads: 10, width: 64, adWidth: 16, kept: 100, askedSeconds: 60 },
};

/**
 * npm run bench -- score-pairs --case 1 | 2 [--slots 2] [--crosses both | no | yes]
 * θᵀ(c ⊕ a) of every reader with every content and ad type (readers × contents × ads scores), the best 100 pairs of each
 * into the run's partition by binary COPY, page by page as score-page stores them. Scoring in threads, writing beside it.
 */
export async function run({ case: name = '1', slots = '2', crosses = 'both' }: BenchOptions): Promise<object> {
  const shape = cases[name];
  if (!shape) throw new Error(`There is no case ${name}; there are ${Object.keys(cases).join(', ')}.`);
  const rate = { oneThread: await gemmRate('worker'), twoThreads: await gemmRate('exclusive') };
  const tables = plantedTables(shape);
  const platform = await openBenchPlatform();
  try {
    const additive = crosses === 'yes' ? null : await runOnce(platform.database, shape, { ...tables, crosses: null }, Number(slots));
    const crossed = crosses === 'no' ? null : await runOnce(platform.database, shape, tables, Number(slots));
    return {
      case: name, ...shape, slots: Number(slots), gemm: rate, additive, crossed,
      productGflop: round((2 * shape.readers * shape.contents * shape.width) / 1e9),
      timesAdditive: additive && crossed && { wall: round(crossed.seconds / additive.seconds), cpu: round(crossed.cpuSeconds / additive.cpuSeconds) },
      peakRssMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
      aims: { seconds: shape.askedSeconds, timesAdditive: 5, peakRssMegabytes: 8192 },
    };
  } finally {
    await platform.close();
  }
}

interface Tables {
  readers: Float32Array;
  contents: Float32Array;
  ads: Float32Array;
  crosses: Float32Array | null;
}

function plantedTables({ readers, contents, ads, width, adWidth }: PairsCase): Tables {
  const random = new Random(1);
  const normals = (length: number, scale: number) => {
    const values = new Float32Array(new SharedArrayBuffer(4 * length));
    for (let at = 0; at < length; at++) values[at] = scale * random.normal();
    return values;
  };
  return { readers: normals(readers * (width + adWidth), 0.3), contents: normals(contents * width, 1), ads: normals(ads * adWidth, 1), crosses: normals(ads * contents, 1) };
}

async function runOnce(database: Database, shape: PairsCase, tables: Tables, slots: number) {
  const runId = newId();
  await database.query(
    `INSERT INTO model_runs (id, code, model, seed, state, trigger, requested_by, snapshot_at, reader_count) VALUES ($1, $2, 'm0', 1, 'candidate', 'cli', 'bench', now(), $3)`,
    [runId, tables.crosses ? 'R-crossed' : 'R-additive', shape.readers]);
  await createScoreTable(database, runId);
  const workers = Array.from({ length: slots }, () => new Worker(new URL('./score-pairs-worker.js', import.meta.url), { workerData: { shape, ...tables } }));
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  const { seconds, cpuSeconds, result: written } = await timed(() => scorePages(database, runId, shape.readers, workers));
  await Promise.all(workers.map((worker) => worker.terminate()));
  const [stored] = await database.query<{ rows: number; bytes: number; entry: number }>(
    `SELECT count(*)::int AS rows, pg_total_relation_size('${scoreTable(runId)}')::float8 AS bytes, avg(length(top))::float8 AS entry FROM ${scoreTable(runId)}`);
  await database.query(`UPDATE model_runs SET state = 'failed' WHERE id = $1`, [runId]);
  return {
    seconds: round(seconds), cpuSeconds: round(cpuSeconds), writeSeconds: round(written), readersPerSecond: Math.round(shape.readers / seconds),
    stored: { rows: stored.rows, megabytes: Math.round(stored.bytes / 1e6), bytesPerReader: round(stored.entry) },
  };
}

/** Each worker scores the next page while the one before is written. Returns the seconds that writes took, side by side. */
async function scorePages(database: Database, runId: string, readers: number, workers: Worker[]): Promise<number> {
  let page = 0;
  let writing = 0;
  await Promise.all(workers.map(async (worker) => {
    let written: Promise<void> = Promise.resolve();
    while (page * readersPerPage < readers) {
      const own = page++;
      const first = own * readersPerPage;
      const answer = once(worker, 'message') as Promise<[{ first: number; blobs: Uint8Array[] }]>;
      worker.postMessage({ first, count: Math.min(readersPerPage, readers - first) });
      const [{ blobs }] = await answer;
      await written;
      const scores = blobs.map((top, at) => ({ readerNo: first + at, top }));
      const startedMs = performance.now();
      written = writeScorePage(database, { runId, page: own, scoredAt: new Date() }, scores).then(() => { writing += performance.now() - startedMs; });
    }
    await written;
  }));
  return writing / 1000;
}

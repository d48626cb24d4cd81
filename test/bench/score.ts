import { sealArtefact } from '../../models/artefact.js';
import { packFiles } from '../../models/artefact-pack.js';
import type { Dataset } from '../../models/dataset.js';
import { Graph } from '../../models/onnx/graph.js';
import { matMul, topK } from '../../models/onnx/ops.js';
import { Session, type ThreadPolicy } from '../../models/onnx/session.js';
import { Random } from '../../models/random.js';
import { candidateTrainer } from '../../models/registry.js';
import { silent } from '../../models/trainer.js';
import { modelFileNames } from '../../server/feed/model-file-names.js';
import { readersPerPage } from '../../server/model-run/reader-scores.js';
import { readConfig } from '../../server/platform/config.js';
import type { Database } from '../../server/platform/database.js';
import { newId } from '../../server/platform/ids.js';
import { openLog } from '../../server/platform/log.js';
import { writeModelFile } from '../../server/platform/model-files.js';
import { SigningKeys } from '../../server/platform/signing-keys.js';
import { scoredPerReader } from '../../workers/score-page.js';
import { encodePage, pageFile } from '../../workers/snapshot/files.js';
import { watchRun } from '../../workers/watch-run.js';
import { startWorker } from '../../workers/worker.js';
import { servicesOf } from '../workers/drive-run.js';
import { openBenchPlatform } from './bench-platform.js';
import type { BenchOptions } from './main.js';

const groups = 50;

/**
 * Batch scoring as it runs in production: score-readers, then score-page jobs through BullMQ in compute children, each
 * reader's history through onnxruntime-node, the best 100 by binary COPY into the run's partition. Beside it, in the same
 * run, the bare session: [64, 64]·[64, items] MatMul + TopK(100), nothing kept.
 */
export async function run({ readers = '100000', items = '10000', history = '50', slots = '2', model = 'graph-filter' }: BenchOptions): Promise<object> {
  const [readerCount, itemCount, perReader] = [Number(readers), Number(items), Number(history)];
  const platform = await openBenchPlatform();
  try {
    const { database } = platform;
    const bareBefore = { oneThread: await bareRate(itemCount, 'worker'), twoThreads: await bareRate(itemCount, 'exclusive') };
    const dataset = plantedDataset(readerCount, itemCount, perReader);
    const runId = await storeCandidate(database, dataset, model);
    const environment = { DATABASE_URL: platform.url, COMPUTE_CONCURRENCY: slots, LOG_LEVEL: 'error', ...(process.env.REDIS_URL && { REDIS_URL: process.env.REDIS_URL, QUEUE_PREFIX: `bench-${process.pid}` }) };
    const worker = await startWorker(readConfig(environment), platform.url, openLog('bench', 'error'));
    const { outbox } = servicesOf(database);
    const startedMs = performance.now();
    await database.transaction((tx) => outbox.add(tx, 'score-readers', { runId }));
    const ended = await watchRun(database, runId, () => {});
    const seconds = (performance.now() - startedMs) / 1000;
    await worker.stop();
    if (ended.state !== 'champion') throw new Error(`The run ended ${ended.state}: ${ended.failure}`);
    const [stored] = await database.query<{ rows: number; bytes: number; kept: number }>(
      `SELECT count(*)::int AS rows, pg_total_relation_size('reader_scores_${runId.replaceAll('-', '')}')::float8 AS bytes, avg(length(top) / 8)::float8 AS kept FROM reader_scores WHERE model_run_id = $1`, [runId]);
    const bareAfter = { oneThread: await bareRate(itemCount, 'worker'), twoThreads: await bareRate(itemCount, 'exclusive') };
    const bare = Math.max(bareBefore.twoThreads, bareAfter.twoThreads, bareBefore.oneThread, bareAfter.oneThread);
    const readersPerSecond = readerCount / seconds;
    return {
      queue: process.env.REDIS_URL ? 'redis' : 'postgres', model, readers: readerCount, items: itemCount, historyLength: perReader, slots: Number(slots),
      scoringSeconds: Number(seconds.toFixed(2)), readersPerSecond: Math.round(readersPerSecond),
      stored: { rows: stored.rows, megabytes: Math.round(stored.bytes / 1e6), contentsPerReader: Number(stored.kept.toFixed(1)) },
      bareReadersPerSecond: { before: bareBefore, after: bareAfter }, timesBare: Number((bare / readersPerSecond).toFixed(2)), aims: { timesBare: 3 },
    };
  } finally {
    await platform.close();
  }
}

/** Readers a second of scores = U·Vᵀ with U [64, 64] and V [items, 64], and the best 100 of each row. */
async function bareRate(itemCount: number, policy: ThreadPolicy): Promise<number> {
  const [batch, width, seconds] = [64, 64, 2];
  const random = new Random(1);
  const graph = new Graph('bare');
  const factors = Float32Array.from({ length: width * itemCount }, () => random.normal());
  const scores = matMul(graph.input('readers', 'float32', [batch, width]), graph.constant('items', 'float32', [width, itemCount], factors));
  const top = topK(scores, graph.constant('count', 'int64', [1], BigInt64Array.of(BigInt(scoredPerReader))), scoredPerReader);
  graph.output('scores', top.values);
  graph.output('indices', top.indices);
  const session = await Session.open(graph.encode(), policy);
  const feeds = { readers: { dtype: 'float32' as const, data: Float32Array.from({ length: batch * width }, () => random.normal()), shape: [batch, width] } };
  for (let warm = 0; warm < 10; warm++) await session.run(feeds);
  let runs = 0;
  const startedMs = performance.now();
  while (performance.now() - startedMs < seconds * 1000) {
    await session.run(feeds);
    runs += 1;
  }
  const rate = (runs * batch) / ((performance.now() - startedMs) / 1000);
  await session.dispose();
  return Math.round(rate);
}

/** Nine in ten of a reader's contents lie in his group, the popular ones first; times do not matter here. */
function plantedDataset(readerCount: number, itemCount: number, perReader: number): Dataset {
  const random = new Random(7);
  const rows = readerCount * perReader;
  const [readers, items] = [new Int32Array(rows), new Int32Array(rows)];
  const perGroup = Math.floor(itemCount / groups);
  for (let row = 0; row < rows; row++) {
    readers[row] = Math.floor(row / perReader);
    items[row] = random.unit() < 0.9 ? readers[row] % groups + groups * Math.floor(perGroup * random.unit() ** 2) : random.below(itemCount);
  }
  return {
    snapshotId: 'bench', codeRevision: 'bench', window: { fromMs: 0, toMs: 0 }, itemKeys: Int32Array.from({ length: itemCount }, (_, item) => item + 1),
    interactions: { readerCount, itemCount, readers, items, weights: new Float32Array(rows).fill(1), timesMs: new Float64Array(rows) }, impressions: null, contents: null,
  };
}

/** A run that has passed its gate: the snapshot's pages and the signed model, as the steps before leave them. */
async function storeCandidate(database: Database, dataset: Dataset, model: string): Promise<string> {
  const { interactions } = dataset;
  const artefact = await candidateTrainer(model).fit(dataset, {}, 1, silent);
  const { privateKey } = await new SigningKeys(database).get('artefact');
  const runId = newId();
  await database.query(
    `INSERT INTO model_runs (id, code, model, seed, state, trigger, requested_by, snapshot_at, reader_count) VALUES ($1, 'R-bench', $2, 1, 'candidate', 'cli', 'bench', now(), $3)`,
    [runId, model, interactions.readerCount]);
  await database.transaction((tx) => writeModelFile(tx, runId, modelFileNames.items, packFiles(sealArtefact(artefact, privateKey))));
  const perReader = interactions.readers.length / interactions.readerCount;
  for (let page = 0; page * readersPerPage < interactions.readerCount; page++) {
    const first = page * readersPerPage;
    const count = Math.min(readersPerPage, interactions.readerCount - first);
    const contents = interactions.items.slice(first * perReader, (first + count) * perReader).map((item) => dataset.itemKeys[item]);
    const bytes = encodePage({
      readers: Int32Array.from({ length: count }, (_, at) => first + at), offsets: Int32Array.from({ length: count + 1 }, (_, at) => at * perReader),
      contents, weights: new Float32Array(contents.length).fill(1), timesMs: new Float64Array(contents.length),
    });
    await database.transaction((tx) => writeModelFile(tx, runId, pageFile(page), bytes));
  }
  return runId;
}

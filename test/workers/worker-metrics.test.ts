import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createServer, type AddressInfo } from 'node:net';
import { readConfig } from '../../server/platform/config.js';
import { newId } from '../../server/platform/ids.js';
import { Outbox } from '../../server/platform/outbox.js';
import { QueueRuntime } from '../../server/platform/queue-runtime.js';
import { WorkerMetrics } from '../../workers/worker-metrics.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';

let db: TestDatabase;
let queues: QueueRuntime;
beforeAll(async () => {
  db = await openTestDatabase();
  queues = await QueueRuntime.open({ databaseUrl: db.url, name: 'test', onError: () => {} });
});
afterAll(async () => {
  await queues.close();
  await db.close();
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

test('a monitor sees that the worker lives, what waits and what ended', async () => {
  const port = await freePort();
  const metrics = await WorkerMetrics.listen(readConfig({ WORKER_METRICS_PORT: String(port) }), queues, db.database);
  await db.database.transaction((tx) => new Outbox(newId).add(tx, 'keep-house', {}));
  await queues.queue('compute').add('fit-model', {});
  metrics.count({ name: 'fit-model', seconds: 2, outcome: 'done' });
  metrics.count({ name: 'fit-model', seconds: 3, outcome: 'failed' });
  const get = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).text();
  expect(await get('/livez')).toBe('ok');
  const lines = (await get('/metrics')).split('\n');
  for (const line of [
    'tandem_jobs_total{job="fit-model",outcome="done"} 1', 'tandem_jobs_total{job="fit-model",outcome="failed"} 1', 'tandem_job_seconds_sum{job="fit-model"} 5',
    'tandem_outbox_waiting 1', 'tandem_queue_jobs{queue="compute",state="waiting"} 1', 'tandem_queue_jobs{queue="light",state="waiting"} 0',
  ]) expect(lines).toContain(line);
  await metrics.close();
});

test('without a port nothing listens, and counting goes on', async () => {
  const metrics = await WorkerMetrics.listen(readConfig({}), queues, db.database);
  metrics.count({ name: 'fit-model', seconds: 1, outcome: 'done' });
  await metrics.close();
});

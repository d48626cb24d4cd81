import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ModelRuns } from '../../server/model-run/model-runs.js';
import { systemActor } from '../../server/platform/actor.js';
import { jobIdOf } from '../../server/platform/outbox.js';
import { QueueRuntime } from '../../server/platform/queue-runtime.js';
import type { WorkerServices } from '../../workers/processor.js';
import { relayBatch } from '../../workers/relay-outbox.js';
import { resumeModelRuns } from '../../workers/resume-model-runs.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { queueBackends } from '../support/queue-backends.js';
import { driveRun, servicesOf, testJob } from './drive-run.js';
import { plantPlatform } from './planted-platform.js';
import { until } from './worker-process.js';

describe.each(queueBackends)('on $name', ({ redisUrl, prefix, clear }) => {
  let db: TestDatabase;
  let queues: QueueRuntime;
  let services: WorkerServices;
  let runs: ModelRuns;
  beforeAll(async () => {
    db = await openTestDatabase();
    await plantPlatform(db.database);
    services = servicesOf(db.database);
    runs = new ModelRuns(db.database, services.outbox, services.audit, services.clock, services.newId);
  });
  afterAll(() => db.close());
  beforeEach(async () => { queues = await QueueRuntime.open({ databaseUrl: db.url, redisUrl, prefix, name: 'test', onError: () => {} }); });
  afterEach(async () => {
    for (const name of ['light', 'compute'] as const) await queues.queue(name).obliterate({ force: true });
    await queues.close();
    await clear();
    await db.database.query("UPDATE model_runs SET state = 'failed' WHERE state NOT IN ('champion', 'retired')");
    await db.database.query('DELETE FROM outbox');
  });
  const resume = () => resumeModelRuns(services, queues)({}, testJob());
  const start = async () => (await runs.start({ trigger: 'cli', model: 'ease' }, systemActor('test'))).run.id;

  test('a run whose job is under way is left alone, relayed or not', async () => {
    await start();
    expect(await resume()).toEqual({ runs: 1, resumed: [] });
    await relayBatch(db.database, queues);
    expect(await resume()).toEqual({ runs: 1, resumed: [] });
  });

  test('a queue that came back empty is filled again, once', async () => {
    const id = await start();
    await relayBatch(db.database, queues);
    await queues.queue('compute').obliterate({ force: true });
    expect(await resume()).toEqual({ runs: 1, resumed: ['extract-snapshot'] });
    expect(await resume()).toEqual({ runs: 1, resumed: [] });
    expect((await driveRun(services)).at(-1)).toEqual(['score-page', { readers: 260, run: 'champion' }]);
    expect(await db.database.query('SELECT state FROM model_runs WHERE id = $1', [id])).toEqual([{ state: 'champion' }]);
  });

  test('pages that were lost are requested again, and a run with all its pages is finished', async () => {
    const id = await start();
    await driveRun(services, (job) => job === 'score-page');
    await db.database.query('UPDATE outbox SET relayed_at = now()');
    expect(await resume()).toEqual({ runs: 1, resumed: ['score-page'] });
    await driveRun(services);
    // As a crash between the page's commit and the run's leaves it.
    await db.database.query("UPDATE model_runs SET state = 'candidate' WHERE id = $1", [id]);
    expect(await resume()).toEqual({ runs: 1, resumed: [] });
    expect(await db.database.query('SELECT state FROM model_runs WHERE id = $1', [id])).toEqual([{ state: 'champion' }]);
  });

  test('a run whose job has no further try fails with its reason', async () => {
    const id = await start();
    await relayBatch(db.database, queues);
    const [{ id: outboxId }] = await db.database.query<{ id: string }>('SELECT id FROM outbox');
    const worker = queues.worker('compute', async () => { throw new Error('no space left'); }, { concurrency: 1, lockMs: 5_000 });
    await until(async () => {
      const job = await queues.queue('compute').getJob(jobIdOf(outboxId));
      await job!.promote().catch(() => {}); // not waiting for the pause between tries
      return await job!.getState() === 'failed';
    });
    await worker.close();
    await resume();
    expect(await db.database.query('SELECT state, failure FROM model_runs WHERE id = $1', [id])).toEqual([{ state: 'failed', failure: 'no space left' }]);
  });
});

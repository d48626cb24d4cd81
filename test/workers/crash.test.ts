import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { ModelRuns } from '../../server/model-run/model-runs.js';
import { systemActor } from '../../server/platform/actor.js';
import type { Database } from '../../server/platform/database.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { queueBackends } from '../support/queue-backends.js';
import { driveRun, servicesOf } from './drive-run.js';
import { plantPlatform } from './planted-platform.js';
import { until, WorkerProcess } from './worker-process.js';

jest.setTimeout(120_000);

/** Everything that a reader could notice of a run's scores. */
async function scoresOf(database: Database, runId: string): Promise<unknown> {
  return database.query(
    `SELECT count(*)::int AS readers, md5(string_agg(reader_no || ':' || encode(top, 'hex'), ',' ORDER BY reader_no)) AS lists FROM reader_scores WHERE model_run_id = $1`, [runId]);
}

describe.each(queueBackends)('on $name', (backend) => {
  let db: TestDatabase;
  const workers: WorkerProcess[] = [];
  beforeAll(async () => {
    db = await openTestDatabase();
    await plantPlatform(db.database, { readers: 4_300, contents: 80, perReader: 8, groups: 4 });
  });
  afterEach(async () => { await Promise.all(workers.splice(0).map((worker) => worker.stop())); });
  afterAll(async () => {
    await db.close();
    await backend.clear();
  });
  const work = async () => {
    const worker = new WorkerProcess(db.url, backend);
    workers.push(worker);
    return worker.ready();
  };
  const stateOf = async (id: string) => (await db.database.query<{ state: string }>('SELECT state FROM model_runs WHERE id = $1', [id]))[0].state;

  test('workers killed in the middle leave the same champion with the same scores', async () => {
    const services = servicesOf(db.database);
    const runs = new ModelRuns(db.database, services.outbox, services.audit, services.clock, services.newId);
    const { run: reference } = await runs.start({ trigger: 'cli', model: 'ease' }, systemActor('test'));
    await driveRun(services);
    const expected = await scoresOf(db.database, reference.id);
    expect(expected).toEqual([{ readers: 4_300, lists: expect.any(String) }]);

    const { run } = await runs.start({ trigger: 'cli', model: 'ease' }, systemActor('test'));
    const first = await work();
    await until(async () => await stateOf(run.id) === 'fitting');
    await first.kill();
    const second = await work();
    await until(async () => (await db.database.query('SELECT FROM model_run_pages WHERE model_run_id = $1', [run.id])).length > 0 || await stateOf(run.id) === 'champion');
    await second.kill();
    expect(await stateOf(run.id)).toBe('candidate');
    const third = await work();
    await until(async () => await stateOf(run.id) !== 'candidate');
    expect(await stateOf(run.id)).toBe('champion');

    expect(await scoresOf(db.database, run.id)).toEqual(expected);
    expect(await db.database.query('SELECT alias, model_run_id AS id FROM model_aliases ORDER BY alias')).toEqual([{ alias: 'champion', id: run.id }, { alias: 'previous', id: reference.id }]);
    expect(await db.database.query(`SELECT count(*)::int AS times FROM audit_entries WHERE action = 'modelEnthrone' AND noun_id = $1`, [run.id])).toEqual([{ times: 1 }]);
    expect(await db.database.query('SELECT page FROM model_run_pages WHERE model_run_id = $1 ORDER BY page', [run.id])).toEqual([{ page: 0 }, { page: 1 }, { page: 2 }]);
    expect(await third.stop()).toBe(0);
  });

  test('cancelling a run stops its job in the middle, child and all, and the next run is free to go', async () => {
    const services = servicesOf(db.database);
    const runs = new ModelRuns(db.database, services.outbox, services.audit, services.clock, services.newId);
    const worker = await work();
    const children = async () => (await db.database.query("SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'tandem-compute' AND wait_event_type = 'Lock'")).length;
    await db.database.withClient(async (client) => {
      // Nobody can store a file: the step stands still where it would.
      await client.query('BEGIN; LOCK TABLE model_run_files IN ACCESS EXCLUSIVE MODE');
      const { run } = await runs.start({ trigger: 'cli', model: 'ease' }, systemActor('test'));
      await until(async () => await children() > 0);
      await runs.cancel({ id: run.id }, systemActor('test'));
      await until(() => worker.log.includes('cancelled: somebody cancelled it'));
      await client.query('ROLLBACK');
      expect(await stateOf(run.id)).toBe('failed');
    });
    const { run: next } = await runs.start({ trigger: 'cli', model: 'ease' }, systemActor('test'));
    await until(async () => !['queued', 'extracting', 'fitting', 'evaluating', 'candidate'].includes(await stateOf(next.id)));
    expect(await stateOf(next.id)).toBe('champion');
    expect(await worker.stop()).toBe(0);
  });
});

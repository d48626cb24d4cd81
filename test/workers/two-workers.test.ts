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

/** Each row as it is stored, and which pages are done with how many readers. */
async function resultOf(database: Database, runId: string): Promise<unknown> {
  return {
    rows: await database.query(`SELECT reader_no, encode(top, 'hex') AS top FROM reader_scores WHERE model_run_id = $1 ORDER BY reader_no`, [runId]),
    pages: await database.query('SELECT page, reader_count FROM model_run_pages WHERE model_run_id = $1 ORDER BY page', [runId]),
  };
}

describe.each(queueBackends)('on $name', (backend) => {
  let db: TestDatabase;
  const workers: WorkerProcess[] = [];
  beforeAll(async () => {
    db = await openTestDatabase();
    await plantPlatform(db.database, { readers: 6_100, contents: 80, perReader: 4, groups: 4 });
  });
  afterEach(async () => { await Promise.all(workers.splice(0).map((worker) => worker.stop())); });
  afterAll(async () => {
    await db.close();
    await backend.clear();
  });

  test('two workers share the pages of a run; one killed in the middle of a page leaves the bytes of an undisturbed run', async () => {
    const services = servicesOf(db.database);
    const runs = new ModelRuns(db.database, services.outbox, services.audit, services.clock, services.newId);
    const { run: reference } = await runs.start({ trigger: 'cli', model: 'ease' }, systemActor('test'));
    await driveRun(services);
    const expected = await resultOf(db.database, reference.id) as { rows: unknown[]; pages: { page: number }[] };
    expect(expected.rows).toHaveLength(6_100);
    expect(expected.pages.map(({ page }) => page)).toEqual([0, 1, 2, 3]);

    const { run } = await runs.start({ trigger: 'cli', model: 'ease' }, systemActor('test'));
    await driveRun(services, (job) => job === 'score-page');
    // Two pages cannot be stored for now: the workers that have them stand in the middle of their work.
    const held: number[] = [];
    const doomed = await db.database.withClient(async (client) => {
      await client.query('BEGIN');
      await client.query(`SELECT pg_advisory_xact_lock(hashtext($1), page) FROM (VALUES (0), (1), (2), (3)) AS p (page)`, [`reader_scores_${run.id.replaceAll('-', '')}`]);
      workers.push(new WorkerProcess(db.url, backend), new WorkerProcess(db.url, backend));
      await Promise.all(workers.map((worker) => worker.ready()));
      const standing = async () => (await db.database.query<{ page: number }>(
        `SELECT objid::int AS page FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`)).map(({ page }) => page);
      await until(async () => (await standing()).length >= 2);
      held.push(...await standing());
      const victim = workers.shift()!;
      await victim.kill();
      await client.query('ROLLBACK');
      return victim;
    });
    expect(held).toHaveLength(2);
    expect(new Set(held).size).toBe(2); // two workers, two pages
    await until(async () => (await db.database.query<{ state: string }>('SELECT state FROM model_runs WHERE id = $1', [run.id]))[0].state === 'champion');
    expect(await resultOf(db.database, run.id)).toEqual(expected);
    expect(doomed.log).not.toContain('the worker stops');
    expect(await db.database.query(`SELECT count(*)::int AS times FROM audit_entries WHERE action = 'modelEnthrone' AND noun_id = $1`, [run.id])).toEqual([{ times: 1 }]);
  });
});

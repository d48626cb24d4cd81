import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { historyOf, type HistoryEvent } from '../../models/features/interaction-weights.js';
import { openArtefact } from '../../models/artefact.js';
import { decodeTopContents, unpackFiles } from '../../models/serving.js';
import { ModelRuns } from '../../server/model-run/model-runs.js';
import { RunSteps } from '../../server/model-run/run-steps.js';
import { systemActor } from '../../server/platform/actor.js';
import { readModelFile } from '../../server/platform/model-files.js';
import { SigningKeys } from '../../server/platform/signing-keys.js';
import { extractSnapshot } from '../../workers/extract-snapshot.js';
import type { WorkerServices } from '../../workers/processor.js';
import { buildComputeProcessors } from '../../workers/processors.js';
import { decodePage, pageFile } from '../../workers/snapshot/files.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { driveRun, servicesOf, testJob } from './drive-run.js';
import { plantPlatform } from './planted-platform.js';

let db: TestDatabase;
let services: WorkerServices;
let runs: ModelRuns;
beforeAll(async () => {
  db = await openTestDatabase();
  services = servicesOf(db.database);
  runs = new ModelRuns(db.database, services.outbox, services.audit, services.clock, services.newId);
  await plantPlatform(db.database);
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.database.query('DELETE FROM outbox');
  await db.database.query("UPDATE model_runs SET state = 'failed' WHERE state NOT IN ('champion', 'retired', 'rejected')");
});

const start = async (model = 'ease') => (await runs.start({ trigger: 'cli', model }, systemActor('test'))).run.id;
const row = async (id: string) => (await db.database.query<Record<string, never>>('SELECT * FROM model_runs WHERE id = $1', [id]))[0];
const scores = (id: string) => db.database.query<{ reader_no: number; top: Buffer }>('SELECT reader_no, top FROM reader_scores WHERE model_run_id = $1 ORDER BY reader_no', [id]);

test('the snapshot holds the history that a feed would build from the same events', async () => {
  const id = await start();
  await driveRun(services, (job) => job !== 'extract-snapshot');
  const { snapshot_at: until, reader_count: readers, content_count: contents } = await row(id);
  expect({ readers, contents }).toEqual({ readers: 260, contents: 60 });
  const page = decodePage((await readModelFile(db.database, id, pageFile(0)))!);
  for (const place of [0, 17, 259]) {
    const readerNo = page.readers[place];
    const events = await db.database.query<HistoryEvent>(
      `SELECT content_no AS "contentNo", kind, value, extract(epoch FROM occurred_at)::float8 * 1000 AS "occurredAtMs" FROM interactions
       WHERE reader_no = $1 AND occurred_at < $2 ORDER BY occurred_at DESC, event_id LIMIT 200`, [readerNo, until]);
    const [from, to] = [page.offsets[place], page.offsets[place + 1]];
    const expected = historyOf(events);
    expect(Array.from(page.contents.subarray(from, to))).toEqual(expected.contentNos);
    expect(Array.from(page.weights.subarray(from, to))).toEqual(expected.weights.map(Math.fround));
    expect(Array.from(page.timesMs.subarray(from, to))).toEqual(expected.timesMs);
  }
});

test('a snapshot that was interrupted becomes the same snapshot, whatever happened since', async () => {
  const id = await start();
  await driveRun(services, (job) => job !== 'extract-snapshot');
  const whole = await row(id);
  // As a crash leaves it, and a reader who goes on reading.
  await db.database.query(`DELETE FROM model_run_files WHERE model_run_id = $1 AND name = $2`, [id, pageFile(0)]);
  await db.database.query(`UPDATE model_runs SET state = 'extracting', snapshot_hash = NULL WHERE id = $1`, [id]);
  await db.database.query(`INSERT INTO interactions (occurred_at, event_id, reader_no, content_no, kind) VALUES (now() - interval '3 hours', gen_random_uuid(), 1, 1, 'read')`);
  await extractSnapshot(services)({ runId: id }, testJob());
  expect(await row(id)).toMatchObject({ state: 'fitting', snapshot_hash: whole.snapshot_hash, interaction_count: whole.interaction_count });
});

test('a step that is delivered twice, or too late, does nothing', async () => {
  const id = await start();
  await driveRun(services);
  const before = [await row(id), await scores(id), await db.database.query('SELECT * FROM model_aliases')];
  for (const process of Object.values(buildComputeProcessors(services))) {
    expect(await process({ runId: id, page: 0 }, testJob())).toBe('nothing to do');
  }
  expect([await row(id), await scores(id), await db.database.query('SELECT * FROM model_aliases')]).toEqual(before);
});

test('a page that is scored again replaces what the first try left, with the same rows', async () => {
  const id = await start();
  await driveRun(services, (job) => job === 'score-page');
  const scorePage = buildComputeProcessors(services)['score-page'];
  const steps = new RunSteps(services.database, services.outbox, services.audit, services.clock);
  await db.database.query('UPDATE model_runs SET pages_total = 2 WHERE id = $1', [id]); // so that one page is not the last
  expect(await scorePage({ runId: id, page: 0 }, testJob())).toEqual({ readers: 260, run: 'more' });
  const first = await scores(id);
  await db.database.query(`UPDATE reader_scores SET top = '\\x' WHERE model_run_id = $1 AND reader_no % 3 = 0`, [id]);
  await db.database.query(`DELETE FROM reader_scores WHERE model_run_id = $1 AND reader_no % 5 = 0`, [id]);
  await scorePage({ runId: id, page: 0 }, testJob());
  expect(await scores(id)).toEqual(first);
  expect(await steps.pageScored(id)).toBe('more');
  const lists = first.map(({ top }) => decodeTopContents(top));
  expect(lists.every(({ contentNos, scores: values }) => contentNos.length > 0 && values.every((value, at) => at === 0 || value <= values[at - 1]))).toBe(true);
  // Nobody is recommended what he has read.
  const page = decodePage((await readModelFile(db.database, id, pageFile(0)))!);
  lists.forEach(({ contentNos }, place) => {
    const history = new Set(page.contents.subarray(page.offsets[place], page.offsets[place + 1]));
    expect([...contentNos].filter((no) => history.has(no))).toEqual([]);
  });
});

test('what serves is signed and says what it was learnt from', async () => {
  const id = await start();
  await driveRun(services);
  const { snapshot_hash: hash, metrics } = await row(id) as unknown as { snapshot_hash: Buffer; metrics: { rows: { recall20: number }[] } };
  const packed = (await readModelFile(db.database, id, 'items.artefact'))!;
  const { publicKey } = await new SigningKeys(db.database).get('artefact');
  const { card } = openArtefact(unpackFiles(packed), publicKey);
  expect(card).toMatchObject({ model: 'ease', snapshotId: hash.toString('hex'), seed: 1, metrics: { recall20: { value: metrics.rows[0].recall20 } } });
  packed[packed.length - 70] ^= 1;
  expect(() => openArtefact(unpackFiles(packed), publicKey)).toThrow('The file values.bin was changed after it was signed');
});

test('impressions and their clicks become an ad model with its figures', async () => {
  await db.database.query(`INSERT INTO impressions (feed_id, page, reader_no, policy_version, content_nos, slots, propensities, campaign_ids, served_at)
    SELECT ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 0, n, 'p1', ARRAY[1 + n % 60, 1 + (n + 7) % 60], ARRAY[0, 1]::smallint[], ARRAY[1, 1]::real[], ARRAY[NULL, NULL]::uuid[], now() - make_interval(mins => 300 + n)
    FROM generate_series(1, 250) AS n`);
  await db.database.query(`INSERT INTO interactions (occurred_at, event_id, reader_no, content_no, kind, feed_id, slot)
    SELECT i.served_at + interval '1 minute', gen_random_uuid(), i.reader_no, i.content_nos[1], 'click', i.feed_id, 0 FROM impressions i WHERE i.content_nos[1] <= 20`);
  const id = await start();
  await driveRun(services);
  const { metrics } = await row(id) as unknown as { metrics: { ads: Record<string, number> } };
  expect(metrics.ads).toMatchObject({ model: 'm0', impressions: 500, tested: 100 });
  expect(metrics.ads.auc).toBeGreaterThan(0.5);
  expect(metrics.ads.normalisedEntropy).toBeGreaterThan(0);
  expect(await readModelFile(db.database, id, 'ads.artefact')).not.toBeNull();
  await db.database.query('DELETE FROM impressions');
});

test('only the champion and the one before keep their scores', async () => {
  await start().then(() => driveRun(services));
  const aliased = await db.database.query<{ id: string }>("SELECT replace(model_run_id::text, '-', '') AS id FROM model_aliases ORDER BY alias");
  expect(aliased).toHaveLength(2);
  const tables = await db.database.query<{ name: string }>("SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'reader_scores'::regclass");
  expect(tables.map(({ name }) => name).sort()).toEqual(aliased.map(({ id }) => `reader_scores_${id}`).sort());
});

test('without interactions the run fails with a sentence and nothing else changes', async () => {
  const aliases = await db.database.query('SELECT * FROM model_aliases');
  await db.database.query('CREATE TABLE kept AS SELECT * FROM interactions');
  await db.database.query('DELETE FROM interactions');
  const id = await start();
  await expect(driveRun(services)).rejects.toThrow('There are no interactions to learn from.');
  expect(await row(id)).toMatchObject({ state: 'failed', failure: 'There are no interactions to learn from.' });
  expect(await db.database.query('SELECT * FROM model_aliases')).toEqual(aliases);
  await db.database.query('INSERT INTO interactions SELECT * FROM kept');
});

test('a cancelled run stops at the next piece of work', async () => {
  const id = await start();
  await driveRun(services, (job) => job !== 'extract-snapshot');
  await runs.cancel({ id }, systemActor('test'));
  expect(await buildComputeProcessors(services)['fit-model']({ runId: id }, testJob())).toBe('nothing to do');
  expect(await readModelFile(db.database, id, 'items.artefact')).toBeNull();
});

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { keepHouse } from '../../workers/keep-house.js';
import type { WorkerServices } from '../../workers/processor.js';
import { createScoreTable, scoreTable } from '../../server/model-run/reader-scores.js';
import { newId } from '../../server/platform/ids.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { servicesOf, testJob } from './drive-run.js';

const now = new Date('2026-03-10T23:30:00Z');
let db: TestDatabase;
let services: WorkerServices;
beforeAll(async () => {
  db = await openTestDatabase();
  services = { ...servicesOf(db.database), clock: () => now };
});
afterAll(() => db.close());
const ago = (days: number) => new Date(now.getTime() - days * 86_400_000);
const count = async (table: string) => (await db.database.query<{ rows: number }>(`SELECT count(*)::int AS rows FROM ${table}`))[0].rows;

test('day partitions stand a week ahead', async () => {
  await keepHouse(services)({}, testJob());
  const days = await db.database.query<{ name: string }>(`SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'interactions'::regclass ORDER BY 1`);
  expect(days.map(({ name }) => name)).toEqual(['09', '10', '11', '12', '13', '14', '15', '16', '17'].map((day) => `interactions_202603${day}`));
});

test('old rows leave, young ones and rows that still wait stay', async () => {
  for (const days of [1, 29, 31, 400]) {
    await db.database.query("INSERT INTO outbox (id, job, payload, relayed_at) VALUES ($1, 'keep-house', '{}', $2)", [newId(), ago(days)]);
    await db.database.query("INSERT INTO outbox (id, job, payload, created_at) VALUES ($1, 'keep-house', '{}', $2)", [newId(), ago(days)]);
    await db.database.query("INSERT INTO idempotency_keys (actor, key, operation, input_hash, created_at) VALUES ('a', $1, 'x', '\\x00', $2)", [String(days), ago(days)]);
    await db.database.query("INSERT INTO feeds (id, scenario, policy_version, entries, served_at) VALUES ($1, 'home', 'p', '\\x', $2)", [newId(), ago(days)]);
    await db.database.query("INSERT INTO impressions (feed_id, page, policy_version, content_nos, slots, propensities, campaign_ids, served_at) VALUES ($1, 0, 'p', '{}', '{}', '{}', '{}', $2)", [newId(), ago(days)]);
  }
  expect(await keepHouse(services)({}, testJob())).toEqual({ left: { outbox: 2, idempotency_keys: 3, feeds: 3, impressions: 1, feature_sets: 0, shadow_comparisons: 0, recommender_answers: 0, drift_reports: 0, connector_minutes: 0, sessions: 0, model_run_files: 0 }, droppedScores: [], droppedDays: [], destroyedKeys: 0 });
  expect([await count('outbox'), await count('idempotency_keys'), await count('feeds'), await count('impressions')]).toEqual([6, 1, 1, 3]);
  expect(await keepHouse(services)({}, testJob())).toMatchObject({ left: { outbox: 0, idempotency_keys: 0, feeds: 0, impressions: 0 } });
});

test('days of interactions that are older than what is kept leave whole; the last kept one stays, whatever is in it', async () => {
  const days = [799, 800, 801, 802, 1500];
  for (const age of days) {
    await db.database.query('SELECT ensure_interaction_day($1::date)', [ago(age).toISOString().slice(0, 10)]);
    await db.database.query(`INSERT INTO interactions (occurred_at, event_id, reader_no, content_no, kind) VALUES ($1, gen_random_uuid(), 1, 1, 'view')`, [ago(age)]);
  }
  const nameOf = (age: number) => `interactions_${ago(age).toISOString().slice(0, 10).replaceAll('-', '')}`;
  expect(await keepHouse(services)({}, testJob())).toMatchObject({ droppedDays: [1500, 802, 801].map(nameOf) });
  expect(await count('interactions')).toBe(2);
  expect(await keepHouse(services)({}, testJob())).toMatchObject({ droppedDays: [] });
  // Somebody who reads the table keeps a day for another hour, and nobody waits.
  await db.database.query('SELECT ensure_interaction_day($1::date)', [ago(900).toISOString().slice(0, 10)]);
  await db.database.withClient(async (client) => {
    await client.query('BEGIN; LOCK TABLE interactions IN ACCESS SHARE MODE');
    expect(await keepHouse(services)({}, testJob())).toMatchObject({ droppedDays: [] });
    await client.query('ROLLBACK');
  });
  expect(await keepHouse(services)({}, testJob())).toMatchObject({ droppedDays: [nameOf(900)] });
});

test('the newest set of features stays, however old: pages are still made with it', async () => {
  for (const days of [120, 100]) await db.database.query(`INSERT INTO feature_sets (id, counted_to, contents, ads) VALUES ($1, $2, '', '')`, [newId(), ago(days)]);
  expect(await keepHouse(services)({}, testJob())).toMatchObject({ left: { feature_sets: 1 } });
  expect(await db.database.query('SELECT counted_to FROM feature_sets')).toEqual([{ counted_to: ago(100) }]);
});

test('scores and files leave with the run that nobody can go back to', async () => {
  const ids: Record<string, string> = {};
  for (const [name, state, days] of [['champion', 'champion', 9], ['previous', 'retired', 9], ['old', 'retired', 9], ['fresh', 'rejected', 1], ['broken', 'failed', 2]] as const) {
    ids[name] = newId();
    await db.database.query(`INSERT INTO model_runs (id, code, model, seed, state, trigger, requested_by, created_at, finished_at) VALUES ($1, $2, 'ease', 1, $3, 'cli', 'x', $4, $4)`, [ids[name], name, state, ago(days)]);
    await db.database.query(`INSERT INTO model_run_files (model_run_id, name, chunk, bytes) VALUES ($1, 'items.artefact', 0, '\\x00')`, [ids[name]]);
    await createScoreTable(db.database, ids[name]);
  }
  await createScoreTable(db.database, ids.champion); // a second time changes nothing
  for (const alias of ['champion', 'previous']) await db.database.query('INSERT INTO model_aliases (scenario, alias, model_run_id) VALUES ($1, $2, $3)', ['home', alias, ids[alias]]);
  const { droppedScores, left } = await keepHouse(services)({}, testJob()) as { droppedScores: string[]; left: Record<string, number> };
  expect(droppedScores.sort()).toEqual([ids.old, ids.fresh, ids.broken].map(scoreTable).sort());
  expect(left.model_run_files).toBe(2);
  expect(await db.database.query('SELECT r.code FROM model_run_files JOIN model_runs r ON r.id = model_run_id ORDER BY 1')).toEqual([{ code: 'champion' }, { code: 'fresh' }, { code: 'previous' }]);
});

test('the key of pseudonyms of an epoch that is long over is destroyed, a young one stays', async () => {
  const partnerId = newId();
  await db.database.query(`INSERT INTO partners (id, code, name, kind, industry) VALUES ($1, 'P', 'P', 'channel', 'x')`, [partnerId]);
  for (const [epoch, days] of [[1, 31], [2, 29]]) {
    await db.database.query(`INSERT INTO pseudonym_keys (id, partner_id, epoch, sealed_key, starts_at, ends_at) VALUES ($1, $2, $3, 'sealed', $4, $5)`, [newId(), partnerId, epoch, ago(days + 90), ago(days)]);
  }
  expect(await keepHouse(services)({}, testJob())).toMatchObject({ destroyedKeys: 1 });
  expect(await db.database.query('SELECT epoch FROM pseudonym_keys WHERE sealed_key IS NOT NULL')).toEqual([{ epoch: 2 }]);
});

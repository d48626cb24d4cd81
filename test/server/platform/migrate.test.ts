import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { migrations } from '../../../migrations/all.js';
import { migrate } from '../../../server/platform/migrate.js';
import { createTestDatabase, openTestDatabase, type TestDatabase } from '../../support/database.js';

let db: TestDatabase;
beforeAll(async () => { db = await openTestDatabase(); });
afterAll(() => db.close());

test('a clone of the template holds every migration and the tables of the queue', async () => {
  expect(await db.database.query('SELECT name FROM migrations ORDER BY id')).toEqual(migrations.map(({ name }) => ({ name })));
  expect(await db.database.query("SELECT to_regclass('bullmq.job') IS NOT NULL AS present")).toEqual([{ present: true }]);
});

test('a migrated database is left as it is', async () => {
  expect(await migrate({ databaseUrl: db.url })).toEqual([]);
});

test('two processes that start at once migrate once', async () => {
  const empty = await createTestDatabase({ migrated: false });
  const both = await Promise.all([migrate({ databaseUrl: empty.url }), migrate({ databaseUrl: empty.url })]);
  expect(both.flat()).toEqual(migrations.map(({ name }) => name));
  await empty.drop();
});

/** A database as it was before the migration of that number, and a client on it. */
async function before(number: number) {
  const own = await createTestDatabase({ migrated: false });
  const dataSource = await new DataSource({ type: 'postgres', url: own.url, migrations: migrations.slice(0, number - 1), migrationsTableName: 'migrations', migrationsTransactionMode: 'each', installExtensions: false }).initialize();
  await dataSource.runMigrations();
  await dataSource.destroy();
  const client = new Client(own.url);
  await client.connect();
  return { ...own, client };
}

const impression = `INSERT INTO impressions (feed_id, page, policy_version, content_nos, slots, propensities, campaign_ids, served_at)
  VALUES (gen_random_uuid(), 0, 'p', '{1}', '{0}', '{1}', ARRAY[gen_random_uuid()], now())`;
const impressionParts = `SELECT (SELECT indisvalid FROM pg_index WHERE indexrelid = 'impressions_campaigns_idx'::regclass) AS index,
  (SELECT convalidated FROM pg_constraint WHERE conrelid = 'impressions'::regclass AND conname = 'impressions_check1') AS constraint,
  (SELECT bool_and(convalidated) FROM pg_constraint WHERE conname IN ('impressions_profile_check', 'feeds_profile_check')) AS profiles`;

test('impressions are logged on while the migration of their table waits for a long reader', async () => {
  const { url, client: reader, drop } = await before(9);
  const writer = new Client(url);
  await writer.connect();
  await writer.query(impression);
  await reader.query('BEGIN; SELECT count(*) FROM impressions');
  const migrating = migrate({ databaseUrl: url });
  let slowestMs = 0;
  for (let written = 0; written < 60; written++) {
    const startedMs = performance.now();
    await writer.query(impression);
    slowestMs = Math.max(slowestMs, performance.now() - startedMs);
    await new Promise((done) => setTimeout(done, 25));
  }
  // A writer has waited for the migration, which has waited for the reader: for as long as it may, and not until the reader went.
  expect(slowestMs).toBeGreaterThan(500);
  expect(slowestMs).toBeLessThan(5000);
  await reader.query('COMMIT');
  expect((await migrating)[0]).toBe('ModelLife1700000000009');
  expect((await reader.query(impressionParts)).rows).toEqual([{ index: true, constraint: true, profiles: true }]);
  await expect(writer.query(impression.replace('served_at)', 'served_at, predicted)').replace('now())', "now(), '{1,2}')"))).rejects.toThrow('impressions_check1');
  await Promise.all([writer.end(), reader.end()]);
  await drop();
});

test('migrations of impressions that were interrupted are finished by the next start', async () => {
  const { url, client, drop } = await before(9);
  const interrupt = () => client.query("DELETE FROM migrations WHERE name = 'ModelLife1700000000009'");
  await migrate({ databaseUrl: url });
  await interrupt();
  await client.query('DROP INDEX impressions_campaigns_idx');
  await client.query('ALTER TABLE impressions DROP CONSTRAINT impressions_check1, ADD CONSTRAINT impressions_check1 CHECK (cardinality(predicted) = cardinality(content_nos)) NOT VALID');
  await client.query("DELETE FROM migrations WHERE name = 'ServedProfiles1700000000011'");
  await client.query('ALTER TABLE feeds DROP CONSTRAINT feeds_profile_check, ADD CONSTRAINT feeds_profile_check CHECK (length(profile) = 400) NOT VALID');
  expect(await migrate({ databaseUrl: url })).toEqual(['ModelLife1700000000009', 'ServedProfiles1700000000011']);
  expect((await client.query(impressionParts)).rows).toEqual([{ index: true, constraint: true, profiles: true }]);
  await interrupt();
  await client.query("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'impressions_campaigns_idx'::regclass");
  await migrate({ databaseUrl: url });
  expect((await client.query(impressionParts)).rows).toEqual([{ index: true, constraint: true, profiles: true }]);
  await client.end();
  await drop();
});

test('with a Redis the queue leaves no schema behind', async () => {
  const empty = await createTestDatabase({ migrated: false });
  await migrate({ databaseUrl: empty.url, redisUrl: 'redis://127.0.0.1:1' });
  const client = new Client({ connectionString: empty.url });
  await client.connect();
  expect((await client.query("SELECT to_regnamespace('bullmq') AS schema")).rows).toEqual([{ schema: null }]);
  await client.end();
  await empty.drop();
});

test('a connection that a test forgets to close fails the test', async () => {
  const own = await createTestDatabase();
  const client = new Client({ connectionString: own.url, application_name: 'forgotten' });
  client.on('error', () => {});
  await client.connect();
  await expect(own.drop()).rejects.toThrow('1 connections were left open: forgotten: ');
});

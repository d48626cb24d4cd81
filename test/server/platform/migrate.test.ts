import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from 'pg';
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

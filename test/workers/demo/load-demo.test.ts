import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DemoBehaviour } from '../../../workers/demo/behaviour.js';
import { demoContents, demoSeed } from '../../../workers/demo/contents.js';
import { demoPeople } from '../../../workers/demo/people.js';
import { DemoLoader } from '../../../workers/demo/load-demo.js';
import { readConfig } from '../../../server/platform/config.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';

let db: TestDatabase;
beforeAll(async () => { db = await openTestDatabase(); });
afterAll(() => db.close());

const nowMs = Date.parse('2026-11-23T12:00:00Z');

test('contents and behaviour hang on the seed alone', () => {
  const contents = demoContents(demoSeed, nowMs);
  expect(demoContents(demoSeed, nowMs)).toEqual(contents);
  expect(new Set(contents.map(({ title }) => title)).size).toBe(600);
  expect(contents.filter(({ language }) => language === 'en').length).toBeGreaterThan(60);
  expect(contents.every(({ publishedAt }) => publishedAt.getTime() < nowMs)).toBe(true);
  const behaviour = new DemoBehaviour(demoSeed, contents, nowMs);
  const events = [...behaviour.events()];
  expect(events.length).toBeGreaterThan(50_000);
  expect(events.length).toBeLessThan(90_000);
  expect([...new DemoBehaviour(demoSeed, contents, nowMs).events()].slice(0, 500)).toEqual(events.slice(0, 500));
  expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(events.length);
  expect(events.every(({ occurredAtMs }) => occurredAtMs > nowMs - 31 * 86_400_000 && occurredAtMs < nowMs)).toBe(true);
});

test('a demo that was interrupted goes on where it stopped; one that is there is left alone', async () => {
  let lines = 0;
  const stop = new Error('killed');
  const count = async (table: string) => (await db.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`))[0].n;
  await expect(new DemoLoader(db.database, readConfig({}), () => { if (++lines === 5) throw stop; }).load()).rejects.toBe(stop);
  const partners = await db.database.query('SELECT id, state, version FROM partners ORDER BY id');
  expect(await count('interactions')).toBe(0);

  const { loaded, apiKey } = await new DemoLoader(db.database, readConfig({}), () => {}).load();
  expect(loaded).toBe(true);
  expect(apiKey).toMatch(/^tdm_/);
  expect(await db.database.query('SELECT id, state, version FROM partners ORDER BY id')).toEqual(partners);
  const tables = ['accounts', 'contents', 'offers', 'orders', 'payments', 'grants', 'partners', 'contracts', 'campaigns', 'readers', 'interactions', 'impressions', 'campaign_charges', 'audit_entries', 'api_keys'];
  const counts = Object.fromEntries(await Promise.all(tables.map(async (table) => [table, await count(table)])));
  expect(counts).toMatchObject({ contents: 600, partners: 17, contracts: 13, campaigns: 8, readers: 2025, impressions: 1500, api_keys: 1 });
  expect(counts.campaign_charges).toBeGreaterThan(50);
  expect(counts.orders).toBeGreaterThan(100);
  expect(counts.grants).toBeGreaterThan(90);
  expect(counts.grants).toBeLessThan(counts.orders);
  const [{ days }] = await db.database.query<{ days: number }>(`SELECT count(DISTINCT date_trunc('day', updated_at))::int AS days FROM payments WHERE state = 'succeeded'`);
  expect(days).toBeGreaterThan(25);
  expect(await new DemoLoader(db.database, readConfig({}), () => { throw new Error('nothing is left to do'); }).load()).toEqual({ loaded: true, apiKey: null });
  for (const table of tables) expect([table, await count(table)]).toEqual([table, counts[table]]);

  const roles = await db.database.query<{ email: string }>('SELECT a.email FROM accounts a JOIN credentials c ON c.account_id = a.id');
  expect(roles.map(({ email }) => email).sort()).toEqual(demoPeople.map(({ email }) => email).sort());
  const states = await db.database.query<{ state: string }>('SELECT DISTINCT state FROM contract_versions ORDER BY state');
  expect(states.map(({ state }) => state)).toEqual(['active', 'countered', 'draft', 'in_notice', 'offered', 'signing', 'suspended', 'withdrawn']);
}, 120_000);

test('a platform with data of its own is left alone', async () => {
  const other = await openTestDatabase();
  try {
    await other.database.query(`INSERT INTO readers (id, external_id) VALUES (gen_random_uuid(), 'somebody')`);
    expect(await new DemoLoader(other.database, readConfig({}), () => {}).load()).toEqual({ loaded: false, apiKey: null });
    expect(await other.database.query('SELECT FROM accounts')).toEqual([]);
  } finally {
    await other.close();
  }
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '../../server/platform/ids.js';
import { Notices } from '../../server/platform/notices.js';
import { openLog } from '../../server/platform/log.js';
import { jobIdOf, Outbox } from '../../server/platform/outbox.js';
import { QueueRuntime } from '../../server/platform/queue-runtime.js';
import { OutboxRelay, relayBatch } from '../../workers/relay-outbox.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { queueBackends } from '../support/queue-backends.js';

const outbox = new Outbox(newId);

describe.each(queueBackends)('on $name', ({ redisUrl, prefix, clear }) => {
  let db: TestDatabase;
  let queues: QueueRuntime;

  beforeAll(async () => { db = await openTestDatabase(); });
  afterAll(() => db.close());
  beforeEach(async () => {
    queues = await QueueRuntime.open({ databaseUrl: db.url, redisUrl, prefix, name: 'test', onError: () => {} });
  });
  afterEach(async () => {
    for (const name of ['light', 'compute'] as const) await queues.queue(name).obliterate({ force: true });
    await queues.close();
    await clear();
    await db.database.query('DELETE FROM outbox');
  });

  const add = (count: number) => db.database.transaction(async (tx) => {
    for (let scenario = 0; scenario < count; scenario++) await outbox.add(tx, 'start-retrain', { scenario: `s${scenario}` });
  });
  const waiting = async () => (await queues.queue('light').getJobs(['waiting'], 0, -1, true)).map(({ id, data }) => ({ id, scenario: data.scenario }));
  const ids = async () => (await db.database.query<{ id: string }>('SELECT id FROM outbox ORDER BY id')).map(({ id }) => jobIdOf(id));

  test('rows become jobs in their order, each under the id of its row', async () => {
    await add(3);
    expect(await relayBatch(db.database, queues)).toBe(3);
    const expected = (await ids()).map((id, at) => ({ id, scenario: `s${at}` }));
    expect(await waiting()).toEqual(expected);
    expect(await relayBatch(db.database, queues)).toBe(0);
  });

  test('a job exists only when its cause was committed', async () => {
    await expect(db.database.transaction(async (tx) => {
      await outbox.add(tx, 'start-retrain', { scenario: 'never' });
      throw new Error('rolled back');
    })).rejects.toThrow('rolled back');
    expect(await relayBatch(db.database, queues)).toBe(0);
    expect(await waiting()).toEqual([]);
  });

  test('two relays at once take each row once', async () => {
    await add(450);
    const drain = async () => { let sum = 0; for (let n = 1; n > 0;) sum += (n = await relayBatch(db.database, queues)); return sum; };
    const relayed = await Promise.all([drain(), drain(), drain()]);
    // A relay that finds every row held ends early; whoever held them has taken them.
    expect(relayed.reduce((a, b) => a + b) + await drain()).toBe(450);
    expect((await waiting()).map(({ id }) => id).sort()).toEqual(await ids());
  });

  test('a crash between adding and marking gives the same jobs, once', async () => {
    await add(5);
    const crashing = new Proxy(db.database, {
      get: (target, key) => key !== 'transaction' ? Reflect.get(target, key) : (work: (tx: unknown) => Promise<unknown>) =>
        target.transaction(async (tx) => { await work(tx); throw new Error('killed before the commit'); }),
    });
    await expect(relayBatch(crashing, queues)).rejects.toThrow('killed before the commit');
    expect((await waiting()).length).toBe(5);
    expect(await relayBatch(db.database, queues)).toBe(5);
    expect((await waiting()).map(({ id }) => id)).toEqual(await ids());
  });

  test('rows of a job that only a newer version knows stay', async () => {
    await db.database.query("INSERT INTO outbox (id, job, payload) VALUES ($1, 'paint-house', '{}')", [newId()]);
    await add(1);
    expect(await relayBatch(db.database, queues)).toBe(1);
    expect(await db.database.query('SELECT job FROM outbox WHERE relayed_at IS NULL')).toEqual([{ job: 'paint-house' }]);
  });

  test('the loop is woken by the commit of a row', async () => {
    const relay = new OutboxRelay(db.database, queues, openLog('test', 'silent'), 600_000);
    const notices = await Notices.open({ url: db.url, name: 'test-notices', handlers: { outbox: () => relay.wake() } });
    relay.start();
    await add(2);
    for (let tries = 0; tries < 200 && (await waiting()).length < 2; tries++) await new Promise((done) => setTimeout(done, 10));
    expect((await waiting()).length).toBe(2);
    await relay.stop();
    await notices.close();
  });
});

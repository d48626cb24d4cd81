import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { ModelRun } from '../../schema/model-run.js';
import { scenarios } from '../../server/feed/scenarios.js';
import { ModelRuns } from '../../server/model-run/model-runs.js';
import { systemActor } from '../../server/platform/actor.js';
import { newId } from '../../server/platform/ids.js';
import { judgeShadow } from '../../workers/judge-shadow.js';
import type { WorkerServices } from '../../workers/processor.js';
import { openTestFeed, request, trainChampion, type OpenFeed } from '../server/feed/feed-platform.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { driveRun, servicesOf, testJob } from './drive-run.js';
import { plantPlatform } from './planted-platform.js';

let db: TestDatabase;
let services: WorkerServices;
let runs: ModelRuns;
let feed: OpenFeed;
let first: string;
beforeAll(async () => {
  db = await openTestDatabase();
  services = servicesOf(db.database);
  runs = new ModelRuns(db.database, services.outbox, services.audit, services.clock, services.newId);
  await plantPlatform(db.database);
  first = await trainChampion(db.database, 'ease');
  feed = openTestFeed(db.database);
});
afterAll(() => db.close());

const system = systemActor('test');
const row = async (id: string) => (await db.database.query<ModelRun & { shadow: NonNullable<ModelRun['shadow']> }>('SELECT * FROM model_runs WHERE id = $1', [id]))[0];
const aliases = async () => Object.fromEntries((await db.database.query<{ alias: string; id: string }>('SELECT alias, model_run_id AS id FROM model_aliases')).map(({ alias, id }) => [alias, id]));
const judge = () => judgeShadow(services)({}, testJob());
const ask = async (externalId: string | null) => {
  const page = await feed.feeds.page(request({ reader: externalId === null ? null : { externalId } }));
  await feed.shadow.settle();
  return page;
};
interface Logged { feed_id: string; served_nos: number[]; shadow_nos: number[]; overlap: number; rank_agreement: number; error: string | null; champion_run_id: string; model_run_id: string }
const logged = async (feedId: string) => (await db.database.query<Logged>('SELECT * FROM shadow_comparisons WHERE feed_id = $1', [feedId]))[0];

/** A challenger that passed the gate. */
async function shadowed(requests: number, minutes = 60): Promise<string> {
  const { run } = await runs.start({ trigger: 'cli', model: 'ease', params: { lambda: 99 }, shadow: { requests, minutes } }, system);
  await driveRun(services);
  expect(await row(run.id)).toMatchObject({ state: 'shadow', step_message: `0 of ${requests} feeds`, scored_at: expect.any(Date), champion_at: null });
  await feed.live.refresh();
  return run.id;
}

test('from the gate into shadow, and from there to the throne after as many feeds as were asked', async () => {
  expect(await aliases()).toEqual({ champion: first });
  const id = await shadowed(3);
  expect(await aliases()).toEqual({ champion: first, shadow: id });
  expect((await runs.start({ trigger: 'schedule' }, system)).run.id).toBe(id); // one at a time

  const pages = [await ask('r5'), await ask(null)];
  for (const { feedId, modelRunId, entries } of pages) {
    expect(modelRunId).toBe(first);
    const comparison = await logged(feedId);
    expect(comparison).toMatchObject({ champion_run_id: first, model_run_id: id, error: null });
    expect(comparison.served_nos.slice(0, 15)).toEqual(entries.filter(({ source }) => source !== 'explore' && source !== 'sponsored').map(({ contentNo }) => contentNo).slice(0, 15));
    expect(comparison.overlap).toBeCloseTo(comparison.served_nos.filter((no) => comparison.shadow_nos.includes(no)).length / comparison.served_nos.length, 6);
  }
  await judge();
  expect(await row(id)).toMatchObject({ state: 'shadow', step_message: '2 of 3 feeds', shadow: { requests: 2, errors: 0, clicks: 0, clickRate: 0 } });

  const third = await ask('r6');
  const clicked = third.entries[2];
  await db.database.query(
    `INSERT INTO interactions (occurred_at, event_id, reader_no, content_no, kind, feed_id, slot) SELECT now(), gen_random_uuid(), no, $1, 'click', $2, 2 FROM readers WHERE external_id = 'r6'`, [clicked.contentNo, third.feedId]);
  await judge();
  const ended = await row(id);
  const wouldHaveShown = (await logged(third.feedId)).shadow_nos.includes(clicked.contentNo);
  expect(ended).toMatchObject({ state: 'champion', reason: expect.stringMatching(/^ndcg changes .*; in shadow: 3 feeds, overlap /) });
  expect(ended.shadow).toMatchObject({ requests: 3, clicks: 1, clickRate: expect.closeTo(1 / 3, 9), wouldBeClickRate: expect.closeTo(Number(wouldHaveShown) / 3, 9) });
  expect(ended.shadow.servedReciprocalRank).toBeGreaterThan(0);
  expect(await aliases()).toEqual({ champion: id, previous: first });
  expect(await db.database.query(`SELECT action FROM audit_entries WHERE noun_id = $1 ORDER BY seq`, [id])).toEqual([{ action: 'retrainStart' }, { action: 'modelShadow' }, { action: 'modelEnthrone' }]);

  // What it said it would show is what it shows.
  const { items } = feed.live.champions.shadowOf('home')!;
  await feed.live.refresh();
  expect(feed.live.champions.shadowOf('home')).toBeNull();
  // It is large, and open already: neither the throne nor an ad model that learnt opens it again.
  expect(feed.live.champions.of('home')).toMatchObject({ runId: id });
  expect(feed.live.champions.of('home')!.items).toBe(items);
  const before = feed.live.champions.of('home');
  await db.database.query(`UPDATE model_aliases SET version = version + 1 WHERE alias = 'champion'`);
  await feed.live.refresh();
  expect(feed.live.champions.of('home')).not.toBe(before);
  expect(feed.live.champions.of('home')!.items).toBe(items);
  const now = await ask('r5');
  expect(now.modelRunId).toBe(id);
  expect(now.entries.filter(({ source }) => source === 'personal').map(({ contentNo }) => contentNo).slice(0, 15)).toEqual((await logged(pages[0].feedId)).shadow_nos.slice(0, 15));
  expect(await logged(now.feedId)).toBeUndefined();
});

test('a shadow that breaks fails no request, is refused with the reason, and the champion stays', async () => {
  const { champion } = await aliases();
  const id = await shadowed(4);
  const broken = feed.live.champions.shadowOf('home')!;
  broken.items.scoreHistory = () => { throw new Error('a broken matrix'); };
  Object.defineProperty(broken.items, 'popularContentNos', { get: () => { throw new Error('a broken order'); } });
  for (const reader of ['r7', 'r8', 'r9', null]) expect((await ask(reader)).entries.length).toBe(20);
  expect(await db.database.query('SELECT DISTINCT error FROM shadow_comparisons WHERE model_run_id = $1 ORDER BY 1', [id])).toEqual([{ error: 'Error: a broken order' }]);
  await judge();
  expect(await row(id)).toMatchObject({ state: 'rejected', reason: expect.stringContaining('in shadow: 4 of 4 feeds could not be made; at most 1.0 % may fail') });
  expect((await aliases()).champion).toBe(champion);
  expect((await aliases()).shadow).toBeUndefined();
  await feed.live.refresh();
});

test('days before the snapshot are read only of a reader whose batch list does not serve alone', async () => {
  const id = await shadowed(1000);
  const { snapshot_at: snapshotAt } = await row(id) as unknown as { snapshot_at: Date };
  const { entries, modelRunId } = await feed.feeds.page(request({ reader: { externalId: 'r10' } }));
  await feed.shadow.settle();
  const asked = jest.spyOn(db.database, 'prepared');
  const compare = async (size: number) => {
    asked.mockClear();
    const feedId = newId();
    feed.shadow.offer({ feedId, scenario: { ...scenarios.home, size }, championRunId: modelRunId!, reader: { externalId: 'r10' }, readerNo: null, excluded: new Set(), list: entries, servedAt: new Date(Date.now() + 1) }); // what was received in this very millisecond counts
    await feed.shadow.settle();
    return { shown: (await logged(feedId)).shadow_nos, read: asked.mock.calls.map(([name]) => name).filter((name) => name.startsWith('feed-context')) };
  };
  const [recent, whole] = [`feed-context-by-external-id-${snapshotAt.getTime() - 2 * 86_400_000}`, 'feed-context-by-external-id-all'];
  const short = await compare(20);
  expect(short.read).toEqual([recent]);
  // The platform has fewer contents than this: the whole history adds what is popular, behind the same list.
  expect(await compare(100)).toEqual({ shown: short.shown, read: [recent, whole] });
  await db.database.query(
    `INSERT INTO interactions (occurred_at, event_id, reader_no, content_no, kind) SELECT now(), gen_random_uuid(), no, $1, 'read' FROM readers WHERE external_id = 'r10'`, [short.shown[0]]);
  const afterwards = await compare(20);
  expect(afterwards.read).toEqual([recent, whole]);
  expect(afterwards.shown).not.toContain(short.shown[0]);
  asked.mockRestore();
  await runs.abandon({ id, reason: 'seen' }, system);
  await feed.live.refresh();
});

test('lists that come faster than they can be compared are dropped, and the reader notices nothing', async () => {
  const id = await shadowed(1000);
  const before = feed.shadow.dropped;
  const pages = await Promise.all(Array.from({ length: 120 }, (_, at) => feed.feeds.page(request({ reader: { externalId: `r${at + 1}` } }))));
  await feed.shadow.settle();
  expect(pages.every(({ entries }) => entries.length === 20)).toBe(true);
  const [{ compared }] = await db.database.query<{ compared: number }>('SELECT count(*)::int AS compared FROM shadow_comparisons WHERE model_run_id = $1', [id]);
  expect(compared).toBeGreaterThan(0);
  expect(compared + feed.shadow.dropped - before).toBe(120);
  await runs.abandon({ id, reason: 'enough seen' }, system);
  expect(await row(id)).toMatchObject({ state: 'rejected', reason: 'enough seen' });
  expect((await aliases()).shadow).toBeUndefined();
  await feed.live.refresh();
});

test('time ends a shadow that nobody asks; a person may let it serve before', async () => {
  const quiet = await shadowed(50, 10);
  await judge();
  expect((await row(quiet)).state).toBe('shadow');
  await db.database.query(`UPDATE model_runs SET shadow_at = shadow_at - interval '11 minutes' WHERE id = $1`, [quiet]);
  await judge();
  expect(await row(quiet)).toMatchObject({ state: 'champion', reason: expect.stringContaining('nobody asked for a feed in its time') });

  const hasty = await shadowed(50);
  await expect(runs.promote({ id: hasty, reason: 'I say so' }, system)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(runs.promote({ id: hasty, reason: 'of an old page', expectedVersion: 1 }, systemActor('another'))).rejects.toMatchObject({ code: 'CONFLICT', details: { currentVersion: (await row(hasty)).version } });
  await runs.promote({ expectedVersion: (await row(hasty)).version, id: hasty, reason: 'readers wait for it' }, systemActor('another'));
  expect(await row(hasty)).toMatchObject({ state: 'champion', reason: 'readers wait for it', champion_at: expect.any(Date) });
  expect(await aliases()).toEqual({ champion: hasty, previous: quiet });
  await expect(runs.abandon({ id: hasty, reason: 'too late' }, system)).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION' });
});

test('no share, no comparison', async () => {
  const id = await shadowed(50);
  const silent = openTestFeed(db.database);
  await silent.live.refresh();
  Object.assign(silent.shadow, { share: 0 });
  await silent.feeds.page(request({ reader: { externalId: 'r3' } }));
  await silent.shadow.settle();
  expect(await db.database.query('SELECT FROM shadow_comparisons WHERE model_run_id = $1', [id])).toEqual([]);
  await runs.abandon({ id, reason: 'enough seen' }, system);
});

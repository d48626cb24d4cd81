import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ModelRun } from '../../schema/model-run.js';
import { adVector, contentVector } from '../../models/features/vectors.js';
import { adKeyOf } from '../../models/ranker/ad-ranker.js';
import { countFeatures, readFeatures } from '../../server/feed/feature-sets.js';
import { DriftReports } from '../../server/model-run/drift-reports.js';
import { ModelRuns } from '../../server/model-run/model-runs.js';
import { systemActor } from '../../server/platform/actor.js';
import { newId } from '../../server/platform/ids.js';
import type { WorkerServices } from '../../workers/processor.js';
import { readShown } from '../../workers/drift/observations.js';
import { calibrationOf } from '../../workers/drift/report.js';
import { readImpressions } from '../../workers/snapshot/impressions.js';
import { watchDrift } from '../../workers/watch-drift.js';
import { trainChampion } from '../server/feed/feed-platform.js';
import { addContents, addPartner } from '../support/content-factories.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { servicesOf, testJob } from './drive-run.js';
import { plantPlatform } from './planted-platform.js';

let db: TestDatabase;
let services: WorkerServices;
let champion: string;
let now = new Date();
const hour = 3_600_000;
beforeAll(async () => {
  db = await openTestDatabase();
  services = { ...servicesOf(db.database), clock: () => now };
  await plantPlatform(db.database);
  champion = await trainChampion(db.database, 'ease');
  const [{ snapshot_at: snapshotAt }] = await db.database.query<{ snapshot_at: Date }>('SELECT snapshot_at FROM model_runs WHERE id = $1', [champion]);
  now = new Date(snapshotAt.getTime() + 20 * hour);
  await db.database.query(`SELECT ensure_interaction_day(($1::timestamptz AT TIME ZONE 'UTC')::date + d) FROM generate_series(-1, 3) AS d`, [snapshotAt]);
});
afterAll(() => db.close());

const watch = () => watchDrift(services)({ scenario: 'home' }, testJob());
const latest = async () => (await new DriftReports(db.database, newId).latest('home', 1))[0];
/** Events since the snapshot, with kinds in turn. */
const happen = (count: number, kinds: string[], secondsAgo = 3600) => db.database.query(
  `INSERT INTO interactions (occurred_at, received_at, event_id, reader_no, content_no, kind)
   SELECT $1::timestamptz - make_interval(secs => $4 + n), $1, gen_random_uuid(), 1 + n % 260, (SELECT min(no) FROM contents) + (n * 7) % 60, ($3::text[])[1 + n % $5] FROM generate_series(1, $2) AS n`,
  [now, count, kinds, secondsAgo, kinds.length]);

test('where nothing moved nothing is started, and the report says so', async () => {
  await happen(600, ['view', 'click', 'read', 'enrol']);
  expect(await watch()).toEqual({ alarms: [], started: null });
  const report = await latest();
  expect(report).toMatchObject({ modelRunId: champion, eventCount: 600, feedCount: 0, emptyFeedRate: null, negativeRate: 0, alarms: [], windowTo: now });
  const kinds = report.shifts.find(({ name }) => name === 'event.kind')!;
  expect(kinds).toMatchObject({ subject: 'event', actualCount: 600, bins: ['click', 'enrol', 'read', 'view'].map((label) => ({ label, actual: 0.25, expected: expect.closeTo(0.25, 1) })) });
  expect(kinds.psi).toBeLessThan(0.01);
});

test('a world that moved starts a run that says why; not two, and not soon after another', async () => {
  now = new Date(now.getTime() + 2 * hour);
  await happen(3000, ['rate']);
  await db.database.query(`UPDATE model_runs SET created_at = $1 WHERE id = $2`, [now, champion]);
  expect(await watch()).toMatchObject({ started: null, paused: expect.stringMatching(/^event.kind moved: PSI \d/) });
  await db.database.query(`UPDATE model_runs SET created_at = $1 WHERE id = $2`, [new Date(now.getTime() - 5 * hour), champion]);
  const watched = await Promise.all([watch(), watch(), watch()]) as { started: string | null }[];
  expect(watched.filter(({ started }) => started !== null)).toHaveLength(1);
  const started = await db.database.query<ModelRun>(`SELECT * FROM model_runs WHERE id <> $1`, [champion]);
  expect(started).toMatchObject([{ trigger: 'drift', trigger_reason: (await latest()).alarms.join('; '), requested_by: 'system:watch-drift', shadow_requests: services.config.shadow.requests, state: 'queued' }]);
  // Three looks at one moment are one report.
  expect(await db.database.query('SELECT count(*)::int AS reports FROM drift_reports WHERE window_to = $1', [now])).toEqual([{ reports: 1 }]);
  // The world stays as it is: after each run that it set off the watcher waits twice as long. What people start does not count.
  await db.database.query(`UPDATE model_runs SET state = 'failed', created_at = $1 WHERE id <> $2`, [new Date(now.getTime() - 5 * hour), champion]);
  expect(await watch()).toMatchObject({ started: expect.any(String) });
  await db.database.query(`UPDATE model_runs SET state = 'failed', created_at = $1 WHERE id <> $2`, [new Date(now.getTime() - 5 * hour), champion]);
  expect(await watch()).toMatchObject({ started: null, paused: expect.any(String) });
  await db.database.query(`UPDATE model_runs SET requested_by = 'system:cli' WHERE id <> $1`, [champion]);
  expect(await watch()).toMatchObject({ started: expect.any(String) });
  await db.database.query(`UPDATE model_runs SET state = 'failed', created_at = $1 WHERE id <> $2`, [new Date(now.getTime() - 5 * hour), champion]);
});

test('without a champion there is nothing to watch', async () => {
  expect(await watchDrift(services)({ scenario: 'nowhere' }, testJob())).toBe('no champion to watch');
});

test('a partner manager may ask for a run with a reason, once in a while', async () => {
  const runs = new ModelRuns(db.database, services.outbox, services.audit, services.clock, services.newId);
  const manager = { kind: 'account' as const, accountId: newId(), role: 'partner_manager' as const, partnerId: null, sessionId: newId() };
  const input = { scenario: 'home', reason: 'readers of the pilot complain' };
  await expect(runs.start({ trigger: 'console' }, manager)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(runs.request(input, 60, {}, { ...manager, role: 'reader' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(runs.request({ ...input, reason: '' }, 60, {}, manager)).rejects.toMatchObject({ code: 'BAD_INPUT' });
  const run = await runs.request(input, 60, {}, manager);
  expect(run).toMatchObject({ trigger: 'feedback', triggerReason: input.reason, state: 'queued' });
  expect((await runs.request(input, 60, {}, manager)).id).toBe(run.id);
  await runs.cancel({ id: run.id }, systemActor('test'));
  await expect(runs.request(input, 60, {}, manager)).rejects.toMatchObject({ code: 'BAD_INPUT', message: expect.stringMatching(/^A run was made in the last 60 minutes/) });
});

test('impressions are learnt from with the features they were shown with, and judged by the chance that was predicted', async () => {
  const partnerId = await addPartner(db.database);
  await addContents(db.database, [{ title: 'An ad', kind: 'article', partnerId }]);
  const [{ no: adNo, id: contentId }] = await db.database.query<{ no: number; id: string }>(`SELECT no, id FROM contents WHERE id IN (SELECT content_id FROM content_versions WHERE title = 'An ad')`);
  const campaignId = newId();
  await db.database.query(
    `INSERT INTO campaigns (id, code, name, partner_id, content_id, ad_type, state, audience, starts_at, ends_at, budget_minor, bid_minor, currency)
     VALUES ($1, 'K-1', 'K', $2, $3, 1, 'running', '{"kinds":[],"locales":[],"activeWithinDays":null}', now() - interval '1 day', now() + interval '9 days', 10000, 100, 'CNY')`, [campaignId, partnerId, contentId]);
  const [{ no }] = await db.database.query<{ no: number }>('SELECT min(no) AS no FROM contents');
  const setId = await countFeatures(db.database, newId, now.getTime() - 3 * hour);
  const servedAt = new Date(now.getTime() - 2 * hour);
  for (let feed = 0; feed < 40; feed++) {
    const feedId = newId();
    await db.database.query(
      `INSERT INTO impressions (feed_id, page, reader_no, policy_version, content_nos, slots, propensities, campaign_ids, feature_set_id, predicted, served_at)
       VALUES ($1, 0, $6, 'p', $2, '{0,3}', '{1,1}', $3, $4, '{NULL,0.25}', $5)`, [feedId, [no, adNo], [null, campaignId], setId, servedAt, 1 + feed]);
    if (feed % 2 === 0) {
      await db.database.query(`INSERT INTO interactions (occurred_at, received_at, event_id, reader_no, content_no, kind, feed_id, slot) VALUES ($1, $1, gen_random_uuid(), $4, $2, 'click', $3, 3)`,
        [new Date(servedAt.getTime() + 1000 + feed), adNo, feedId, 1 + feed]);
    }
  }
  // What is counted later must not reach back.
  const later = await countFeatures(db.database, newId, now.getTime());
  const table = (await readImpressions(db.database, now.getTime(), later))!;
  const set = (await readFeatures(db.database, setId))!;
  expect(table).toMatchObject({ rowCount: 80, adKeys: expect.any(Uint32Array) });
  const row = table.adKeys!.indexOf(adKeyOf(campaignId));
  const [{ text }] = await db.database.query<{ text: string }>(`SELECT title || ' ' || summary AS text FROM content_versions WHERE title = 'An ad'`);
  const content = contentVector({ ...set.contents.get(adNo)!, text }, set.countedToMs);
  expect([...table.features.subarray(row * 105, row * 105 + 105)]).toEqual([...content, ...adVector(set.ads.get(campaignId)!, set.countedToMs)]);
  const known = (await readFeatures(db.database, later))!.contents.get(adNo)!;
  expect([set.contents.get(adNo)!.impressions, known.impressions]).toEqual([0, 40]);
  expect([...table.slots!].filter((slot) => slot === 3)).toHaveLength(40);
  expect([...table.timesMs!].every((time) => time === servedAt.getTime())).toBe(true);

  now = new Date(now.getTime() + 1000);
  await watch();
  const { calibration, coverage } = await latest();
  expect(calibration.map(({ group, count, predicted, observed }) => [group, count, predicted, observed])).toEqual([
    ['all', 40, 0.25, 0.5], ['kind:article', 40, 0.25, 0.5], ['slot:03', 40, 0.25, 0.5],
  ]);
  expect(calibration[0].error).toBeGreaterThanOrEqual(0.25 - 1e-9);
  expect(coverage).toBeNull(); // no feed was made, only pages are known

  // Forty readers saw two contents and one ad: what these are is known two times and once.
  const shown = await readShown(db.database, { from: new Date(now.getTime() - 3 * hour), to: now });
  expect(['content.clickRate', 'ad.clickRate', 'score.ads'].map((name) => [shown.get(name)!.values.length, shown.get(name)!.sources])).toEqual([[80, 2], [40, 1], [40, 1]]);

  // What was predicted, and left empty, before this champion served was another one's doing.
  await db.database.query(`INSERT INTO feeds (id, scenario, model_run_id, policy_version, entries, served_at)
    SELECT gen_random_uuid(), 'home', CASE WHEN n > 60 THEN $2::uuid END, 'p', CASE WHEN n > 60 THEN decode(repeat('00', 9), 'hex') ELSE '' END, $1 FROM generate_series(1, 80) AS n`, [servedAt, champion]);
  now = new Date(now.getTime() + 1000);
  await db.database.query('UPDATE model_runs SET champion_at = $1 WHERE id = $2', [new Date(servedAt.getTime() + 1000), champion]);
  await watch();
  expect(await latest()).toMatchObject({ calibration: [], feedCount: 20, emptyFeedRate: 0 });
});

test('calibration comes for all, then for each kind and slot in their order', () => {
  expect(calibrationOf([])).toEqual([]);
  const groups = calibrationOf([{ slot: 13, kind: 'course', predicted: 0.5, clicked: true }, { slot: 3, kind: 'article', predicted: 0.5, clicked: false }]);
  expect(groups.map(({ group, count, observed }) => [group, count, observed])).toEqual([['all', 2, 0.5], ['kind:article', 1, 0], ['kind:course', 1, 1], ['slot:03', 1, 0], ['slot:13', 1, 1]]);
});

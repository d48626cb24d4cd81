import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openArtefact } from '../../models/artefact.js';
import { unpackFiles } from '../../models/artefact-pack.js';
import { CrossReader } from '../../models/ranker/cross-fields.js';
import { loadCrossModel } from '../../models/ranker/cross-files.js';
import { OnlineRanker } from '../../models/ranker/online-ranker.js';
import { Random } from '../../models/random.js';
import { countFeatures } from '../../server/feed/feature-sets.js';
import { AdLearners } from '../../server/model-run/ad-learners.js';
import { ModelRuns } from '../../server/model-run/model-runs.js';
import { systemActor } from '../../server/platform/actor.js';
import { newId } from '../../server/platform/ids.js';
import { readModelFile, writeModelFile } from '../../server/platform/model-files.js';
import { labelDelayMs, learnAds } from '../../workers/learn-ads.js';
import type { WorkerServices } from '../../workers/processor.js';
import { readImpressionLog } from '../../workers/snapshot/impressions.js';
import { openTestFeed } from '../server/feed/feed-platform.js';
import { addContents, addPartner } from '../support/content-factories.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { driveRun, servicesOf, testJob } from './drive-run.js';
import { plantPlatform } from './planted-platform.js';

let db: TestDatabase;
let services: WorkerServices;
let runId: string;
let now = new Date();
const campaigns: { id: string; contentNo: number; rate: number }[] = [];
const random = new Random(5);
const minute = 60_000;

beforeAll(async () => {
  db = await openTestDatabase();
  services = { ...servicesOf(db.database), clock: () => now };
  await plantPlatform(db.database);
  await db.database.query(`SELECT ensure_interaction_day((now() AT TIME ZONE 'UTC')::date + d) FROM generate_series(-1, 1) AS d`);
  now = new Date();
  const partnerId = await addPartner(db.database);
  for (const [place, rate] of [0.7, 0.1, 0.3].entries()) {
    await addContents(db.database, [{ title: `Ad ${place}`, kind: 'article', partnerId }]);
    const [{ no, id: contentId }] = await db.database.query<{ no: number; id: string }>(`SELECT no, id FROM contents WHERE id IN (SELECT content_id FROM content_versions WHERE title = $1)`, [`Ad ${place}`]);
    const id = newId();
    await db.database.query(
      `INSERT INTO campaigns (id, code, name, partner_id, content_id, ad_type, state, audience, starts_at, ends_at, budget_minor, bid_minor, currency)
       VALUES ($1, $2, $2, $3, $4, 1, 'running', '{"kinds":[],"locales":[],"activeWithinDays":null}', now() - interval '1 day', now() + interval '9 days', 10000, 100, 'CNY')`, [id, `K-${place}`, partnerId, contentId]);
    campaigns.push({ id, contentNo: no, rate });
  }
  await show(900, new Date(now.getTime() - 120 * minute), await countFeatures(db.database, newId, now.getTime() - 180 * minute));
  const runs = new ModelRuns(db.database, services.outbox, services.audit, services.clock, services.newId);
  runId = (await runs.start({ trigger: 'cli', model: 'popularity', adModel: 'm1' }, systemActor('test'))).run.id;
  await driveRun(services, (job) => job === 'evaluate-model');
  const fitted = (await readModelFile(db.database, runId, 'ads.artefact'))!;
  await driveRun(services);
  // Whichever predicts better serves after a run, on so few impressions often M0; here M1 is to learn on.
  await db.database.transaction((tx) => writeModelFile(tx, runId, 'ads.artefact', fitted));
  await db.database.query(`UPDATE model_runs SET ad_model = 'm1' WHERE id = $1`, [runId]);
});
afterAll(() => db.close());

/** Pages of one ad in the slot 3 each, clicked by its rate within a minute. */
async function show(pages: number, from: Date, setId: string, rateOf = ({ rate }: { rate: number }) => rate): Promise<void> {
  const rows = Array.from({ length: pages }, (_, at) => {
    const campaign = campaigns[random.below(campaigns.length)];
    return { feed: newId(), at: new Date(from.getTime() + at * 1000), campaign, clicked: random.unit() < rateOf(campaign) };
  });
  await db.database.query(
    `INSERT INTO impressions (feed_id, page, reader_no, policy_version, content_nos, slots, propensities, campaign_ids, feature_set_id, predicted, served_at)
     SELECT feed, 0, 1, 'p', ARRAY[no], '{3}', '{1}', ARRAY[campaign], $5, '{0.5}', at FROM unnest($1::uuid[], $2::int[], $3::uuid[], $4::timestamptz[]) AS r (feed, no, campaign, at)`,
    [rows.map(({ feed }) => feed), rows.map(({ campaign }) => campaign.contentNo), rows.map(({ campaign }) => campaign.id), rows.map(({ at }) => at), setId]);
  const clicked = rows.filter((row) => row.clicked);
  await db.database.query(
    `INSERT INTO interactions (occurred_at, received_at, event_id, reader_no, content_no, kind, feed_id, slot)
     SELECT at + interval '20 seconds', at + interval '40 seconds', gen_random_uuid(), 1, no, 'click', feed, 3 FROM unnest($1::uuid[], $2::int[], $3::timestamptz[]) AS r (feed, no, at)`,
    [clicked.map(({ feed }) => feed), clicked.map(({ campaign }) => campaign.contentNo), clicked.map(({ at }) => at)]);
}

const learn = () => learnAds(services)({ scenario: 'home' }, testJob());
const learner = async () => (await new AdLearners(db.database, services.clock).find(runId))!;
const artefact = async () => openArtefact(unpackFiles((await readModelFile(db.database, runId, 'ads.artefact'))!), (await services.signingKeys.get('artefact')).publicKey);

test('learns the log after the run, oldest first, once whoever asks; a replay gives the same bytes; a good model serves', async () => {
  const start = await artefact();
  expect(start.card.model).toBe('m1');
  const snapshotMs = now.getTime();
  await show(600, new Date(snapshotMs + minute), await countFeatures(db.database, newId, snapshotMs));
  now = new Date(snapshotMs + 45 * minute);
  const feed = openTestFeed(db.database);
  await feed.live.refresh();
  const before = feed.live.champions.of('home')!;

  const answers = await Promise.all([learn(), learn(), learn()]);
  const { events, learntTo, frozen, publishedEvents, note } = await learner();
  expect(answers).toContainEqual({ learnt: 600 });
  expect({ events, frozen, learntTo, publishedEvents }).toEqual({ events: 600n, frozen: false, learntTo: new Date(now.getTime() - labelDelayMs), publishedEvents: 600n });
  expect(note).toMatch(/^serves: log-loss 0\.\d+ on 600 new impressions, 0\.\d+ by what serves$/);

  const { table } = await readImpressionLog(db.database, { fromMs: snapshotMs, toMs: now.getTime() - labelDelayMs, delayMs: labelDelayMs, most: 4000 });
  expect(table!.rowCount).toBe(600);
  const replay = new OnlineRanker(loadCrossModel(start));
  const reader = new CrossReader(table!);
  for (let at = 0; at < 600; at++) replay.learn(reader.at(at), table!.labels[at], table!.weights[at]);
  replay.recalibrate('platt');
  expect(Buffer.from(replay.save()).equals(Buffer.from((await readModelFile(db.database, runId, 'ads.online'))!))).toBe(true);

  // Apis open the new file beside the same candidates.
  await feed.live.refresh();
  const after = feed.live.champions.of('home')!;
  expect(after.runId).toBe(before.runId);
  expect(after.ads!.card.dataWindow.toMs).toBe(now.getTime() - labelDelayMs);
  expect(before.ads!.card.dataWindow.toMs).toBeLessThan(after.ads!.card.dataWindow.toMs);
  expect((await artefact()).card.snapshotId).toBe(start.card.snapshotId);
  expect(await learn()).toEqual({ learnt: 0 });
});

test('what was shown too late to be judged waits; the labels of the log do not change with what is heard later', async () => {
  const from = (await learner()).learntTo;
  const setId = (await db.database.query<{ id: string }>('SELECT id FROM feature_sets ORDER BY counted_to DESC LIMIT 1'))[0].id;
  await show(20, new Date(now.getTime() - 10 * minute), setId);
  expect(await learn()).toEqual({ learnt: 0 });
  const window = { fromMs: from.getTime(), toMs: now.getTime(), delayMs: labelDelayMs, most: 4000 };
  const first = (await readImpressionLog(db.database, window)).table!;
  await db.database.query(
    `INSERT INTO interactions (occurred_at, received_at, event_id, reader_no, content_no, kind, feed_id, slot)
     SELECT served_at + interval '1 minute', served_at + interval '2 hours', gen_random_uuid(), 1, content_nos[1], 'click', feed_id, 3 FROM impressions WHERE served_at > $1`, [from]);
  expect((await readImpressionLog(db.database, window)).table!.labels).toEqual(first.labels);
  // Cut anywhere, the pieces are the log.
  const pieces: number[] = [];
  for (let place = window.fromMs; ;) {
    const piece = await readImpressionLog(db.database, { ...window, fromMs: place, most: 7 });
    if (!piece.table) break;
    pieces.push(...piece.table.timesMs!);
    place = piece.toMs;
  }
  expect(pieces).toEqual([...first.timesMs!]);
});

test('a model that became worse does not serve, and says so', async () => {
  now = new Date(now.getTime() + 120 * minute);
  const setId = await countFeatures(db.database, newId, now.getTime() - 60 * minute);
  const served = await artefact();
  // Nobody clicks what everybody clicked: what was learnt misleads, and what is learnt now is not believed at once.
  await db.database.query('UPDATE ad_learners SET learnt_to = $1', [new Date(now.getTime() - 60 * minute)]);
  await show(120, new Date(now.getTime() - 50 * minute), setId, ({ rate }) => 1 - rate);
  await learn();
  expect(await learner()).toMatchObject({ events: 720n, publishedEvents: 600n, note: expect.stringMatching(/^too little to serve anew: |an anomaly stopped it/) });
  expect((await artefact()).card).toEqual(served.card);
});

test('a champion whose ads do not learn online is left alone', async () => {
  await db.database.query(`UPDATE model_runs SET ad_model = 'm0' WHERE id = $1`, [runId]);
  expect(await learn()).toBe('no ad model that learns online');
});

import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { decodeProfile, PROFILE_DAYS } from '../../models/features/reader-profile.js';
import { CONTENT_WIDTH } from '../../models/features/spec.js';
import { Random } from '../../models/random.js';
import { UNKNOWN } from '../../models/ranker/deep/ranking-table.js';
import { decodeImpressions } from '../../models/ranker/impression-file.js';
import { encodeFeedCursor } from '../../server/feed/feed-cursor.js';
import { countFeatures } from '../../server/feed/feature-sets.js';
import { ModelRuns } from '../../server/model-run/model-runs.js';
import { systemActor } from '../../server/platform/actor.js';
import { newId } from '../../server/platform/ids.js';
import { readModelFile } from '../../server/platform/model-files.js';
import type { WorkerServices } from '../../workers/processor.js';
import { impressionsFile } from '../../workers/snapshot/files.js';
import { readImpressions } from '../../workers/snapshot/impressions.js';
import { openTestFeed, request, type OpenFeed } from '../server/feed/feed-platform.js';
import { addContents, addPartner } from '../support/content-factories.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { driveRun, servicesOf } from './drive-run.js';

const minute = 60_000;
const readers = 60;
const subjects = ['奶油 面包 蛋糕 烘焙 甜点', 'quantum physics electrons particles waves'];
const random = new Random(11);
let db: TestDatabase;
let services: WorkerServices;
let feed: OpenFeed;
let now: Date;
/** By subject: the campaign whose ad its readers like. */
const campaigns: string[] = [];

/** Readers of even numbers bake, the others like physics; each subject has its own ad, on a content of neither. */
beforeAll(async () => {
  db = await openTestDatabase();
  // Tomorrow, so that everything which the database stamps itself was known by then.
  now = new Date(Date.now() + 24 * 60 * minute);
  services = { ...servicesOf(db.database), clock: () => now };
  const partnerId = await addPartner(db.database);
  await db.database.query(`UPDATE partners SET kind = 'advertiser', state = 'active' WHERE id = $1`, [partnerId]);
  const contract = newId();
  await db.database.query(`INSERT INTO contracts (id, code, partner_id, title) VALUES ($1, 'C-1', $2, 'Ads')`, [contract, partnerId]);
  await db.database.query(
    `INSERT INTO contract_versions (id, contract_id, number, state, clauses, content_hash, starts_at, ends_at, parties, drafted_by)
     VALUES ($1, $2, 1, 'active', '[]', sha256('x'), now() - interval '1 day', now() + interval '9 days', '{}', 'platform')`, [newId(), contract]);
  for (const subject of subjects) await addContents(db.database, Array.from({ length: 30 }, (_, at) => ({ title: `${subject} ${at}` })));
  const [contentA, contentB] = await addContents(db.database, ['A', 'B'].map((title) => ({ title, partnerId })));
  for (const contentId of [contentA, contentB]) {
    campaigns.push(newId());
    await db.database.query(
      `INSERT INTO campaigns (id, code, name, partner_id, content_id, ad_type, state, audience, starts_at, ends_at, budget_minor, bid_minor, currency)
       VALUES ($1, $2, $2, $3, $4, 1, 'running', '{"kinds":[],"locales":[],"activeWithinDays":null}', now() - interval '1 day', now() + interval '9 days', 10000000, 100, 'CNY')`,
      [campaigns.at(-1), `K-${campaigns.length}`, partnerId, contentId]);
  }
  await db.database.query(`INSERT INTO readers (id, external_id) SELECT gen_random_uuid(), 'r' || n FROM generate_series(1, ${readers}) AS n ORDER BY n`);
  await db.database.query(`SELECT ensure_interaction_day((now() AT TIME ZONE 'UTC')::date + d) FROM generate_series(-2, 8) AS d`);
  await db.database.query(
    `INSERT INTO interactions (occurred_at, event_id, reader_no, content_no, kind)
     SELECT now() - make_interval(mins => 60 * e + r.no), gen_random_uuid(), r.no, c.no, 'read' FROM readers r, generate_series(1, 10) AS e
     JOIN LATERAL (SELECT 1 + (r.no % 2) * 30 + (hashtext(r.no || '/' || e) & 1023) % 30 AS place) AS w ON true
     JOIN (SELECT no, row_number() OVER (ORDER BY no) AS place FROM contents) AS c ON c.place = w.place`);
  await countFeatures(db.database, newId, now.getTime());
  await run('m0');
  feed = openTestFeed(db.database, () => now);
  await feed.live.refresh();
});
afterAll(() => db.close());

async function run(adModel: string): Promise<{ id: string; adModel: string; ads: Record<string, unknown> | null }> {
  const runs = new ModelRuns(db.database, services.outbox, services.audit, services.clock, services.newId);
  const { id } = (await runs.start({ trigger: 'cli', model: 'item-knn', adModel }, systemActor('test'))).run;
  await driveRun(services);
  const [{ state, reason, ad_model: served, metrics }] = await db.database.query<{ state: string; reason: string | null; ad_model: string; metrics: { ads: Record<string, unknown> | null } }>(
    'SELECT state, reason, ad_model, metrics FROM model_runs WHERE id = $1', [id]);
  expect(`${state}: ${reason}`).toMatch(/^champion: /);
  return { id, adModel: served, ads: metrics.ads };
}

const pageOf = (reader: number, after: string | null = null) => feed.feeds.page(request({ reader: { externalId: `r${reader}` }, first: 20, after }));
const sponsored = (page: Awaited<ReturnType<typeof pageOf>>) => page.entries.filter(({ campaignId }) => campaignId !== null);

async function act(readerNo: number, contentNo: number, kind: string, feedId: string | null): Promise<void> {
  await db.database.query(
    `INSERT INTO interactions (occurred_at, received_at, event_id, reader_no, content_no, kind, feed_id, slot)
     SELECT $4, $4, gen_random_uuid(), no, $2, $3, $5, CASE WHEN $5::uuid IS NULL THEN NULL ELSE 0 END FROM readers WHERE external_id = 'r' || $1::int`, [readerNo, contentNo, kind, now, feedId]);
}

test('M2 is learnt from the profiles that pages were served with, becomes champion and answers by reader', async () => {
  expect(feed.live.sponsors.featureSetId).not.toBeNull();
  for (let turn = 0; turn < 6; turn++) {
    for (let reader = 1; reader <= readers; reader++) {
      now = new Date(now.getTime() + 1000);
      const page = await pageOf(reader);
      const ads = sponsored(page);
      expect(ads).toHaveLength(2);
      for (const { campaignId, contentNo } of ads) {
        if (random.unit() >= (campaignId === campaigns[reader % 2] ? 0.8 : 0.1)) continue;
        now = new Date(now.getTime() + 1000);
        await act(reader, contentNo, 'click', page.feedId);
        if (random.unit() < 0.6) await act(reader, contentNo, 'view', null);
      }
    }
  }
  const logged = await db.database.query<{ profile: Buffer | null; readerNo: number }>('SELECT profile, reader_no AS "readerNo" FROM impressions ORDER BY served_at');
  expect(logged).toHaveLength(6 * readers);
  expect(logged.every(({ profile }) => profile?.length === 4 * CONTENT_WIDTH)).toBe(true);
  // The same reader after more reading has another profile; the log keeps the one of then.
  const [first, last] = [logged.find(({ readerNo }) => readerNo === 1)!, logged.findLast(({ readerNo }) => readerNo === 1)!];
  expect(first.profile!.equals(last.profile!)).toBe(false);

  now = new Date(now.getTime() + minute);
  const challenger = await run('m2');
  expect(challenger.ads).toMatchObject({ model: 'm2', servesBaseline: false, withProfile: (challenger.ads as { impressions: number }).impressions });
  expect(challenger.adModel).toBe('m2');

  // Skew: what was learnt from is what was served, to the bit.
  const table = decodeImpressions((await readModelFile(db.database, challenger.id, impressionsFile))!);
  const served = new Set(logged.map(({ profile }) => profile!.toString('hex')));
  for (let row = 0; row < table.rowCount; row++) {
    expect(served).toContain(Buffer.from(table.profiles!.slice(row * CONTENT_WIDTH, (row + 1) * CONTENT_WIDTH).buffer).toString('hex'));
  }

  await feed.live.refresh();
  expect(feed.live.champions.of('home')!.ads!.card.model).toBe('m2');
  expect(feed.live.sponsors.behaviourDays).toBe(PROFILE_DAYS);
  const statements = jest.spyOn(db.database, 'prepared');
  await pageOf(1);
  // No more than the days of a profile: of years of days each would cost the feed its share.
  const [[, context]] = statements.mock.calls.filter(([name]) => name.startsWith('feed-context'));
  statements.mockRestore();
  const [, since] = /occurred_at >= '([^']+)'/.exec(context)!;
  expect(feed.live.champions.of('home')!.snapshotAt.getTime() - Date.parse(since)).toBe(PROFILE_DAYS * 24 * 60 * minute);
  const best: string[] = [];
  for (const reader of [1, 2, 3, 4]) {
    const page = await pageOf(reader);
    best.push(sponsored(page)[0].campaignId!);
    const [{ profile, predicted, slots, campaignIds }] = await db.database.query<{ profile: Buffer; predicted: (number | null)[]; slots: number[]; campaignIds: (string | null)[] }>(
      'SELECT profile, predicted, slots, campaign_ids AS "campaignIds" FROM impressions WHERE feed_id = $1', [page.feedId]);
    campaignIds.forEach((id, at) => {
      if (id !== null) expect(Math.fround(predicted[at]!)).toBe(Math.fround(feed.live.sponsors.predictedOf(id, decodeProfile(profile), slots[at])!));
    });
    // The next page of the same list is judged by the profile that the list was made with, whatever was read since.
    await act(reader, page.entries[0].contentNo, 'read', null);
    const next = await feed.feeds.page(request({ reader: { externalId: `r${reader}` }, first: 20, after: encodeFeedCursor({ feedId: page.feedId, slot: page.entries.at(-1)!.slot }) }));
    const [second] = await db.database.query<{ profile: Buffer }>('SELECT profile FROM impressions WHERE feed_id = $1 AND page = $2', [page.feedId, next.entries[0].slot]);
    expect(second.profile.equals(profile)).toBe(true);
  }
  expect(best).toEqual([campaigns[1], campaigns[0], campaigns[1], campaigns[0]]);

  // Nobody is known, or wants to be: no profile, and the answer for everybody.
  const anonymous = await feed.feeds.page(request());
  await db.database.query(`UPDATE readers SET personalised = false WHERE external_id = 'r5'`);
  const private_ = await pageOf(5);
  const rows = await db.database.query<{ profile: Buffer | null }>('SELECT profile FROM impressions WHERE feed_id = ANY($1::uuid[])', [[anonymous.feedId, private_.feedId]]);
  expect(rows).toEqual([{ profile: null }, { profile: null }]);
  expect(sponsored(private_).map(({ campaignId }) => campaignId)).toEqual(sponsored(anonymous).map(({ campaignId }) => campaignId));
});

test('what followed the click within its window is a label, what may still follow is unknown, without a click nothing follows', async () => {
  const hour = 60 * minute;
  const [first] = await db.database.query<{ no: number }>('SELECT no FROM contents ORDER BY no LIMIT 1');
  const setId = feed.live.sponsors.featureSetId!;
  const shown = new Date(now.getTime() + hour);
  const cases = [
    { slot: 0, clicked: true, acts: [['read', 2], ['complete', 5], ['purchase', 50]], expected: [1, 1, 1, 1] },
    { slot: 1, clicked: true, acts: [['read', 30], ['purchase', 80]], expected: [1, 0, 0, 0] },
    { slot: 2, clicked: false, acts: [['read', 1], ['purchase', 1]], expected: [0, 0, 0, 0] },
    { slot: 3, clicked: true, acts: [['view', 1]], expected: [1, 0, 0, 0] },
  ] as const;
  for (const [at, { slot, clicked, acts }] of cases.entries()) {
    const feedId = newId();
    const reader = 10 + at;
    await db.database.query(
      `INSERT INTO impressions (feed_id, page, reader_no, policy_version, content_nos, slots, propensities, campaign_ids, feature_set_id, predicted, served_at)
       SELECT $1, 0, no, 'p', ARRAY[$2::int], ARRAY[$3::smallint], '{1}', '{NULL}', $4, '{NULL}', $5 FROM readers WHERE external_id = 'r' || $6::int`, [feedId, first.no, slot, setId, shown, reader]);
    const own = now;
    now = new Date(shown.getTime() + minute);
    if (clicked) await act(reader, first.no, 'click', feedId);
    for (const [kind, hours] of acts) {
      now = new Date(shown.getTime() + hours * hour);
      await act(reader, first.no, kind, null);
    }
    now = own;
  }
  // An order that was paid is a purchase too.
  const account = newId();
  await db.database.query(`INSERT INTO accounts (id, email, display_name, role) VALUES ($1, 'buyer@example.org', 'Buyer', 'reader')`, [account]);
  await db.database.query(`UPDATE readers SET account_id = $1 WHERE external_id = 'r13'`, [account]);
  const offer = newId();
  await db.database.query(`INSERT INTO offers (id, content_id, kind, title, price_minor, currency) SELECT $1, id, 'one_off', 'Offer', 100, 'CNY' FROM contents WHERE no = $2`, [offer, first.no]);
  const order = (state: string) => db.database.query(`INSERT INTO orders (id, code, account_id, offer_id, state, payable_minor, currency, expires_at, created_at) VALUES ($1, $5, $2, $3, $6, 100, 'CNY', $4, $4)`,
    [newId(), account, offer, new Date(shown.getTime() + 3 * hour), `O-${state}`, state]);
  const labelsAt = async (hours: number) => {
    const toMs = shown.getTime() + hours * hour;
    const table = (await readImpressions(db.database, toMs, setId))!;
    return cases.map(({ slot }) => {
      const row = [...table.slots!.keys()].find((at) => table.slots![at] === slot && table.timesMs![at] === shown.getTime())!;
      return [table.labels[row], table.outcomes!.dwell![row], table.outcomes!.complete![row], table.outcomes!.buy![row]];
    });
  };
  await order('expired');
  expect(await labelsAt(90)).toEqual(cases.map(({ expected }) => [...expected]));
  await order('fulfilled');
  expect(await labelsAt(90)).toEqual([...cases.slice(0, 3).map(({ expected }) => [...expected]), [1, 0, 0, 1]]);
  expect(await labelsAt(48)).toEqual([[1, 1, 1, UNKNOWN], [1, 0, 0, UNKNOWN], [0, 0, 0, UNKNOWN], [1, 0, 0, UNKNOWN]]);
  expect(await labelsAt(6)).toEqual(cases.map(({ clicked }) => [Number(clicked), UNKNOWN, UNKNOWN, UNKNOWN]));
});

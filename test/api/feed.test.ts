import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { toGlobalId } from '../../server/graphql/global-ids.js';
import type { Actor } from '../../server/platform/actor.js';
import { newId } from '../../server/platform/ids.js';
import { buildTestApp, type TestApp } from '../support/app.js';
import { trainChampion } from '../server/feed/feed-platform.js';
import { plantPlatform } from '../workers/planted-platform.js';

let app: TestApp;
let reader: Actor & { kind: 'account' };
const contentIds = new Map<number, string>();

beforeAll(async () => {
  app = await buildTestApp();
  await plantPlatform(app.database, { readers: 260, contents: 60, perReader: 12, groups: 4 });
  for (const { no, id } of await app.database.query<{ no: number; id: string }>('SELECT no, id FROM contents')) contentIds.set(no, id);
  await trainChampion(app.database);
}, 60_000);
afterAll(() => app.close());
beforeEach(async () => {
  await app.app.nouns.feed.live.refresh();
  reader = await app.newActor('reader');
});

const FEED = `query Feed($first: Int!, $after: String, $readerId: ID, $exclude: [ID!]) { feed(first: $first, after: $after, readerId: $readerId, exclude: $exclude) {
  feedId policyVersion model { code alias } pageInfo { hasNextPage hasPreviousPage endCursor }
  edges { cursor slot score propensity isSponsored sponsored { id name } node { id no title body viewerAccess { state } } reasons { kind share text content { id no } } } } }`;
const TRACK = 'mutation Track($input: TrackInput!) { track(input: $input) { result { accepted duplicates rejected { index reason } } userErrors { code } } }';

async function feedOf(as: Actor | 'anonymous', variables: Record<string, unknown> = {}) {
  const { data, errors } = await app.execute(FEED, { first: 20, ...variables }, as);
  expect(errors).toBeUndefined();
  return data.feed;
}
const nosOf = (feed: { edges: { node: { no: number } }[] }) => feed.edges.map(({ node }) => node.no);
const eventOn = (no: number, kind: string, more = {}) => (
  { eventId: randomUUID(), contentId: toGlobalId('Content', contentIds.get(no)!), kind, occurredAt: new Date().toISOString(), ...more });
const track = async (as: Actor, events: object[]) => (await app.execute(TRACK, { input: { events } }, as)).data.track;

describe('Query.feed', () => {
  test('starts with what is popular and turns to what the reader just did, with the reason', async () => {
    const before = await feedOf(reader);
    expect(new Set(before.edges.flatMap((edge: { reasons: { kind: string }[] }) => edge.reasons.map(({ kind }) => kind)))).toEqual(new Set(['POPULAR']));
    expect((await feedOf(await app.actor('analyst'))).model.code).toMatch(/^R-/);
    const wanted = [2, 6, 10].map((no) => eventOn(no, 'ENROL'));
    expect(await track(reader, wanted)).toEqual({ result: { accepted: 3, duplicates: 0, rejected: [] }, userErrors: [] });
    const after = await feedOf(reader);
    expect(after.model).toBeNull();
    const because = after.edges.filter((edge: { reasons: { kind: string }[] }) => edge.reasons[0].kind === 'BECAUSE_OF');
    expect(because.length).toBeGreaterThan(5);
    for (const { reasons } of because) {
      for (const { content, share, text } of reasons) {
        expect([2, 6, 10]).toContain(content.no);
        expect(share).toBeGreaterThan(0);
        expect(text).toContain('《Course');
      }
    }
    expect(nosOf(after)).not.toEqual(expect.arrayContaining([2]));
    expect(await track(reader, wanted)).toMatchObject({ result: { accepted: 0, duplicates: 3 } });
    expect(nosOf(await feedOf(reader))).toEqual(nosOf(after));
  });

  test('shows of a paid content no more than the preview', async () => {
    const [paid] = nosOf(await feedOf(reader));
    const body = `${'公开的开头。'.repeat(4)}${'付费的正文。'.repeat(200)}`;
    const version = newId();
    await app.database.transaction(async (tx) => {
      await tx.query(`INSERT INTO content_versions (id, content_id, number, title, body, preview_chars, content_hash, search) VALUES ($1, $2, 2, 'Paid', $3, 24, sha256('2'), '')`, [version, contentIds.get(paid), body]);
      await tx.query('UPDATE contents SET live_version_id = $2, draft_version_id = $2 WHERE id = $1', [contentIds.get(paid), version]);
      await tx.query(`INSERT INTO offers (id, content_id, kind, title, price_minor, currency) VALUES ($1, $2, 'one_off', 'Buy', 9900, 'CNY')`, [newId(), contentIds.get(paid)]);
    });
    const { node } = (await feedOf(reader)).edges.find((edge: { node: { no: number } }) => edge.node.no === paid);
    expect(node.viewerAccess.state).toBe('PREVIEW');
    expect(node.body).not.toContain('付费的正文');
    expect(node.body.length).toBeLessThanOrEqual(30);
  });

  test('pages by cursor over one list, and excludes by id', async () => {
    const first = await feedOf(reader, { first: 7 });
    await track(reader, [eventOn(nosOf(first)[0], 'READ')]);
    const second = await feedOf(reader, { first: 7, after: first.pageInfo.endCursor });
    expect(second.feedId).toBe(first.feedId);
    expect(second.edges.map(({ slot }: { slot: number }) => slot)).toEqual([7, 8, 9, 10, 11, 12, 13]);
    expect(nosOf(second).filter((no) => nosOf(first).includes(no))).toEqual([]);
    expect([first.pageInfo.hasPreviousPage, second.pageInfo.hasPreviousPage]).toEqual([false, true]);
    const without = await feedOf(reader, { exclude: [toGlobalId('Content', contentIds.get(nosOf(second)[0])!)] });
    expect(nosOf(without)).not.toContain(nosOf(second)[0]);
    const stranger = await app.newActor('reader');
    expect((await app.execute(FEED, { first: 5, after: first.pageInfo.endCursor }, stranger)).errors![0].extensions!.code).toBe('BAD_INPUT');
  });

  test('another reader\'s feed is for staff, who leave no impression, and for keys that may read feeds', async () => {
    const [{ id }] = await app.database.query<{ id: string }>(`SELECT id FROM readers WHERE external_id = 'r3'`);
    const readerId = toGlobalId('Reader', id);
    const analyst = await app.actor('analyst');
    const seen = await feedOf(analyst, { readerId });
    const served = async (feedId: string) => (await app.database.query('SELECT FROM impressions WHERE feed_id = $1', [feedId])).length;
    expect(await served(seen.feedId)).toBe(0);
    const key = await app.apiKeyActor('service', ['feed:read']);
    const [byId, byName] = [await feedOf(key, { readerId }), await feedOf(key, { readerId: 'r3' })];
    expect(nosOf(byId)).toEqual(nosOf(seen));
    expect(nosOf(byName)).toEqual(nosOf(seen));
    expect(await served(byId.feedId)).toBe(1);
    for (const refused of [reader, await app.apiKeyActor('service', ['model:read']), await app.apiKeyActor('reader', ['feed:read']), await app.apiKeyActor('partner', ['feed:read']), 'anonymous' as const]) {
      expect((await app.execute(FEED, { first: 5, readerId }, refused)).errors![0].extensions!.code).toBe('FORBIDDEN');
    }
  });

  test('costs the same number of statements whatever its size', async () => {
    await app.app.nouns.feed.live.contents.cards.published([...contentIds.keys()]);
    const statements = async (first: number) => (await app.execute(FEED, { first }, reader)).statements;
    expect(await statements(5)).toBe(await statements(20));
  });

  test('with personalisation off is the same for everybody', async () => {
    const other = await app.newActor('reader');
    await track(reader, [eventOn(2, 'ENROL'), eventOn(6, 'LIKE')]);
    await track(other, [eventOn(1, 'ENROL'), eventOn(9, 'LESS')]);
    for (const one of [reader, other]) {
      expect((await app.execute(`mutation { personalisationSet(input: { personalised: false, idempotencyKey: "${newId()}" }) { result { personalised } } }`, {}, one)).data.personalisationSet.result).toEqual({ personalised: false });
    }
    expect(nosOf(await feedOf(reader))).toEqual(nosOf(await feedOf(other)));
  });
});

test('what a reader did names a content that he may not see to nobody', async () => {
  const draft = contentIds.get(59)!;
  await app.database.query(`UPDATE contents SET state = 'takedown' WHERE id = $1`, [draft]);
  await track(reader, [eventOn(59, 'VIEW'), eventOn(58, 'VIEW')]);
  const MINE = '{ viewer { reader { interactions { content { no title } } } } }';
  const nos = (await app.execute(MINE, {}, reader)).data.viewer.reader.interactions.map(({ content }: { content: { no: number } | null }) => content?.no ?? null);
  expect(nos.sort()).toEqual([58, null].sort());
  await app.database.query(`UPDATE contents SET state = 'published' WHERE id = $1`, [draft]);
});

describe('a sponsored slot', () => {
  test('is marked, charged once for a click of its reader, and never for anything else', async () => {
    const partnerId = await app.newPartner();
    const sponsored = contentIds.get(60)!;
    const campaign = newId();
    await app.database.query('UPDATE contents SET partner_id = $2 WHERE id = $1', [sponsored, partnerId]);
    await app.database.query(`UPDATE partners SET kind = 'advertiser' WHERE id = $1`, [partnerId]);
    const contract = newId();
    await app.database.query(`INSERT INTO contracts (id, code, partner_id, title) VALUES ($1, 'C-TEST', $2, 'Ads')`, [contract, partnerId]);
    await app.database.query(
      `INSERT INTO contract_versions (id, contract_id, number, state, clauses, content_hash, starts_at, ends_at, parties, drafted_by)
       VALUES ($1, $2, 1, 'active', '[]', sha256('x'), now() - interval '1 day', now() + interval '9 days', '{}', 'platform')`, [newId(), contract]);
    await app.database.query(
      `INSERT INTO campaigns (id, code, name, partner_id, content_id, ad_type, state, audience, starts_at, ends_at, budget_minor, bid_minor, currency)
       VALUES ($1, 'K-TEST', 'Test', $2, $3, 1, 'running', '{"kinds":[],"locales":[],"activeWithinDays":null}', now() - interval '1 day', now() + interval '1 day', 1000, 300, 'CNY')`,
      [campaign, partnerId, sponsored]);
    await app.app.nouns.feed.live.refresh();
    const feed = await feedOf(reader);
    const edge = feed.edges[3];
    expect([edge.node.no, edge.isSponsored, edge.reasons[0].kind]).toEqual([60, true, 'SPONSORED']);
    expect(feed.edges.filter(({ isSponsored }: { isSponsored: boolean }) => isSponsored)).toHaveLength(1);
    // What a partner pays, and for whom, is the business of the partner and the staff.
    const seenBy = async (as: Actor | 'anonymous') => (await feedOf(as)).edges[3].sponsored?.name ?? null;
    expect(edge.sponsored).toBeNull();
    expect([await seenBy('anonymous'), await seenBy(await app.newActor('partner'))]).toEqual([null, null]);
    expect([await seenBy(await app.newActor('partner', partnerId)), await seenBy(await app.actor('marketer'))]).toEqual(['Test', 'Test']);
    expect(nosOf(feed).filter((no) => no === 60)).toHaveLength(1);

    const spent = async () => (await app.database.query<{ spent_minor: string }>('SELECT spent_minor FROM campaigns WHERE id = $1', [campaign]))[0].spent_minor;
    const click = (more = {}) => eventOn(60, 'CLICK', { feedId: feed.feedId, slot: 3, ...more });
    const stranger = await app.newActor('reader');
    await track(stranger, [click()]);
    await track(reader, [click({ slot: 5 }), click({ feedId: newId() }), eventOn(feed.edges[4].node.no, 'CLICK', { feedId: feed.feedId, slot: 3 }), eventOn(60, 'VIEW', { feedId: feed.feedId, slot: 3 })]);
    expect(await spent()).toBe('0');
    const real = click();
    await Promise.all([track(reader, [real]), track(reader, [real]), track(reader, [click(), click()])]);
    expect(await spent()).toBe('300');
    await track(reader, [real, click()]);
    expect(await spent()).toBe('300');
  });
});

describe('POST /events', () => {
  let url: string;
  beforeAll(async () => { url = await app.app.fastify.listen({ host: '127.0.0.1', port: 0 }); });
  const post = (body: string, authorization?: string, type = 'application/x-ndjson') => fetch(`${url}/events`, {
    method: 'POST', body, headers: { 'content-type': type, ...(authorization && { authorization }) },
  });
  const keyOf = async (scopes: ('events:write' | 'feed:read')[]) => {
    const { accountId } = await app.actor('service');
    return `Bearer ${(await app.app.nouns.apiKeys.create({ name: 'test', scopes }, accountId, { kind: 'system', name: 'test' })).secret}`;
  };
  const line = (more = {}) => JSON.stringify({ eventId: randomUUID(), readerId: 'by-http', contentId: toGlobalId('Content', contentIds.get(4)!), kind: 'read', occurredAt: new Date().toISOString(), ...more });

  test('takes lines of a key with the scope, and says what it did not take', async () => {
    const answer = await post([line(), line({ kind: 'READ' }), 'nonsense', line({ contentId: 'nobody knows' })].join('\n'), await keyOf(['events:write']));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ accepted: 1, duplicates: 0, rejectedCount: 3, rejected: [{ line: 2, reason: 'bad_kind' }, { line: 3, reason: 'not_json' }, { line: 4, reason: 'unknown_content' }] });
  });

  test('refuses the anonymous, keys without the scope and other kinds of bodies, and stores nothing', async () => {
    const count = async () => (await app.database.query<{ n: number }>('SELECT count(*)::int AS n FROM interactions'))[0].n;
    const before = await count();
    expect((await post(line())).status).toBe(401);
    expect((await post(line(), 'Bearer tdm_nonsense')).status).toBe(401);
    const forbidden = await post(line(), await keyOf(['feed:read']));
    expect([forbidden.status, (await forbidden.json() as { error: { code: string } }).error.code]).toEqual([403, 'FORBIDDEN']);
    expect((await post(line(), await keyOf(['events:write']), 'application/json')).status).toBe(415);
    const own = `Bearer ${(await app.app.nouns.sessions.open(reader.accountId, 'test')).accessToken}`;
    expect((await post(' '.repeat(1024 * 1024 + 1), own)).status).toBe(413);
    // A key from before its account became a reader.
    const secret = `tdm_${randomUUID()}`;
    await app.database.query(`INSERT INTO api_keys (id, account_id, name, prefix, key_hash, scopes) VALUES ($1, $2, 'old', 'old', sha256($3::bytea), '{events:write}')`, [newId(), reader.accountId, secret]);
    expect((await post(line(), `Bearer ${secret}`)).status).toBe(403);
    expect(await count()).toBe(before);
  });
});

test('the dashboard counts what happened', async () => {
  const { data } = await app.execute(`{ dashboard(days: 7) { counts { readers contents runningCampaigns } interactionsByDay { day views reads } topContents { count content { no } } feedClickRateByDay { day impressions clicks rate } revenueByDay { day amount { amountMinor } } modelRuns { code state } } }`, {}, 'analyst');
  const { dashboard } = data;
  const [{ views }] = await app.database.query<{ views: number }>(`SELECT count(*)::int AS views FROM interactions WHERE kind = 'view' AND occurred_at >= date_trunc('day', now(), 'UTC') - interval '6 days'`);
  expect(dashboard.interactionsByDay).toHaveLength(7);
  expect(dashboard.interactionsByDay.reduce((sum: number, one: { views: number }) => sum + one.views, 0)).toBe(views);
  const [{ shown }] = await app.database.query<{ shown: number }>('SELECT sum(cardinality(content_nos))::int AS shown FROM impressions');
  expect(dashboard.feedClickRateByDay.reduce((sum: number, one: { impressions: number }) => sum + one.impressions, 0)).toBe(shown);
  const today = dashboard.feedClickRateByDay.at(-1);
  // In the sponsored feed: content 60, and the one in slot 4 although its click named another slot.
  expect(today.clicks).toBe(2);
  expect(today.rate).toBeCloseTo(2 / today.impressions, 9);
  expect(dashboard.counts).toEqual({ readers: expect.any(Number), contents: 60, runningCampaigns: 1 });
  expect(dashboard.topContents).toHaveLength(10);
  expect(dashboard.modelRuns[0]).toMatchObject({ state: 'CHAMPION' });
  expect((await app.execute('{ dashboard(days: 91) { counts { readers } } }', {}, 'analyst')).errors![0].extensions!.code).toBe('BAD_INPUT');
});

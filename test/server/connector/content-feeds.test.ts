import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PartnerHttpError } from '../../../server/adapters/partner-http/failures.js';
import { quarantineReasons } from '../../../server/connector/content-feed-items.js';
import { ContentFeeds } from '../../../server/connector/content-feeds.js';
import { LEASE_MS, MOST_TRIES } from '../../../server/connector/feed-imports.js';
import { Contents } from '../../../server/content/contents.js';
import { newId } from '../../../server/platform/ids.js';
import { Outbox } from '../../../server/platform/outbox.js';
import { item, openFeedWorld, sha256, tombstone, type FeedWorld } from './feed-world.js';

let world: FeedWorld;
let feeds: ContentFeeds;
let contents: Contents;
beforeAll(async () => {
  world = await openFeedWorld();
  feeds = new ContentFeeds(world.database, new Outbox(newId), world.audit, world.clock, newId);
  contents = new Contents(world.database, world.audit, world.clock, newId);
});
afterEach(() => { world.hooks.fault = () => {}; world.hooks.audit = () => {}; });
afterAll(() => world.close());

const heldOf = (connectorId: string) => world.database.query<{ id: string; item_id: string; reason: string; state: string }>('SELECT id, item_id, reason, state FROM quarantined_items WHERE connector_id = $1 ORDER BY item_id', [connectorId]);
const finished = { state: 'finished', failure: null, created: 0, changed: 0, unchanged: 0, withdrawn: 0, quarantined: 0 };

const anyItem = fc.record({ id: fc.constantFrom('a', 'b', 'c'), version: fc.integer({ min: 1, max: 3 }), text: fc.constantFrom('x', 'y'), kind: fc.constantFrom('text', 'text', 'text', 'gone', 'no_title', 'rights', 'checksum', 'full_tombstone') }).map(({ id, version, text, kind }): unknown => {
  switch (kind) {
    case 'gone': return tombstone(id, version);
    case 'no_title': return item(id, version, text, {}, { title: ' ' });
    case 'rights': return item(id, version, text, { rights: { from: 'soon' } });
    case 'checksum': return item(id, version, text, { checksum: sha256('other') });
    case 'full_tombstone': return item(id, version, text, { deleted: true });
    default: return item(id, version, text);
  }
});
const inPages = <T>(all: readonly T[], size: number): T[][] => Array.from({ length: Math.max(1, Math.ceil(all.length / size)) }, (_none, at) => all.slice(at * size, (at + 1) * size));

describe('P16', () => {
  test('whatever the order, the pages, the repeats and the crashes: the same end', async () => {
    await fc.assert(fc.asyncProperty(
      fc.array(anyItem, { minLength: 1, maxLength: 8 }).chain((items) => fc.record({
        items: fc.constant(items), shuffled: fc.shuffledSubarray([...items, ...items], { minLength: items.length, maxLength: items.length * 2 }).map((some) => [...some, ...items.filter((one) => !some.includes(one))]),
        size: fc.integer({ min: 1, max: 4 }), crashes: fc.array(fc.record({ at: fc.integer({ min: 0, max: 6 }), where: fc.constantFrom('answer', 'audit') }), { maxLength: 3 }),
      })), async ({ items, shuffled, size, crashes }) => {
        const [plain, broken] = [await world.feed(world.a.id), await world.feed(world.a.id)];
        world.serve(plain.base, [items]);
        world.serve(broken.base, inPages(shuffled, size));
        await world.take(plain);
        for (const { at, where } of crashes) {
          let left = at;
          const crash = () => { if (left-- === 0) throw new Error('killed'); };
          if (where === 'answer') world.hooks.fault = crash;
          else world.hooks.audit = crash;
          await world.take(broken).catch((error: Error) => expect(error.message).toBe('killed'));
          world.hooks.fault = world.hooks.audit = () => {};
        }
        expect(await world.take(broken)).toMatchObject({ state: 'finished' });
        const end = await world.standing(broken.id);
        expect(end).toEqual(await world.standing(plain.id));
        for (const one of end.items as { is_shown: boolean; is_deleted: boolean }[]) expect(one.is_shown).toBe(!one.is_deleted);
        const before = await world.contentsOf(broken.id);
        expect(await world.take(broken)).toMatchObject({ ...finished, pages: inPages(shuffled, size).length });
        expect(await world.contentsOf(broken.id)).toEqual(before);
      }), { numRuns: 80, examples: [[{ items: [item('b', 1, 'x', { rights: { from: 'soon' } }), item('b', 1, 'x'), item('b', 2, 'x', { rights: { from: 'soon' } })], shuffled: [item('b', 2, 'x', { rights: { from: 'soon' } }), item('b', 1, 'x', { rights: { from: 'soon' } }), item('b', 1, 'x')], size: 1, crashes: [] }]] });
    expect(await world.audit.verify()).toMatchObject({ intact: true });
  }, 120_000);

  test('the higher version wins, a tombstone at equal versions; what was withdrawn comes back with a later version', async () => {
    const feed = await world.feed(world.a.id);
    const round = async (...items: unknown[]) => { world.serve(feed.base, [items]); await world.take(feed); return (await world.contentsOf(feed.id)).map(({ state, title }) => [state, title]); };
    expect(await round(item('a', 2, 'two'), item('a', 1, 'one'))).toEqual([['published', 'a two']]);
    expect(await round(tombstone('a', 2), item('a', 2, 'zzz'))).toEqual([['unlisted', 'a two']]);
    expect(await round(item('a', 2, 'two'))).toEqual([['unlisted', 'a two']]);
    expect(await round(item('a', 3, 'three'))).toEqual([['published', 'a three']]);
    expect((await world.database.query('SELECT action FROM audit_entries WHERE noun_id = $1 ORDER BY seq', [(await world.contentsOf(feed.id))[0].id])).map(({ action }) => action)).toEqual(['contentCreate', 'contentPublish', 'contentUnlist', 'contentEdit', 'contentPublish']);
  });
});

describe('what an import says and does', () => {
  test('counts, belongs to the partner, asks again only for what has changed', async () => {
    const feed = await world.feed(world.a.id, 'review');
    world.serve(feed.base, [[item('a', 1), item('b', 1)], [item('c', 1), item('a', 1), tombstone('z', 1), { id: 'q' }]]);
    expect(await world.take(feed)).toEqual({ ...finished, pages: 2, created: 3, unchanged: 2, quarantined: 1 });
    expect((await world.contentsOf(feed.id)).map(({ item_id: id, state, partner_id: partnerId }) => [id, state, partnerId])).toEqual([['a', 'draft', world.a.id], ['b', 'draft', world.a.id], ['c', 'draft', world.a.id]]);
    world.serve(feed.base, [[item('a', 2), item('b', 1)], [item('c', 1), item('a', 1), tombstone('z', 1), { id: 'q' }]]);
    world.asked.length = 0;
    expect(await world.take(feed)).toEqual({ ...finished, pages: 2, changed: 1, unchanged: 1 });
    expect(world.asked.map(({ url, headers }) => [url, /^".{64}"$/.test(headers!['if-none-match']), headers!['webhook-signature'].startsWith('v1,')])).toEqual([[`${feed.base}/feed`, true, true], [`${feed.base}/feed?cursor=1`, true, true]]);
    world.serve(feed.base, [[tombstone('b', 2)]]);
    expect(await world.take(feed)).toEqual({ ...finished, pages: 1, withdrawn: 1 });
    expect((await world.contentsOf(feed.id)).map(({ state }) => state)).toEqual(['draft', 'takedown', 'draft']);
    expect(await world.database.query('SELECT count(*)::int AS n FROM feed_pages WHERE connector_id = $1', [feed.id])).toEqual([{ n: 1 }]);
  });

  test('a dry import tells the same numbers and changes nothing', async () => {
    const feed = await world.feed(world.a.id);
    world.serve(feed.base, [[item('a', 1), item('b', 1)]]);
    await world.take(feed);
    world.serve(feed.base, [[item('a', 2), item('b', 1), tombstone('b', 3), item('c', 1), { id: 'd' }]]);
    const before = [await world.standing(feed.id), await world.contentsOf(feed.id)];
    await world.do((tx) => feeds.start(tx, { connectorId: feed.id, isDry: true }, world.manager));
    const told = await world.take(feed);
    expect([await world.standing(feed.id), await world.contentsOf(feed.id)]).toEqual(before);
    expect(told).toEqual({ ...finished, pages: 1, created: 1, changed: 1, unchanged: 1, withdrawn: 1, quarantined: 1 });
    expect(await world.take(feed)).toEqual(told);
  });

  test('one runs at a time; a worker that died leaves it after its lease; people start it only where it can run', async () => {
    const feed = await world.feed(world.a.id);
    world.serve(feed.base, [[item('a', 1)]]);
    const start = (connectorId = feed.id, actor = world.annOfA) => world.do((tx) => feeds.start(tx, { connectorId, isDry: false }, actor));
    const importId = await start();
    await expect(start()).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
    await expect(start(feed.id, world.bobOfB)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await world.database.query(`SELECT payload FROM outbox WHERE payload->>'importId' = $1`, [importId])).toEqual([{ payload: { importId } }]);
    await world.database.query('UPDATE feed_imports SET leased_until = $2 WHERE id = $1', [importId, new Date(world.time.now.getTime() + LEASE_MS)]);
    await world.imports.run(importId, world.system);
    expect(await world.latest(feed.id)).toMatchObject({ state: 'running', pages: 0 });
    world.time.now = new Date(world.time.now.getTime() + LEASE_MS);
    await Promise.all([world.imports.run(importId, world.system), world.imports.run(importId, world.system)]);
    expect(await world.latest(feed.id)).toEqual({ ...finished, pages: 1, created: 1 });
    await world.database.query(`UPDATE connectors SET state = 'accepted' WHERE id = $1`, [feed.id]);
    await expect(start()).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION' });
  });

  test('pages elsewhere, pages in a ring, pages that cannot be read or had: failed with the reason, what came before stays', async () => {
    const next = (url: string, items: unknown[] = [item('a', 1)]) => ({ headers: { 'content-type': 'application/json' }, body: JSON.stringify({ items, next_url: url }) });
    const cases = [
      ['other_origin', 'answered', next('https://elsewhere.example/feed'), 1], ['other_origin', 'answered', next('http://169.254.169.254/feed'), 1], ['page_repeats', 'answered', next('/feed'), 1],
      ['unreadable_next_url', 'invalid', next('http://['), 0], ['unreadable_syntax', 'invalid', { headers: { 'content-type': 'application/json' }, body: '{' }, 0], ['unreadable_media_type', 'invalid', { headers: { 'content-type': 'text/html' }, body: '<p>' }, 0],
      ['unreadable_syntax', 'invalid', { headers: { 'content-type': 'application/json' }, body: `{"items":[${'['.repeat(100)}${']'.repeat(100)}]}` }, 0], ['unreadable_too_many_items', 'invalid', next('/x', Array.from({ length: 1_001 }, () => 1)), 0],
      ['bad_status', 'refused', { status: 404 }, 0], ['bad_status', 'refused', { status: 304 }, 0], ['bad_status', 'refused', { status: 302, headers: { location: 'http://10.0.0.1/' } }, 0],
    ] as const;
    for (const [failure, outcome, answer, pages] of cases) {
      const feed = await world.feed(world.a.id);
      world.site.set(`${feed.base}/feed`, answer);
      world.recorded.length = 0;
      expect(await world.take(feed)).toMatchObject({ state: 'failed', failure, pages, created: pages });
      expect(world.recorded).toEqual([[feed.id, outcome]]);
    }
  });

  test('a page that cannot be had now is tried again where it stands, and given up after some tries', async () => {
    const feed = await world.feed(world.a.id);
    world.serve(feed.base, [[item('a', 1)], [item('b', 1)]]);
    world.hooks.fault = ({ url }) => { if (url.endsWith('cursor=1')) throw new PartnerHttpError('timeout'); };
    for (let tries = 1; tries < MOST_TRIES; tries++) expect(await world.take(feed)).toMatchObject({ state: 'running', failure: 'timeout', pages: 1 });
    expect(await world.take(feed)).toMatchObject({ state: 'failed', failure: 'timeout', pages: 1, created: 1 });
    world.hooks.fault = () => {};
    expect(await world.take(feed)).toEqual({ ...finished, pages: 2, created: 1 });
  });

  test('rights: shown from their beginning to their end, by the clock', async () => {
    const feed = await world.feed(world.a.id);
    const at = (ms: number) => new Date(world.time.now.getTime() + ms).toISOString();
    world.serve(feed.base, [[item('later', 1, 'x', { rights: { from: at(1_000), until: at(2_000) } }), item('over', 1, 'x', { rights: { until: at(-1) } }), item('now', 1, 'x', { rights: { from: at(0), until: null } })]]);
    await world.take(feed);
    const shown = async () => (await world.contentsOf(feed.id)).map(({ item_id: id, state }) => [id, state]);
    expect(await shown()).toEqual([['later', 'draft'], ['now', 'published'], ['over', 'draft']]);
    expect(await world.imports.keepRights(world.system)).toBe(0);
    world.time.now = new Date(world.time.now.getTime() + 1_000);
    expect(await world.imports.keepRights(world.system)).toBe(1);
    expect(await shown()).toEqual([['later', 'published'], ['now', 'published'], ['over', 'draft']]);
    world.time.now = new Date(world.time.now.getTime() + 1_000);
    expect(await world.imports.keepRights(world.system)).toBe(1);
    expect(await shown()).toEqual([['later', 'unlisted'], ['now', 'published'], ['over', 'draft']]);
    world.serve(feed.base, [[item('later', 2, 'x', { rights: { until: at(9_000) } })]]);
    expect(await world.take(feed)).toMatchObject({ changed: 1 });
    expect((await shown())[0]).toEqual(['later', 'published']);
  });
});

describe('quarantine', () => {
  const unsound: Record<keyof typeof quarantineReasons, unknown> = {
    no_id: { title: 'x', content_text: 'x', _tandem: { version: 1 } }, no_version: item('no_version', 0), no_title: item('no_title', 1, 'x', {}, { title: 7 }), no_text: item('no_text', 1, 'x', {}, { content_text: undefined }),
    unfit_text: item('unfit_text', 1, 'x', {}, { title: 'x'.repeat(301) }), rights_unclear: item('rights_unclear', 1, 'x', { rights: { from: '2026-01-02T00:00:00Z', until: '2026-01-01T00:00:00Z' } }),
    checksum_differs: item('checksum_differs', 1, 'x', { checksum: sha256('y') }), tombstone_with_text: item('tombstone_with_text', 1, 'x', { deleted: true }), territory_limited: item('territory_limited', 1, 'x', { rights: { territories: ['CN'] } }),
    edited_here: item('edited_here', 2, 'theirs'),
  };

  test('each reason once; what can be released is, once; the rest is refused; what is discarded stays out', async () => {
    const feed = await world.feed(world.a.id);
    world.serve(feed.base, [[item('edited_here', 1)]]);
    await world.take(feed);
    const [{ id, version }] = await world.contentsOf(feed.id);
    await contents.edit({ id, expectedVersion: version, title: 'ours' }, world.manager);
    world.serve(feed.base, [Object.values(unsound), Object.values(unsound)]);
    expect(await world.take(feed)).toEqual({ ...finished, pages: 2, unchanged: 10, quarantined: 10 });
    const held = await heldOf(feed.id);
    expect(held.map(({ reason, state }) => [reason, state]).sort()).toEqual(Object.keys(quarantineReasons).map((reason) => [reason, 'waiting']).sort());
    expect((await world.contentsOf(feed.id)).map(({ title }) => title)).toEqual(['edited_here text 1']);
    for (const one of held) {
      const release = () => feeds.release({ id: one.id }, world.manager);
      if (quarantineReasons[one.reason as keyof typeof quarantineReasons].releasable) expect(await release()).toMatchObject({ state: 'released', reason: one.reason });
      else await expect(release()).rejects.toMatchObject({ code: 'BAD_INPUT' });
      if (one.reason === 'no_title') expect(await feeds.discard({ id: one.id }, world.manager)).toMatchObject({ state: 'discarded' });
    }
    await expect(feeds.release({ id: held.find(({ reason }) => reason === 'checksum_differs')!.id }, world.manager)).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION' });
    await expect(feeds.discard({ id: held[0].id }, world.bobOfB)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(feeds.discard({ id: held[0].id }, world.annOfA)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect((await world.contentsOf(feed.id)).map(({ item_id: of, title, state }) => [of, title, state])).toEqual([['checksum_differs', 'checksum_differs x', 'published'], ['edited_here', 'edited_here theirs', 'published'], ['territory_limited', 'territory_limited x', 'published']]);
    world.site.clear();
    world.serve(feed.base, [Object.values(unsound).toReversed()]);
    expect(await world.take(feed)).toEqual({ ...finished, pages: 1, unchanged: 10 });
    expect((await heldOf(feed.id)).find(({ reason }) => reason === 'no_title')).toMatchObject({ state: 'discarded' });
  });

  test('a tombstone goes through what was edited here; what the staff took away, a feed does not bring back', async () => {
    const feed = await world.feed(world.a.id);
    world.serve(feed.base, [[item('a', 1), item('b', 1)]]);
    await world.take(feed);
    const [a, b] = await world.contentsOf(feed.id);
    await contents.edit({ id: a.id, expectedVersion: a.version, title: 'ours' }, world.manager);
    await contents.move('contentTakeDown', { id: b.id, expectedVersion: b.version, reason: 'no' }, world.manager);
    world.serve(feed.base, [[tombstone('a', 2), tombstone('b', 2), item('b', 3, 'again')]]);
    await world.take(feed);
    expect((await world.contentsOf(feed.id)).map(({ state }) => state)).toEqual(['unlisted', 'takedown']);
  });
});

describe('P19: a broken feed', () => {
  test('of any bytes touches nothing of another partner, and lets the next import of its own through', async () => {
    const other = await world.feed(world.b.id);
    world.serve(other.base, [[item('a', 1), item('b', 1)]]);
    await world.take(other);
    const everything = () => world.database.query(`SELECT to_jsonb(c)::text AS row FROM contents c WHERE partner_id = $1 UNION ALL SELECT to_jsonb(i)::text FROM feed_items i WHERE partner_id = $1 UNION ALL SELECT to_jsonb(q)::text FROM quarantined_items q WHERE partner_id = $1 ORDER BY 1`, [world.b.id]);
    const before = await everything();
    const feed = await world.feed(world.a.id);
    const strange = fc.oneof(fc.json(), fc.array(fc.oneof(fc.object({ withNullPrototype: false }), fc.record({ id: fc.constantFrom('a', 'b', '\ud800', '\0'), title: fc.string({ unit: 'binary' }), content_text: fc.string({ unit: 'binary' }), date_modified: fc.jsonValue(), tags: fc.jsonValue(), attachments: fc.jsonValue(),
      _tandem: fc.record({ version: fc.oneof(fc.integer(), fc.constant(Number.MAX_SAFE_INTEGER)), rights: fc.jsonValue(), deleted: fc.boolean() }) }))).map((items) => JSON.stringify({ items })),
      fc.constant('{"items":[{"id":"n","title":"\\u0000\\ud800","content_text":"x","x":1e999,"date_modified":{"toString":1},"attachments":[{"mime_type":{"toString":1}}],"_tandem":{"version":1,"rights":{"from":"-100000-01-01T00:00:00Z"}}}]}'));
    await fc.assert(fc.asyncProperty(strange, fc.constantFrom('application/json', 'application/x-ndjson', 'text/csv', 'application/rss+xml'), async (body, type) => {
      world.site.set(`${feed.base}/feed`, { headers: { 'content-type': type }, body });
      expect(['finished', 'failed']).toContain((await world.take(feed)).state);
    }), { numRuns: 60 });
    expect(await everything()).toEqual(before);
    world.serve(feed.base, [[item('fresh', 1)]]);
    expect(await world.take(feed)).toMatchObject({ state: 'finished', created: 1 });
  }, 60_000);
});

import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { stageFigures } from '../../../server/feed/recommender-figures.js';
import { newId } from '../../../server/platform/ids.js';
import { readerIdOf, request } from './feed-platform.js';
import { build, cursorOf, openRecommenderWorld, type RecommenderWorld } from './recommender-world.js';

let world: RecommenderWorld;
let ids: Map<number, string>;
beforeAll(async () => {
  world = await openRecommenderWorld();
  ids = new Map((await world.database.query<{ no: number; id: string }>('SELECT no, id FROM contents')).map(({ no, id }) => [no, id]));
}, 60_000);
afterAll(() => world.close());
beforeEach(() => world.clear());

const page = async (externalId: string, overrides = {}) => {
  await world.feed.live.refresh();
  return world.feed.feeds.page(request({ reader: { readerId: await readerIdOf(world.database, externalId) }, ...overrides }));
};
const scoreOf = (id: string) => createHash('sha256').update(id).digest().readUInt32BE() / 2 ** 32;
const bodies = () => world.asked.map(({ body }) => JSON.parse(body!.toString()) as { id: string; candidates: string[]; context: object; k: number });
const set = async (id: string, stage: 'off' | 'shadow' | 'interleaved' | 'live', actor = world.manager) => world.stages.set({ ...await world.seen(id), scenario: 'home', stage, reason: 'a test of it' }, actor);
const answers = () => world.database.query<{ connector_id: string; stage: string; is_answered: boolean; overlap: number | null; sides: string | null; clicked: number[] }>('SELECT connector_id, stage, is_answered, overlap, sides, clicked FROM recommender_answers ORDER BY served_at');

describe('a feed without recommenders', () => {
  test('asks nobody and has not one statement more than before', async () => {
    await page('r1');
    await world.feed.live.refresh();
    const reader = { readerId: await readerIdOf(world.database, 'r1') };
    const before = world.database.statementCount;
    await world.feed.feeds.page(request({ reader }));
    expect(world.database.statementCount - before).toBe(3);
    expect(world.asked).toEqual([]);
  });
});

describe('in shadow', () => {
  test('it is asked after the reader has his answer, which is ours; both lists are compared', async () => {
    const own = await page('r2');
    await world.put(world.a1, 'shadow');
    const shown = await page('r2');
    expect(shown.entries.filter(({ source }) => source !== 'explore').map(({ source }) => source)).toEqual(own.entries.filter(({ source }) => source !== 'explore').map(({ source }) => source));
    expect(shown.policyVersion).toBe('home-1/newest');
    await world.feed.trials.settle();
    expect(await answers()).toEqual([{ connector_id: world.a1, stage: 'shadow', is_answered: true, overlap: expect.any(Number), sides: null, clicked: [] }]);
  });

  test('an answer that cannot be used is counted as such, and nothing else happens', async () => {
    await world.put(world.a1, 'shadow');
    world.peers[0].plant(['rank-foreign']);
    expect((await page('r2')).entries).toHaveLength(20);
    await world.feed.trials.settle();
    expect(await answers()).toMatchObject([{ is_answered: false, overlap: null }]);
    expect(world.counted).toEqual([{ id: world.a1, outcome: 'invalid' }]);
  });
});

describe('two partners', () => {
  test.each(['rank-foreign', 'rank-late', 'rank-truncates', 'rank-no-version'] as const)('P17: %s of one changes no answer of the other, neither beside the feed nor in it', async (defect) => {
    await world.put(world.a1, 'shadow');
    await world.put(world.b1, 'live');
    world.peers[0].plant([defect]);
    const shown = await page('r5');
    await world.feed.trials.settle();
    expect(shown.policyVersion).toBe(`home-1/newest+${world.b1}`);
    const names = shown.entries.filter(({ source }) => source !== 'explore').map(({ contentNo }) => ids.get(contentNo)!);
    expect(names).toEqual([...names].sort((one, other) => scoreOf(other) - scoreOf(one)));
    expect(world.counted.filter(({ id }) => id === world.b1)).toEqual([{ id: world.b1, outcome: 'answered' }]);
    expect(world.counted.filter(({ id }) => id === world.a1)).toEqual([{ id: world.a1, outcome: defect === 'rank-late' ? 'late' : 'invalid' }]);
    expect(await answers()).toMatchObject([{ connector_id: world.a1, stage: 'shadow', is_answered: false }]);
  });
});

describe('live', () => {
  test('its order is what the reader sees, and the entries say so; pages of the list go on with it without asking again', async () => {
    await world.put(world.a1, 'live');
    const first = await page('r3', { first: 10 });
    const rest = await page('r3', { first: 100, after: cursorOf(first) });
    const entries = [...first.entries, ...rest.entries].filter(({ source }) => source !== 'explore');
    const names = entries.map(({ contentNo }) => ids.get(contentNo)!);
    expect(names).toEqual([...names].sort((one, other) => scoreOf(other) - scoreOf(one)));
    expect(entries.every(({ source }) => source === 'partner')).toBe(true);
    expect(first.policyVersion).toBe(`home-1/newest+${world.a1}`);
    expect(world.asked).toHaveLength(1);
    const reasons = await world.feed.reasons.explain(first);
    expect(reasons.get(entries[0].slot)).toEqual([{ kind: 'ranked_by_partner', content: null, share: null }]);
  });

  test('nothing of the reader leaves: candidates in no order of ours, a name of the question that is not the feed’s, no context without a contract for it', async () => {
    await world.put(world.a1, 'live');
    const shown = await page('r4');
    await world.database.query(`UPDATE readers SET personalised = false WHERE external_id = 'r5'`);
    const [one, other] = [await page('r5'), await page('r5')];
    const [first, second, third] = bodies();
    expect(first.candidates).toEqual([...first.candidates].sort());
    expect(Object.keys(first).sort()).toEqual(['candidates', 'context', 'deadlineMs', 'id', 'k']);
    expect(first.context).toEqual({});
    expect(JSON.stringify(first)).not.toContain(shown.feedId);
    expect(JSON.stringify(first)).not.toContain(await readerIdOf(world.database, 'r4'));
    expect(second.candidates).toEqual(third.candidates);
    expect(one.entries.map(({ contentNo }) => contentNo)).toEqual(other.entries.map(({ contentNo }) => contentNo));
  });

  test('the language leaves only where a contract in force says so and the reader wants personal feeds', async () => {
    await world.put(world.a1, 'live');
    await world.database.query(
      `UPDATE contract_versions SET clauses = clauses || '[{"key": "data", "kind": "data_scope", "fields": ["locale"], "level": "record"}]' WHERE contract_id IN (SELECT id FROM contracts WHERE partner_id = $1)`, [world.a.id]);
    await page('r6');
    await world.database.query(`UPDATE readers SET personalised = false WHERE external_id = 'r7'`);
    await page('r7');
    expect(bodies().map(({ context }) => context)).toEqual([{ locale: 'zh' }, {}]);
    await world.database.query(`UPDATE contract_versions SET clauses = clauses - 2`);
  });

  test('a content of another partner is none of its candidates and stays where our ranking put it', async () => {
    const plain = await page('r8');
    const { contentNo, slot } = plain.entries.find(({ source }) => source === 'newest')!;
    await world.database.query('UPDATE contents SET partner_id = $2, updated_at = now() WHERE no = $1', [contentNo, world.b.id]);
    await world.put(world.a1, 'live');
    const shown = await page('r8');
    expect(bodies()[0].candidates).not.toContain(ids.get(contentNo));
    expect(shown.entries.find((entry) => entry.contentNo === contentNo)).toMatchObject({ slot, source: 'newest' });
    await world.database.query('UPDATE contents SET partner_id = NULL, updated_at = now() WHERE no = $1', [contentNo]);
  });

  test.each([['rank-late', 'late'], ['rank-foreign', 'invalid'], ['rank-twice', 'invalid'], ['rank-truncates', 'invalid'], ['rank-no-score', 'invalid']] as const)('P15: %s leaves the reader with our own ranking, whole', async (defect, outcome) => {
    const own = await page('r9');
    await world.put(world.a1, 'live');
    world.peers[0].plant([defect]);
    const shown = await page('r9');
    const organic = (all: typeof own) => all.entries.filter(({ source }) => source !== 'explore').map(({ contentNo }) => contentNo);
    expect(shown.policyVersion).toBe(own.policyVersion);
    expect(organic(shown).slice(0, 8)).toEqual(organic(own).slice(0, 8));
    expect(world.counted).toEqual([{ id: world.a1, outcome }]);
    expect(new Set(shown.entries.map(({ contentNo }) => contentNo)).size).toBe(20);
  });

  test.each(['tripped', 'accepted', 'testing', 'retired'])('a %s connector is not asked at all', async (state) => {
    await world.put(world.a1, 'live');
    await world.database.query('UPDATE connectors SET state = $2 WHERE id = $1', [world.a1, state]);
    expect((await page('r10')).entries).toHaveLength(20);
    await world.database.query(`UPDATE connectors SET state = 'live' WHERE id = $1`, [world.a1]);
    expect(world.asked).toEqual([]);
  });

  test('P15: after five failures in a row a process asks it no more for five seconds; one answer, and it is asked as before', async () => {
    await world.put(world.a1, 'live');
    world.peers[0].plant(['rank-foreign']);
    for (let n = 0; n < 8; n++) expect((await page('r10')).entries).toHaveLength(20);
    expect(world.asked).toHaveLength(5);
    world.feedTime.now = new Date(world.feedTime.now.getTime() + 5_000);
    world.peers[0].plant([]);
    for (let n = 0; n < 3; n++) expect((await page('r10')).policyVersion).toContain(world.a1);
    expect(world.asked).toHaveLength(8);
  });

  test('P13: nor is one whose contract is not in force', async () => {
    await world.put(world.a1, 'live');
    await world.database.query(`UPDATE contract_versions SET state = 'signed'`);
    expect((await page('r10')).entries).toHaveLength(20);
    await world.database.query(`UPDATE contract_versions SET state = 'active'`);
    expect(world.asked).toEqual([]);
  });
});

describe('interleaved', () => {
  test('two lists are drafted into one, and clicks count for the side that picked the content, once a slot', async () => {
    await world.put(world.a1, 'interleaved');
    const shown = await page('r11');
    const [{ sides }] = await answers();
    expect(new Set(shown.entries.map(({ contentNo }) => contentNo)).size).toBe(20);
    for (const { slot, source } of shown.entries) expect(sides![slot]).toBe(source === 'partner' ? 'p' : source === 'explore' ? '-' : 'o');
    expect(Math.abs([...sides!].filter((side) => side === 'p').length - [...sides!].filter((side) => side === 'o').length)).toBeLessThanOrEqual(1);
    const click = (slot: number, contentNo: number) => world.feed.intake.takeList(
      [{ eventId: newId(), readerId: 'r11', contentId: ids.get(contentNo), kind: 'click', occurredAt: new Date(), feedId: shown.feedId, slot }], { readerNo: null, namesReaders: true });
    const theirs = shown.entries.filter(({ source }) => source === 'partner');
    await click(theirs[0].slot, theirs[0].contentNo);
    await click(theirs[0].slot, theirs[0].contentNo);
    await click(theirs[1].slot, theirs[0].contentNo); // not what stood there
    expect((await answers())[0].clicked).toEqual([theirs[0].slot]);
    expect((await stageFigures(world.database, [world.a1]))[0][0]).toMatchObject({ stage: 'interleaved', asked: 1, answered: 1, partnerWins: 1, ourWins: 0, ties: 0, pValue: 1 });
  });

  test('without an answer the list is ours, and the question counts as missed', async () => {
    await world.put(world.a1, 'interleaved');
    world.peers[0].plant(['rank-no-version']);
    expect((await page('r12')).entries.map(({ source }) => source)).not.toContain('partner');
    expect(await answers()).toMatchObject([{ stage: 'interleaved', is_answered: false, sides: null }]);
  });

  test('an inspection by staff is no trial', async () => {
    await world.put(world.a1, 'interleaved');
    await page('r13', { isImpression: false });
    expect(await answers()).toEqual([]);
  });
});

describe('the stages', () => {
  test('up needs a live connector, a contract in force and a clean trial; back needs nothing', async () => {
    await expect(set(world.a1, 'live')).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION', details: { from: 'off', allowed: ['shadow'] } });
    await set(world.a1, 'shadow');
    await expect(set(world.a1, 'live')).rejects.toMatchObject({ code: 'NOT_READY', details: { missing: ['trial_too_short'] } });
    await world.trial(world.a1, 98, 2);
    await expect(set(world.a1, 'interleaved')).rejects.toMatchObject({ code: 'NOT_READY', details: { missing: ['trial_too_short'] } });
    await world.database.query('DELETE FROM recommender_answers');
    await world.trial(world.a1, 99, 1);
    await set(world.a1, 'live');
    await world.database.query(`UPDATE connectors SET state = 'tripped' WHERE id = $1`, [world.a1]);
    await world.database.query(`UPDATE contract_versions SET state = 'signed'`);
    await set(world.a1, 'shadow');
    await expect(set(world.a1, 'live')).rejects.toMatchObject({ details: { missing: ['not_live', 'no_agreement'] } });
    await set(world.a1, 'off');
    await world.database.query(`UPDATE contract_versions SET state = 'active'`);
    await world.database.query(`UPDATE connectors SET state = 'live' WHERE id = $1`, [world.a1]);
  });

  test('one recommender is seen in a feed; a trial of another build does not count; only the platform decides', async () => {
    for (const id of [world.a1, world.b1]) {
      await world.trial(id, 100, 0);
      await set(id, 'shadow');
    }
    await set(world.a1, 'live');
    await expect(set(world.b1, 'interleaved')).rejects.toMatchObject({ code: 'NOT_READY', details: { missing: ['another_is_seen'] } });
    await set(world.a1, 'shadow');
    await world.database.query('UPDATE connectors SET build_digest = $2 WHERE id = $1', [world.b1, 'b'.repeat(64)]);
    await expect(set(world.b1, 'live')).rejects.toMatchObject({ details: { missing: ['trial_too_short'] } });
    await world.database.query('UPDATE connectors SET build_digest = $2 WHERE id = $1', [world.b1, build]);
    await expect(set(world.a1, 'off', world.annOfA)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(world.stages.set({ ...await world.seen(world.a1), scenario: 'nowhere', stage: 'off', reason: 'a test' }, world.manager)).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  test('two managers who raise two recommenders at once: one of them is told who is seen', async () => {
    for (const id of [world.a1, world.b1]) {
      await world.trial(id, 100, 0);
      await world.put(id, 'shadow');
    }
    const results = await Promise.allSettled([set(world.a1, 'live'), set(world.b1, 'live')]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'NOT_READY', details: { missing: ['another_is_seen'] } } });
  });
});

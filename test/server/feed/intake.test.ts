import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { intakeLimits } from '../../../server/feed/event-intake.js';
import { newId } from '../../../server/platform/ids.js';
import { addContents } from '../../support/content-factories.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { openTestFeed, type OpenFeed } from './feed-platform.js';

let db: TestDatabase;
let feed: OpenFeed;
const service = { readerNo: null, namesReaders: true };

beforeAll(async () => {
  db = await openTestDatabase();
  feed = openTestFeed(db.database);
  await addContents(db.database, Array.from({ length: 6 }, (_, at) => ({ externalId: `c${at}`, title: `课程 ${at}` })));
});
afterAll(() => db.close());

const count = async (table = 'interactions') => Number((await db.database.query<{ count: string }>(`SELECT count(*) FROM ${table}`))[0].count);
const event = (change: object = {}) => ({ eventId: randomUUID(), readerId: 'r1', contentId: 'c1', kind: 'view', occurredAt: Date.now() - 1000, ...change });
async function* chunks(text: string, size = 700): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

describe('intake', () => {
  test('replaying any events, in any order and any pieces, equals taking them once', async () => {
    const someEvents = fc.array(fc.record({
      eventId: fc.constantFrom(...Array.from({ length: 12 }, (_, at) => `event-${at}`)), readerId: fc.constantFrom('fa', 'fb', 'fc'),
      contentId: fc.constantFrom('c1', 'c2', 'nothing'), kind: fc.constantFrom('view', 'read', 'like'), day: fc.integer({ min: 0, max: 3 }),
    }), { minLength: 1, maxLength: 30 });
    const today = Math.floor(Date.now() / 86_400_000) * 86_400_000;
    await fc.assert(fc.asyncProperty(someEvents, fc.integer(), async (drafts, salt) => {
      // One event id is one event: whoever sends it again says the same.
      const byId = new Map(drafts.map(({ day, eventId, ...rest }) => [eventId, { ...rest, eventId: `${eventId}/${salt}/${drafts.length}`, occurredAt: today - day * 86_400_000 }]));
      const events = drafts.map(({ eventId }) => byId.get(eventId)!);
      const known = new Set(events.filter(({ contentId }) => contentId !== 'nothing').map(({ eventId }) => eventId));
      const before = await count();
      const first = await feed.intake.takeList(events, service);
      const again = await feed.intake.takeStream(chunks([...events].reverse().map((one) => JSON.stringify(one)).join('\n'), 97), service);
      const parts = await Promise.all([feed.intake.takeList(events.slice(0, 7), service), feed.intake.takeList([...events].reverse(), service)]);
      const stored = (await count()) - before;
      // A salt may come twice: then everything is a repeat.
      expect([known.size, 0]).toContain(stored);
      expect(first.accepted).toBe(stored);
      expect([again, ...parts].map(({ accepted }) => accepted)).toEqual([0, 0, 0]);
      expect(again.duplicates + again.rejectedCount).toBe(events.length);
    }), { numRuns: 25 });
  });

  test('says for each refused line why, and takes the others', async () => {
    const lines = [JSON.stringify(event()), '{"eventId"', '', JSON.stringify(event({ contentId: 'nobody knows' })), JSON.stringify(event({ kind: 'hate' })), `"${'x'.repeat(intakeLimits.maxLineBytes)}"`, JSON.stringify(event())];
    const before = await count();
    expect(await feed.intake.takeStream(chunks(lines.join('\n')), service)).toEqual({
      accepted: 2, duplicates: 0, rejectedCount: 4,
      rejected: [{ line: 2, reason: 'not_json' }, { line: 4, reason: 'unknown_content' }, { line: 5, reason: 'bad_kind' }, { line: 6, reason: 'line_too_long' }],
    });
    expect(await count()).toBe(before + 2);
  });

  test('a refused event leaves neither an interaction nor a reader behind', async () => {
    const [interactions, readers] = [await count(), await count('readers')];
    const answer = await feed.intake.takeList([event({ readerId: 'stranger', contentId: 'nobody knows' }), event({ readerId: 'stranger', occurredAt: 0 })], service);
    expect(answer.rejected).toEqual([{ line: 1, reason: 'unknown_content' }, { line: 2, reason: 'too_old' }]);
    expect([await count(), await count('readers')]).toEqual([interactions, readers]);
  });

  test('a reader writes his own events and names nobody', async () => {
    const [{ no }] = await db.database.query<{ no: number }>(`INSERT INTO readers (id, external_id) VALUES ($1, 'own') RETURNING no`, [newId()]);
    const sender = { readerNo: no, namesReaders: false };
    const own = event({ readerId: undefined });
    expect(await feed.intake.takeList([own, event({ readerId: 'r1' })], sender)).toMatchObject({ accepted: 1, rejected: [{ line: 2, reason: 'reader_not_allowed' }] });
    expect(await db.database.query('SELECT reader_no FROM interactions WHERE event_id = $1', [own.eventId])).toEqual([{ reader_no: no }]);
    expect(await feed.intake.takeList([event({ readerId: undefined })], service)).toMatchObject({ accepted: 0, rejected: [{ line: 1, reason: 'bad_reader' }] });
  });

  test('names are looked up once for a batch, and days are made as they come', async () => {
    const days = Array.from({ length: 5 }, (_, day) => event({ occurredAt: Date.now() - (30 + day) * 86_400_000, readerId: `day${day % 2}` }));
    const before = db.database.statementCount;
    await feed.intake.takeList(days, service);
    const first = db.database.statementCount - before;
    await feed.intake.takeList(days.map((one) => ({ ...one, eventId: randomUUID() })), service);
    expect(db.database.statementCount - before - first).toBe(1);
    expect(first).toBeLessThanOrEqual(5 + 3 + 1 + 1);
  });

  test('a body beyond the limit ends with TOO_LARGE; what came before is stored', async () => {
    const lines = Array.from({ length: 40 }, () => JSON.stringify(event({ readerId: 'big' })));
    const text = `${lines.join('\n')}\n`;
    const before = await count();
    await expect(feed.intake.takeStream(chunks(text), service, { batchLines: 10, batchBytes: 100_000, maxLineBytes: 1000, maxBytes: text.length - 1 })).rejects.toMatchObject({ code: 'TOO_LARGE' });
    expect(await count() - before).toBeGreaterThanOrEqual(30);
    expect(await feed.intake.takeStream(chunks(text), service)).toMatchObject({ rejectedCount: 0 });
    expect(await count() - before).toBe(40);
  });

  test('many that meet the same new days, readers and events at once all find their way', async () => {
    const events = Array.from({ length: 60 }, (_, at) => event({ readerId: `crowd${at % 20}`, occurredAt: Date.now() - (40 + at % 6) * 86_400_000 }));
    const crowd = Array.from({ length: 6 }, (_, turn) => openTestFeed(db.database).intake.takeList(turn % 2 ? events : [...events].reverse(), service));
    const answers = await Promise.all(crowd);
    expect(answers.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(60);
    expect(answers.every(({ accepted, duplicates, rejectedCount }) => accepted + duplicates === 60 && rejectedCount === 0)).toBe(true);
  });

  test('a new day does not wait for whoever reads the others, nor do readers wait for it', async () => {
    await db.database.withClient(async (client) => {
      await client.query('BEGIN');
      await client.query('SELECT count(*) FROM interactions');
      const fresh = event({ occurredAt: Date.now() - 57 * 86_400_000 });
      expect(await feed.intake.takeList([fresh], service)).toMatchObject({ accepted: 1 });
      expect(await db.database.query('SELECT kind FROM interactions WHERE event_id = $1', [fresh.eventId])).toEqual([{ kind: 'view' }]);
      await client.query('COMMIT');
    });
    const [{ indexes }] = await db.database.query<{ indexes: number }>(`SELECT count(*)::int AS indexes FROM pg_index i JOIN pg_inherits p ON p.inhrelid = i.indrelid WHERE p.inhparent = 'interactions'::regclass GROUP BY i.indrelid ORDER BY 1 LIMIT 1`);
    expect(indexes).toBe(2);
  });

  test('a day that house-keeping dropped is made again', async () => {
    const old = event({ occurredAt: Date.now() - 50 * 86_400_000 });
    await feed.intake.takeList([old], service);
    const [{ name }] = await db.database.query<{ name: string }>(`SELECT tableoid::regclass::text AS name FROM interactions WHERE event_id = $1`, [old.eventId]);
    await db.database.query(`DROP TABLE ${name}`);
    expect(await feed.intake.takeList([old], service)).toMatchObject({ accepted: 1 });
  });
});

import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PROFILE_DAYS } from '../../../models/features/reader-profile.js';
import { contentVector } from '../../../models/features/vectors.js';
import { ContentVectors } from '../../../server/feed/content-vectors.js';
import { countFeatures, readFeatures, readVersionTexts } from '../../../server/feed/feature-sets.js';
import { newId } from '../../../server/platform/ids.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';

const contents = 1100;
const now = new Date();
let db: TestDatabase;
let setId: string;

beforeAll(async () => {
  db = await openTestDatabase();
  await db.database.transaction(async (tx) => {
    await tx.query(`CREATE TEMPORARY TABLE planted ON COMMIT DROP AS SELECT no, gen_random_uuid() AS id, gen_random_uuid() AS version FROM generate_series(1, ${contents}) AS no`);
    await tx.query(`INSERT INTO content_versions (id, content_id, number, title, content_hash, search) SELECT version, id, 1, 'Course ' || no, sha256(no::text::bytea), '' FROM planted`);
    await tx.query(`INSERT INTO contents (id, kind, state, draft_version_id, live_version_id, published_at) SELECT id, 'course', 'published', version, version, now() - interval '30 days' FROM planted ORDER BY no`);
  });
  setId = await countFeatures(db.database, newId, now.getTime());
});
afterAll(() => db.close());

/** How often others had their turn of the event loop meanwhile. */
async function turnsOf(work: () => Promise<unknown>): Promise<number> {
  let [turns, isOver] = [0, false];
  const count = (): void => {
    turns++;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  await work();
  isOver = true;
  return turns;
}

test('a set is read a few hundred rows at a time, and requests have their turn in between', async () => {
  const turns = await turnsOf(() => readFeatures(db.database, setId));
  expect(turns).toBeGreaterThanOrEqual(Math.ceil(contents / 250));
  const set = (await readFeatures(db.database, setId))!;
  expect(set.contents.size).toBe(contents);
  expect([...set.contents.values()].map(({ no }) => no).sort((a, b) => a - b)).toEqual(Array.from(set.contents.keys()).sort((a, b) => a - b));
});

test('a set of before there were lines is read as well', async () => {
  const set = (await readFeatures(db.database, setId))!;
  const rows = [...set.contents.values()];
  const names = Object.keys(rows[0]);
  const whole = deflateRawSync(JSON.stringify([names, ...names.map((name) => rows.map((row) => (row as unknown as Record<string, unknown>)[name]))]));
  const oldId = newId();
  await db.database.query('INSERT INTO feature_sets (id, counted_to, contents, ads) VALUES ($1, $2, $3, $4)', [oldId, new Date(now.getTime() - 1), whole, deflateRawSync('[[]]')]);
  const old = (await readFeatures(db.database, oldId))!;
  expect(old.contents).toEqual(set.contents);
  expect(old.ads.size).toBe(0);
});

test('vectors of all contents are those of the log; a profile knows its history alone', async () => {
  const set = (await readFeatures(db.database, setId))!;
  const vectors = await ContentVectors.of(db.database, set);
  const [first, second] = [...set.contents.values()];
  const texts = await readVersionTexts(db.database, [first.versionId]);
  expect(vectors.get(first.no)).toEqual(contentVector({ ...first, text: texts.get(first.versionId)! }, set.countedToMs));
  const event = (contentNo: number, kind: 'read' | 'less') => ({ contentNo, kind, value: null, occurredAtMs: now.getTime() });
  expect(vectors.profileOf([event(first.no, 'read')], now.getTime())).toEqual(vectors.get(first.no));
  const both = vectors.profileOf([event(second.no, 'read'), event(first.no, 'read')], now.getTime())!;
  both.forEach((value, at) => expect(value).toBeCloseTo((vectors.get(first.no)![at] + vectors.get(second.no)![at]) / 2, 6));
  expect(vectors.profileOf([event(first.no, 'less')], now.getTime())).toBeNull();
  expect(vectors.profileOf([event(987_654, 'read')], now.getTime())).toBeNull();
  // The same whether a reader's older days were read or not.
  const old = { ...event(second.no, 'read'), occurredAtMs: now.getTime() - PROFILE_DAYS * 86_400_000 - 1 };
  expect(vectors.profileOf([event(first.no, 'read'), old], now.getTime())).toEqual(vectors.get(first.no));
  expect(vectors.profileOf([old], now.getTime())).toBeNull();
});

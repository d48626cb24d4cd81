import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Audience } from '../../../schema/audience.js';
import { ContentKind } from '../../../schema/content.js';
import { interactionKinds } from '../../../schema/interaction.js';
import { audienceSql, matchesAudience, readingKinds, type AudienceProfile } from '../../../server/campaign/audience.js';
import { audienceSizes } from '../../../server/campaign/campaign-figures.js';
import type { Database } from '../../../server/platform/database.js';
import { newId } from '../../../server/platform/ids.js';
import { addContents } from '../../support/content-factories.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';

const DAY_MS = 86_400_000;
const now = new Date('2026-03-10T12:00:00.000Z');
const kinds = Object.values(ContentKind) as ContentKind[];
let opened: TestDatabase;
let database: Database;
const contentNos = new Map<ContentKind, number>();

beforeAll(async () => {
  opened = await openTestDatabase();
  database = opened.database;
  const ids = await addContents(database, kinds.map((kind) => ({ title: kind, kind })));
  for (const [place, id] of ids.entries()) {
    const [{ no }] = await database.query<{ no: number }>('SELECT no FROM contents WHERE id = $1', [id]);
    contentNos.set(kinds[place], no);
  }
  for (let back = -1; back < 30; back++) await database.query('SELECT ensure_interaction_day($1::date)', [new Date(now.getTime() - back * DAY_MS).toISOString().slice(0, 10)]);
});
afterAll(() => opened.close());

interface Act { kind: (typeof interactionKinds)[number]; content: ContentKind; at: Date }
// Some acts lie exactly on the edge of a window, some in the future: both have bitten before.
const act: fc.Arbitrary<Act> = fc.record({
  kind: fc.constantFrom(...interactionKinds),
  content: fc.constantFrom(...kinds),
  at: fc.oneof(fc.integer({ min: -1, max: 20 }).map((back) => new Date(now.getTime() - back * DAY_MS / 2)), fc.integer({ min: 0, max: 10 * DAY_MS }).map((back) => new Date(now.getTime() - back))),
});
const person = fc.record({ locale: fc.constantFrom('zh' as const, 'en' as const), acts: fc.array(act, { maxLength: 5 }) });
const audience: fc.Arbitrary<Audience> = fc.record({
  kinds: fc.subarray(kinds), locales: fc.subarray(['zh', 'en'] as ('zh' | 'en')[]), activeWithinDays: fc.option(fc.integer({ min: 1, max: 12 })),
});

function profileOf({ locale, acts }: { locale: string; acts: Act[] }): AudienceProfile {
  const past = acts.filter(({ at }) => at <= now).sort((one, other) => one.at.getTime() - other.at.getTime());
  const profile: AudienceProfile = { locale, lastActiveAt: past.at(-1)?.at ?? null, lastReadAt: {} };
  for (const { kind, content, at } of past) if ((readingKinds as readonly string[]).includes(kind)) profile.lastReadAt[content] = at;
  return profile;
}

test('the rule in SQL and the rule in TypeScript choose the same readers', async () => {
  await fc.assert(fc.asyncProperty(fc.array(person, { minLength: 1, maxLength: 8 }), fc.array(audience, { minLength: 1, maxLength: 4 }), async (people, audiences) => {
    await database.query('DELETE FROM interactions');
    await database.query('DELETE FROM readers');
    const nos: number[] = [];
    for (const { locale, acts } of people) {
      const [{ no }] = await database.query<{ no: number }>('INSERT INTO readers (id, locale) VALUES ($1, $2) RETURNING no', [newId(), locale]);
      nos.push(no);
      for (const { kind, content, at } of acts) {
        await database.query('INSERT INTO interactions (occurred_at, event_id, reader_no, content_no, kind) VALUES ($1, $2, $3, $4, $5)', [at, newId(), no, contentNos.get(content), kind]);
      }
    }
    for (const one of audiences) {
      const rows = await database.query<{ no: number }>(`SELECT r.no FROM readers r WHERE ${audienceSql('$1::jsonb', '$2::timestamptz', 'r')} ORDER BY r.no`, [JSON.stringify(one), now]);
      expect(rows.map(({ no }) => no)).toEqual(nos.filter((_no, place) => matchesAudience(one, profileOf(people[place]), now)));
    }
    const sizes = audiences.map((one) => people.filter((given) => matchesAudience(one, profileOf(given), now)).length);
    expect(await audienceSizes(database, audiences, now)).toEqual(sizes);
  }), { numRuns: 60 });
});

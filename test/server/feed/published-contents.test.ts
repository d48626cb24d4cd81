import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PublishedContents } from '../../../server/feed/published-contents.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { addContents } from '../../support/content-factories.js';

let db: TestDatabase;
beforeAll(async () => { db = await openTestDatabase(); });
afterAll(() => db.close());

test('reads what changed, and not again the thousands that a bulk import has brought at once', async () => {
  let now = new Date();
  const contents = new PublishedContents(db.database, () => now);
  await addContents(db.database, Array.from({ length: 3 }, (_, at) => ({ title: `Content ${at}` })));
  await contents.refresh();
  expect(contents.newestNos).toHaveLength(3);

  const read: number[] = [];
  const prepared = db.database.prepared.bind(db.database);
  db.database.prepared = async (...args) => {
    const rows = await prepared(...args);
    read.push(rows.length);
    return rows as never;
  };
  now = new Date(now.getTime() + 11_000);
  await contents.refresh(); // the last look within ten seconds of the import
  now = new Date(now.getTime() + 11_000);
  await contents.refresh();
  expect(read.at(-1)).toBe(0);

  await db.database.query(`UPDATE contents SET state = 'unlisted', updated_at = $1 WHERE no = $2`, [now, contents.newestNos[0]]);
  await contents.refresh();
  expect(contents.newestNos).toHaveLength(2);
});

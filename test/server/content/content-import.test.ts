import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Content } from '../../../schema/content.js';
import { Audit } from '../../../server/audit/audit.js';
import { ContentImport, type ContentRecord } from '../../../server/content/content-import.js';
import { systemActor } from '../../../server/platform/actor.js';
import type { DomainError } from '../../../server/platform/errors.js';
import { newId } from '../../../server/platform/ids.js';
import { addAccount, addPartner, handClock } from '../../support/content-factories.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';

let test_: TestDatabase;
let contentImport: ContentImport;
const clock = handClock();
const importer = systemActor('import');

beforeAll(async () => {
  test_ = await openTestDatabase();
  contentImport = new ContentImport(test_.database, new Audit(test_.database, clock, newId), clock, newId);
});
afterAll(() => test_.close());

const record = (externalId: string, more: Partial<ContentRecord> = {}): ContentRecord => ({ externalId, kind: 'course', title: `课程 ${externalId}`, body: '正文', language: 'zh', tags: ['甲', '乙'], ...more });
const byExternalId = (externalId: string) => test_.database.dataSource.getRepository(Content).findOneByOrFail({ externalId });
const count = async (table: string) => Number((await test_.database.query<{ count: string }>(`SELECT count(*) FROM ${table}`))[0].count);

test('creates, leaves alone, and updates', async () => {
  const publishedAt = new Date('2020-01-02T03:04:05Z');
  expect(await contentImport.upsert([record('a', { publishedAt }), record('b')], importer)).toEqual({ created: 2, updated: 0, unchanged: 0, outcomes: ['created', 'created'] });
  expect(await byExternalId('a')).toMatchObject({ state: 'published', kind: 'course', title: '课程 a', tags: ['甲', '乙'], publishedAt, version: 1 });
  expect((await byExternalId('b')).publishedAt).toEqual(clock());
  const before = [await count('content_versions'), await count('content_publications'), await count('audit_entries')];

  expect(await contentImport.upsert([record('a', { publishedAt }), record('b')], importer)).toEqual({ created: 0, updated: 0, unchanged: 2, outcomes: ['unchanged', 'unchanged'] });
  expect([await count('content_versions'), await count('content_publications'), await count('audit_entries')]).toEqual(before);

  expect(await contentImport.upsert([record('c'), record('a', { body: '新正文' }), record('b')], importer)).toEqual({ created: 1, updated: 1, unchanged: 1, outcomes: ['created', 'updated', 'unchanged'] });
  const a = await byExternalId('a');
  expect(a).toMatchObject({ version: 2, publishedAt });
  const log = await test_.database.query<{ from_version_id: string | null; to_version_id: string }>('SELECT from_version_id, to_version_id FROM content_publications WHERE content_id = $1 ORDER BY id', [a.id]);
  expect(log).toEqual([{ from_version_id: null, to_version_id: log[1].from_version_id }, { from_version_id: log[0].to_version_id, to_version_id: a.liveVersionId }]);
});

test('a new owner or kind with the same text makes no new version', async () => {
  const partnerId = await addPartner(test_.database);
  const { accountId } = await addAccount(test_.database, 'author');
  await contentImport.upsert([record('owner')], importer);
  const versions = await count('content_versions');
  expect((await contentImport.upsert([record('owner', { kind: 'video', partnerId, authorId: accountId })], importer)).outcomes).toEqual(['updated']);
  expect(await byExternalId('owner')).toMatchObject({ kind: 'video', partnerId, authorId: accountId });
  expect((await contentImport.upsert([record('owner', { kind: 'video' })], importer)).outcomes).toEqual(['unchanged']);
  expect(await count('content_versions')).toBe(versions);
});

test('an id that comes twice in a batch is applied in order', async () => {
  expect((await contentImport.upsert([record('twice', { title: '一' }), record('x'), record('twice', { title: '二' }), record('twice', { title: '二' })], importer)).outcomes)
    .toEqual(['created', 'created', 'updated', 'unchanged']);
  expect((await byExternalId('twice')).title).toBe('二');
});

test('what was taken down stays down', async () => {
  await contentImport.upsert([record('down')], importer);
  const { id, liveVersionId } = await byExternalId('down');
  await test_.database.query(`UPDATE contents SET state = 'takedown' WHERE id = $1`, [id]);
  expect((await contentImport.upsert([record('down', { title: '改' })], importer)).outcomes).toEqual(['updated']);
  expect(await byExternalId('down')).toMatchObject({ state: 'takedown', liveVersionId, title: '课程 down' });
  expect((await contentImport.upsert([record('down', { title: '改' })], importer)).outcomes).toEqual(['unchanged']);
});

test('one bad record refuses the batch, names itself, and changes nothing', async () => {
  const before = await count('contents');
  const refused = await contentImport.upsert([record('ok'), record('bad', { title: '' })], importer).catch((error: DomainError) => error);
  expect(refused).toMatchObject({ code: 'BAD_INPUT', details: { index: 1, path: ['title'] } });
  expect(await contentImport.upsert([record('k', { kind: 'podcast' as 'audio' })], importer).catch((error: DomainError) => error)).toMatchObject({ code: 'BAD_INPUT', details: { index: 0, path: ['kind'] } });
  expect(await contentImport.upsert(Array.from({ length: 1001 }, (_, i) => record(`n${i}`)), importer).catch((error: DomainError) => error)).toMatchObject({ code: 'BAD_INPUT', details: { most: 1000 } });
  expect(await count('contents')).toBe(before);
});

test('two imports of the same thousand at once create them once', async () => {
  const batch = Array.from({ length: 1000 }, (_, i) => record(`bulk-${i}`));
  const results = await Promise.all([contentImport.upsert(batch, importer), contentImport.upsert(batch, importer)]);
  expect(results.map(({ created, unchanged }) => [created, unchanged]).sort()).toEqual([[0, 1000], [1000, 0]]);
  expect(await count(`contents WHERE external_id LIKE 'bulk-%'`)).toBe(1000);
});

test('text that Postgres or UTF-8 cannot hold is cleaned', async () => {
  await contentImport.upsert([record('odd', { title: 'a\0b\uD800c' })], importer);
  expect((await byExternalId('odd')).title).toBe('ab\uFFFDc');
});

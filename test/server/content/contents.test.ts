import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ContentPublication } from '../../../schema/content-publication.js';
import { ContentVersion } from '../../../schema/content-version.js';
import { Content } from '../../../schema/content.js';
import { Audit } from '../../../server/audit/audit.js';
import { Contents } from '../../../server/content/contents.js';
import { systemActor } from '../../../server/platform/actor.js';
import { DomainError } from '../../../server/platform/errors.js';
import { newId } from '../../../server/platform/ids.js';
import { addAccount, addPartner, type AccountActor, handClock } from '../../support/content-factories.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';

let test_: TestDatabase;
let [author, stranger, operator, partnerSide] = [] as AccountActor[];
let contents: Contents;
const clock = handClock();

beforeAll(async () => {
  test_ = await openTestDatabase();
  const { database } = test_;
  [author, stranger, operator] = await Promise.all([addAccount(database, 'author'), addAccount(database, 'author'), addAccount(database, 'operator')]);
  partnerSide = await addAccount(database, 'partner', await addPartner(database));
  contents = new Contents(database, new Audit(database, clock, newId), clock, newId);
});
afterAll(() => test_.close());

const refusal = (work: Promise<unknown>) => work.then(() => 'done', (error: DomainError) => ({ code: error.code, ...error.details }));
const row = (id: string) => test_.database.dataSource.getRepository(Content).findOneByOrFail({ id });
const versions = (id: string) => test_.database.dataSource.getRepository(ContentVersion).find({ where: { contentId: id }, order: { number: 'ASC' } });
const log = (id: string) => test_.database.dataSource.getRepository(ContentPublication).find({ where: { contentId: id }, order: { id: 'ASC' } });
const audited = async (id: string) => (await test_.database.query<{ action: string }>('SELECT action FROM audit_entries WHERE noun_id = $1 ORDER BY seq', [id])).map(({ action }) => action);
const write = (title = '数据结构', actor = author) => contents.create({ kind: 'article', title, body: '正文', language: 'zh', tags: ['计算机'] }, actor);

async function published(title?: string): Promise<Content> {
  let content = await write(title);
  for (const [action, actor] of [['contentSubmit', author], ['contentApprove', operator], ['contentPublish', operator]] as const) {
    content = await contents.move(action, { id: content.id, expectedVersion: content.version }, actor);
  }
  return content;
}

describe('writing', () => {
  test('a new content is a draft of its author, audited', async () => {
    const content = await write();
    expect(content).toMatchObject({ state: 'draft', version: 1, authorId: author.accountId, partnerId: null, title: '数据结构', summary: '', tags: ['计算机'], liveVersionId: null, publishedAt: null });
    expect(await audited(content.id)).toEqual(['contentCreate']);
    expect((await versions(content.id)).map(({ number, createdBy }) => [number, createdBy])).toEqual([[1, author.accountId]]);
  });

  test('a partner writes for its partner, and who is not a writer does not write', async () => {
    expect((await write('伙伴', partnerSide)).partnerId).toBe(partnerSide.partnerId);
    expect(await refusal(write('读者', await addAccount(test_.database, 'reader')))).toEqual({ code: 'FORBIDDEN' });
    expect(await refusal(contents.create({ kind: 'article', title: 'x', authorId: newId() }, operator))).toEqual({ code: 'BAD_INPUT', path: ['authorId'] });
  });

  test('an edit adds a version; an equal text adds nothing', async () => {
    const content = await write();
    const edited = await contents.edit({ id: content.id, expectedVersion: 1, summary: '摘要' }, author);
    expect(edited).toMatchObject({ version: 2, summary: '摘要', title: '数据结构' });
    const again = await contents.edit({ id: content.id, expectedVersion: 2, summary: ' 摘要 ', tags: ['计算机', '计算机'] }, author);
    expect(again).toMatchObject({ version: 2, draftVersionId: edited.draftVersionId });
    expect((await versions(content.id)).map(({ number, summary }) => [number, summary])).toEqual([[1, ''], [2, '摘要']]);
    expect(await audited(content.id)).toEqual(['contentCreate', 'contentEdit']);
  });

  test('versions cannot be changed, whatever the application does', async () => {
    const { draftVersionId } = await write();
    await expect(test_.database.query(`UPDATE content_versions SET body = 'other' WHERE id = $1`, [draftVersionId])).rejects.toThrow('append-only');
  });

  test.each([
    ['title', { title: '   ' }], ['title', { title: 'x'.repeat(301) }], ['previewChars', { previewChars: -1 }],
    ['language', { language: 'fr' as 'en' }], ['mediaUrl', { mediaUrl: 'javascript:alert(1)' }],
  ])('a broken %s is refused and changes nothing', async (field, change) => {
    const content = await write();
    expect(await refusal(contents.edit({ id: content.id, expectedVersion: 1, ...change }, author))).toEqual({ code: 'BAD_INPUT', path: [field] });
    expect(await row(content.id)).toEqual(content);
  });
});

describe('two at once', () => {
  test('of editors with the same version one wins; the others learn the current version and change nothing', async () => {
    for (let round = 0; round < 5; round++) {
      const content = await write();
      const titles = ['甲', '乙', '丙', '丁', '戊'];
      const answers = await Promise.all(titles.map((title) => refusal(contents.edit({ id: content.id, expectedVersion: 1, title }, author))));
      const winner = titles[answers.indexOf('done')];
      expect(answers.filter((answer) => answer !== 'done')).toEqual(Array(4).fill({ code: 'CONFLICT', currentVersion: 2 }));
      expect(await row(content.id)).toMatchObject({ version: 2, title: winner });
      expect((await versions(content.id)).map(({ title }) => title)).toEqual(['数据结构', winner]);
      expect(await audited(content.id)).toEqual(['contentCreate', 'contentEdit']);
    }
  });

  test('a stale version is a conflict for every move', async () => {
    const content = await write();
    await contents.edit({ id: content.id, expectedVersion: 1, title: '新' }, author);
    expect(await refusal(contents.move('contentSubmit', { id: content.id, expectedVersion: 1 }, author))).toEqual({ code: 'CONFLICT', currentVersion: 2 });
    expect((await row(content.id)).state).toBe('draft');
  });
});

describe('publishing', () => {
  test('readers get the live version until the draft is published; the publish log tells it', async () => {
    const content = await published('旧题');
    expect(content).toMatchObject({ state: 'published', publishedAt: clock(), liveVersionId: content.draftVersionId });
    const edited = await contents.edit({ id: content.id, expectedVersion: content.version, title: '新题' }, author);
    expect(edited).toMatchObject({ title: '旧题', state: 'published', liveVersionId: content.liveVersionId });
    clock.move(1000);
    const second = await contents.move('contentPublish', { id: content.id, expectedVersion: edited.version }, operator);
    expect(second).toMatchObject({ title: '新题', publishedAt: content.publishedAt, liveVersionId: edited.draftVersionId });
    expect((await log(content.id)).map(({ fromVersionId, toVersionId }) => [fromVersionId, toVersionId])).toEqual([
      [null, content.liveVersionId], [content.liveVersionId, edited.draftVersionId]]);
    expect(await refusal(contents.move('contentPublish', { id: content.id, expectedVersion: second.version }, operator))).toEqual({ code: 'BAD_INPUT' });
  });

  test('reverting swaps the pair; the live pointer is the replay of the log', async () => {
    const first = await published('一');
    const edited = await contents.edit({ id: first.id, expectedVersion: first.version, title: '二' }, author);
    let content = await contents.move('contentPublish', { id: first.id, expectedVersion: edited.version }, operator);
    for (let times = 0; times < 3; times++) {
      const last = (await log(first.id)).at(-1)!;
      content = await contents.revert({ id: first.id, expectedVersion: content.version, publicationId: last.id }, operator);
      expect(content.title).toBe(times % 2 ? '二' : '一');
    }
    const entries = await log(first.id);
    expect(entries).toHaveLength(5);
    expect(entries.reduce<string | null>((live, entry) => { expect(entry.fromVersionId).toBe(live); return entry.toVersionId; }, null)).toBe(content.liveVersionId);
    expect(await refusal(contents.revert({ id: first.id, expectedVersion: content.version, publicationId: entries[0].id }, operator))).toMatchObject({ code: 'BAD_INPUT' });
    expect(await refusal(contents.revert({ id: first.id, expectedVersion: content.version, publicationId: entries[4].id }, author))).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('a takedown wants a reason, is audited with it, and restoring leads back', async () => {
    const content = await published();
    expect(await refusal(contents.move('contentTakeDown', { id: content.id, expectedVersion: content.version, reason: '  ' }, operator))).toEqual({ code: 'BAD_INPUT', path: ['reason'] });
    const down = await contents.move('contentTakeDown', { id: content.id, expectedVersion: content.version, reason: '侵权' }, operator);
    const restored = await contents.move('contentRestore', { id: content.id, expectedVersion: down.version }, operator);
    const back = await contents.move('contentPublish', { id: content.id, expectedVersion: restored.version }, operator);
    expect([down.state, restored.state, back.state]).toEqual(['takedown', 'restored', 'published']);
    expect(await log(content.id)).toHaveLength(1);
    const [{ detail }] = await test_.database.query<{ detail: object }>(`SELECT detail FROM audit_entries WHERE noun_id = $1 AND action = 'contentTakeDown'`, [content.id]);
    expect(detail).toEqual({ from: 'published', to: 'takedown', reason: '侵权' });
  });
});

describe('schedules', () => {
  test('a content becomes published at its time, once, however many workers look', async () => {
    let content = await write('定时');
    for (const [action, actor] of [['contentSubmit', author], ['contentApprove', operator]] as const) content = await contents.move(action, { id: content.id, expectedVersion: content.version }, actor);
    const publishAt = new Date(clock().getTime() + 60_000);
    expect(await refusal(contents.move('contentSchedule', { id: content.id, expectedVersion: content.version, publishAt: clock() }, operator))).toEqual({ code: 'BAD_INPUT', path: ['publishAt'] });
    content = await contents.move('contentSchedule', { id: content.id, expectedVersion: content.version, publishAt }, operator);
    expect(await contents.publishDue(systemActor('publish-contents'))).toBe(0);
    expect((await row(content.id)).state).toBe('scheduled');
    clock.move(60_000);
    const counts = await Promise.all([1, 2, 3].map(() => contents.publishDue(systemActor('publish-contents'))));
    expect(counts.reduce((sum, count) => sum + count)).toBe(1);
    expect(await row(content.id)).toMatchObject({ state: 'published', publishAt: null, publishedAt: publishAt, liveVersionId: content.draftVersionId });
    expect(await log(content.id)).toHaveLength(1);
    expect(await contents.publishDue(systemActor('publish-contents'))).toBe(0);
  });

  test('unscheduling leads back to the draft', async () => {
    let content = await write('取消');
    for (const [action, actor] of [['contentSubmit', author], ['contentApprove', operator]] as const) content = await contents.move(action, { id: content.id, expectedVersion: content.version }, actor);
    content = await contents.move('contentSchedule', { id: content.id, expectedVersion: content.version, publishAt: new Date(clock().getTime() + 60_000) }, operator);
    content = await contents.move('contentUnschedule', { id: content.id, expectedVersion: content.version }, operator);
    expect(content).toMatchObject({ state: 'draft', publishAt: null });
    clock.move(120_000);
    expect(await contents.publishDue(systemActor('publish-contents'))).toBe(0);
  });
});

test('who may not see a content gets NOT_FOUND, who may only see it FORBIDDEN, and nothing changes', async () => {
  const content = await write();
  const marketer = await addAccount(test_.database, 'marketer');
  const input = { id: content.id, expectedVersion: 1, title: '偷改' };
  expect(await refusal(contents.edit(input, stranger))).toEqual({ code: 'NOT_FOUND' });
  expect(await refusal(contents.edit(input, partnerSide))).toEqual({ code: 'NOT_FOUND' });
  expect(await refusal(contents.edit(input, marketer))).toEqual({ code: 'FORBIDDEN' });
  expect(await refusal(contents.move('contentApprove', input, author))).toEqual({ code: 'FORBIDDEN' });
  expect(await row(content.id)).toEqual(content);
});

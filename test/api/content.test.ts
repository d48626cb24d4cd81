import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { toGlobalId } from '../../server/graphql/global-ids.js';
import type { Actor } from '../../server/platform/actor.js';
import { addContents } from '../support/content-factories.js';
import { buildTestApp, type TestApp } from '../support/app.js';

let api: TestApp;
beforeAll(async () => { api = await buildTestApp(); });
afterAll(() => api.close());

const list = `query ($first: Int!, $after: String, $query: String, $filter: CatalogueFilterInput) {
  contents(first: $first, after: $after, query: $query, filter: $filter) {
    totalCount pageInfo { hasNextPage hasPreviousPage endCursor }
    edges { cursor node { id no title summary kind language tags publishedAt author { displayName } partner { name } offers { title price { amountMinor currency } } } } } }`;
const mutation = (name: string) => `mutation ($input: ${{ contentTakeDown: 'ContentReasonInput', contentRequestChanges: 'ContentReasonInput', contentSchedule: 'ContentScheduleInput', contentCreate: 'ContentCreateInput', contentEdit: 'ContentEditInput', contentRevert: 'ContentRevertInput' }[name] ?? 'ContentMoveInput'}!) {
  ${name}(input: $input) { result { id title state version availableActions draft { number body } live { title } versions { number } publications { id from { title } to { title } } } userErrors { code message path ... on ConflictError { currentVersion } ... on TransitionError { from allowed } } } }`;

const titlesOf = (answer: { data: { contents: { edges: { node: { title: string } }[] } } }) => answer.data.contents.edges.map(({ node }) => node.title);

describe('the public list', () => {
  beforeAll(async () => {
    const [author, partnerId] = [await api.newActor('author'), await api.newPartner()];
    await addContents(api.database, Array.from({ length: 60 }, (_, i) => ({
      title: `课程 ${i}`, summary: i % 2 ? '讲机器学习' : 'about deep learning', kind: 'course' as const, publishedAt: new Date(Date.UTC(2026, 0, 1, 0, i)), authorId: author.accountId, partnerId,
    })));
    await api.database.query(`INSERT INTO offers (id, content_id, kind, title, price_minor, currency) SELECT gen_random_uuid(), id, 'one_off', '单买', 9900, 'CNY' FROM contents`);
  });

  test('a page brings authors, partners and offers in a constant number of statements', async () => {
    const counts: number[] = [];
    for (const first of [5, 50]) {
      const answer = await api.execute(list, { first });
      expect(answer.errors).toBeUndefined();
      expect(answer.data.contents.edges).toHaveLength(first);
      expect(answer.data.contents.edges[0].node).toMatchObject({ title: '课程 59', kind: 'COURSE', language: 'ZH', author: { displayName: 'A author' }, offers: [{ title: '单买', price: { amountMinor: '9900', currency: 'CNY' } }] });
      expect(answer.data.contents.totalCount).toBe(60);
      counts.push(answer.statements);
    }
    expect(counts).toEqual([5, 5]);
    expect((await api.execute('{ contents(first: 20) { nodes { title author { displayName } offers { title } } } }')).statements).toBe(3);
  });

  test('cursors walk the whole list, each row once', async () => {
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const { data } = await api.execute(list, { first: 25, after });
      seen.push(...titlesOf({ data }));
      ({ hasNextPage: more, endCursor: after } = data.contents.pageInfo);
    }
    expect(seen).toEqual(Array.from({ length: 60 }, (_, i) => `课程 ${59 - i}`));
  });

  test('search finds words inside sentences in both languages, and pages', async () => {
    for (const [query, odd] of [['机器学习', 1], ['Deep Learning', 0]] as const) {
      const one = await api.execute(list, { first: 20, query });
      const two = await api.execute(list, { first: 20, query, after: one.data.contents.pageInfo.endCursor });
      const all = [...titlesOf(one), ...titlesOf(two)];
      expect(one.data.contents.totalCount).toBe(30);
      expect(new Set(all).size).toBe(30);
      expect(all.every((title) => Number(title.split(' ')[1]) % 2 === odd)).toBe(true);
    }
    expect((await api.execute(list, { first: 5, query: '？！' })).data.contents).toMatchObject({ totalCount: 0, edges: [], pageInfo: { hasNextPage: false, endCursor: null } });
  });

  test('a cursor of the other order, a broken one, and a page too large are refused', async () => {
    const { data } = await api.execute(list, { first: 1 });
    const after = data.contents.pageInfo.endCursor;
    for (const variables of [{ first: 1, after, query: '机器' }, { first: 1, after: 'x' }, { first: 101 }, { first: 0 }]) {
      const refused = await api.execute(list, variables);
      expect(refused.data).toBeNull();
      expect(refused.errors?.[0].extensions?.code).toBe('BAD_INPUT');
    }
  });

  test('the list can be narrowed', async () => {
    expect((await api.execute(list, { first: 5, filter: { kinds: ['VIDEO'] } })).data.contents.totalCount).toBe(0);
    const partnerId = toGlobalId('Partner', (await api.database.query<{ partner_id: string }>('SELECT partner_id FROM contents LIMIT 1'))[0].partner_id);
    expect((await api.execute(list, { first: 5, filter: { partnerId, kinds: ['COURSE', 'VIDEO'] } })).data.contents.totalCount).toBe(60);
    expect((await api.execute(list, { first: 5, filter: { partnerId: toGlobalId('Account', partnerId) } })).errors?.[0].extensions?.code).toBe('BAD_INPUT');
  });
});

describe('an editorial life', () => {
  let [author, editor, other] = [] as Actor[];
  let [id, version] = ['', 0];
  beforeAll(async () => { [author, editor, other] = [await api.newActor('author'), await api.newActor('partner_manager'), await api.newActor('author')]; });

  async function call(name: string, input: object, as: Actor) {
    const answer = await api.execute(mutation(name), { input }, as);
    if (answer.errors) return { error: answer.errors[0].extensions?.code };
    const payload = answer.data[name];
    if (payload.result) ({ id, version } = payload.result);
    return payload;
  }
  const move = (name: string, as: Actor, more: object = {}) => call(name, { id, expectedVersion: version, ...more }, as);

  test('from draft to readers, back, and down', async () => {
    const created = await call('contentCreate', { kind: 'ARTICLE', title: '第一稿', body: '正文', tags: ['写作'] }, author);
    expect(created).toMatchObject({ userErrors: [], result: { state: 'DRAFT', version: 1, availableActions: ['contentEdit', 'contentSubmit'], draft: { number: 1, body: '正文' }, live: null, publications: [] } });
    expect(await move('contentSubmit', author)).toMatchObject({ result: { state: 'IN_REVIEW', availableActions: [] } });
    expect(await move('contentRequestChanges', editor, { reason: '太短' })).toMatchObject({ result: { state: 'CHANGES_REQUESTED' } });
    expect(await call('contentEdit', { id, expectedVersion: version, body: '正文，更长' }, author)).toMatchObject({ result: { draft: { number: 2, body: '正文，更长' }, versions: [{ number: 2 }, { number: 1 }] } });
    expect(await move('contentSubmit', author)).toMatchObject({ result: { state: 'IN_REVIEW' } });
    expect(await move('contentApprove', editor)).toMatchObject({ result: { state: 'APPROVED' } });
    expect(await move('contentPublish', editor)).toMatchObject({ result: { state: 'PUBLISHED', live: { title: '第一稿' } } });
    expect(await call('contentEdit', { id, expectedVersion: version, title: '第二稿' }, author)).toMatchObject({ result: { title: '第一稿' } });
    const second = await move('contentPublish', editor);
    expect(second).toMatchObject({ result: { title: '第二稿', publications: [{ from: { title: '第一稿' }, to: { title: '第二稿' } }, { from: null, to: { title: '第一稿' } }] } });
    expect(await move('contentRevert', editor, { publicationId: second.result.publications[0].id })).toMatchObject({ result: { title: '第一稿', publications: [{ from: { title: '第二稿' }, to: { title: '第一稿' } }, {}, {}] } });
    expect(titlesOf(await api.execute(list, { first: 1 }))).toEqual(['第一稿']);
    expect(await move('contentTakeDown', editor, { reason: '侵权' })).toMatchObject({ result: { state: 'TAKEDOWN' } });
    expect(titlesOf(await api.execute(list, { first: 1 }))).not.toEqual(['第一稿']);
  });

  test('refusals tell why and change nothing', async () => {
    const before = await api.database.query('SELECT * FROM contents WHERE id = (SELECT max(id::text)::uuid FROM contents)');
    expect(await call('contentEdit', { id, expectedVersion: 1, title: '旧' }, editor)).toMatchObject({ result: null, userErrors: [{ code: 'CONFLICT', currentVersion: version }] });
    expect(await move('contentPublish', editor)).toMatchObject({ result: null, userErrors: [{ code: 'ILLEGAL_TRANSITION', from: 'takedown', allowed: ['restored'] }] });
    expect(await move('contentPublish', author)).toEqual({ error: 'FORBIDDEN' });
    expect(await call('contentEdit', { id, expectedVersion: version, title: '偷' }, other)).toMatchObject({ result: null, userErrors: [{ code: 'NOT_FOUND' }] });
    expect(await call('contentEdit', { id: toGlobalId('Offer', '019a0000-0000-7000-8000-000000000001'), expectedVersion: 1 }, author)).toMatchObject({ result: null, userErrors: [{ code: 'BAD_INPUT' }] });
    expect(await api.database.query('SELECT * FROM contents WHERE id = (SELECT max(id::text)::uuid FROM contents)')).toEqual(before);
  });

  test('drafts are seen by who works on them only', async () => {
    const { result } = await call('contentCreate', { kind: 'COURSE', title: '秘密', body: '未发表' }, author);
    const { draft } = (await api.execute('query ($id: ID!) { node(id: $id) { ... on Content { draft { id } } } }', { id: result.id }, author)).data.node;
    const peek = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Content { title body } ... on ContentVersion { text: body } } }';
    for (const [as, sees] of [[author, true], [editor, true], [await api.newActor('analyst'), true], [other, false], [await api.newActor('reader'), false], ['anonymous', false]] as const) {
      const { data } = await api.execute(peek, { ids: [result.id, draft.id] }, as);
      expect(data.nodes).toEqual(sees ? [{ id: result.id, title: '秘密', body: '未发表' }, { id: draft.id, text: '未发表' }] : [null, null]);
    }
    const mine = 'query ($q: String) { contentList(filter: { q: $q }) { total items { title } } }';
    expect((await api.execute(mine, { q: '秘密' }, author)).data.contentList).toEqual({ total: 1, items: [{ title: '秘密' }] });
    expect((await api.execute(mine, { q: '秘密' }, other)).data.contentList.total).toBe(0);
    expect((await api.execute(mine, { q: '秘密' }, 'operator')).data.contentList.total).toBe(1);
    expect((await api.execute(mine, { q: '秘密' }, 'reader')).errors?.[0].extensions?.code).toBe('FORBIDDEN');
  });

  test('a partner lists and edits its own contents, not those of another', async () => {
    const [one, two] = [await api.newActor('partner'), await api.newActor('partner')];
    const { result } = await call('contentCreate', { kind: 'COURSE', title: '伙伴的课' }, one);
    const list = '{ contentList(sort: "title", order: DESC) { total items { title } } }';
    expect((await api.execute(list, {}, one)).data.contentList).toEqual({ total: 1, items: [{ title: '伙伴的课' }] });
    expect((await api.execute(list, {}, two)).data.contentList).toEqual({ total: 0, items: [] });
    expect(await call('contentEdit', { id: result.id, expectedVersion: 1, title: '改' }, two)).toMatchObject({ userErrors: [{ code: 'NOT_FOUND' }] });
    expect(await call('contentEdit', { id: result.id, expectedVersion: 1, title: '改' }, one)).toMatchObject({ result: { title: '改' } });
  });

  test('an API key works on contents with its scope only', async () => {
    const input = { kind: 'ARTICLE', title: '钥匙' };
    expect(await call('contentCreate', input, await api.apiKeyActor('author', ['feed:read']))).toEqual({ error: 'FORBIDDEN' });
    expect(await call('contentCreate', input, await api.apiKeyActor('author', ['content:write']))).toMatchObject({ result: { title: '钥匙' } });
  });
});

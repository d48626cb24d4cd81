import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLInputObjectType } from 'graphql';
import { ConformanceTitlesDocument, WebhookDeliveryListDocument } from '../../admin/graphql/documents.js';
import { dataProvider, filterOf } from '../../admin/providers/data.js';
import { RequestError } from '../../admin/providers/problems.js';
import { request } from '../../admin/providers/request.js';
import { forgetToken, refresh, signIn, signOut } from '../../admin/providers/session.js';
import { isResourceName, operationOf, resources, type ResourceDocuments, type ResourceName } from '../../admin/resources.js';
import { readConfig } from '../../server/platform/config.js';
import { DemoLoader } from '../../workers/demo/load-demo.js';
import { buildTestApp, type TestApp } from '../support/app.js';
import { BrowserStandIn } from './browser-stand-in.js';

let app: TestApp;
let browser: BrowserStandIn;

beforeAll(async () => {
  app = await buildTestApp();
  await new DemoLoader(app.database, readConfig({}), () => undefined).load();
  browser = new BrowserStandIn(await app.app.fastify.listen({ port: 0, host: '127.0.0.1' }));
  await signIn('operator@demo.tandem', 'tandem-demo');
}, 120_000);

afterAll(async () => {
  browser?.leave();
  await app.close();
});

const names = Object.keys(resources) as ResourceName[];
const listParams = { pagination: { page: 1, perPage: 5 }, sort: { field: 'id', order: 'DESC' as 'ASC' | 'DESC' }, filter: {} };
const list = (name: string, params: Partial<typeof listParams> = {}) => dataProvider.getList(name, { ...listParams, ...params });
const failure = (work: Promise<unknown>) => work.then(() => null, (error: unknown) => error as RequestError);
/** The demo alone has none of these: runs are trained and orders bought later. */
const emptyAtFirst = new Set<string>(['orders', 'model-runs', 'jobs', 'exchange-rates']);

const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));

/** Resources whose pages stand in the folder of another word. */
const sharedFolders: Readonly<Record<string, string>> = { offers: 'billing', orders: 'billing', balances: 'statements' };

/** The page of a resource's list, as text. */
function listSource(name: string): string {
  return readFileSync(`admin/${sharedFolders[name] ?? name}/${name.replace(/s$/, '')}-list.tsx`, 'utf8');
}

describe.each(names)('%s', (name) => {
  const { one, many, create, update, unsortable }: ResourceDocuments = resources[name];

  test('lists pages that do not overlap, with an exact total', async () => {
    const [first, second] = [await list(name), await list(name, { pagination: { page: 2, perPage: 5 } })];
    if (!emptyAtFirst.has(name)) expect(first.total).toBeGreaterThan(0);
    expect(first.data.length).toBe(Math.min(5, first.total!));
    expect(second.total).toBe(first.total);
    const ids = new Set(first.data.map(({ id }) => id));
    expect(second.data.filter(({ id }) => ids.has(id))).toEqual([]);
  });

  test('never shows an error as an empty list', async () => {
    const error = await failure(list(name, { pagination: { page: 1, perPage: 1000 } }));
    expect(error).toBeInstanceOf(RequestError);
    if (!unsortable) expect(await failure(list(name, { sort: { field: 'no_such_field', order: 'ASC' } }))).toBeInstanceOf(RequestError);
  });

  test('loads single rows and sets of rows by id, and says what it cannot', async () => {
    const { data: [row] } = await list(name);
    if (!row) return;
    if (one) expect((await dataProvider.getOne(name, { id: row.id })).data.id).toBe(row.id);
    else expect(await failure(dataProvider.getOne(name, { id: row.id }))).toMatchObject({ code: 'UNSUPPORTED' });
    if (many) expect((await dataProvider.getMany(name, { ids: [row.id] })).data.map(({ id }) => id)).toEqual([row.id]);
    else expect(await failure(dataProvider.getMany(name, { ids: [row.id] }))).toMatchObject({ code: 'UNSUPPORTED' });
  });

  test('sorts by every column that can be clicked', async () => {
    if (unsortable) return;
    const columns = [...listSource(name).matchAll(/<DataTable\.(?:Number)?Col\b[^>]*?\bsource="(\w+)"([^>]*)>/g)].filter(([, , rest]) => !rest.includes('disableSort')).map(([, source]) => source);
    for (const field of columns) {
      for (const order of ['ASC', 'DESC'] as const) expect(await failure(list(name, { sort: { field, order } }))).toBeNull();
    }
  });

  test('filters by what the contract can filter by', () => {
    const type = /\$filter: (\w+)/.exec(resources[name].list.toString())![1];
    const known = Object.keys((schema.getType(type) as GraphQLInputObjectType).getFields());
    const offered = [...listSource(name).matchAll(/key="\w+" source="(\w+)"/g)].map(([, source]) => source);
    expect(offered.filter((source) => !known.includes(source))).toEqual([]);
  });

  test('a row that is not there is NOT_FOUND, an id of another noun is not found either', async () => {
    if (!one || name === 'jobs') return;
    const foreign = (await list(name === 'partners' ? 'contents' : 'partners')).data[0].id;
    expect(await failure(dataProvider.getOne(name, { id: foreign }))).toMatchObject({ code: 'NOT_FOUND', status: 404 });
  });

  test('deletes nothing and changes nothing in bulk', async () => {
    expect(await failure(dataProvider.delete(name, { id: 'x' }))).toMatchObject({ code: 'UNSUPPORTED' });
    expect(await failure(dataProvider.deleteMany(name, { ids: ['x'] }))).toMatchObject({ code: 'UNSUPPORTED' });
    expect(await failure(dataProvider.updateMany(name, { ids: ['x'], data: {} }))).toMatchObject({ code: 'UNSUPPORTED' });
    if (!create) expect(await failure(dataProvider.create(name, { data: {} }))).toMatchObject({ code: 'UNSUPPORTED' });
    if (!update) expect(await failure(dataProvider.update(name, { id: 'x', data: {}, previousData: { id: 'x' } }))).toMatchObject({ code: 'UNSUPPORTED' });
  });
});

describe('writing', () => {
  const partner = { name: 'From the console', kind: 'CHANNEL', industry: 'radio', contactName: null, contactEmail: null, website: null, note: '' };

  test('creates, reads back, edits with the version that was seen, and refuses the version before', async () => {
    const { data: { id } } = await dataProvider.create('partners', { data: partner });
    const { data: seen } = await dataProvider.getOne('partners', { id });
    expect(seen).toMatchObject({ name: 'From the console', state: 'PROSPECT', version: 1 });
    await dataProvider.update('partners', { id, data: { ...seen, industry: 'television' }, previousData: seen });
    expect((await dataProvider.getOne('partners', { id })).data).toMatchObject({ industry: 'television', version: 2 });
    const conflict = await failure(dataProvider.update('partners', { id, data: { ...seen, industry: 'print' }, previousData: seen }));
    expect(conflict).toMatchObject({ code: 'CONFLICT', status: 409, message: 'errors.CONFLICT' });
    expect((await dataProvider.getOne('partners', { id })).data).toMatchObject({ industry: 'television', version: 2 });
  });

  test('puts a refusal beside the input that it is about', async () => {
    const refused = await failure(dataProvider.create('partners', { data: { ...partner, contactEmail: 'no address' } }));
    expect(refused).toMatchObject({ code: 'BAD_INPUT' });
    expect(Object.keys(refused!.body.errors)).toEqual(['contactEmail']);
  });

  test('drafts a contract, naming clauses that have no key, and does not draft it twice', async () => {
    const { data: [{ id: partnerId }] } = await list('partners', { filter: { state: ['ACTIVE'] } });
    const clause = { __typename: 'TextClause', heading: 'Purpose', body: 'To test.' };
    const form = { key: 'one-form-one-contract', partner: { id: partnerId }, title: 'Drafted by a test', startsAt: '2031-01-01T00:00', endsAt: '2032-01-01T00:00', clauses: [clause, clause] };
    const [first, again] = [await dataProvider.create('contracts', { data: form }), await dataProvider.create('contracts', { data: form })];
    expect(again.data.id).toBe(first.data.id);
    const { data } = await dataProvider.getOne('contracts', { id: first.data.id });
    expect(data.current.clauses.map(({ key }: { key: string }) => key)).toEqual(['text', 'text_2']);
  });
});

describe('the other forms', () => {
  test('write a content and a new draft of it', async () => {
    const draft = { title: 'A title', summary: '', body: 'Some words.', previewChars: 4, language: 'EN', tags: ['one'] };
    const { data: { id } } = await dataProvider.create('contents', { data: { kind: 'ARTICLE', draft } });
    const { data: seen } = await dataProvider.getOne('contents', { id });
    expect(seen).toMatchObject({ state: 'DRAFT', draft: { title: 'A title', body: 'Some words.', previewChars: 4, tags: ['one'] } });
    await dataProvider.update('contents', { id, data: { ...seen, draft: { ...seen.draft, title: 'Another title' } }, previousData: seen });
    expect((await dataProvider.getOne('contents', { id })).data).toMatchObject({ draft: { number: 2, title: 'Another title', body: 'Some words.' }, live: null });
  });

  test('write a campaign with amounts, times and an audience, and change it', async () => {
    const { data: [{ partner, content }] } = await list('campaigns');
    const form = {
      key: 'form-1', name: 'From the console', partner, content, adType: 3, startsAt: '2031-01-01T00:00Z', endsAt: '2031-02-01T00:00Z', audience: { kinds: ['COURSE'], locales: ['zh'], activeWithinDays: 30 },
      budget: { amountMinor: '100050', currency: 'CNY' }, bid: { amountMinor: '120', currency: 'CNY' },
    };
    const { data: { id } } = await dataProvider.create('campaigns', { data: form });
    expect((await dataProvider.create('campaigns', { data: form })).data.id).toBe(id); // a second click
    const { data: seen } = await dataProvider.getOne('campaigns', { id });
    expect(seen).toMatchObject({ name: 'From the console', adType: 3, state: 'DRAFT', startsAt: '2031-01-01T00:00:00.000Z', budget: form.budget, bid: form.bid, audience: form.audience });
    await dataProvider.update('campaigns', { id, data: { ...seen, budget: { amountMinor: '200000', currency: 'CNY' } }, previousData: seen });
    expect((await dataProvider.getOne('campaigns', { id })).data).toMatchObject({ version: 2, budget: { amountMinor: '200000', currency: 'CNY' }, spent: { amountMinor: '0', currency: 'CNY' } });
  });

  test('register a connector, whose page and messages can be read', async () => {
    const { data: [partner] } = await list('partners');
    const { data: { id } } = await dataProvider.create('connectors', { data: { partner, kind: 'WEBHOOK', name: ' From the console ' } });
    const { data } = await dataProvider.getOne('connectors', { id });
    expect(data).toMatchObject({ name: 'From the console', kind: 'WEBHOOK', state: 'REGISTERED', runs: [], acceptance: null, webhook: { pending: 0, dead: 0 } });
    expect(data.availableActions).toContain('connectorConfigure');
    expect((await request(WebhookDeliveryListDocument, { page: 1, perPage: 10, filter: { connector: { eq: id } } })).list.total).toBe(0);
    expect((await request(ConformanceTitlesDocument, {})).conformanceSpecification.scenarios.length).toBeGreaterThan(0);
  });

  test('make an account that can sign in; only a partner has a partner', async () => {
    const { data: [{ id: partnerId }] } = await list('partners');
    const form = { email: 'new.analyst@demo.tandem', password: 'long enough to be one', displayName: 'New analyst', role: 'ANALYST', locale: 'EN', partnerId };
    const { data: { id } } = await dataProvider.create('accounts', { data: form });
    expect((await dataProvider.getOne('accounts', { id })).data).toMatchObject({ email: 'new.analyst@demo.tandem', role: 'ANALYST', state: 'ACTIVE', partner: null });
    expect(await failure(dataProvider.create('accounts', { data: form }))).toMatchObject({ code: 'ALREADY_EXISTS' });
  });
});

describe('the session', () => {
  test('a token that was forgotten comes back by the cookie, once for many requests at a time', async () => {
    forgetToken();
    browser.sent.length = 0;
    await Promise.all([list('partners'), list('contracts'), list('campaigns')]);
    expect(browser.sent.filter((operation) => operation === 'RefreshSession')).toEqual(['RefreshSession']);
  });

  test('signing out takes cookie and mark away; nothing asks for a session any more', async () => {
    await signOut();
    expect([...browser.stored.keys()]).toEqual([]);
    expect([...browser.cookies.keys()]).toEqual([]);
    browser.sent.length = 0;
    expect(await refresh()).toBe(false);
    expect(await failure(list('partners'))).toMatchObject({ code: 'UNAUTHENTICATED', status: 401, message: 'errors.UNAUTHENTICATED' });
    expect(browser.sent).toEqual(['PartnerList']);
  });

  test('a wrong password is said in words', async () => {
    expect(await failure(signIn('operator@demo.tandem', 'not the password'))).toMatchObject({ code: 'BAD_CREDENTIALS', message: 'errors.BAD_CREDENTIALS' });
    expect([...browser.stored.keys()]).toEqual([]);
  });
});

test('filter values become operators', () => {
  expect(filterOf({ q: 'a', ids: ['1'], state: ['A', 'B'], kind: 'C', createdAt: { between: ['x', 'y'] }, empty: '', none: null }))
    .toEqual({ q: 'a', ids: ['1'], state: { in: ['A', 'B'] }, kind: { eq: 'C' }, createdAt: { between: ['x', 'y'] } });
});

test('every action of react-admin leads to an operation of the contract, or to none', () => {
  expect(operationOf('partners', 'list')).toBe('partnerList');
  expect(operationOf('partners', 'edit')).toBe('partnerEdit');
  expect(operationOf('contracts', 'edit')).toBeUndefined();
  expect(operationOf('partners', 'delete')).toBeUndefined();
  expect(operationOf('feed-inspector', 'list')).toBe('readerList');
  expect(operationOf('nothing', 'list')).toBeUndefined();
  expect(isResourceName('toString')).toBe(false);
});

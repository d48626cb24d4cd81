import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Account, AccountRole } from '../../../schema/account.js';
import { ApiKey } from '../../../schema/api-key.js';
import { connectionPage, decodeCursor, encodeCursor, windowOf } from '../../../server/graphql/connections.js';
import { applyFilter, dateField, enumField, filterInputOf, idField, textField, type FilterValue } from '../../../server/graphql/filters.js';
import { fromGlobalId, readGlobalId, toGlobalId } from '../../../server/graphql/global-ids.js';
import { Loaders } from '../../../server/graphql/loaders.js';
import { listPage, type ListArgs } from '../../../server/graphql/paging.js';
import { DomainError } from '../../../server/platform/errors.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';

let db: TestDatabase;
const id = (n: number) => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const partnerId = id(900);
const people = [
  { n: 1, email: 'ann@example.test', name: '安 100% sure', role: 'author' },
  { n: 2, email: 'bob@example.test', name: 'Bob_the', role: 'reader' },
  { n: 3, email: 'cat@example.test', name: '知识 Cat', role: 'reader' },
  { n: 4, email: 'dan@example.test', name: 'Dan\\x', role: 'partner' },
  { n: 5, email: 'eve@example.test', name: 'Bob_the', role: 'reader' },
];

beforeAll(async () => {
  db = await openTestDatabase();
  await db.database.query("INSERT INTO partners (id, code, name, kind, industry) VALUES ($1, 'P', 'P', 'education', 'x')", [partnerId]);
  for (const { n, email, name, role } of people) {
    await db.database.query('INSERT INTO accounts (id, email, display_name, role, partner_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)', [id(n), email, name, role, role === 'partner' ? partnerId : null, new Date(Date.UTC(2030, 0, n))]);
  }
});
afterAll(() => db.close());

const AccountTestFilter = filterInputOf('AccountTestFilter', {
  type: 'Account',
  search: ['account.email', 'account.displayName'],
  fields: { name: textField('account.displayName'), role: enumField('account.role', 'Role', AccountRole), partner: idField('account.partnerId', 'Partner'), createdAt: dateField('account.createdAt') },
});
const args = (over: Partial<ListArgs> = {}): ListArgs => ({ page: 1, perPage: 25, ...over });
const list = (filter: FilterValue | null, over: Partial<ListArgs> = {}) => listPage(db.database.dataSource.getRepository(Account).createQueryBuilder('account'), args(over), {
  sortable: { name: 'account.displayName', role: 'account.role', partner: 'account.partnerId' },
  filter: (query) => applyFilter(query, AccountTestFilter, filter),
});
const numbers = async (filter: FilterValue | null, over: Partial<ListArgs> = {}) => (await list(filter, { sort: 'id', ...over })).items.map((row) => Number(row.id.slice(-3)));
const code = (work: Promise<unknown>) => work.then(() => 'none', (error: DomainError) => error.code);

describe('filters', () => {
  test.each<[string, FilterValue, number[]]>([
    ['nothing', {}, [1, 2, 3, 4, 5]],
    ['eq', { role: { eq: 'reader' } }, [2, 3, 5]],
    ['in', { role: { in: ['author', 'partner'] } }, [1, 4]],
    ['in nothing', { role: { in: [] } }, []],
    ['contains, capitals or not', { name: { contains: 'bob' } }, [2, 5]],
    ['contains Chinese', { name: { contains: '知识' } }, [3]],
    ['a percent sign is a percent sign', { name: { contains: '0% s' } }, [1]],
    ['an underscore is an underscore', { name: { contains: 'b_t' } }, [2, 5]],
    ['a backslash is a backslash', { name: { contains: 'n\\x' } }, [4]],
    ['a quote is a quote', { name: { contains: "' OR TRUE --" } }, []],
    ['between, both included', { createdAt: { between: [new Date(Date.UTC(2030, 0, 2)), new Date(Date.UTC(2030, 0, 4))] } }, [2, 3, 4]],
    ['isNull', { partner: { isNull: true } }, [1, 2, 3, 5]],
    ['is not null', { partner: { isNull: false } }, [4]],
    ['by relation', { partner: { eq: toGlobalId('Partner', partnerId) } }, [4]],
    ['ids', { ids: [toGlobalId('Account', id(5)), toGlobalId('Account', id(1))] }, [1, 5]],
    ['q looks into several columns', { q: 'cat@' }, [3]],
    ['fields together', { role: { eq: 'reader' }, name: { contains: 'bob' } }, [2, 5]],
    ['operators together', { name: { eq: 'Bob_the', contains: 'xyz' } }, []],
    ['or', { or: [{ q: 'ann' }, { role: { eq: 'partner' } }] }, [1, 4]],
    ['or of nothing', { or: [] }, []],
    ['and', { and: [{ role: { eq: 'reader' } }, { not: { name: { eq: 'Bob_the' } } }] }, [3]],
    ['not keeps rows without a value', { not: { partner: { eq: toGlobalId('Partner', partnerId) } } }, [1, 2, 3, 5]],
    ['not of an or inside an and', { and: [{ not: { or: [{ q: 'ann' }, { q: 'bob' }] } }, { role: { in: ['reader', 'author'] } }] }, [3]],
  ])('%s', async (_title, filter, expected) => {
    expect(await numbers(filter)).toEqual(expected);
    expect((await list(filter)).total).toBe(expected.length);
  });

  test('what is wrong or too much is BAD_INPUT', async () => {
    const deep = (levels: number): FilterValue => (levels ? { not: deep(levels - 1) } : { q: 'x' });
    expect(await code(list(deep(3)))).toBe('none');
    expect(await code(list(deep(4)))).toBe('BAD_INPUT');
    const terms = (count: number): FilterValue => ({ or: Array.from({ length: count }, () => ({ q: 'x' })) });
    expect(await code(list(terms(40)))).toBe('none');
    expect(await code(list(terms(41)))).toBe('BAD_INPUT');
    expect(await code(list({ role: { in: Array(101).fill('reader') } }))).toBe('BAD_INPUT');
    expect(await code(list({ createdAt: { between: [new Date()] } }))).toBe('BAD_INPUT');
    expect(await code(list({ ids: ['nonsense'] }))).toBe('BAD_INPUT');
    expect(await code(list({ partner: { eq: toGlobalId('Account', id(1)) } }))).toBe('BAD_INPUT');
  });
});

describe('pages', () => {
  test('have exact totals, also beyond the end, and a total order with the id as tie-break', async () => {
    expect(await list(null, { perPage: 2 })).toMatchObject({ total: 5 });
    expect(await list(null, { perPage: 2, page: 9 })).toEqual({ items: [], total: 5 });
    const paged: number[] = [];
    for (let page = 1; page <= 3; page++) paged.push(...await numbers(null, { sort: 'role', order: 'desc', perPage: 2, page }));
    expect(paged).toEqual([5, 3, 2, 4, 1]);
    expect(await numbers(null, { sort: 'partner', order: 'asc' })).toEqual([4, 1, 2, 3, 5]);
    expect((await list(null)).items.map((row) => Number(row.id.slice(-3)))).toEqual([5, 4, 3, 2, 1]);
  });

  test('cannot be sorted by what is not listed', async () => {
    for (const sort of ['email', 'displayName', '__proto__', 'name; DROP TABLE accounts']) expect(await code(list(null, { sort }))).toBe('BAD_INPUT');
  });
});

describe('cursors and connections', () => {
  test('come back as they were; foreign ones are refused', () => {
    const isMine = (values: readonly unknown[]) => values.length === 2;
    expect(decodeCursor(encodeCursor(['2030-01-01 00:00:00.123456+00', 7]), 'after', isMine)).toEqual(['2030-01-01 00:00:00.123456+00', 7]);
    expect(decodeCursor(null, 'after', isMine)).toBeNull();
    for (const cursor of ['', 'x', encodeCursor(['one']), Buffer.from('{"a":1}').toString('base64url'), Buffer.from('[[1],2]').toString('base64url')]) expect(() => decodeCursor(cursor, 'before', isMine)).toThrow(DomainError);
  });

  test('one row too many tells that more follows, and is not shown', () => {
    const page = connectionPage([1, 2, 3], { most: 3, isBackward: false, after: null, before: null }, String, async () => 3);
    expect(page).toMatchObject({ nodes: [1, 2], edges: [{ cursor: '1', node: 1 }, { cursor: '2', node: 2 }], pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: '1', endCursor: '2' } });
    expect(connectionPage([], { most: 3, isBackward: false, after: 'x', before: null }, String, async () => 0).pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null });
  });

  test('read backward, a page stands in the order of the list, and says what comes before it', () => {
    const page = connectionPage([9, 8, 7], { most: 3, isBackward: true, after: null, before: 'x' }, String, async () => 9);
    expect(page).toMatchObject({ nodes: [8, 9], edges: [{ cursor: '8' }, { cursor: '9' }], pageInfo: { hasNextPage: true, hasPreviousPage: true, startCursor: '8', endCursor: '9' } });
    expect(connectionPage([9], { most: 3, isBackward: true, after: 'x', before: null }, String, async () => 9).pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: false });
  });

  test('either first or last, and a cursor of either side', () => {
    const placeOf = (cursor: string | null | undefined) => cursor ?? null;
    expect(windowOf({ first: 2, after: 'a', last: null }, placeOf)).toEqual({ most: 3, isBackward: false, after: 'a', before: null });
    expect(windowOf({ last: 2, after: 'a', before: 'b' }, placeOf)).toEqual({ most: 3, isBackward: true, after: 'a', before: 'b' });
    for (const args of [{}, { first: null, last: null }, { first: 1, last: 1 }]) expect(() => windowOf(args, placeOf)).toThrow('Give either first or last.');
  });
});

describe('global ids', () => {
  test('carry the type, and only well-formed ones are read', () => {
    const global = toGlobalId('Partner', id(1));
    expect([readGlobalId(global), fromGlobalId('Partner', global)]).toEqual([{ type: 'Partner', uuid: id(1) }, id(1)]);
    const broken = ['', 'x', id(1), `${global}=`, ` ${global}`, toGlobalId('Partner', 'no-uuid'), toGlobalId('', id(1)), toGlobalId('Partner', `${id(1)}x`), 'A'.repeat(10_000)];
    for (const one of [...broken, toGlobalId('Account', id(1))]) expect([one, (() => { try { return fromGlobalId('Partner', one); } catch (error) { return (error as DomainError).code; } })()]).toEqual([one, 'BAD_INPUT']);
  });
});

describe('loaders', () => {
  test('ask once for everything of one tick, in the order of the keys', async () => {
    const loaders = new Loaders(db.database);
    const before = db.database.statementCount;
    const rows = await Promise.all([3, 1, 99, 3].map((n) => loaders.byId(Account).load(id(n))));
    expect(rows.map((row) => row?.email ?? null)).toEqual(['cat@example.test', 'ann@example.test', null, 'cat@example.test']);
    expect(rows[0]).toBeInstanceOf(Account);
    expect(rows[0]!.createdAt).toEqual(new Date(Date.UTC(2030, 0, 3)));
    const children = await Promise.all(['reader', 'author', 'operator'].map((role) => loaders.of(Account, 'role', { email: 'DESC' }).load(role)));
    expect(children.map((group) => group.map(({ email }) => email[0]).join(''))).toEqual(['ecb', 'a', '']);
    expect(await loaders.batch('squares', async (keys: readonly number[]) => keys.map((key) => key * key)).load(5)).toBe(25);
    expect(db.database.statementCount - before).toBe(2);
  });

  test('take of each key only the first so many where they are told to', async () => {
    await db.database.query(`INSERT INTO api_keys (id, account_id, name, prefix, key_hash, scopes)
      SELECT gen_random_uuid(), owner, chr(96 + n), 'x', sha256((owner::text || n)::bytea), '{model:read}' FROM unnest($1::uuid[]) AS o (owner), generate_series(1, 4) n`, [[id(1), id(2)]]);
    const loaders = new Loaders(db.database);
    const few = await Promise.all([id(2), id(3), id(1)].map((owner) => loaders.of(ApiKey, 'accountId', { name: 'DESC' }, 3).load(owner)));
    expect(few.map((keys) => keys.map(({ name }) => name).join(''))).toEqual(['dcb', '', 'dcb']);
    expect((await loaders.of(ApiKey, 'accountId').load(id(1))).length).toBe(4);
  });
});

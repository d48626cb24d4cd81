import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getIntrospectionQuery, getOperationAST, parse } from 'graphql';
import { documentFacts } from '../../server/graphql/document-facts.js';
import { limits } from '../../server/graphql/limits.js';
import { RateLimit } from '../../server/graphql/rate-limit.js';
import { anonymous } from '../../server/platform/actor.js';
import { DomainError } from '../../server/platform/errors.js';
import { buildTestApp, type TestApp } from '../support/app.js';

let api: TestApp;
beforeAll(async () => { api = await buildTestApp({ environment: { INTROSPECTION: 'off' } }); });
afterAll(() => api.close());

const refusal = async (query: string, variables: Record<string, unknown> = {}, as: Parameters<TestApp['execute']>[2] = 'anonymous') => {
  const { data, errors, status, statements } = await api.execute(query, variables, as);
  return { data, code: errors?.[0].extensions?.code, limit: (errors?.[0].extensions?.details as { limit?: string } | undefined)?.limit, status, statements };
};
const tooComplex = (limit: string) => ({ data: null, code: 'TOO_COMPLEX', limit, status: 400, statements: 0 });
const repeat = (count: number, text: (index: number) => string) => Array.from({ length: count }, (_, index) => text(index)).join(' ');

describe('a document just inside each limit is answered, one beyond it is refused before anything runs', () => {
  test('tokens: 400 for the anonymous, 2000 for the signed in', async () => {
    // Nineteen tokens beside the texts; commas are none.
    const tokens = (count: number) => `{ contents(first: 1, filter: { tags: [${repeat(count - 19, () => '"a",')}] }) { totalCount } }`;
    const { anonymous: few, signedIn: many } = limits.tokens;
    expect((await refusal(tokens(few))).limit).toBeUndefined();
    expect(await refusal(tokens(few + 1))).toEqual(tooComplex('tokens'));
    expect((await refusal(tokens(few + 1), {}, 'reader')).limit).toBeUndefined();
    expect((await refusal(tokens(many), {}, 'reader')).limit).toBeUndefined();
    expect(await refusal(tokens(many + 1), {}, 'reader')).toEqual(tooComplex('tokens'));
  });

  test('depth 8, through fragments too', async () => {
    const deep = (inner: string) => `{ contentList(perPage: 1) { items { partner { contracts { partner { manager { partner { ${inner} } } } } } } } }`;
    expect(await refusal(deep('name'), {}, 'operator')).toMatchObject({ code: undefined });
    expect(await refusal(deep('manager { id }'), {}, 'operator')).toEqual(tooComplex('depth'));
    expect(await refusal(`${deep('...f')} fragment f on Partner { manager { id } }`, {}, 'operator')).toEqual(tooComplex('depth'));
    expect(await refusal(`{ ${'a { '.repeat(190)} id ${'}'.repeat(190)} }`)).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED', status: 400 });
  });

  test('15 aliases, __typename not exempt', async () => {
    expect(await refusal(`{ ${repeat(15, (i) => `a${i}: __typename`)} }`)).toMatchObject({ code: undefined });
    expect(await refusal(`{ ${repeat(16, (i) => `a${i}: __typename`)} }`)).toEqual(tooComplex('aliases'));
  });

  test('5 directives', async () => {
    const skipped = (count: number) => `{ ${repeat(count, () => '__typename @skip(if: false)')} }`;
    expect(await refusal(skipped(5))).toMatchObject({ code: undefined });
    expect(await refusal(skipped(6))).toEqual(tooComplex('directives'));
  });

  test('4 mutations a document', async () => {
    const signOuts = (count: number) => `mutation { ${repeat(count, (i) => `m${i}: signOut { result { done } }`)} }`;
    expect(await refusal(signOuts(4))).toMatchObject({ code: undefined });
    expect(await refusal(signOuts(5))).toEqual(tooComplex('mutations'));
  });

  test('cost 5000, counted from page sizes in literals, variables and their defaults', async () => {
    // contents 1 + first × (node 1 + offers 5 × 1)
    const contents = 'contents(first: $n) { nodes { id offers { id } } }';
    const cost = async (query: string, variables = {}) => (await api.execute(query, variables)).extensions?.cost?.requested;
    expect(await cost(`query($n: Int!) { ${contents} }`, { n: 100 })).toBe(1 + 100 * 6);
    expect(await cost(`query($n: Int! = 7) { ${contents} }`)).toBe(1 + 7 * 6);
    expect(await cost('{ contents(first: 3) { edges { node { id } } } }')).toBe(1 + 3 * 2);
    expect(await cost('{ contents(last: 3) { edges { node { id } } } }')).toBe(1 + 3 * 2);
    expect(await cost('query($f: Int, $l: Int) { contents(first: $f, last: $l) { nodes { id } } }', { l: 90 })).toBe(1 + 90);
    expect(await cost('{ viewer { role } }')).toBe(1);
    expect(await refusal(`query($n: Int!) { ${contents} }`, { n: 833 })).toMatchObject({ code: 'BAD_INPUT' }); // 4999: dear enough, but a page has 100 rows
    expect(await refusal(`query($n: Int!) { ${contents} }`, { n: 834 })).toEqual(tooComplex('cost'));
    expect(await refusal(`query($n: Int!) { ${contents} }`, { n: 1e9 })).toEqual(tooComplex('cost'));
    expect(await refusal('{ contents(first: 1000000) { nodes { id } } }')).toEqual(tooComplex('cost'));
  });

  test('pages have 1 to 100 rows', async () => {
    for (const first of [1, 100]) expect(await refusal(`{ contents(first: ${first}) { nodes { id } } }`)).toMatchObject({ code: undefined });
    for (const first of [0, -1, 101]) expect(await refusal(`{ contents(first: ${first}) { nodes { id } } }`)).toMatchObject({ code: 'BAD_INPUT', status: 400 });
    for (const perPage of [0, 101]) expect(await refusal(`{ accountList(perPage: ${perPage}) { total } }`, {}, 'operator')).toMatchObject({ code: 'BAD_INPUT', statements: 0 });
    const id = Buffer.from('Content:01890000-0000-7000-8000-000000000000').toString('base64url');
    expect(await refusal(`query($ids: [ID!]!) { nodes(ids: $ids) { id } }`, { ids: Array(101).fill(id) })).toMatchObject({ code: 'BAD_INPUT', statements: 0 });
  });

  test('fragments that unfold beyond measure', async () => {
    const chain = repeat(6, (i) => `fragment f${i} on Partner { ${repeat(12, () => `manager { partner { ...f${i + 1} } }`)} }`);
    expect(await refusal(`{ partnerList(perPage: 1) { items { ...f0 } } } ${chain} fragment f6 on Partner { id }`, {}, 'operator')).toEqual(tooComplex('fields'));
  });
});

describe('what a document costs', () => {
  const facts = (query: string) => {
    const document = parse(query);
    return documentFacts(api.app.schema, document, getOperationAST(document)!);
  };

  test('mutations cost 10, lists without a page size count as 5, ids as many as there are', () => {
    expect(facts('mutation { signOut { result { done } } }').cost({})).toBe(11);
    expect(facts('mutation { signIn(input: { email: "a", password: "b" }) { result { accessToken } } }').cost({})).toBe(101);
    expect(facts('query($ids: [ID!]!) { nodes(ids: $ids) { id } }').cost({ ids: ['a', 'b', 'c'] })).toBe(3);
    expect(facts('{ contents(first: 2) { nodes { offers { price { currency } } } } }').cost({})).toBe(1 + 2 * (1 + 5 * 2));
  });

  test('what reads far more than its row costs more', () => {
    expect(facts('{ contents(first: 2) { nodes { title body excerpt } } }').cost({})).toBe(1 + 2 * (1 + 10 + 10));
    expect(facts('{ campaignList(perPage: 3) { items { name impressions audience { estimate } } } }').cost({})).toBe(1 + 3 * (1 + 10 + 1 + 20));
    expect(facts('{ dashboard { counts { readers } } }').cost({})).toBe(201);
  });

  test('names every root field once, whatever hides it', () => {
    expect(facts('{ a: viewer { role } ...f } fragment f on Query { viewer { role } ... on Query { contents(first: 1) { totalCount } } }').operations).toEqual(['Query.viewer', 'Query.contents']);
  });
});

describe('the bucket of an actor', () => {
  test('is refilled evenly, belongs to one actor, and says when to come back', () => {
    let now = 0;
    const bucket = new RateLimit(10, () => new Date(now)); // 100 points may be saved up
    expect(bucket.take(anonymous, 'a', 60)).toBe(40);
    expect(bucket.take(anonymous, 'b', 60)).toBe(40);
    expect(() => bucket.take(anonymous, 'a', 60)).toThrow(DomainError);
    try { bucket.take(anonymous, 'a', 60); } catch (error) { expect((error as DomainError).details).toEqual({ retryAfterSeconds: 2, cost: 60 }); }
    now = 2000;
    expect(bucket.take(anonymous, 'a', 60)).toBe(0);
    now = 1_000_000;
    expect(bucket.take(anonymous, 'a', 1)).toBe(99);
    expect(bucket.take({ kind: 'api_key', accountId: 'x', role: 'service', partnerId: null, keyId: 'k', scopes: [] }, 'a', 1)).toBe(999);
  });

  test('over budget is 429 with Retry-After, and extensions.cost tells what is left', async () => {
    const limited = await buildTestApp({ environment: { RATE_LIMIT_PER_SECOND: '1' } });
    try {
      limited.setNow(new Date('2030-01-01T00:00:00Z'));
      for (let left = 9; left >= 0; left--) expect((await limited.execute('{ viewer { role } }')).extensions.cost).toEqual({ requested: 1, available: left });
      const refused = await limited.execute('{ viewer { role } }');
      expect(refused).toMatchObject({ data: null, status: 429, errors: [{ extensions: { code: 'RATE_LIMITED', retry: true } }] });
      expect(refused.headers.get('retry-after')).toBe('1');
      limited.setNow(new Date('2030-01-01T00:00:01Z'));
      expect((await limited.execute('{ viewer { role } }')).status).toBe(200);
    } finally {
      await limited.close();
    }
  });
});

test('events over HTTP come out of the same bucket', async () => {
  const small = await buildTestApp({ environment: { RATE_LIMIT_PER_SECOND: '100' } });
  try {
    small.setNow(new Date()); // nothing is refilled meanwhile
    const url = await small.app.fastify.listen({ port: 0, host: '127.0.0.1' });
    const { accountId } = await small.actor('reader');
    const { accessToken } = await small.app.nouns.sessions.open(accountId, 'test');
    const post = () => fetch(`${url}/events`, { method: 'POST', body: '{}\n', headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${accessToken}` } });
    expect([(await post()).status, (await post()).status]).toEqual([200, 200]);
    const refused = await post();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5']);
  } finally {
    await small.close();
  }
});

describe('the schema is not told to strangers', () => {
  test('introspection is for staff', async () => {
    for (const query of ['{ __schema { types { name } } }', '{ __type(name: "Account") { name } }', '{ ...f } fragment f on Query { s: __schema { types { name } } }']) {
      expect(await refusal(query)).toMatchObject({ data: null, code: 'FORBIDDEN', statements: 0 });
      expect(await refusal(query, {}, 'partner')).toMatchObject({ code: 'FORBIDDEN' });
      expect(await refusal(query, {}, 'analyst')).toMatchObject({ code: undefined });
    }
    expect((await api.execute(getIntrospectionQuery(), {}, 'operator')).errors).toBeUndefined();
  });

  test('wrong names get no suggestions', async () => {
    const { errors } = await api.execute('{ viewr { role } viewer { rol } partnerLst { id } }');
    expect(JSON.stringify(errors)).not.toMatch(/did you mean/i);
  });
});

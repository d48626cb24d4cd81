import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildTestApp, type TestApp } from '../support/app.js';

let api: TestApp;
let consoleFolder: string;

interface Sent { method?: string; url: string; headers?: Record<string, string>; payload?: string }
interface Received { statusCode: number; body: string; headers: Record<string, string>; cookies: string[] }

/** Over a real connection: Fastify's own inject needs a module that Jest cannot load. */
async function send(to: TestApp, request: Sent | string): Promise<Received> {
  const { method = 'GET', url, headers, payload } = typeof request === 'string' ? { url: request } : request;
  const response = await fetch(new URL(url, to.app.fastify.listeningOrigin), { method, headers, body: payload, redirect: 'manual' });
  return { statusCode: response.status, body: await response.text(), headers: Object.fromEntries(response.headers), cookies: response.headers.getSetCookie() };
}

beforeAll(async () => {
  consoleFolder = mkdtempSync(join(tmpdir(), 'tandem-console-'));
  mkdirSync(join(consoleFolder, 'assets'));
  writeFileSync(join(consoleFolder, 'index.html'), '<!doctype html><title>console</title>');
  writeFileSync(join(consoleFolder, 'assets', 'main-abc123.js'), 'export {}');
  api = await buildTestApp({ environment: { INTROSPECTION: 'off' }, consoleFolder });
  await api.app.fastify.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await api.close();
  rmSync(consoleFolder, { recursive: true });
});

const post = (payload: unknown, headers: Record<string, string> = {}, url = '/graphql') => send(api, {
  method: 'POST', url, headers: { 'content-type': 'application/json', ...headers }, payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
});
// oxlint-disable-next-line typescript/no-explicit-any -- answers are asserted on, not typed
const json = (response: { body: string }): any => JSON.parse(response.body);
const credentials = { email: 'http@example.test', password: 'correct horse battery' };
const signIn = { query: 'mutation($input: SignInInput!) { signIn(input: $input) { result { accessToken account { id email } } } }', variables: { input: credentials } };

describe('what is malformed is 400, never 500, and runs nothing', () => {
  const cases: readonly (readonly [string, Sent, number])[] = [
    ['no body', { method: 'POST', url: '/graphql', headers: { 'content-type': 'application/json' } }, 400],
    ['broken JSON', { method: 'POST', url: '/graphql', headers: { 'content-type': 'application/json' }, payload: '{"query":' }, 400],
    ['JSON that is no object', { method: 'POST', url: '/graphql', headers: { 'content-type': 'application/json' }, payload: '"x"' }, 400],
    ['a prototype in the body', { method: 'POST', url: '/graphql', headers: { 'content-type': 'application/json' }, payload: '{"query":"{viewer{role}}","__proto__":{"a":1}}' }, 400],
    ['a batch', { method: 'POST', url: '/graphql', headers: { 'content-type': 'application/json' }, payload: '[{"query":"{viewer{role}}"}]' }, 400],
    ['no query', { method: 'POST', url: '/graphql', headers: { 'content-type': 'application/json' }, payload: '{"variables":{}}' }, 400],
    ['a query that is no text', { method: 'POST', url: '/graphql', headers: { 'content-type': 'application/json' }, payload: '{"query":1}' }, 400],
    ['variables that are no object', { method: 'POST', url: '/graphql', headers: { 'content-type': 'application/json' }, payload: '{"query":"{viewer{role}}","variables":[1]}' }, 400],
    ['a syntax error', { method: 'POST', url: '/graphql', headers: { 'content-type': 'application/json' }, payload: '{"query":"{"}' }, 400],
    ['a form', { method: 'POST', url: '/graphql', headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: 'query={viewer{role}}' }, 415],
    ['plain text', { method: 'POST', url: '/graphql', headers: { 'content-type': 'text/plain' }, payload: '{"query":"{viewer{role}}"}' }, 415],
    ['multipart', { method: 'POST', url: '/graphql', headers: { 'content-type': 'multipart/form-data; boundary=x' }, payload: '--x--' }, 415],
    ['GET with a query', { method: 'GET', url: '/graphql?query={viewer{role}}' }, 405],
    ['GET with a mutation', { method: 'GET', url: '/graphql?query=mutation{signOut{result{done}}}' }, 405],
    ['100 kB and more', { method: 'POST', url: '/graphql', headers: { 'content-type': 'application/json' }, payload: JSON.stringify({ query: `{viewer{role}} #${'x'.repeat(100_000)}` }) }, 413],
    ['a wrong bearer', { method: 'POST', url: '/graphql', headers: { 'content-type': 'application/json', authorization: 'Bearer none' }, payload: '{"query":"{viewer{role}}"}' }, 401],
    ['an unknown address', { method: 'GET', url: '/nothing' }, 404],
  ];

  test.each(cases)('%s', async (_title, request, status) => {
    const before = api.database.statementCount;
    const response = await send(api, request);
    expect(response.statusCode).toBe(status);
    expect(response.body).not.toMatch(/node_modules|\.ts\b|\.js\b|stack|    at /);
    expect(response.headers['content-type']).toMatch(/json/);
    expect(json(response).data ?? null).toBeNull();
    expect(api.database.statementCount).toBe(before);
  });

  test('5,000 levels deep', async () => {
    const response = await post({ query: '{a'.repeat(5000) + '}'.repeat(5000) });
    expect(response.statusCode).toBe(400);
    expect(json(response).errors[0].extensions.code).toBe('TOO_COMPLEX');
    expect(response.body).not.toMatch(/call stack/i);
  });

  test('values that the database cannot keep', async () => {
    const cursor = (values: unknown) => Buffer.from(JSON.stringify(values)).toString('base64url');
    const asked: [string, Record<string, unknown>][] = [
      ['query($v: String!) { contents(first: 1, filter: { tags: [$v] }) { nodes { id } } }', { v: 'a\0b' }],
      ['query($v: String!) { contents(first: 1, after: $v) { nodes { id } } }', { v: cursor(['new', '1', '018f0000-0000-7000-8000-00000000000a']) }],
      ['query($v: String!) { contentList(filter: { q: $v }) { total } }', { v: '\0' }],
      ['query($v: DateTime!) { contentList(filter: { createdAt: { between: [$v, $v] } }) { total } }', { v: '0000-01-01T00:00:00Z' }],
      ['query($v: ID!) { feed(first: 1, readerId: $v) { feedId } }', { v: '\0' }],
      ['mutation($v: String!) { signIn(input: { email: $v, password: "x" }) { userErrors { code } } }', { v: 'a\0@example.test' }],
      ['mutation($v: String!) { retrainStart(input: { reason: $v }) { userErrors { code } } }', { v: '\0' }],
      ['mutation($v: String!) { retrainStart(input: { reason: $v }) { userErrors { code } } }', { v: 'half a pair: \ud83d' }],
      ['mutation($v: String!) { partnerCreate(input: { name: $v, industry: "x", kind: CHANNEL }) { userErrors { code } } }', { v: 'a\0b' }],
    ];
    for (const [query, variables] of asked) {
      const { errors = [], status } = await api.execute(query, variables, query.includes('readerId') ? await api.apiKeyActor('service', ['feed:read']) : 'operator');
      const codes = errors.map(({ extensions }) => extensions?.code);
      expect([query, codes.filter((code) => code !== 'BAD_INPUT'), status >= 500]).toEqual([query, [], false]);
    }
    expect((await send(api, '/sandbox/pay/%00')).statusCode).toBe(200);
    expect((await send(api, { method: 'POST', url: '/sandbox/pay/%00', headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: 'outcome=succeed' })).statusCode).toBe(404);
  });

  test('a well-formed one is 200 with safe headers', async () => {
    const response = await post({ query: '{ viewer { role } }' });
    expect(json(response)).toMatchObject({ data: { viewer: { role: 'anonymous' } }, extensions: { cost: { requested: 1 } } });
    expect(response.statusCode).toBe(200);
    expect(response.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
    expect(response.headers).not.toHaveProperty('x-powered-by');
    expect(response.headers).not.toHaveProperty('access-control-allow-origin');
  });
});

describe('a session over HTTP', () => {
  const cookieOf = ({ cookies }: Received) => cookies.find((cookie) => cookie.includes('tandem_refresh='))!;
  const valueOf = (response: Received) => /=([^;]*)/.exec(cookieOf(response))![1];
  const refresh = (value: string, name = 'tandem_refresh') => post({ query: 'mutation { refreshSession { result { accessToken } } }' }, { cookie: `${name}=${value}` });

  test('signs up, in, refreshes by cookie, signs out', async () => {
    const up = await post({ query: 'mutation($input: SignUpInput!) { signUp(input: $input) { result { account { role } } userErrors { code path } } }', variables: { input: { ...credentials, displayName: 'H' } } });
    expect(json(up).data.signUp).toEqual({ result: { account: { role: 'READER' } }, userErrors: [] });
    const again = await post({ query: 'mutation($input: SignUpInput!) { signUp(input: $input) { userErrors { __typename code path } } }', variables: { input: { ...credentials, email: 'HTTP@example.test', displayName: 'H' } } });
    expect(json(again).data.signUp.userErrors).toEqual([{ __typename: 'InputError', code: 'ALREADY_EXISTS', path: ['email'] }]);

    const response = await post(signIn);
    const { accessToken } = json(response).data.signIn.result;
    expect(cookieOf(response)).toMatch(/^tandem_refresh=[^;]+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/);
    expect(response.body).not.toContain(valueOf(response));
    expect(json(await post({ query: '{ viewer { account { email } reader { id } } }' }, { authorization: `Bearer ${accessToken}` })).data.viewer).toMatchObject({ account: { email: credentials.email }, reader: { id: expect.any(String) } });

    const refreshed = await refresh(valueOf(response));
    expect(json(refreshed).data.refreshSession.result.accessToken).toEqual(expect.any(String));
    const out = await post({ query: 'mutation { signOut { result { done } } }' }, { cookie: `tandem_refresh=${valueOf(refreshed)}`, authorization: `Bearer ${accessToken}` });
    expect(json(out).data.signOut.result).toEqual({ done: true });
    expect(cookieOf(out)).toMatch(/^tandem_refresh=; .*Expires=Thu, 01 Jan 1970/);
    const ended = await refresh(valueOf(refreshed));
    expect(json(ended)).toMatchObject({ data: null, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(ended.statusCode).toBe(401);
    expect((await post({ query: '{ viewer { role } }' }, { authorization: `Bearer ${accessToken}` })).statusCode).toBe(401);
  });

  test('an outdated token beside the cookie does not keep anybody from renewing or ending his session', async () => {
    const old = { authorization: `Bearer ${'x'.repeat(40)}` };
    const opened = valueOf(await post(signIn, old));
    const renewed = await post({ query: 'mutation { refreshSession { result { accessToken } } }' }, { ...old, cookie: `tandem_refresh=${opened}` });
    expect(json(renewed).data.refreshSession.result.accessToken).toEqual(expect.any(String));
    expect(json(await post({ query: 'mutation { refreshSession { result { accessToken } } signUp(input: { email: "x@example.test", password: "long enough for all", displayName: "x" }) { result { accessToken } } }' }, old))).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    const ended = await post({ query: 'mutation { signOut { result { done } } }' }, { ...old, cookie: `tandem_refresh=${valueOf(renewed)}` });
    expect(json(ended).data.signOut.result.done).toBe(true);
    expect((await refresh(valueOf(renewed))).statusCode).toBe(401);
  });

  test('over https the cookie is bound to the host', async () => {
    const secure = await buildTestApp({ environment: { PUBLIC_URL: 'https://tandem.example' } });
    try {
      await secure.app.nouns.accounts.signUp({ ...credentials, displayName: 'H', locale: 'en' }, { kind: 'anonymous' });
      await secure.app.fastify.listen({ port: 0, host: '127.0.0.1' });
      const response = await send(secure, { method: 'POST', url: '/graphql', headers: { 'content-type': 'application/json' }, payload: JSON.stringify(signIn) });
      expect(cookieOf(response)).toMatch(/^__Host-tandem_refresh=[^;]+; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Strict$/);
      expect(response.headers['strict-transport-security']).toBe('max-age=31536000');
    } finally {
      await secure.close();
    }
  });

  test('a wrong password and an unknown address are told in the same words, and five attempts are enough', async () => {
    const attempt = async (email: string, password: string) => {
      const response = await post({ query: signIn.query, variables: { input: { email, password } } });
      return { status: response.statusCode, retryAfter: response.headers['retry-after'], error: json(response).errors?.map(({ message, extensions }: { message: string; extensions: { code: string } }) => ({ message, code: extensions.code }))[0] };
    };
    const wrong = await attempt(credentials.email, 'not my password');
    expect(wrong).toEqual({ status: 401, retryAfter: undefined, error: { code: 'BAD_CREDENTIALS', message: 'The e-mail address or the password is wrong.' } });
    expect(await attempt('unknown@example.test', 'not my password')).toEqual(wrong);
    for (let i = 2; i <= 5; i++) expect(await attempt(credentials.email, 'not my password')).toEqual(wrong);
    // Even the right one, now.
    expect(await attempt(credentials.email, credentials.password)).toMatchObject({ status: 429, retryAfter: '900', error: { code: 'RATE_LIMITED' } });
    // Aliases are attempts too.
    const aliases = await post({ query: `mutation($input: SignInInput!) { ${[1, 2, 3, 4].map((i) => `a${i}: signIn(input: $input) { result { accessToken } }`).join(' ')} }`, variables: { input: { email: 'other@example.test', password: 'x' } } });
    expect(json(aliases).data).toBeNull();
    const [{ count }] = await api.database.query<{ count: number }>("SELECT count(*)::int AS count FROM sign_in_attempts WHERE email = 'other@example.test'");
    expect(count).toBeGreaterThanOrEqual(1);
    await api.database.query('DELETE FROM sign_in_attempts');
  });

  test('behind a proxy the address is the one that the proxy saw, whatever the caller says it is', async () => {
    const behind = await buildTestApp({ environment: { TRUST_PROXY: 'on' } });
    try {
      await behind.app.fastify.listen({ port: 0, host: '127.0.0.1' });
      for (const claimed of ['10.0.0.1', '10.0.0.2']) {
        await send(behind, { method: 'POST', url: '/graphql', headers: { 'content-type': 'application/json', 'x-forwarded-for': `${claimed}, 192.0.2.7` }, payload: JSON.stringify(signIn) });
      }
      expect(await behind.database.query('SELECT DISTINCT address FROM sign_in_attempts')).toEqual([{ address: '192.0.2.7' }]);
    } finally {
      await behind.close();
    }
  });

  test('one address makes no accounts without end, and an open session does not find its password', async () => {
    const signUp = (email: string) => post({ query: 'mutation($input: SignUpInput!) { signUp(input: $input) { userErrors { code } } }', variables: { input: { ...credentials, email, displayName: 'Many' } } });
    await api.database.query(`INSERT INTO sign_in_attempts (email, address, at) SELECT 'x', '127.0.0.1', now() FROM generate_series(1, 99)`);
    expect([(await signUp('one@example.test')).statusCode, (await signUp('two@example.test')).statusCode]).toEqual([200, 429]);
    expect(await api.database.query(`SELECT email FROM accounts WHERE email IN ('one@example.test', 'two@example.test')`)).toEqual([{ email: 'one@example.test' }]);
    await api.database.query('DELETE FROM sign_in_attempts');

    const guess = async () => (await api.execute('mutation { passwordChange(input: { currentPassword: "a guess", newPassword: "long enough for all" }) { userErrors { path } } }', {}, 'reader')).status;
    expect([await guess(), await guess(), await guess(), await guess(), await guess(), await guess()]).toEqual([200, 200, 200, 200, 200, 429]);
    await api.database.query('DELETE FROM sign_in_attempts');
  });

  test('twenty attempts at once are not more than five', async () => {
    const attempts = await Promise.all(Array.from({ length: 20 }, () => post({ query: signIn.query, variables: { input: { email: credentials.email, password: 'wrong' } } })));
    expect(attempts.filter(({ statusCode }) => statusCode === 401).length).toBeLessThanOrEqual(5);
    expect(attempts.filter(({ statusCode }) => statusCode === 429).length).toBeGreaterThanOrEqual(15);
    await api.database.query('DELETE FROM sign_in_attempts');
  });
});

describe('the rest of the addresses', () => {
  test('health and metrics', async () => {
    expect(json(await send(api, '/livez'))).toEqual({ status: 'ok' });
    expect(json(await send(api, '/readyz'))).toEqual({ status: 'ok', checks: { postgres: 'ok', migrations: 'ok', queue: 'ok' } });
    const metrics = (await send(api, '/metrics')).body;
    for (const name of ['tandem_http_request_seconds_bucket', 'tandem_graphql_operations_total{operation="Query.viewer",outcome="ok"}', 'tandem_sql_statements_total', 'nodejs_eventloop_lag_seconds', 'process_cpu_seconds_total']) expect(metrics).toContain(name);
    expect(metrics).toContain('route="/graphql"');
  });

  test('not ready while a migration is missing', async () => {
    await api.database.query("UPDATE migrations SET name = name || 'x' WHERE name LIKE 'Campaigns%'");
    const response = await send(api, '/readyz');
    expect([response.statusCode, json(response).checks]).toEqual([503, { postgres: 'ok', migrations: 'failed', queue: 'ok' }]);
    await api.database.query("UPDATE migrations SET name = left(name, -1) WHERE name LIKE 'Campaigns%'");
  });

  test('the console with its own policy; unknown addresses of it are the console', async () => {
    expect((await send(api, '/')).headers.location).toBe('/admin/');
    for (const url of ['/admin/', '/admin/partners/1']) {
      const page = await send(api, url);
      expect([url, page.statusCode, page.body]).toEqual([url, 200, '<!doctype html><title>console</title>']);
      expect(page.headers['content-security-policy']).toMatch(/^default-src 'self'; script-src 'self';.*frame-ancestors 'none'$/);
      expect(page.headers['cache-control']).toBe('no-cache');
    }
    const asset = await send(api, '/admin/assets/main-abc123.js');
    expect([asset.statusCode, asset.headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
    expect((await send(api, '/admin/assets/gone.js')).statusCode).toBe(404);
    expect((await send(api, '/admin/..%2f..%2fpackage.json')).body).not.toContain('"name"');
  });
});

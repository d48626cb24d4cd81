import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { toGlobalId } from '../../server/graphql/global-ids.js';
import { newId } from '../../server/platform/ids.js';
import { buildTestApp, type TestApp } from '../support/app.js';

let api: TestApp;
let token: string;
beforeAll(async () => {
  api = await buildTestApp();
  await api.app.fastify.listen({ port: 0, host: '127.0.0.1' });
  token = await tokenOf('analyst');
});
afterAll(() => api.close());

const tokenOf = async (role: 'analyst' | 'reader') => (await api.app.nouns.sessions.open((await api.actor(role)).accountId, 'test')).accessToken;
const progress = 'subscription($id: ID!) { modelRunProgress(id: $id) { id state stepProgress } }';

async function newRun(): Promise<string> {
  const id = newId();
  await api.database.query("UPDATE model_runs SET state = 'failed'"); // one at a time is active
  await api.database.query("INSERT INTO model_runs (id, code, model, seed, state, trigger, requested_by) VALUES ($1, $2, 'popularity', 1, 'fitting', 'cli', 'system:test')", [id, `R-${id.slice(-8)}`]);
  return id;
}

function subscribe(query: string, variables: Record<string, unknown>, bearer?: string, signal?: AbortSignal): Promise<Response> {
  return fetch(new URL('/graphql/stream', api.app.fastify.listeningOrigin), {
    method: 'POST', signal, body: JSON.stringify({ query, variables }),
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...(bearer && { authorization: `Bearer ${bearer}` }) },
  });
}

/** The data of `next` events as they come, until `complete`. */
// oxlint-disable-next-line typescript/no-explicit-any -- answers are asserted on, not typed
async function* events(response: Response): AsyncGenerator<any> {
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const [event, data] = ['event', 'data'].map((name) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(text.slice(0, end))?.[1]);
      text = text.slice(end + 2);
      if (event === 'complete') return;
      if (event === 'next') yield JSON.parse(data!);
    }
  }
}

describe('subscriptions', () => {
  test('begin with the present state, follow the table, end with the last state', async () => {
    const id = await newRun();
    const stream = events(await subscribe(progress, { id: toGlobalId('ModelRun', id) }, token));
    const run = (state: string, stepProgress: number) => ({ data: { modelRunProgress: { id: toGlobalId('ModelRun', id), state, stepProgress } } });
    expect((await stream.next()).value).toEqual(run('FITTING', 0));
    await api.database.query('UPDATE model_runs SET step_progress = 0.5, version = version + 1 WHERE id = $1', [id]);
    expect((await stream.next()).value).toEqual(run('FITTING', 0.5));
    await api.database.query("UPDATE model_runs SET state = 'failed', failure = 'x', version = version + 1 WHERE id = $1", [id]);
    expect((await stream.next()).value).toEqual(run('FAILED', 0.5));
    expect((await stream.next()).done).toBe(true);
  });

  test('who comes back after a cut gets the present state first', async () => {
    const id = await newRun();
    const cut = new AbortController();
    const stream = events(await subscribe(progress, { id: toGlobalId('ModelRun', id) }, token, cut.signal));
    await stream.next();
    cut.abort();
    await stream.next().catch(() => {});
    await api.database.query("UPDATE model_runs SET state = 'failed', step_progress = 0.25, version = version + 1 WHERE id = $1", [id]);
    const again = events(await subscribe(progress, { id: toGlobalId('ModelRun', id) }, token));
    expect((await again.next()).value.data.modelRunProgress).toMatchObject({ state: 'FAILED', stepProgress: 0.25 });
    expect((await again.next()).done).toBe(true);
  });

  test('who leaves costs nothing more, although the run stands still', async () => {
    const id = await newRun();
    const cut = new AbortController();
    const stream = events(await subscribe(progress, { id: toGlobalId('ModelRun', id) }, token, cut.signal));
    await stream.next();
    cut.abort();
    await stream.next().catch(() => {});
    await new Promise((done) => setTimeout(done, 100));
    const before = api.database.statementCount;
    await new Promise((done) => setTimeout(done, 1200)); // longer than a poll's pause
    expect(api.database.statementCount).toBe(before);
  });

  test('need the same rights as everything else', async () => {
    const id = toGlobalId('ModelRun', await newRun());
    const codeOf = async (response: Response) => /"code":"(\w+)"/.exec(await response.text())?.[1];
    expect(await codeOf(await subscribe(progress, { id }))).toBe('UNAUTHENTICATED');
    expect(await codeOf(await subscribe(progress, { id }, await tokenOf('reader')))).toBe('FORBIDDEN');
    expect((await subscribe(progress, { id }, 'x'.repeat(30))).status).toBe(401);
    expect(await codeOf(await subscribe('query { viewer { role } }', {}, token))).toBe('BAD_INPUT');
    expect(await codeOf(await subscribe('subscription { nothing }', {}, token))).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(await (await subscribe('subscription { modelRunProgres(id: 1) { id } }', {})).text()).not.toMatch(/did you mean/i);
    expect(await codeOf(await subscribe('subscription {', {}, token))).toBe('GRAPHQL_PARSE_FAILED');
    expect(await codeOf(await subscribe(progress, { id: toGlobalId('Partner', newId()) }, token))).toBe('BAD_INPUT');
  });

  test('are not served at /graphql', async () => {
    const answer = await api.execute(progress, { id: toGlobalId('ModelRun', await newRun()) }, 'analyst');
    expect(answer).toMatchObject({ data: null, status: 400, errors: [{ extensions: { code: 'BAD_INPUT' } }] });
  });

  test('do not hold up the end of the process', async () => {
    const own = await buildTestApp();
    await own.app.fastify.listen({ port: 0, host: '127.0.0.1' });
    const { accountId } = await own.actor('analyst');
    const { accessToken } = await own.app.nouns.sessions.open(accountId, 'test');
    const id = newId();
    await own.database.query("INSERT INTO model_runs (id, code, model, seed, state, trigger, requested_by) VALUES ($1, 'R', 'popularity', 1, 'fitting', 'cli', 'system:test')", [id]);
    const response = await fetch(new URL('/graphql/stream', own.app.fastify.listeningOrigin), {
      method: 'POST', body: JSON.stringify({ query: progress, variables: { id: toGlobalId('ModelRun', id) } }),
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${accessToken}` },
    });
    const stream = events(response);
    await stream.next();
    await own.close();
    await expect(stream.next()).rejects.toThrow('terminated');
  });
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { subscribe, parse } from 'graphql';
import type { ModelRun } from '../../schema/model-run.js';
import { Loaders } from '../../server/graphql/loaders.js';
import { toGlobalId } from '../../server/graphql/global-ids.js';
import type { Actor } from '../../server/platform/actor.js';
import { newId } from '../../server/platform/ids.js';
import { QueueRuntime } from '../../server/platform/queue-runtime.js';
import { applySchedules, schedules } from '../../workers/schedules.js';
import { relayBatch } from '../../workers/relay-outbox.js';
import { buildTestApp, type TestApp } from '../support/app.js';
import { driveRun, servicesOf } from '../workers/drive-run.js';
import { plantPlatform } from '../workers/planted-platform.js';

let api: TestApp;
let queues: QueueRuntime;
beforeAll(async () => {
  api = await buildTestApp();
  queues = await QueueRuntime.open({ databaseUrl: api.url, name: 'test', pool: 2, onError: () => {} });
  await plantPlatform(api.database);
});
afterAll(async () => {
  await queues.close();
  await api.close();
});

const fields = 'id code scenario model params seed state stepProgress trigger requestedBy reason failure alias interactionCount readerCount contentCount metrics availableActions jobs { name state }';
const start = `mutation ($input: RetrainStartInput!) { retrainStart(input: $input) { result { ${fields} } userErrors { code message path } } }`;
const mutation = (name: string, type: string) => `mutation ($input: ${type}!) { ${name}(input: $input) { result { ${fields} } userErrors { code message path ... on TransitionError { from } } } }`;
const call = async (name: string, type: string, input: object, as: Parameters<TestApp['execute']>[2]) => {
  const { data, errors } = await api.execute(mutation(name, type), { input }, as);
  return errors ? { error: errors[0].extensions?.code } : data[name];
};
const drive = () => driveRun(servicesOf(api.database));
const newRun = async (input: object, as: Parameters<TestApp['execute']>[2] = 'analyst') => (await api.execute(start, { input }, as)).data.retrainStart.result;
const runs = () => api.database.query('SELECT id, state, version FROM model_runs ORDER BY id');

describe('starting', () => {
  test('twenty starts at once are one run, and everybody is told which', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => api.execute(start, { input: {} }, 'operator')));
    const [{ code, ...more }] = await api.database.query<{ code: string }>('SELECT code, count(*) OVER ()::int AS runs FROM model_runs');
    expect(more).toEqual({ runs: 1 });
    expect(answers.map(({ data }) => data.retrainStart.result.code)).toEqual(answers.map(() => code));
    expect(await api.database.query(`SELECT count(*)::int AS jobs FROM outbox`)).toEqual([{ jobs: 1 }]);
    const { data } = await api.execute(`{ modelRunList { total items { state model trigger requestedBy availableActions } } }`, {}, 'analyst');
    expect(data.modelRunList).toEqual({ total: 1, items: [{ state: 'QUEUED', model: 'auto', trigger: 'CONSOLE', requestedBy: expect.stringMatching(/^account:/), availableActions: ['retrainCancel'] }] });
  });

  test('cancelling ends it once; its job then finds nothing to do', async () => {
    const { id } = await newRun({});
    expect(await call('retrainCancel', 'RetrainCancelInput', { id }, 'analyst')).toMatchObject({ userErrors: [], result: { state: 'FAILED', failure: expect.stringMatching(/^cancelled by account:/), availableActions: [] } });
    expect(await call('retrainCancel', 'RetrainCancelInput', { id }, 'analyst')).toMatchObject({ result: null, userErrors: [{ code: 'ILLEGAL_TRANSITION', from: 'failed' }] });
    expect(await drive()).toEqual([['extract-snapshot', 'nothing to do']]);
  });

  test('a promotion and a start at once make one run active, and the other one is told which', async () => {
    const rejected = newId();
    await api.database.query(`INSERT INTO model_runs (id, code, model, seed, state, trigger, requested_by) VALUES ($1, 'R-OLD', 'popularity', 1, 'rejected', 'cli', 'system:test')`, [rejected]);
    await api.database.query(`INSERT INTO model_run_files (model_run_id, name, chunk, bytes) VALUES ($1, 'items.artefact', 0, '')`, [rejected]);
    const id = toGlobalId('ModelRun', rejected);
    for (let round = 0; round < 5; round++) {
      const [promoted, started] = await Promise.all([call('modelPromote', 'ModelPromoteInput', { id, reason: 'a test' }, 'operator'), call('retrainStart', 'RetrainStartInput', {}, 'analyst')]);
      expect([promoted, started].map(({ error }) => error)).toEqual([undefined, undefined]);
      expect(promoted.result?.code ?? promoted.userErrors[0].message).toMatch(promoted.result ? /^R-OLD$/ : new RegExp(`^${started.result.code} is under way`));
      await call('retrainCancel', 'RetrainCancelInput', { id: started.result.id }, 'analyst');
      await api.database.query(`UPDATE model_runs SET state = 'rejected' WHERE id = $1`, [rejected]);
    }
    await api.database.query('DELETE FROM model_runs WHERE id = $1', [rejected]);
    await drive();
  });

  test('a key needs the scope, and its runs say so', async () => {
    const { data } = await api.execute(start, { input: { reason: 'nightly' } }, await api.apiKeyActor('service', ['retrain:start']));
    expect(data.retrainStart.result).toMatchObject({ trigger: 'API_KEY', reason: 'nightly', state: 'QUEUED' });
    await call('retrainCancel', 'RetrainCancelInput', { id: data.retrainStart.result.id }, 'operator');
    const refused = await api.execute(start, { input: {} }, await api.apiKeyActor('service', ['model:read']));
    expect(refused.errors?.[0].extensions?.code).toBe('FORBIDDEN');
  });

  test.each([
    [{ model: 'oracle' }, ['model']],
    [{ model: 'ease', params: { alpha: 1 } }, ['params', 'alpha']],
    [{ model: 'ease', params: { lambda: 'many' } }, ['params', 'lambda']],
    [{ model: 'ease', params: [1] }, ['params']],
    [{ scenario: 'moon' }, ['scenario']],
  ])('%j is refused and changes nothing', async (input, path) => {
    const before = await runs();
    const { data } = await api.execute(start, { input }, 'operator');
    expect(data.retrainStart).toMatchObject({ result: null, userErrors: [{ code: 'BAD_INPUT', path }] });
    expect(await runs()).toEqual(before);
  });

  test.each(['reader', 'author', 'partner', 'partner_manager', 'marketer', 'anonymous'] as const)('%s may not start', async (role) => {
    const before = await runs();
    const { errors } = await api.execute(start, { input: {} }, role);
    expect(errors?.[0].extensions?.code).toBe(role === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN');
    expect(await runs()).toEqual(before);
  });
});

describe('from rejected to champion and back', () => {
  let [first, second] = [{ id: '' }, { id: '' }];
  let requester: Actor;
  const aliases = () => api.database.query('SELECT alias, code, state FROM model_aliases JOIN model_runs r ON r.id = model_run_id ORDER BY alias');

  test('the first good model serves', async () => {
    first = await newRun({ model: 'ease' });
    await drive();
    const { data } = await api.execute(`{ champion { ${fields} } }`, {}, 'marketer');
    expect(data.champion).toMatchObject({
      id: first.id, state: 'CHAMPION', alias: 'champion', readerCount: 260, contentCount: 60, stepProgress: 1,
      metrics: { protocol: 'time', k: 20, rows: [{ role: 'challenger', model: 'ease' }, { role: 'popularity' }], gate: { promote: true } },
    });
    expect(BigInt(data.champion.interactionCount)).toBeGreaterThan(2000n);
  });

  test('a worse one is rejected and the champion stays', async () => {
    requester = await api.newActor('operator');
    second = await newRun({ model: 'popularity' }, requester);
    await drive();
    const { data } = await api.execute(`query ($id: ID!) { node(id: $id) { ... on ModelRun { state reason alias availableActions metrics } } }`, { id: second.id }, 'analyst');
    expect(data.node).toMatchObject({ state: 'REJECTED', alias: null, availableActions: ['modelPromote'], reason: expect.stringMatching(/^ndcg changes by -0\.\d+ .* the lower bound must be above −0.005$/) });
    expect(data.node.metrics.rows.map(({ role, model }: { role: string; model: string }) => [role, model])).toEqual([['challenger', 'popularity'], ['champion', 'ease'], ['popularity', 'popularity']]);
    expect(await aliases()).toMatchObject([{ alias: 'champion', state: 'champion' }]);
  });

  test('a second person may promote it with a reason; the first may not', async () => {
    const before = [await runs(), await aliases()];
    const input = { id: second.id, reason: 'readers of the pilot asked for it' };
    expect(await call('modelPromote', 'ModelPromoteInput', input, requester)).toEqual({ error: 'FORBIDDEN' });
    expect(await call('modelPromote', 'ModelPromoteInput', { ...input, reason: ' ' }, 'operator')).toMatchObject({ userErrors: [{ code: 'BAD_INPUT', path: ['reason'] }] });
    expect(await call('modelPromote', 'ModelPromoteInput', { ...input, id: first.id }, 'operator')).toMatchObject({ userErrors: [{ code: 'ILLEGAL_TRANSITION', from: 'champion' }] });
    expect([await runs(), await aliases()]).toEqual(before);
    expect(await call('modelPromote', 'ModelPromoteInput', input, 'operator')).toMatchObject({ userErrors: [], result: { state: 'CANDIDATE', reason: input.reason } });
    await drive();
    expect(await aliases()).toMatchObject([{ alias: 'champion', state: 'champion', code: expect.anything() }, { alias: 'previous', state: 'retired' }]);
    expect((await api.execute('{ champion { id } }', {}, 'operator')).data.champion.id).toBe(second.id);
  });

  test('rolling back swaps the two at once, and again swaps them back', async () => {
    expect(await call('modelRollback', 'ModelRollbackInput', { reason: 'x' }, 'operator')).toMatchObject({ userErrors: [{ code: 'BAD_INPUT', path: ['reason'] }] });
    for (const expected of [first.id, second.id, first.id]) {
      const { result } = await call('modelRollback', 'ModelRollbackInput', { reason: 'clicks fell' }, 'operator');
      expect(result).toMatchObject({ id: expected, state: 'CHAMPION', alias: 'champion' });
      expect((await api.execute('{ champion { id alias } }', {}, 'operator')).data.champion).toEqual({ id: expected, alias: 'champion' });
    }
    // Both runs still have their scores: that is why it is at once.
    expect(await api.database.query('SELECT count(*)::int AS rows FROM reader_scores GROUP BY model_run_id')).toEqual([{ rows: 260 }, { rows: 260 }]);
    const audited = await api.database.query<{ action: string }>("SELECT action FROM audit_entries WHERE noun = 'ModelRun' ORDER BY seq");
    expect(audited.map(({ action }) => action).slice(-5)).toEqual(['modelPromote', 'modelEnthrone', 'modelRollback', 'modelRollback', 'modelRollback']);
  });

  test('a list of runs costs the same number of statements whatever its length', async () => {
    const counts: number[] = [];
    for (const perPage of [1, 4]) counts.push((await api.execute(`query ($perPage: Int!) { modelRunList(perPage: $perPage) { total items { code alias availableActions } } }`, { perPage }, 'operator')).statements);
    expect(counts).toEqual([3, 3]);
  });
});

describe('jobs', () => {
  const list = 'query ($filter: JobFilter, $page: Int! = 1, $perPage: Int! = 25) { jobList(filter: $filter, page: $page, perPage: $perPage) { total items { id name queue state progress attempts payload availableActions } } }';
  const jobList = async (variables: object) => (await api.execute(list, variables as Record<string, unknown>, 'operator')).data.jobList;

  test('are listed, narrowed, shown at their run, and cancelling one ends the run', async () => {
    const { id } = await newRun({});
    await relayBatch(api.database, queues);
    const { items: [job], total } = await jobList({ filter: { queue: { eq: 'compute' } } });
    expect({ job, total }).toMatchObject({ total: 1, job: { name: 'extract-snapshot', state: 'WAITING', progress: 0, attempts: 0, payload: { runId: expect.any(String) }, availableActions: ['jobCancel'] } });
    expect(await jobList({ filter: { queue: { eq: 'light' } } })).toEqual({ total: 0, items: [] });
    expect(await jobList({ filter: { state: { in: ['FAILED', 'ACTIVE'] } } })).toEqual({ total: 0, items: [] });
    expect((await jobList({ filter: { name: { eq: 'extract-snapshot' }, state: { eq: 'WAITING' } } })).total).toBe(1);
    expect((await api.execute('query ($id: ID!) { job(id: $id) { id name log } }', { id: job.id }, 'operator')).data.job).toEqual({ id: job.id, name: 'extract-snapshot', log: [] });
    expect((await api.execute('query ($id: ID!) { node(id: $id) { ... on ModelRun { jobs { name state } } } }', { id }, 'operator')).data.node.jobs).toEqual([{ name: 'extract-snapshot', state: 'WAITING' }]);

    const cancel = 'mutation ($id: ID!) { jobCancel(input: { id: $id }) { result { state } userErrors { code } } }';
    expect((await api.execute(cancel, { id: job.id }, 'operator')).data.jobCancel).toEqual({ result: { state: 'FAILED' }, userErrors: [] });
    expect((await api.execute('query ($id: ID!) { node(id: $id) { ... on ModelRun { state } } }', { id }, 'operator')).data.node.state).toBe('FAILED');
    expect((await api.execute(cancel, { id: job.id }, 'operator')).data.jobCancel).toEqual({ result: null, userErrors: [{ code: 'NOT_FOUND' }] });
    for (const broken of ['x', Buffer.from('Job:moon:1').toString('base64url')]) {
      expect((await api.execute('query ($id: ID!) { job(id: $id) { id } }', { id: broken }, 'operator')).errors?.[0].extensions?.code).toBe('BAD_INPUT');
    }
  });

  test('what a schedule brings again by itself is not cancelled', async () => {
    await applySchedules(api.database, queues, schedules({ retrainCron: '0 3 * * *' }), new Date());
    const { items } = await jobList({ filter: { name: { eq: 'keep-house' } } });
    expect(items).toMatchObject([{ name: 'keep-house', availableActions: [] }]);
    const { data, errors } = await api.execute('mutation ($id: ID!) { jobCancel(input: { id: $id }) { result { id } userErrors { code } } }', { id: items[0].id }, 'operator');
    expect([errors, data.jobCancel]).toEqual([undefined, { result: null, userErrors: [{ code: 'ILLEGAL_TRANSITION' }] }]);
    expect((await jobList({ filter: { name: { eq: 'keep-house' } } })).items).toHaveLength(1);
    await applySchedules(api.database, queues, [], new Date());
  });

  test('a failed one can be tried again, and its run goes on', async () => {
    const { id } = await newRun({ model: 'ease' });
    await relayBatch(api.database, queues);
    const worker = queues.worker('compute', async () => { throw new Error('the disk is full'); }, { concurrency: 1, lockMs: 5_000 });
    await api.database.query("UPDATE model_runs SET state = 'failed', failure = 'the disk is full' WHERE state = 'queued'");
    for (let tries = 0; tries < 100 && (await jobList({ filter: { state: { eq: 'DELAYED' } } })).total === 0; tries++) await new Promise((done) => setTimeout(done, 20));
    const job = (await queues.queue('compute').getJobs(['delayed']))[0];
    await job.promote();
    for (let tries = 0; tries < 100 && (await job.getState()) !== 'failed'; tries++) {
      await (await queues.queue('compute').getJob(job.id!))!.promote().catch(() => {});
      await new Promise((done) => setTimeout(done, 20));
    }
    await worker.close();
    const { items: [failed] } = await jobList({ filter: { state: { eq: 'FAILED' } } });
    expect(failed).toMatchObject({ name: 'extract-snapshot', attempts: 3, availableActions: ['jobRetry'] });
    const { data } = await api.execute('mutation ($id: ID!) { jobRetry(input: { id: $id }) { result { state attempts } userErrors { code } } }', { id: failed.id }, 'operator');
    expect(data.jobRetry).toEqual({ result: { state: 'WAITING', attempts: 0 }, userErrors: [] });
    expect((await api.execute('query ($id: ID!) { node(id: $id) { ... on ModelRun { state failure } } }', { id }, 'operator')).data.node).toEqual({ state: 'EXTRACTING', failure: null });
    await call('retrainCancel', 'RetrainCancelInput', { id }, 'operator');
  });
});

test('a run can be watched until it has come to rest', async () => {
  const { id } = await newRun({ model: 'ease' });
  const actor = await api.actor('analyst');
  const stream = await subscribe({
    schema: api.app.schema, document: parse(`subscription { modelRunProgress(id: "${id}") { state jobs { name } alias } }`),
    contextValue: { actor, locale: 'zh', loaders: new Loaders(api.database), resolver: api.app.contextParts.resolver },
  });
  if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream.errors));
  const seen: { state: ModelRun['state']; alias: string | null }[] = [];
  const driving = drive();
  for await (const { data, errors } of stream) {
    expect(errors).toBeUndefined();
    seen.push((data as unknown as { modelRunProgress: (typeof seen)[number] }).modelRunProgress);
  }
  await driving;
  expect(seen.at(-1)).toMatchObject({ state: 'CHAMPION', alias: 'champion' });
});

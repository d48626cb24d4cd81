import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DomainError } from '../../server/platform/errors.js';
import { openLog } from '../../server/platform/log.js';
import { QueueRuntime } from '../../server/platform/queue-runtime.js';
import { jobs, type JobName } from '../../server/platform/queues.js';
import type { Processor } from '../../workers/processor.js';
import { bullProcessor, StopSwitch, type JobOutcome } from '../../workers/run-job.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { queueBackends } from '../support/queue-backends.js';
import { until } from './worker-process.js';

describe.each(queueBackends)('on $name', ({ redisUrl, prefix, clear }) => {
  let db: TestDatabase;
  let queues: QueueRuntime;
  let outcomes: JobOutcome[];
  let stopSwitch: StopSwitch;
  beforeAll(async () => { db = await openTestDatabase(); });
  afterAll(() => db.close());
  beforeEach(async () => {
    outcomes = [];
    stopSwitch = new StopSwitch();
    queues = await QueueRuntime.open({ databaseUrl: db.url, redisUrl, prefix, name: 'test', onError: () => {} });
  });
  afterEach(async () => {
    await queues.queue('light').obliterate({ force: true });
    await queues.close();
    await clear();
  });

  const work = (process: Processor<'keep-house'>) => queues.worker(
    'light', bullProcessor({ processors: { 'keep-house': process }, log: openLog('test', 'silent'), stopSwitch, onEnd: (outcome) => outcomes.push(outcome) }), { concurrency: 2, lockMs: 5_000 });
  const add = async (name: string = 'keep-house', data: object = {}) => {
    const { attempts, backoffMs } = jobs['keep-house'];
    return (await queues.queue('light').add(name as JobName, data, { attempts, backoff: { type: 'fixed', delay: backoffMs / 100 } })).id!;
  };
  const find = async (id: string) => (await queues.queue('light').getJob(id))!;
  const settled = (id: string) => until(async () => ['completed', 'failed'].includes(await (await find(id)).getState()));

  test('progress, notes and the result reach the queue', async () => {
    work(async (_payload, job) => {
      job.report(0.25, 'begun');
      job.report(0.5, 'too soon after the first to be told');
      job.note('a line');
      return { attempt: job.attempt, last: job.lastAttempt };
    });
    const id = await add();
    await settled(id);
    expect(await find(id)).toMatchObject({ progress: { progress: 0.25, message: 'begun' }, returnvalue: { attempt: 1, last: false } });
    expect((await queues.queue('light').getJobLogs(id)).logs).toEqual(['a line']);
    expect(outcomes).toEqual([{ name: 'keep-house', seconds: expect.any(Number), outcome: 'done' }]);
  });

  test('a fault is tried again, a refusal is not', async () => {
    const seen: number[] = [];
    const worker = work(async (_payload, { attempt }) => {
      seen.push(attempt);
      throw attempt < 2 ? new Error('the network') : new DomainError('BAD_INPUT');
    });
    const id = await add();
    await settled(id);
    await worker.close();
    expect(seen).toEqual([1, 2]);
    expect(await find(id)).toMatchObject({ failedReason: 'The input is not valid.', attemptsMade: 2 });
  });

  test.each([['keep-house', 'text', 'The payload of keep-house is not valid'], ['paint-house', {}, 'This worker knows no job named paint-house.']])('a job %s with %j is refused at once', async (name, data, reason) => {
    work(async () => 'never');
    const id = await add(name, data as object);
    await settled(id);
    expect(await find(id)).toMatchObject({ attemptsMade: 1, failedReason: expect.stringContaining(reason) });
  });

  test('a cancelled job fails for good', async () => {
    let running = false;
    const worker = work((_payload, { signal }) => new Promise((_resolve, reject) => {
      running = true;
      signal.addEventListener('abort', () => reject(new Error('stopped')));
    }));
    const id = await add();
    await until(() => running);
    expect(worker.cancelJob(id, 'somebody cancelled it')).toBe(true);
    await settled(id);
    expect(await find(id)).toMatchObject({ attemptsMade: 1, failedReason: 'cancelled: somebody cancelled it' });
  });

  test('a worker that stops gives its job back as if it had not begun', async () => {
    let running = false;
    const worker = work((_payload, { signal }) => new Promise((_resolve, reject) => {
      running = true;
      signal.addEventListener('abort', () => reject(new Error('stopped')));
    }));
    const id = await add();
    await until(() => running);
    stopSwitch.stop();
    await worker.close();
    expect(await (await find(id)).getState()).toBe('waiting');
    expect((await find(id)).attemptsMade).toBe(0);
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['returned']));
  });
});

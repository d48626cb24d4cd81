import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { QueueRuntime } from '../../server/platform/queue-runtime.js';
import { jobs } from '../../server/platform/queues.js';
import { applySchedules, schedules } from '../../workers/schedules.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { queueBackends } from '../support/queue-backends.js';

describe.each(queueBackends)('on $name', ({ redisUrl, prefix, clear }) => {
  let db: TestDatabase;
  let queues: QueueRuntime;
  beforeAll(async () => { db = await openTestDatabase(); });
  afterAll(() => db.close());
  beforeEach(async () => { queues = await QueueRuntime.open({ databaseUrl: db.url, redisUrl, prefix, name: 'test', onError: () => {} }); });
  afterEach(async () => {
    await queues.queue('light').obliterate({ force: true });
    await queues.close();
    await clear();
  });
  const standing = async () => (await queues.queue('light').getJobSchedulers(0, -1)).map(({ key, pattern, every }) => ({ key, when: pattern ?? Number(every) })).sort((a, b) => (a.key < b.key ? -1 : 1));
  const wanted = (cron: string) => schedules({ retrainCron: cron }).map(({ job, when }) => ({ key: job as string, when: 'pattern' in when ? when.pattern : when.every })).sort((a, b) => (a.key < b.key ? -1 : 1));

  test('the queue holds exactly the table, also when two workers start at once or the table has changed', async () => {
    await Promise.all([applySchedules(db.database, queues, schedules({ retrainCron: '0 3 * * *' }), new Date()), applySchedules(db.database, queues, schedules({ retrainCron: '0 3 * * *' }), new Date())]);
    expect(await standing()).toEqual(wanted('0 3 * * *'));
    await queues.queue('light').upsertJobScheduler('of-an-older-version', { every: 60_000 }, { name: 'of-an-older-version' });
    await applySchedules(db.database, queues, schedules({ retrainCron: '30 4 * * *' }), new Date());
    expect(await standing()).toEqual(wanted('30 4 * * *'));
  });

  test('a queue that came back empty gets them again', async () => {
    const apply = (now: Date) => applySchedules(db.database, queues, schedules({ retrainCron: '0 3 * * *' }), now);
    await apply(new Date());
    for (const { key } of await queues.queue('light').getJobSchedulers(0, -1)) await queues.queue('light').removeJobScheduler(key);
    expect(await standing()).toEqual([]);
    await apply(new Date());
    expect(await standing()).toEqual(wanted('0 3 * * *'));
  });

  test('repeating jobs carry the payload and the tries of their definition', async () => {
    await applySchedules(db.database, queues, schedules({ retrainCron: '0 3 * * *' }), new Date());
    const [retrain] = (await queues.queue('light').getJobs(['delayed', 'waiting'], 0, -1)).filter(({ name }) => name === 'start-retrain');
    expect(retrain).toMatchObject({ data: { scenario: 'home' }, opts: { attempts: jobs['start-retrain'].attempts } });
  });
});

test('every schedule says why', () => {
  for (const { job, payload, reason } of schedules({ retrainCron: '0 3 * * *' })) {
    expect(jobs[job].payload.safeParse(payload).success).toBe(true);
    expect(reason.length).toBeGreaterThan(20);
  }
});

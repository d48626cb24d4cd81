import type { Queue } from 'bullmq';
import type { Config } from '../server/platform/config.js';
import type { Database } from '../server/platform/database.js';
import type { QueueRuntime } from '../server/platform/queue-runtime.js';
import { jobs, queueNames, type JobName, type JobPayload } from '../server/platform/queues.js';

interface Schedule<Name extends JobName = JobName> {
  job: Name;
  payload: JobPayload<Name>;
  when: { pattern: string } | { every: number };
  reason: string;
}

const second = 1_000;
const minute = 60 * second;
const at = <Name extends JobName>(job: Name, payload: JobPayload<Name>, when: Schedule['when'], reason: string): Schedule<Name> => ({ job, payload, when, reason });

/** Everything that repeats by itself, and why then. */
export function schedules({ retrainCron }: Pick<Config, 'retrainCron'>): Schedule[] {
  return [
    at('start-retrain', { scenario: 'home' }, { pattern: retrainCron }, 'Nightly (RETRAIN_CRON): yesterday is complete and most readers sleep.'),
    at('resume-model-runs', {}, { every: 30 * second }, 'A run whose job was lost with its queue or its worker continues within a minute.'),
    at('judge-shadow', {}, { every: 10 * second }, 'A challenger leaves the shadow within seconds of having seen enough.'),
    at('count-features', {}, { every: 60 * minute }, 'Click rates of contents and ads are an hour old at most; every set that was shown with is kept.'),
    at('learn-ads', { scenario: 'home' }, { every: 5 * minute }, 'Ads of the morning are judged by the clicks of the morning, where the ad model learns online.'),
    at('watch-drift', { scenario: 'home' }, { every: 15 * minute }, 'A world that moved is seen within the hour, and learnt from unless a run was just made.'),
    at('publish-contents', {}, { every: 30 * second }, 'A content appears within half a minute of the time its author chose.'),
    at('accrue-events', {}, { every: minute }, 'What was sold a minute ago shows in the balance of its partner.'),
    at('issue-statements', {}, { every: 10 * minute }, 'A window becomes a statement an hour after its end, which is a local midnight somewhere.'),
    at('move-payouts', {}, { every: minute }, 'An approved payout reaches the bank soon, and its answer the partner.'),
    at('assess-partners', {}, { every: 15 * minute }, 'Evidence that expired leaves shortlists at once, and the score within a quarter of an hour.'),
    at('deliver-webhooks', {}, { every: 5 * second }, 'A partner hears within seconds of what happened; the first wait after a failure is five.'),
    at('import-feeds', {}, { every: 15 * minute }, 'A partner whose feed says nothing when it changes is read four times an hour; unchanged pages cost an entity tag.'),
    at('watch-connectors', {}, { every: 15 * second }, 'A partner that fails carries less within a minute, and is tried again as soon as that is decent.'),
    at('watch-risk', {}, { every: 5 * minute }, 'Money of a partner in trouble stays within minutes; its case is for people, within days.'),
    at('move-contracts', {}, { every: 5 * minute }, 'Contracts begin and end at a time of day, not at a second.'),
    at('move-campaigns', {}, { every: minute }, 'A campaign starts and stops within a minute of its schedule.'),
    at('expire-orders', {}, { every: minute }, 'An unpaid order gives its place back soon after its deadline.'),
    at('resume-refunds', {}, { every: 10 * minute }, 'A refund whose job was lost with its queue, or has given up, is tried again within hours.'),
    at('rewrap-fields', {}, { every: 60 * minute }, 'What was sealed under an old key, or not at all, is sealed under the newest one.'),
    at('anchor-audit', {}, { every: 60 * minute }, 'The head of the audit log is written down in the first hour of each day in which a worker runs.'),
    at('keep-house', {}, { every: 60 * minute }, 'Old rows leave and day partitions stand a week ahead, whatever day a worker was down.'),
  ];
}

/** Any constant that nothing else locks on: workers that start at once take turns. */
const scheduleLock = 7_214_034;

/**
 * Makes the queue's job schedulers equal to the table: missing and changed ones are set, removed ones deleted, others not
 * touched. Done at boot and every minute, because a Redis that comes back empty has lost them.
 */
export function applySchedules(database: Database, queues: QueueRuntime, table: Schedule[], now: Date): Promise<void> {
  return database.withClient(async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [scheduleLock]);
    try {
      for (const name of queueNames) await applyTo(queues.queue(name), table.filter(({ job }) => jobs[job].queue === name), now);
    } finally {
      await client.query('SELECT pg_advisory_unlock($1)', [scheduleLock]);
    }
  });
}

/** A repetition that is so late has lost its next job: it is set again. */
const overdueMs = 10 * minute;

async function applyTo(queue: Queue, table: Schedule[], now: Date): Promise<void> {
  const standing = new Map((await queue.getJobSchedulers(0, -1)).map((scheduler) => [scheduler.key, scheduler]));
  for (const { job, payload, when } of table) {
    const known = standing.get(job);
    standing.delete(job);
    const isAlive = known && (known.next ?? 0) > now.getTime() - overdueMs;
    if (isAlive && ('pattern' in when ? known.pattern === when.pattern : Number(known.every) === when.every)) continue;
    const { attempts, backoffMs } = jobs[job];
    await queue.upsertJobScheduler(job, when, {
      name: job, data: payload, opts: { attempts, backoff: { type: 'exponential', delay: backoffMs }, removeOnComplete: { count: 20 } },
    });
  }
  for (const key of standing.keys()) await queue.removeJobScheduler(key);
}

import type { Job as QueuedJob, JobType } from 'bullmq';
import type { Database } from '../platform/database.js';
import { jobIdOf } from '../platform/outbox.js';
import type { QueueRuntime } from '../platform/queue-runtime.js';
import { jobs as definitions, queueNames, type JobName, type QueueName } from '../platform/queues.js';
import { toJobId } from './job-ids.js';
import { Job, type JobState } from './job.types.js';

export interface JobSelection {
  queues?: readonly string[];
  states?: readonly JobState[];
  names?: readonly string[];
}

/** What BullMQ calls each of our states; `prioritized` is waiting with a preference. */
const queueStates: Record<JobState, readonly JobType[]> = {
  waiting: ['waiting', 'prioritized', 'waiting-children'], active: ['active'], delayed: ['delayed'], completed: ['completed'], failed: ['failed'],
};
const allStates = Object.keys(queueStates) as JobState[];
/** A queue is no table: it is read from its newest end, and no deeper than this for one page. */
const deepest = 500;
/** A run with hundreds of pages shows its steps and the first pages. */
const jobsPerRun = 40;

/** The queues as lists. Reading them is for people; nothing is decided by what stands there. */
export class Jobs {
  constructor(private readonly queues: QueueRuntime, private readonly database: Database) {}

  /** Newest first. `total` is exact unless names are asked for: then it counts among the newest 500 of each state. */
  async list(selection: JobSelection, page: number, perPage: number): Promise<{ items: Job[]; total: number }> {
    const [states, names] = [selection.states ?? allStates, selection.names];
    const wanted = queueNames.filter((name) => selection.queues?.includes(name) ?? true);
    const depth = names ? deepest : Math.min(deepest, page * perPage);
    let [found, total]: [Job[], number] = [[], 0];
    for (const queue of wanted) {
      const counts = await this.queues.queue(queue).getJobCounts(...states.flatMap((state) => queueStates[state]));
      for (const state of states) {
        const count = queueStates[state].reduce((sum, type) => sum + (counts[type] ?? 0), 0);
        if (count === 0) continue;
        const rows = (await this.queues.queue(queue).getJobs([...queueStates[state]], 0, depth - 1, false)).filter(Boolean);
        const kept = names ? rows.filter(({ name }) => names.includes(name)) : rows;
        found.push(...kept.map((row) => jobOf(queue, row, state)));
        total += names ? kept.length : count;
      }
    }
    // A job that moved while we read may have been met twice.
    found = [...new Map(found.map((job) => [job.id, job])).values()].sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1));
    return { items: found.slice((page - 1) * perPage, page * perPage), total };
  }

  /** Null where the queue does not know it (any more). */
  async find(queue: QueueName, id: string): Promise<Job | null> {
    const row = await this.queues.queue(queue).getJob(id);
    if (!row) return null;
    const state = await row.getState();
    const ours = allStates.find((name) => queueStates[name].includes(state as JobType));
    return ours ? jobOf(queue, row, ours) : null;
  }

  async log(queue: QueueName, id: string): Promise<string[]> {
    return (await this.queues.queue(queue).getJobLogs(id, 0, 199)).logs;
  }

  /** The jobs of each run in the order in which they were requested; those that the queue has forgotten are left out. */
  async ofRuns(runIds: readonly string[]): Promise<Job[][]> {
    const rows = await this.database.prepared<{ run: string; id: string; job: string }>(
      'jobs-of-runs',
      `SELECT r.run, o.id, o.job FROM unnest($1::text[]) AS r (run)
       CROSS JOIN LATERAL (SELECT id, job FROM outbox WHERE payload ? 'runId' AND payload->>'runId' = r.run ORDER BY id LIMIT ${jobsPerRun}) AS o`, [runIds]);
    const found = await Promise.all(rows.map(async ({ run, id, job }) => {
      const definition = definitions[job as JobName] as { queue: QueueName } | undefined;
      return { run, job: definition ? await this.find(definition.queue, jobIdOf(id)) : null };
    }));
    return runIds.map((run) => found.filter((one) => one.run === run && one.job).map(({ job }) => job!));
  }
}

function jobOf(queue: QueueName, row: QueuedJob, state: JobState): Job {
  const progress = typeof row.progress === 'object' ? (row.progress as { progress?: number }).progress : Number(row.progress);
  const dateOf = (ms: number | undefined) => (ms ? new Date(ms) : null);
  return Object.assign(new Job(), {
    id: toJobId(queue, row.id!), name: row.name, queue, state, progress: state === 'completed' ? 1 : progress ?? 0,
    attempts: row.attemptsMade, failure: row.failedReason || null, createdAt: new Date(row.timestamp),
    startedAt: dateOf(row.processedOn), finishedAt: dateOf(row.finishedOn), payload: row.data ?? {},
  } satisfies Job);
}

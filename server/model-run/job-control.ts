import { ModelRun } from '../../schema/model-run.js';
import type { Audit } from '../audit/audit.js';
import type { Actor } from '../platform/actor.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import { channels } from '../platform/notices.js';
import type { QueueRuntime } from '../platform/queue-runtime.js';
import type { QueueName } from '../platform/queues.js';
import { fromJobId } from './job-ids.js';
import type { Job } from './job.types.js';
import type { Jobs } from './jobs.js';
import { activeStates, mayControlJobs, runSteps, type RunStep } from './model-run-states.js';
import { lockScenario, type ModelRuns } from './model-runs.js';

interface JobKey { queue: QueueName; id: string }

export type JobAction = 'jobRetry' | 'jobCancel';

/** BullMQ's id for the next job of a schedule; it refuses to remove such a one. */
const isOfSchedule = ({ id }: Pick<Job, 'id'>) => fromJobId(id).id.startsWith('repeat:');

/** What people may do with a job in this state; rights come on top. What a schedule will bring is stopped once it runs. */
export function jobActions(job: Pick<Job, 'id' | 'state'>): JobAction[] {
  if (job.state === 'failed') return ['jobRetry'];
  if (job.state === 'completed' || (job.state !== 'active' && isOfSchedule(job))) return [];
  return ['jobCancel'];
}

/** Retry and cancel for people. Every refusal changes nothing: FORBIDDEN, NOT_FOUND, ILLEGAL_TRANSITION. */
export class JobControl {
  constructor(
    private readonly jobs: Jobs,
    private readonly queues: QueueRuntime,
    private readonly runs: ModelRuns,
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  /** Another round of tries. A run that failed with this job takes it up again where it stopped. */
  async retry(key: JobKey, actor: Actor): Promise<Job> {
    const job = await this.require(key, 'jobRetry', actor);
    const runId = runOf(job);
    if (runId) await this.revive(runId, job.name as RunStep | 'score-page', actor);
    await (await this.queues.queue(key.queue).getJob(key.id))!.retry('failed', { resetAttemptsMade: true });
    return this.present(key);
  }

  /** A step of a model run cannot be left out: cancelling it cancels the run. */
  async cancel(key: JobKey, actor: Actor): Promise<Job> {
    const job = await this.require(key, 'jobCancel', actor);
    const runId = runOf(job);
    if (runId) await this.runs.cancel({ id: runId }, actor);
    if (job.state === 'active' || !await this.remove(key)) await this.database.query('SELECT pg_notify($1, $2)', [channels.cancelJob, key.id]);
    return (await this.jobs.find(key.queue, key.id)) ?? Object.assign(job, { state: 'failed', failure: 'cancelled' });
  }

  /** False where a worker has taken it since we looked. */
  private async remove({ queue, id }: JobKey): Promise<boolean> {
    const waiting = await this.queues.queue(queue).getJob(id);
    try {
      await waiting?.remove();
      return true;
    } catch (error) {
      if (await waiting!.getState() !== 'active') throw error;
      return false;
    }
  }

  private async require(key: JobKey, action: JobAction, actor: Actor): Promise<Job> {
    if (!mayControlJobs(actor)) throw new DomainError('FORBIDDEN');
    const job = await this.present(key);
    if (!jobActions(job).includes(action)) throw new DomainError('ILLEGAL_TRANSITION', { from: job.state, allowed: [] });
    return job;
  }

  private async present({ queue, id }: JobKey): Promise<Job> {
    const job = await this.jobs.find(queue, id);
    if (!job) throw new DomainError('NOT_FOUND');
    return job;
  }

  private revive(runId: string, name: RunStep | 'score-page', actor: Actor): Promise<void> {
    const state = runSteps[name === 'score-page' ? 'score-readers' : name].during;
    return this.database.transaction(async (tx) => {
      const run = await tx.findOne(ModelRun, { where: { id: runId }, lock: { mode: 'pessimistic_write' } });
      if (!run || (activeStates as readonly string[]).includes(run.state)) return;
      if (run.state !== 'failed') throw new DomainError('ILLEGAL_TRANSITION', { from: run.state, allowed: [] });
      await lockScenario(tx, run.scenario);
      const [other] = await tx.query<{ code: string }[]>('SELECT code FROM model_runs WHERE scenario = $1 AND state = ANY($2)', [run.scenario, activeStates]);
      if (other) throw new DomainError('BAD_INPUT', { path: ['id'], activeRun: other.code }, `${other.code} is under way: wait for its end or cancel it.`);
      await tx.update(ModelRun, { id: runId }, { state, failure: null, finishedAt: null, version: run.version + 1 });
      await this.audit.append(tx, { actor, action: 'jobRetry', noun: 'ModelRun', nounId: runId, detail: { job: name } });
    });
  }
}

function runOf({ payload }: Job): string | null {
  return typeof payload.runId === 'string' ? payload.runId : null;
}

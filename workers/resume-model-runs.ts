import type { ModelRunState } from '../schema/model-run.js';
import { stepOf, workingStates } from '../server/model-run/model-run-states.js';
import { RunSteps } from '../server/model-run/run-steps.js';
import { jobIdOf } from '../server/platform/outbox.js';
import type { QueueRuntime } from '../server/platform/queue-runtime.js';
import { jobs, type JobName, type JobPayload } from '../server/platform/queues.js';
import type { Processor, WorkerServices } from './processor.js';
import { pagePrefix } from './snapshot/files.js';

/** Missing pages that are looked at in one round; the next round sees the others. */
const pagesPerRound = 50;

interface ActiveRun { id: string; state: ModelRunState; pages_total: number | null }
interface WantedJob { job: JobName; payload: { runId: string; page?: number } }

/**
 * Our tables are the truth: every run under way must have a job that moves it. Where the queue has lost it (a Redis that
 * came back empty, a worker killed between two commits) it is requested again; where it failed for good the run fails.
 */
export function resumeModelRuns(services: WorkerServices, queues: QueueRuntime): Processor<'resume-model-runs'> {
  const { database, outbox, audit, clock } = services;
  const steps = new RunSteps(database, outbox, audit, clock);
  return async () => {
    const runs = await database.query<ActiveRun>('SELECT id, state, pages_total FROM model_runs WHERE state = ANY($1)', [workingStates]);
    const resumed: string[] = [];
    for (const run of runs) {
      const wanted = await wantedJobs(services, run);
      if (wanted.length === 0) await steps.pageScored(run.id);
      for (const each of wanted) {
        const fate = await fateOf(services, queues, each);
        if (fate.kind === 'failed') await steps.fail(run.id, fate.reason);
        if (fate.kind !== 'lost') continue;
        await database.transaction((tx) => outbox.add(tx, each.job, each.payload as JobPayload<JobName>));
        resumed.push(each.job);
      }
    }
    return { runs: runs.length, resumed };
  };
}

/** The jobs without which the run stands still; none where all its pages are scored. */
async function wantedJobs({ database }: WorkerServices, { id, state, pages_total }: ActiveRun): Promise<WantedJob[]> {
  if (state !== 'candidate' || pages_total === null) return [{ job: stepOf(state)!, payload: { runId: id } }];
  const missing = await database.query<{ page: number }>(
    `SELECT substr(name, $3)::int AS page FROM model_run_files f WHERE model_run_id = $1 AND starts_with(name, $2) AND chunk = 0
       AND NOT EXISTS (SELECT FROM model_run_pages p WHERE p.model_run_id = $1 AND p.page = substr(f.name, $3)::int)
     ORDER BY 1 LIMIT $4`, [id, pagePrefix, pagePrefix.length + 1, pagesPerRound]);
  return missing.map(({ page }) => ({ job: 'score-page', payload: { runId: id, page } }));
}

type Fate = { kind: 'under way' } | { kind: 'lost' } | { kind: 'failed'; reason: string };

async function fateOf({ database }: WorkerServices, queues: QueueRuntime, { job, payload }: WantedJob): Promise<Fate> {
  const [latest] = await database.query<{ id: string; relayed: boolean }>(
    `SELECT id, relayed_at IS NOT NULL AS relayed FROM outbox
     WHERE payload ? 'runId' AND payload->>'runId' = $1 AND job = $2 AND payload @> $3 ORDER BY id DESC LIMIT 1`, [payload.runId, job, payload]);
  if (!latest) return { kind: 'lost' };
  if (!latest.relayed) return { kind: 'under way' };
  const known = await queues.queue(jobs[job].queue).getJob(jobIdOf(latest.id));
  const state = known ? await known.getState() : 'unknown';
  if (state === 'failed') return { kind: 'failed', reason: known!.failedReason };
  return { kind: state === 'unknown' || state === 'completed' ? 'lost' : 'under way' };
}

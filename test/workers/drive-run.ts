import { Audit } from '../../server/audit/audit.js';
import { systemClock } from '../../server/platform/clock.js';
import { readConfig } from '../../server/platform/config.js';
import type { Database } from '../../server/platform/database.js';
import { newId } from '../../server/platform/ids.js';
import { openLog } from '../../server/platform/log.js';
import { Outbox } from '../../server/platform/outbox.js';
import type { JobName } from '../../server/platform/queues.js';
import { SigningKeys } from '../../server/platform/signing-keys.js';
import type { Processor, RunningJob, WorkerServices } from '../../workers/processor.js';
import { buildComputeProcessors } from '../../workers/processors.js';
import { scoreReaders } from '../../workers/score-readers.js';

export function servicesOf(database: Database): WorkerServices {
  return {
    database, outbox: new Outbox(newId), audit: new Audit(database, systemClock, newId), signingKeys: new SigningKeys(database),
    clock: systemClock, newId, log: openLog('test', 'silent'), config: readConfig({}),
  };
}

export function testJob(id = 'job', signal = new AbortController().signal): RunningJob {
  return { id, attempt: 1, lastAttempt: true, signal, report: () => {}, note: () => {} };
}

/** Does the jobs of the outbox one after another in this process, without a queue, until none is left. Names and results. */
export async function driveRun(services: WorkerServices, until: (job: string) => boolean = () => false): Promise<[JobName, unknown][]> {
  const processors = { ...buildComputeProcessors(services), 'score-readers': scoreReaders(services) } as unknown as Record<JobName, Processor<JobName>>;
  const done: [JobName, unknown][] = [];
  for (;;) {
    const [row] = await services.database.query<{ id: string; job: JobName; payload: never }>(
      'SELECT id, job, payload FROM outbox WHERE relayed_at IS NULL ORDER BY id LIMIT 1');
    if (!row || until(row.job)) return done;
    await services.database.query('UPDATE outbox SET relayed_at = now() WHERE id = $1', [row.id]);
    done.push([row.job, await processors[row.job](row.payload, testJob(row.id))]);
  }
}

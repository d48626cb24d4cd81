import 'reflect-metadata';
import { UnrecoverableError } from 'bullmq';
import { Audit } from '../../server/audit/audit.js';
import { systemClock } from '../../server/platform/clock.js';
import { readConfig } from '../../server/platform/config.js';
import { Database } from '../../server/platform/database.js';
import { DomainError } from '../../server/platform/errors.js';
import { newId } from '../../server/platform/ids.js';
import { openLog } from '../../server/platform/log.js';
import { Outbox } from '../../server/platform/outbox.js';
import { SigningKeys } from '../../server/platform/signing-keys.js';
import { jobs } from '../../server/platform/queues.js';
import type { ComputeTask, FromChild, ToChild } from './protocol.js';
import type { Processor, RunningJob } from '../processor.js';
import { buildComputeProcessors } from '../processors.js';

/**
 * Entry of a compute child: runs the tasks that the worker sends, one at a time, and ends with the channel, so that a
 * killed worker leaves nothing behind.
 */
const config = readConfig();
const log = openLog('compute', config.logLevel);
if (!config.databaseUrl || !process.send) throw new Error('The compute child is started by the worker, with DATABASE_URL set.');
const database = await Database.open({ url: config.databaseUrl, pool: 2, name: 'tandem-compute' });
const processors = buildComputeProcessors({ database, outbox: new Outbox(newId), audit: new Audit(database, systemClock, newId), signingKeys: new SigningKeys(database, config.fieldKeys), clock: systemClock, newId, log, config });
let abort = new AbortController();

process.on('disconnect', () => process.exit(0));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {}); // the worker decides

process.on('message', (message: ToChild) => {
  if (message.kind === 'abort') abort.abort(message.reason);
  else void answer(message);
});

async function answer(task: ComputeTask): Promise<void> {
  abort = new AbortController();
  try {
    const process = processors[task.name] as Processor<typeof task.name>;
    const result = await process(jobs[task.name].payload.parse(task.payload) as never, runningJob(task, abort.signal));
    say({ kind: 'done', result });
  } catch (error) {
    const { message, stack } = error as Error;
    const hopeless = error instanceof UnrecoverableError || (error instanceof DomainError && !error.retry);
    say({ kind: 'failed', message, stack, retry: !hopeless });
  }
}

function runningJob(task: ComputeTask, signal: AbortSignal): RunningJob {
  return {
    id: task.id,
    attempt: task.attempt,
    lastAttempt: task.lastAttempt,
    signal,
    report: (progress, message) => say({ kind: 'progress', progress, message }),
    note: (line) => say({ kind: 'note', line }),
  };
}

function say(message: FromChild): void {
  if (process.connected) process.send!(message, () => {});
}

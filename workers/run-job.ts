import { UnrecoverableError, WaitingError, type Job, type Processor as BullProcessor } from 'bullmq';
import { DomainError } from '../server/platform/errors.js';
import type { Log } from '../server/platform/log.js';
import { jobs, type JobName } from '../server/platform/queues.js';
import type { Processor, Processors, RunningJob } from './processor.js';

/** The abort reason of a worker that stops. */
const STOPPING = 'the worker is stopping';

/** Aborted by a worker that stops: jobs at hand, and any that still come in, go back to the queue as if they had not begun. */
export class StopSwitch {
  private readonly controller = new AbortController();
  readonly signal = this.controller.signal;

  stop(): void {
    this.controller.abort(STOPPING);
  }
}

const reportEveryMs = 500;

export interface JobOutcome { name: string; seconds: number; outcome: 'done' | 'failed' | 'returned' }

export interface RunJobOptions {
  /** The table of this worker's queue. */
  processors: Partial<Processors<JobName>>;
  log: Log;
  stopSwitch: StopSwitch;
  onEnd?: (outcome: JobOutcome) => void;
}

/** From our processors to BullMQ's: checked payload, throttled progress, and errors sorted into retry and no retry. */
export function bullProcessor({ processors, log, stopSwitch, onEnd = () => {} }: RunJobOptions): BullProcessor {
  // BullMQ looks at the number of parameters: with three it gives a signal.
  return async (job: Job, token: string | undefined, given: AbortSignal | undefined) => {
    const signal = given ? AbortSignal.any([given, stopSwitch.signal]) : stopSwitch.signal;
    const startedAt = performance.now();
    const end = (outcome: JobOutcome['outcome']) => onEnd({ name: job.name, seconds: (performance.now() - startedAt) / 1000, outcome });
    const running = runningJob(job, signal, log);
    try {
      signal.throwIfAborted(); // a fetch that was under way when the worker began to stop
      const process = processors[job.name as JobName] as Processor<JobName> | undefined;
      if (!process) throw new UnrecoverableError(`This worker knows no job named ${job.name}.`);
      const payload = jobs[job.name as JobName].payload.safeParse(job.data);
      if (!payload.success) throw new UnrecoverableError(`The payload of ${job.name} is not valid: ${payload.error.message}`);
      const result = await process(payload.data as never, running.job);
      await running.settle();
      end('done');
      return result;
    } catch (error) {
      await running.settle();
      if (signal.aborted && signal.reason === STOPPING) {
        await job.moveToWait(token);
        end('returned');
        throw new WaitingError();
      }
      end('failed');
      throw sorted(error as Error, signal);
    }
  };
}

/** A cancelled job and a refusal by our own rules would only fail again. */
function sorted(error: Error, signal: AbortSignal): Error {
  if (signal.aborted) return new UnrecoverableError(`cancelled: ${String(signal.reason)}`);
  if (error instanceof DomainError && !error.retry) return new UnrecoverableError(error.message);
  return error;
}

function runningJob(job: Job, signal: AbortSignal, log: Log): { job: RunningJob; settle(): Promise<void> } {
  let writing = Promise.resolve();
  let lastAt = -Infinity;
  // Progress is for people: a write that fails must not fail the work.
  const write = (work: () => Promise<unknown>) => {
    writing = writing.then(work).then(() => {}, (error) => log.debug({ err: error, job: job.id }, 'progress was not written'));
  };
  const attempt = job.attemptsMade + 1;
  return {
    settle: () => writing,
    job: {
      id: job.id!,
      attempt,
      lastAttempt: attempt >= (job.opts.attempts ?? 1),
      signal,
      report: (progress, message) => {
        const now = performance.now();
        if (progress < 1 && now - lastAt < reportEveryMs) return;
        lastAt = now;
        write(() => job.updateProgress({ progress, message: message ?? '' }));
      },
      note: (line) => write(() => job.log(line)),
    },
  };
}

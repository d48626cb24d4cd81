import { Payments } from '../server/billing/payments.js';
import type { Processor, WorkerServices } from './processor.js';

/** Our tables are the truth: money that must go back is asked for again where the queue has lost the job. */
export function resumeRefunds({ database, outbox, audit, clock, newId }: WorkerServices): Processor<'resume-refunds'> {
  const payments = new Payments(database, outbox, audit, clock, newId);
  return async (_payload, job) => {
    const resumed = await payments.resumeRefunds();
    if (resumed) job.note(`${resumed} refunds requested again`);
    return { resumed };
  };
}

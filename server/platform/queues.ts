import { z } from 'zod';

/**
 * Every job: its payload (ids only), the queue it runs on and how often it is tried, the pause doubling from backoffMs.
 * Queue `compute` runs in child processes, one at a time per slot; `light` runs beside each other in the worker. All
 * jobs come from the outbox, whose row id is the job's id, or from schedules.ts.
 */
export interface JobDefinition<Payload extends z.ZodType = z.ZodType> {
  queue: QueueName;
  payload: Payload;
  attempts: number;
  backoffMs: number;
}

export type QueueName = 'light' | 'compute';
export const queueNames: readonly QueueName[] = ['light', 'compute'];

const define = <const Definition extends JobDefinition>(definition: Definition): Definition => definition;
const ofRun = z.object({ runId: z.uuid() });

export const jobs = {
  'start-retrain': define({ queue: 'light', payload: z.object({ scenario: z.string() }), attempts: 3, backoffMs: 1000 }),
  'extract-snapshot': define({ queue: 'compute', payload: ofRun, attempts: 3, backoffMs: 2000 }),
  'fit-model': define({ queue: 'compute', payload: ofRun, attempts: 3, backoffMs: 2000 }),
  'evaluate-model': define({ queue: 'compute', payload: ofRun, attempts: 3, backoffMs: 2000 }),
  'score-readers': define({ queue: 'light', payload: ofRun, attempts: 3, backoffMs: 2000 }),
  'score-page': define({ queue: 'compute', payload: z.object({ runId: z.uuid(), page: z.int().min(0) }), attempts: 5, backoffMs: 2000 }),
  'judge-shadow': define({ queue: 'light', payload: z.object({}), attempts: 1, backoffMs: 0 }),
  'watch-drift': define({ queue: 'light', payload: z.object({ scenario: z.string() }), attempts: 2, backoffMs: 5000 }),
  'learn-ads': define({ queue: 'light', payload: z.object({ scenario: z.string() }), attempts: 1, backoffMs: 0 }),
  'count-features': define({ queue: 'light', payload: z.object({}), attempts: 2, backoffMs: 5000 }),
  'resume-model-runs': define({ queue: 'light', payload: z.object({}), attempts: 1, backoffMs: 0 }),
  'publish-contents': define({ queue: 'light', payload: z.object({}), attempts: 3, backoffMs: 1000 }),
  'accrue-events': define({ queue: 'light', payload: z.object({}), attempts: 3, backoffMs: 1000 }),
  'issue-statements': define({ queue: 'light', payload: z.object({}), attempts: 3, backoffMs: 1000 }),
  'move-payouts': define({ queue: 'light', payload: z.object({}), attempts: 3, backoffMs: 1000 }),
  'assess-partners': define({ queue: 'light', payload: z.object({}), attempts: 3, backoffMs: 1000 }),
  'deliver-webhooks': define({ queue: 'light', payload: z.object({}), attempts: 1, backoffMs: 1000 }),
  'watch-risk': define({ queue: 'light', payload: z.object({}), attempts: 2, backoffMs: 5000 }),
  'watch-connectors': define({ queue: 'light', payload: z.object({}), attempts: 1, backoffMs: 1000 }),
  'import-feeds': define({ queue: 'light', payload: z.object({ partnerId: z.uuid().optional(), importId: z.uuid().optional() }), attempts: 2, backoffMs: 5000 }),
  'drill-failover': define({ queue: 'light', payload: z.object({ drillId: z.uuid() }), attempts: 3, backoffMs: 5000 }),
  'run-conformance': define({ queue: 'light', payload: z.object({ runId: z.uuid() }), attempts: 5, backoffMs: 2000 }),
  'export-data': define({ queue: 'light', payload: z.object({ exportId: z.uuid() }), attempts: 5, backoffMs: 2000 }),
  'anchor-audit': define({ queue: 'light', payload: z.object({}), attempts: 2, backoffMs: 5000 }),
  'move-contracts': define({ queue: 'light', payload: z.object({}), attempts: 3, backoffMs: 1000 }),
  'move-campaigns': define({ queue: 'light', payload: z.object({}), attempts: 3, backoffMs: 1000 }),
  'expire-orders': define({ queue: 'light', payload: z.object({}), attempts: 3, backoffMs: 1000 }),
  'refund-payment': define({ queue: 'light', payload: z.object({ paymentId: z.uuid() }), attempts: 10, backoffMs: 5000 }),
  'resume-refunds': define({ queue: 'light', payload: z.object({}), attempts: 1, backoffMs: 0 }),
  'rewrap-fields': define({ queue: 'light', payload: z.object({}), attempts: 3, backoffMs: 1000 }),
  'keep-house': define({ queue: 'light', payload: z.object({}), attempts: 3, backoffMs: 1000 }),
} as const satisfies Record<string, JobDefinition>;

export type JobName = keyof typeof jobs;
export type JobPayload<Name extends JobName> = z.output<(typeof jobs)[Name]['payload']>;
/** The jobs of one queue. */
export type JobNameOn<Queue extends QueueName> = { [Name in JobName]: (typeof jobs)[Name]['queue'] extends Queue ? Name : never }[JobName];

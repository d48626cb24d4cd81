import type { EntityManager } from 'typeorm';
import type { NewId } from './ids.js';
import { jobs, type JobName, type JobPayload } from './queues.js';

/** A job keeps the id of its outbox row: whoever adds it again adds nothing. */
export function jobIdOf(outboxId: string): string {
  return `outbox-${outboxId}`;
}

/**
 * Side effects leave as rows of the transaction that causes them; relay-outbox enqueues each row with
 * jobId = 'outbox-' + row id. So a job exists exactly when its cause was committed, and a lost queue loses nothing.
 */
export class Outbox {
  constructor(private readonly newId: NewId) {}

  /** delayMs: earliest start after the relay, in milliseconds. */
  async add<Name extends JobName>(tx: EntityManager, job: Name, payload: JobPayload<Name>, delayMs = 0): Promise<void> {
    jobs[job].payload.parse(payload);
    await tx.query('INSERT INTO outbox (id, job, payload, delay_ms) VALUES ($1, $2, $3, $4)', [this.newId(), job, payload, delayMs]);
  }
}

import type { Database } from '../server/platform/database.js';
import type { Log } from '../server/platform/log.js';
import { jobIdOf } from '../server/platform/outbox.js';
import type { QueueRuntime } from '../server/platform/queue-runtime.js';
import { jobs, queueNames, type JobName } from '../server/platform/queues.js';

const batchSize = 200;

interface OutboxRow { id: string; job: JobName; payload: object; delay_ms: number }

/**
 * Enqueues the oldest waiting rows and marks them, in one short transaction. Rows that another relay holds are
 * skipped, and rows of jobs that only a newer version knows are left to it. After a crash between adding and marking
 * the rows are added again under the same job ids, which the queue takes as the same jobs. Returns the number of rows.
 */
export function relayBatch(database: Database, queues: QueueRuntime): Promise<number> {
  return database.transaction(async (tx) => {
    const rows: OutboxRow[] = await tx.query(
      'SELECT id, job, payload, delay_ms FROM outbox WHERE relayed_at IS NULL AND job = ANY($1) ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED',
      [Object.keys(jobs), batchSize]);
    if (!rows.length) return 0;
    for (const name of queueNames) {
      const ofQueue = rows.filter((row) => jobs[row.job].queue === name);
      if (ofQueue.length) await queues.queue(name).addBulk(ofQueue.map(jobOf));
    }
    await tx.query('UPDATE outbox SET relayed_at = now() WHERE id = ANY($1)', [rows.map(({ id }) => id)]);
    return rows.length;
  });
}

function jobOf({ id, job, payload, delay_ms: delay }: OutboxRow) {
  const { attempts, backoffMs } = jobs[job];
  return { name: job, data: payload, opts: { jobId: jobIdOf(id), delay, attempts, backoff: { type: 'exponential', delay: backoffMs } } };
}

/**
 * Relays until it is stopped: within milliseconds of a NOTIFY (`wake`), and by itself every `pollMs`, because a notice
 * is lost with the connection that should bring it.
 */
export class OutboxRelay {
  private stopped = false;
  private woken = false;
  private ring: () => void = () => {};
  private running: Promise<void> | null = null;

  constructor(
    private readonly database: Database,
    private readonly queues: QueueRuntime,
    private readonly log: Log,
    private readonly pollMs = 2_000,
  ) {}

  start(): void {
    this.running ??= this.loop();
  }

  wake(): void {
    this.woken = true;
    this.ring();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.ring();
    await this.running;
  }

  private async loop(): Promise<void> {
    while (!this.stopped) {
      this.woken = false;
      try {
        while (!this.stopped && (await relayBatch(this.database, this.queues)) > 0);
      } catch (error) {
        this.log.warn({ err: error }, 'the outbox could not be relayed; trying again');
      }
      if (!this.woken) await this.rest();
    }
  }

  private rest(): Promise<void> {
    if (this.stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.pollMs);
      this.ring = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

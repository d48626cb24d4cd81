import { fastify, type FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Config } from '../server/platform/config.js';
import type { Database } from '../server/platform/database.js';
import type { QueueRuntime } from '../server/platform/queue-runtime.js';
import { queueNames } from '../server/platform/queues.js';
import type { JobOutcome } from './run-job.js';

/** What the worker tells a monitor: /livez and /metrics on WORKER_METRICS_PORT, or nothing where that is 0. */
export class WorkerMetrics {
  private readonly registry = new Registry();
  private readonly ended = new Counter({ name: 'tandem_jobs_total', help: 'Jobs that ended.', labelNames: ['job', 'outcome'], registers: [this.registry] });
  private readonly seconds = new Histogram({
    name: 'tandem_job_seconds', help: 'How long jobs ran.', labelNames: ['job'], buckets: [0.01, 0.1, 1, 10, 60, 600], registers: [this.registry],
  });

  private constructor(private readonly server: FastifyInstance | null) {}

  static async listen({ workerMetricsPort, host }: Config, queues: QueueRuntime, database: Database): Promise<WorkerMetrics> {
    if (!workerMetricsPort) return new WorkerMetrics(null);
    const server = fastify();
    const metrics = new WorkerMetrics(server);
    collectDefaultMetrics({ register: metrics.registry });
    metrics.watch(queues, database);
    server.get('/livez', () => 'ok');
    server.get('/metrics', async (_request, reply) => reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()));
    await server.listen({ port: workerMetricsPort, host });
    return metrics;
  }

  count({ name, seconds, outcome }: JobOutcome): void {
    this.ended.inc({ job: name, outcome });
    this.seconds.observe({ job: name }, seconds);
  }

  async close(): Promise<void> {
    await this.server?.close();
  }

  private watch(queues: QueueRuntime, database: Database): void {
    new Gauge({
      name: 'tandem_queue_jobs', help: 'Jobs in the queues.', labelNames: ['queue', 'state'], registers: [this.registry],
      async collect() {
        for (const queue of queueNames) {
          for (const [state, count] of Object.entries(await queues.queue(queue).getJobCounts())) this.set({ queue, state }, count);
        }
      },
    });
    new Gauge({
      name: 'tandem_outbox_waiting', help: 'Outbox rows that are not in the queue yet.', registers: [this.registry],
      async collect() {
        const [{ waiting }] = await database.query<{ waiting: number }>('SELECT count(*)::int AS waiting FROM outbox WHERE relayed_at IS NULL');
        this.set(waiting);
      },
    });
  }
}

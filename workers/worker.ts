import type { Job } from 'bullmq';
import { Audit } from '../server/audit/audit.js';
import { RunSteps } from '../server/model-run/run-steps.js';
import { systemClock } from '../server/platform/clock.js';
import { childEnvironment, type Config } from '../server/platform/config.js';
import { Database } from '../server/platform/database.js';
import { newId } from '../server/platform/ids.js';
import type { Log } from '../server/platform/log.js';
import { channels, Notices } from '../server/platform/notices.js';
import { Outbox } from '../server/platform/outbox.js';
import { QueueRuntime } from '../server/platform/queue-runtime.js';
import { SigningKeys } from '../server/platform/signing-keys.js';
import { ComputePool } from './compute/pool.js';
import type { WorkerServices } from './processor.js';
import { buildLightProcessors, inChildren } from './processors.js';
import { OutboxRelay } from './relay-outbox.js';
import { bullProcessor, StopSwitch } from './run-job.js';
import { applySchedules, schedules } from './schedules.js';
import { WorkerMetrics } from './worker-metrics.js';

const lightConcurrency = 8;
const lightPatienceMs = 2_500;
const scheduleCheckMs = 60_000;

export interface RunningWorker {
  /** Resolves when every job has ended or is back in the queue, and all connections are closed. */
  stop(): Promise<void>;
}

/** Relays the outbox, keeps the schedules, runs light jobs here and compute jobs in children. Resolves when it is ready. */
export async function startWorker(config: Config, databaseUrl: string, log: Log): Promise<RunningWorker> {
  const database = await Database.open({ url: databaseUrl, pool: config.databasePool, name: 'tandem-worker' });
  const queues = await QueueRuntime.open({
    databaseUrl, redisUrl: config.redisUrl, prefix: config.queuePrefix, name: 'tandem-worker', pool: 10,
    onError: (error) => log.warn({ err: error }, 'the queue does not answer'),
  });
  const pool = new ComputePool(childEnvironment({ DATABASE_URL: databaseUrl }));
  const metrics = await WorkerMetrics.listen(config, queues, database);
  const relay = new OutboxRelay(database, queues, log);
  const services: WorkerServices = {
    database, outbox: new Outbox(newId), audit: new Audit(database, systemClock, newId), signingKeys: new SigningKeys(database, config.fieldKeys), clock: systemClock, newId, log, config,
  };
  const onEnd = metrics.count.bind(metrics);
  const [stopLight, stopCompute] = [new StopSwitch(), new StopSwitch()];
  const light = queues.worker('light', bullProcessor({ processors: buildLightProcessors(services, queues), log, stopSwitch: stopLight, onEnd }), { concurrency: lightConcurrency, lockMs: config.jobLockMs });
  const compute = queues.worker('compute', bullProcessor({ processors: inChildren(pool), log, stopSwitch: stopCompute, onEnd }), { concurrency: config.computeConcurrency, lockMs: config.jobLockMs });
  const failRun = runFailer(services);
  for (const worker of [light, compute]) {
    worker.on('failed', (job, error) => {
      log.warn({ err: error, job: job?.name, id: job?.id }, 'a job failed');
      void failRun(job).catch((cause) => log.warn({ err: cause }, 'the run of a failed job is settled later'));
    });
    worker.on('completed', (job, result) => log.info({ job: job.name, id: job.id, result }, 'a job is done'));
  }
  const notices = await Notices.open({
    url: databaseUrl, name: 'tandem-worker-notices',
    handlers: {
      [channels.outbox]: () => relay.wake(),
      [channels.cancelJob]: (id) => [light, compute].forEach((worker) => worker.cancelJob(id, 'somebody cancelled it')),
    },
  });
  const apply = () => applySchedules(database, queues, schedules(config), systemClock());
  await apply();
  const applying = setInterval(() => void apply().catch((error) => log.warn({ err: error }, 'the schedules could not be checked')), scheduleCheckMs);
  relay.start();
  log.info({ queue: queues.backend, compute: config.computeConcurrency }, 'the worker is ready');

  return {
    stop: async () => {
      clearInterval(applying);
      await notices.close();
      await relay.stop();
      stopCompute.stop();
      const impatience = setTimeout(() => stopLight.stop(), lightPatienceMs);
      await queues.close();
      clearTimeout(impatience);
      await pool.close();
      await metrics.close();
      await database.close();
    },
  };
}

/** A run whose job has no further try fails with it, at once; resume-model-runs would find it half a minute later. */
function runFailer({ database, outbox, audit, clock }: WorkerServices): (job: Job | undefined) => Promise<void> {
  const steps = new RunSteps(database, outbox, audit, clock);
  return async (job) => {
    const runId = (job?.data as { runId?: string } | undefined)?.runId;
    if (!job || !runId || await job.getState() !== 'failed') return;
    await steps.fail(runId, `${job.name}: ${job.failedReason}`);
  };
}

import { createPostgresBackend, Queue, withBackend, Worker, type Processor, type WorkerOptions } from 'bullmq';
import { Redis } from 'ioredis';
import { Pool } from 'pg';
import { queueNames, type QueueName } from './queues.js';

export interface QueueRuntimeOptions {
  /** Where the queues live unless a Redis is given. */
  databaseUrl: string;
  redisUrl?: string;
  /** Keeps installations on one Redis apart; Postgres does that by its database. */
  prefix?: string;
  /** Shown in pg_stat_activity and CLIENT LIST. */
  name: string;
  /** Connections of the Postgres backend. Each worker keeps one of them for LISTEN. */
  pool?: number;
  /** Connection troubles: BullMQ retries by itself, this is for the log. */
  onError: (error: Error) => void;
}

/** How long finished jobs stay visible in the console, in seconds and in number. */
const keepCompleted = { age: 7 * 86_400, count: 2_000 };
const keepFailed = { age: 30 * 86_400, count: 5_000 };

/**
 * BullMQ opened once per process, on Redis or on its Postgres backend behind the same two methods. Nothing here is
 * the truth about work: that is in our own tables, so a lost queue is refilled (relay-outbox, resume-model-runs).
 */
export class QueueRuntime {
  private readonly queues = new Map<QueueName, Queue>();
  private readonly workers: Worker[] = [];

  private constructor(
    readonly backend: 'postgres' | 'redis',
    /** Of the queues; workers of the Redis backend have connections of their own, made from `workerRedis`. */
    private readonly connection: Pool | Redis,
    private readonly workerRedis: Redis | null,
    private readonly options: QueueRuntimeOptions,
  ) {}

  /** Rejects when the given server does not answer: there is no fall-back to the other one. */
  static async open(options: QueueRuntimeOptions): Promise<QueueRuntime> {
    const runtime = options.redisUrl
      ? new QueueRuntime('redis', ...await openRedis(options.redisUrl, options), options)
      : new QueueRuntime('postgres', openPool(options), null, options);
    try {
      for (const name of queueNames) runtime.queues.set(name, runtime.openQueue(name));
      await Promise.all([...runtime.queues.values()].map((queue) => queue.waitUntilReady()));
      return runtime;
    } catch (error) {
      await runtime.close();
      throw error;
    }
  }

  queue(name: QueueName): Queue {
    return this.queues.get(name)!;
  }

  /** Starts at once. `lockMs`: after so long without a sign of life another worker takes its jobs over. */
  worker(name: QueueName, processor: Processor, options: { concurrency: number; lockMs: number }): Worker {
    const settings: WorkerOptions = {
      connection: this.workerRedis ?? this.connection as Redis,
      prefix: this.options.prefix,
      concurrency: options.concurrency,
      lockDuration: options.lockMs,
      stalledInterval: Math.max(500, options.lockMs / 2),
      // Steps resume where they stopped, so a job survives several killed workers before it counts as poison.
      maxStalledCount: 5,
      runRetryDelay: 1_000,
      removeOnComplete: keepCompleted,
      removeOnFail: keepFailed,
    };
    const worker = this.backend === 'redis' ? new Worker(name, processor, settings) : this.onPostgres().worker(name, processor, settings);
    worker.on('error', this.options.onError);
    this.workers.push(worker);
    return worker;
  }

  /** Waits for the jobs at hand, then closes queues and connections. */
  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close()));
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
    this.workerRedis?.disconnect();
    if (this.connection instanceof Redis) this.connection.disconnect();
    else await this.connection.end();
  }

  private openQueue(name: QueueName): Queue {
    const settings = { connection: this.connection as Redis, prefix: this.options.prefix };
    const queue = this.backend === 'redis' ? new Queue(name, settings) : this.onPostgres().queue(name, settings);
    queue.on('error', this.options.onError);
    return queue;
  }

  /** BullMQ types a pool and a Redis as different classes of queue; everything that we call is on both. */
  private onPostgres() {
    const classes = withBackend(createPostgresBackend);
    return {
      queue: (name: string, { connection }: { connection: unknown }) => new classes.Queue(name, { connection: connection as Pool }) as unknown as Queue,
      worker: (name: string, processor: Processor, settings: WorkerOptions) =>
        new classes.Worker(name, processor as never, { ...settings, connection: settings.connection as unknown as Pool }) as unknown as Worker,
    };
  }
}

/**
 * BullMQ's commits need not wait for the disk: the relay marks a row in a later, durable commit of the same log, and
 * a job whose completion is lost runs again, which every job allows. 1.5 times the rate.
 */
function openPool({ databaseUrl, name, pool = 6, onError }: QueueRuntimeOptions): Pool {
  const opened = new Pool({
    connectionString: databaseUrl, max: pool, keepAlive: true, application_name: `${name}-queue`,
    options: '-c search_path=bullmq -c synchronous_commit=off',
  });
  opened.on('error', onError);
  opened.setMaxListeners(0); // every queue and worker adds one
  return opened;
}

/**
 * Two connections: commands of queues fail when Redis is away, so that nobody waits with a transaction open; workers
 * wait for it to come back.
 */
async function openRedis(url: string, { name, onError }: QueueRuntimeOptions): Promise<[queues: Redis, workers: Redis]> {
  const shared = { connectionName: name, lazyConnect: true, retryStrategy: () => null };
  const queues = new Redis(url, { ...shared, maxRetriesPerRequest: 1 });
  const workers = new Redis(url, { ...shared, maxRetriesPerRequest: null });
  try {
    for (const redis of [queues, workers]) {
      redis.on('error', onError);
      await redis.connect();
      // From here on a lost connection comes back by itself.
      redis.options.retryStrategy = (attempt) => Math.min(attempt * 200, 2_000);
    }
  } catch (error) {
    for (const redis of [queues, workers]) redis.disconnect();
    throw new Error(`Redis at ${new URL(url).host} does not answer: ${(error as Error).message}`, { cause: error });
  }
  return [queues, workers];
}

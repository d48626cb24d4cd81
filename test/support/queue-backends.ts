import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';

export interface QueueBackend {
  readonly name: 'postgres' | 'redis';
  /** Absent: the queue lives in the test's own database. */
  readonly redisUrl?: string;
  /** BullMQ's key prefix: on a shared Redis every file has keys of its own. */
  readonly prefix: string;
  /** Removes the keys of `prefix`; for Postgres there is nothing to do, its database is dropped. */
  clear(): Promise<void>;
}

const redisUrl = process.env.REDIS_URL;
const prefix = `tandem-test-${randomBytes(6).toString('hex')}`;

/** For `describe.each(queueBackends)('on $name', …)`: Postgres always, Redis where REDIS_URL is set. */
export const queueBackends: readonly QueueBackend[] = [
  { name: 'postgres', prefix, clear: async () => {} },
  ...(redisUrl ? [{ name: 'redis' as const, redisUrl, prefix, clear: () => clearRedis(redisUrl) }] : []),
];

async function clearRedis(url: string): Promise<void> {
  const redis = new Redis(url, { maxRetriesPerRequest: 1 });
  try {
    for await (const keys of redis.scanStream({ match: `${prefix}:*`, count: 1000 })) {
      if ((keys as string[]).length) await redis.del(...(keys as string[]));
    }
  } finally {
    redis.disconnect();
  }
}

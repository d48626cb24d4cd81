import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { runMigrations as runQueueMigrations } from 'bullmq';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { migrations } from '../../migrations/all.js';

export interface MigrateOptions {
  readonly databaseUrl: string;
  /** With a Redis the queue needs no tables here. */
  readonly redisUrl?: string;
}

/** Any number of processes may start at once: the first migrates, the others wait here and find nothing to do. */
const lockKey = createHash('sha256').update('tandem migrate').digest().readInt32BE(0);
const lockEveryMs = 50;

/**
 * Brings the database to this version: our tables first, then BullMQ's schema where the queue lives in Postgres.
 * Returns the names of the migrations that ran.
 */
export async function migrate({ databaseUrl, redisUrl }: MigrateOptions): Promise<string[]> {
  const guard = new Client({ connectionString: databaseUrl, application_name: 'tandem-migrate' });
  guard.on('error', () => {}); // a lost connection shows in the statement that needs it
  await guard.connect();
  try {
    // Asked again and again: an index that is made beside its table's writers waits for every running statement, also one
    // that waits for this lock.
    while (!(await guard.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [lockKey])).rows[0].taken) await sleep(lockEveryMs);
    const dataSource = new DataSource({
      type: 'postgres', url: databaseUrl, migrations, migrationsTableName: 'migrations', migrationsTransactionMode: 'each', poolSize: 1, installExtensions: false,
    });
    try {
      await dataSource.initialize();
      const ran = await dataSource.runMigrations();
      if (!redisUrl) await runQueueMigrations(guard);
      return ran.map(({ name }) => name);
    } finally {
      if (dataSource.isInitialized) await dataSource.destroy();
    }
  } finally {
    await guard.end(); // gives the lock back
  }
}

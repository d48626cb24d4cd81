import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { runMigrations as runQueueMigrations } from 'bullmq';
import { Client } from 'pg';
import { DataSource, MigrationExecutor } from 'typeorm';
import { migrations } from '../../migrations/all.js';

export interface MigrateOptions {
  readonly databaseUrl: string;
  /** With a Redis the queue needs no tables here. */
  readonly redisUrl?: string;
}

/** Any number of processes may start at once: the first migrates, the others wait here and find nothing to do. */
const lockKey = createHash('sha256').update('tandem migrate').digest().readInt32BE(0);
const lockEveryMs = 50;
/** Whoever waits for a table makes everybody after him wait: longer than Postgres needs to end a vacuum that is in the way. */
const lockTimeoutMs = 1_500;
const lockNotAvailable = '55P03';
const pauseMs = 500;
const tries = 60;

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
      type: 'postgres', url: databaseUrl, migrations, migrationsTableName: 'migrations', migrationsTransactionMode: 'each', poolSize: 1, installExtensions: false, extra: { lock_timeout: lockTimeoutMs },
    });
    try {
      await dataSource.initialize();
      const ran = await runPatiently(dataSource);
      if (!redisUrl) await runQueueMigrations(guard);
      return ran;
    } finally {
      if (dataSource.isInitialized) await dataSource.destroy();
    }
  } finally {
    await guard.end(); // gives the lock back
  }
}

/** A migration that does not get its locks lets the others pass and is tried again: each is one transaction, or goes on where it ended. */
async function runPatiently(dataSource: DataSource): Promise<string[]> {
  const pending = await new MigrationExecutor(dataSource).getPendingMigrations();
  for (let left = tries; ; left--) {
    try {
      await dataSource.runMigrations();
      return pending.map(({ name }) => name);
    } catch (error) {
      if ((error as { code?: string }).code !== lockNotAvailable) throw error;
      if (left === 0) throw new Error('A migration waits for a table that somebody reads or changes without an end: end that transaction (pg_stat_activity shows it) and start again.', { cause: error });
      await sleep(pauseMs);
    }
  }
}

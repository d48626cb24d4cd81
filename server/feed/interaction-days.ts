import type { Database } from '../platform/database.js';

/** A table operation waits no longer than this for readers of the table, because everybody else waits behind it. */
const lockTimeout = '500ms';
const lockNotAvailable = '55P03';
const DAY_MS = 86_400_000;

/** Unix ms of the first UTC midnight whose day is kept, where interactions of `days` days are kept: what happened before it leaves. */
export function keptFromMs(nowMs: number, days: number): number {
  return (Math.floor(nowMs / DAY_MS) - days) * DAY_MS;
}

/**
 * Drops the day partitions of interactions that ended before `before`, oldest first; their names. A day that is being read
 * stays until the next time, and the younger ones with it.
 */
export async function dropOldDays(database: Database, before: Date): Promise<string[]> {
  const last = before.toISOString().slice(0, 10).replaceAll('-', '');
  const days = await database.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid
     WHERE inhparent = 'interactions'::regclass AND c.relname ~ '^interactions_[0-9]{8}$' AND c.relname < 'interactions_' || $1 ORDER BY 1`, [last]);
  const dropped: string[] = [];
  for (const { name } of days) {
    if (!await drop(database, name)) break;
    dropped.push(name);
  }
  return dropped;
}

function drop(database: Database, name: string): Promise<boolean> {
  return database.withClient(async (client) => {
    await client.query('BEGIN');
    try {
      await client.query(`SET LOCAL lock_timeout = '${lockTimeout}'`);
      await client.query(`DROP TABLE ${name}`);
      await client.query('COMMIT');
      return true;
    } catch (error) {
      await client.query('ROLLBACK');
      if ((error as { code?: string }).code === lockNotAvailable) return false;
      throw error;
    }
  });
}

import { migrations } from '../../migrations/all.js';
import type { Database } from './database.js';

/** Throws with one sentence when the tables are not those of this version. */
export async function checkMigrations(database: Database): Promise<void> {
  const [{ exists }] = await database.query<{ exists: boolean }>("SELECT to_regclass('migrations') IS NOT NULL AS exists");
  const ran = exists ? await database.query<{ name: string }>('SELECT name FROM migrations') : [];
  const done = new Set(ran.map(({ name }) => name));
  const missing = migrations.map(({ name }) => name).filter((name) => !done.has(name));
  if (missing.length) throw new Error(`The database lacks ${missing.length} migration${missing.length > 1 ? 's' : ''} of this version (${missing.join(', ')}): run "npm run migrate" first.`);
}

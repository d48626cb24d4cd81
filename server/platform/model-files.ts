import type { EntityManager } from 'typeorm';
import type { Database } from './database.js';

/** Files of a model run lie in the database in pieces, so that any worker or api on any machine can read them. */
const chunkBytes = 16_777_216;

type Queryable = { query(sql: string, values: unknown[]): Promise<unknown> } & Pick<EntityManager | Database, 'query'>;

/** Writes a file in one go, in place of an older one of that name. Give a transaction to make it one step. */
export async function writeModelFile(tx: EntityManager, runId: string, name: string, bytes: Uint8Array): Promise<void> {
  const chunks = Math.max(1, Math.ceil(bytes.length / chunkBytes));
  for (let chunk = 0; chunk < chunks; chunk++) {
    const part = Buffer.from(bytes.buffer, bytes.byteOffset + chunk * chunkBytes, Math.min(chunkBytes, bytes.length - chunk * chunkBytes));
    await tx.query(
      `INSERT INTO model_run_files (model_run_id, name, chunk, bytes) VALUES ($1, $2, $3, $4)
       ON CONFLICT (model_run_id, name, chunk) DO UPDATE SET bytes = EXCLUDED.bytes`, [runId, name, chunk, part]);
  }
  await tx.query('DELETE FROM model_run_files WHERE model_run_id = $1 AND name = $2 AND chunk >= $3', [runId, name, chunks]);
}

/** The whole file, or null where the run has none of that name. */
export async function readModelFile(database: Queryable, runId: string, name: string): Promise<Uint8Array | null> {
  // One snapshot for sizes and bytes is not needed: a file that is replaced is replaced by an equal one.
  const rows = await database.query('SELECT bytes FROM model_run_files WHERE model_run_id = $1 AND name = $2 ORDER BY chunk', [runId, name]) as { bytes: Buffer }[];
  if (!rows.length) return null;
  if (rows.length === 1) return rows[0].bytes;
  return Buffer.concat(rows.map(({ bytes }) => bytes));
}

/** Names that begin with `prefix`, in their order. */
export async function listModelFiles(database: Queryable, runId: string, prefix: string): Promise<string[]> {
  const rows = await database.query(
    'SELECT name FROM model_run_files WHERE model_run_id = $1 AND starts_with(name, $2) AND chunk = 0 ORDER BY name', [runId, prefix]) as { name: string }[];
  return rows.map(({ name }) => name);
}

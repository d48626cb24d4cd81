import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { from as copyFrom } from 'pg-copy-streams';
import type { PoolClient } from 'pg';
import type { Database } from '../platform/database.js';

/** One row: the reader and his list as models/top-items-blob.ts encodes it. */
export interface ReaderScore {
  readonly readerNo: number;
  readonly top: Uint8Array;
}

/** Readers of one page: those with readerNo in [page · size, (page + 1) · size). */
export const readersPerPage = 2_000;

const bytesPerWrite = 512 * 1024;
/** A table operation waits no longer than this for readers of the table, because everybody else waits behind it. */
const lockTimeout = '1s';

export function scoreTable(runId: string): string {
  return `reader_scores_${runId.replaceAll('-', '')}`;
}

/**
 * Creates the run's own partition. It is attached while it is empty, so that nobody waits: ATTACH takes a lock that
 * reads pass, where CREATE … PARTITION OF would stop them.
 */
export async function createScoreTable(database: Database, runId: string): Promise<void> {
  const table = scoreTable(runId);
  await database.withClient((client) => inTransaction(client, async () => {
    await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [table]);
    const { rows } = await client.query<{ attached: boolean }>(
      `SELECT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass($1)) AS attached`, [table]);
    if (rows[0].attached) return;
    await client.query(`CREATE TABLE IF NOT EXISTS ${table} (LIKE reader_scores INCLUDING ALL)`);
    await client.query(`SET LOCAL lock_timeout = '${lockTimeout}'`);
    await client.query(`ALTER TABLE reader_scores ATTACH PARTITION ${table} FOR VALUES IN ('${runId}')`);
  }));
}

/**
 * Stores one page in place of what an earlier try left of it, by binary COPY, and marks it as done: one transaction.
 * Rows must come in the order of readerNo and lie in the page.
 */
export async function writeScorePage(database: Database, page: { runId: string; page: number; scoredAt: Date }, scores: readonly ReaderScore[]): Promise<void> {
  const { runId, scoredAt } = page;
  const table = scoreTable(runId);
  await database.withClient((client) => inTransaction(client, async () => {
    await client.query('SELECT pg_advisory_xact_lock(hashtext($1), $2)', [table, page.page]);
    await client.query(`DELETE FROM ${table} WHERE reader_no >= $1 AND reader_no < $2`, [page.page * readersPerPage, (page.page + 1) * readersPerPage]);
    const copy = client.query(copyFrom(`COPY ${table} (model_run_id, reader_no, top, scored_at) FROM STDIN (FORMAT binary)`));
    await pipeline(Readable.from(copyRows(runId, scoredAt, scores)), copy);
    await client.query(
      `INSERT INTO model_run_pages (model_run_id, page, reader_count, scored_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (model_run_id, page) DO UPDATE SET reader_count = EXCLUDED.reader_count, scored_at = EXCLUDED.scored_at`,
      [runId, page.page, scores.length, scoredAt]);
  }));
}

/** Drops the partitions of runs that nobody can roll back to, and are not being scored. Returns their tables. */
export async function dropOldScores(database: Database): Promise<string[]> {
  const rows = await database.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid
     WHERE inhparent = 'reader_scores'::regclass AND c.relname NOT IN (
       SELECT 'reader_scores_' || replace(id::text, '-', '') FROM model_runs
       WHERE state = 'candidate' OR id IN (SELECT model_run_id FROM model_aliases))`);
  const dropped: string[] = [];
  for (const { name } of rows) {
    await database.withClient((client) => inTransaction(client, async () => {
      await client.query(`SET LOCAL lock_timeout = '${lockTimeout}'`);
      await client.query(`DROP TABLE ${name}`);
    }));
    dropped.push(name);
  }
  return dropped;
}

async function inTransaction(client: PoolClient, work: () => Promise<void>): Promise<void> {
  await client.query('BEGIN');
  try {
    await work();
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

const header = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const trailer = Buffer.from([0xff, 0xff]);
const postgresEpochMs = Date.UTC(2000, 0, 1);
const rowBytes = 2 + (4 + 16) + (4 + 4) + 4 + (4 + 8);

/** The binary COPY form: per row a 16-bit count of fields, per field a 32-bit length and the bytes, all big-endian. */
function* copyRows(runId: string, scoredAt: Date, scores: readonly ReaderScore[]): Generator<Buffer> {
  const uuid = Buffer.from(runId.replaceAll('-', ''), 'hex');
  const microseconds = BigInt(scoredAt.getTime() - postgresEpochMs) * 1000n;
  yield header;
  for (let first = 0; first < scores.length;) {
    let size = 0;
    let end = first;
    while (end < scores.length && size < bytesPerWrite) size += rowBytes + scores[end++].top.length;
    const buffer = Buffer.allocUnsafe(size);
    let at = 0;
    for (; first < end; first++) {
      const { readerNo, top } = scores[first];
      at = buffer.writeInt16BE(4, at);
      at = buffer.writeInt32BE(16, at);
      at += uuid.copy(buffer, at);
      at = buffer.writeInt32BE(4, at);
      at = buffer.writeInt32BE(readerNo, at);
      at = buffer.writeInt32BE(top.length, at);
      buffer.set(top, at);
      at = buffer.writeInt32BE(8, at + top.length);
      at = buffer.writeBigInt64BE(microseconds, at);
    }
    yield buffer;
  }
  yield trailer;
}

import { dropOldDays, keptFromMs } from '../server/feed/interaction-days.js';
import { expireArchives } from '../server/privacy/data-exports.js';
import { spentKeysSql } from '../server/privacy/pseudonyms.js';
import { dropOldScores } from '../server/model-run/reader-scores.js';
import type { Processor, WorkerServices } from './processor.js';

const hour = 3_600_000;
const day = 24 * hour;

/** What leaves, and after how long. Rows that are still needed (an outbox row not yet relayed) are never among them. */
export const retention = [
  { table: 'outbox', where: 'relayed_at < $1', ageMs: 30 * day, reason: 'The console shows the jobs of a run for a month.' },
  { table: 'idempotency_keys', where: 'created_at < $1', ageMs: 7 * day, reason: 'No client repeats a call after a week.' },
  { table: 'feeds', where: 'served_at < $1', ageMs: 2 * day, reason: 'A cursor pages a frozen list for a sitting, not for days.' },
  { table: 'impressions', where: 'served_at < $1', ageMs: 90 * day, reason: 'Models learn from a season of impressions.' },
  // A day later than the last impression that names one; the newest serves, however old it is.
  { table: 'feature_sets', where: 'counted_to < LEAST($1, (SELECT max(counted_to) FROM feature_sets))', ageMs: 91 * day, reason: 'Impressions of a season name the features that they were shown with.' },
  { table: 'shadow_comparisons', where: 'served_at < $1', ageMs: 30 * day, reason: 'What a challenger would have shown explains its verdict for a month.' },
  { table: 'recommender_answers', where: 'served_at < $1', ageMs: 90 * day, reason: 'What a partner answered on trial decides whether readers see it; a season shows it.' },
  { table: 'drift_reports', where: 'window_to < $1', ageMs: 365 * day, reason: 'A year shows the seasons.' },
  { table: 'connector_minutes', where: 'minute < $1', ageMs: 90 * day, reason: 'How a partner answered over a season is asked when its contract is renewed.' },
  { table: 'sessions', where: 'expires_at < $1', ageMs: 30 * day, reason: 'Ended sessions help to explain an incident for a month.' },
] as const;

/** Snapshots and artefacts are large: those of failed runs go first, the others while a promotion is still likely. */
const failedFilesMs = day;
const modelFilesMs = 7 * day;
const oldFilesSql = `DELETE FROM model_run_files f USING model_runs r
  WHERE r.id = f.model_run_id AND ((r.state = 'failed' AND r.finished_at < $1) OR (r.state IN ('rejected', 'retired') AND COALESCE(r.finished_at, r.created_at) < $2))
    AND r.id NOT IN (SELECT model_run_id FROM model_aliases) RETURNING 1`;

const rowsPerDelete = 5_000;
const partitionDaysAhead = 7;

/**
 * Deletes what is old, in short statements so that nobody waits for a lock, and creates the interaction partitions of
 * today and the week ahead; destroys the keys of what partners may not keep any longer. Returns the number of rows that left, by table.
 */
export function keepHouse({ database, clock, config }: WorkerServices): Processor<'keep-house'> {
  return async (_payload, job) => {
    const now = clock().getTime();
    for (let ahead = -1; ahead <= partitionDaysAhead; ahead++) {
      await database.query('SELECT ensure_interaction_day($1::date)', [new Date(now + ahead * day).toISOString().slice(0, 10)]);
    }
    const left: Record<string, number> = {};
    for (const { table, where, ageMs } of retention) {
      left[table] = 0;
      for (let deleted = rowsPerDelete; deleted === rowsPerDelete && !job.signal.aborted;) {
        const rows = await database.query(
          `WITH old AS (SELECT ctid FROM ${table} WHERE ${where} LIMIT ${rowsPerDelete}) DELETE FROM ${table} USING old WHERE ${table}.ctid = old.ctid RETURNING 1`,
          [new Date(now - ageMs)]);
        deleted = rows.length;
        left[table] += deleted;
      }
      job.report((Object.keys(left).length) / retention.length, table);
    }
    left.model_run_files = (await database.query(oldFilesSql, [new Date(now - failedFilesMs), new Date(now - modelFilesMs)])).length;
    const droppedDays = await dropOldDays(database, new Date(keptFromMs(now, config.interactionDays)));
    const destroyedKeys = await database.transaction((tx) => expireArchives(tx, new Date(now))) + (await database.query(spentKeysSql, [new Date(now)])).length;
    return { left, droppedScores: await dropOldScores(database), droppedDays, destroyedKeys };
  };
}

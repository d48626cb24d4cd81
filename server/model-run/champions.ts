import type { EntityManager } from 'typeorm';
import { ModelRun } from '../../schema/model-run.js';
import type { Audit } from '../audit/audit.js';
import { systemActor } from '../platform/actor.js';
import { channels } from '../platform/notices.js';

/** Points both aliases of a scenario in the caller's transaction, and tells every api that listens when it commits. */
export async function moveAliases(tx: EntityManager, move: { scenario: string; champion: string; previous: string | null; now: Date }): Promise<void> {
  const { scenario, champion, previous, now } = move;
  for (const [alias, runId] of [['champion', champion], ['previous', previous]]) {
    if (runId === null) continue;
    await tx.query(
      `INSERT INTO model_aliases (scenario, alias, model_run_id, updated_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (scenario, alias) DO UPDATE SET model_run_id = EXCLUDED.model_run_id, updated_at = EXCLUDED.updated_at, version = model_aliases.version + 1`,
      [scenario, alias, runId, now]);
  }
  await tx.query('SELECT pg_notify($1, $2)', [channels.champion, scenario]);
}

/**
 * Makes a wholly scored candidate the champion, in the caller's transaction: aliases and states move at once, so a feed
 * sees either the old model with its scores or the new one with its own. `run` must be locked and a candidate.
 */
export async function enthrone(tx: EntityManager, run: ModelRun, audit: Audit, now: Date): Promise<void> {
  const [current] = await tx.query<{ id: string }[]>(
    `SELECT model_run_id AS id FROM model_aliases WHERE scenario = $1 AND alias = 'champion' FOR UPDATE`, [run.scenario]);
  const previous = current && current.id !== run.id ? current.id : null;
  if (previous) await tx.update(ModelRun, { id: previous }, { state: 'retired', version: () => 'version + 1' });
  await tx.update(ModelRun, { id: run.id }, {
    state: 'champion', stepProgress: 1, stepMessage: '', scoredAt: now, championAt: now, finishedAt: now, version: () => 'version + 1',
  });
  await moveAliases(tx, { scenario: run.scenario, champion: run.id, previous, now });
  await audit.append(tx, { actor: systemActor('worker'), action: 'modelEnthrone', noun: 'ModelRun', nounId: run.id, detail: { code: run.code, previous, reason: run.reason } });
}

import type { EntityManager } from 'typeorm';
import { ModelRun } from '../../schema/model-run.js';
import type { Audit } from '../audit/audit.js';
import { systemActor } from '../platform/actor.js';
import { channels } from '../platform/notices.js';

/** Points both aliases of a scenario in the caller's transaction, and tells every api that listens when it commits. */
export async function moveAliases(tx: EntityManager, move: { scenario: string; champion: string; previous: string | null; now: Date }): Promise<void> {
  const { scenario, champion, previous, now } = move;
  await setAlias(tx, scenario, 'champion', champion, now);
  if (previous !== null) await setAlias(tx, scenario, 'previous', previous, now);
  await tell(tx, scenario);
}

/**
 * Makes a wholly scored candidate the champion, in the caller's transaction: aliases and states move at once, so a feed
 * sees either the old model with its scores or the new one with its own. `run` must be locked, and a candidate or in shadow.
 */
export async function enthrone(tx: EntityManager, run: ModelRun, audit: Audit, now: Date): Promise<void> {
  const current = await championOf(tx, run.scenario);
  const previous = current === run.id ? null : current;
  if (previous) await tx.update(ModelRun, { id: previous }, { state: 'retired', version: () => 'version + 1' });
  await tx.update(ModelRun, { id: run.id }, {
    state: 'champion', stepProgress: 1, stepMessage: '', scoredAt: run.scoredAt ?? now, championAt: now, finishedAt: now, reason: run.reason, version: () => 'version + 1',
  });
  await leaveShadow(tx, run);
  await moveAliases(tx, { scenario: run.scenario, champion: run.id, previous, now });
  await audit.append(tx, { actor: systemActor('worker'), action: 'modelEnthrone', noun: 'ModelRun', nounId: run.id, detail: { code: run.code, previous, reason: run.reason } });
}

/**
 * What follows when every reader is scored: shadow beside the champion, where the run asks for it and there is one to
 * stand beside, else the throne. `run` must be locked and a candidate.
 */
export async function enterShadowOrThrone(tx: EntityManager, run: ModelRun, audit: Audit, now: Date): Promise<'shadow' | 'champion'> {
  const champion = await championOf(tx, run.scenario);
  if (run.shadowRequests === 0 || champion === null || champion === run.id) {
    await enthrone(tx, run, audit, now);
    return 'champion';
  }
  await tx.update(ModelRun, { id: run.id }, {
    state: 'shadow', stepProgress: 0, stepMessage: `0 of ${run.shadowRequests} feeds`, scoredAt: now, shadowAt: now, version: () => 'version + 1',
  });
  await setAlias(tx, run.scenario, 'shadow', run.id, now);
  await tell(tx, run.scenario);
  await audit.append(tx, { actor: systemActor('worker'), action: 'modelShadow', noun: 'ModelRun', nounId: run.id, detail: { code: run.code, beside: champion, requests: run.shadowRequests } });
  return 'shadow';
}

/** Takes the alias from a run that is in shadow no more, whatever it becomes. */
export async function leaveShadow(tx: EntityManager, { id, scenario }: Pick<ModelRun, 'id' | 'scenario'>): Promise<void> {
  await tx.query(`DELETE FROM model_aliases WHERE scenario = $1 AND alias = 'shadow' AND model_run_id = $2`, [scenario, id]);
  await tell(tx, scenario);
}

async function championOf(tx: EntityManager, scenario: string): Promise<string | null> {
  const [row] = await tx.query<{ id: string }[]>(
    `SELECT model_run_id AS id FROM model_aliases WHERE scenario = $1 AND alias = 'champion' FOR UPDATE`, [scenario]);
  return row?.id ?? null;
}

async function setAlias(tx: EntityManager, scenario: string, alias: 'champion' | 'previous' | 'shadow', runId: string, now: Date): Promise<void> {
  await tx.query(
    `INSERT INTO model_aliases (scenario, alias, model_run_id, updated_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (scenario, alias) DO UPDATE SET model_run_id = EXCLUDED.model_run_id, updated_at = EXCLUDED.updated_at, version = model_aliases.version + 1`,
    [scenario, alias, runId, now]);
}

async function tell(tx: EntityManager, scenario: string): Promise<void> {
  await tx.query('SELECT pg_notify($1, $2)', [channels.champion, scenario]);
}

import type { EntityManager } from 'typeorm';
import { ModelRun } from '../../schema/model-run.js';
import type { ShadowFigures } from '../../schema/shadow-figures.js';
import type { Audit } from '../audit/audit.js';
import { systemActor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import type { Outbox } from '../platform/outbox.js';
import { enterShadowOrThrone, enthrone, leaveShadow } from './champions.js';
import { activeStates, runSteps, type RunStep } from './model-run-states.js';

const worker = systemActor('worker');
const longestFailure = 1_000;

/**
 * How workers move a run along. A step's result, the change of state and the next step's job are one transaction; whoever
 * comes second (a redelivered job, the old child of a stalled one) finds the state changed and does nothing.
 */
export class RunSteps {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** The run, now in the state of this step; null where it is elsewhere: over, cancelled, or past this step. */
  async begin(runId: string, step: RunStep): Promise<ModelRun | null> {
    const { from, during } = runSteps[step];
    await this.database.query(
      `UPDATE model_runs SET state = $3, step_progress = 0, step_message = '', started_at = COALESCE(started_at, $4), version = version + 1
       WHERE id = $1 AND state = ANY($2) AND state <> $3`, [runId, from, during, this.clock()]);
    const run = await this.database.dataSource.manager.findOneBy(ModelRun, { id: runId });
    return run?.state === during ? run : null;
  }

  /** False where the run has left the step: whoever reports should stop. Does not count as a change (no version). */
  async progress(runId: string, step: RunStep, fraction: number, message: string): Promise<boolean> {
    const rows = await this.database.query(
      'UPDATE model_runs SET step_progress = $3, step_message = $4 WHERE id = $1 AND state = $2 RETURNING 1',
      [runId, runSteps[step].during, Math.min(1, Math.max(0, fraction)), message.slice(0, 200)]);
    return rows.length === 1;
  }

  /** Ends a step well: `write` and `values` are stored, and the next step's job is requested. False: somebody else did. */
  finish(runId: string, step: RunStep, values: Partial<ModelRun>, write: (tx: EntityManager) => Promise<void> = async () => {}): Promise<boolean> {
    const { during, then, next } = runSteps[step];
    return this.database.transaction(async (tx) => {
      const run = await this.lock(tx, runId, during);
      if (!run) return false;
      await write(tx);
      await tx.update(ModelRun, { id: runId }, { ...values, state: then, stepProgress: 0, stepMessage: '', version: run.version + 1 } as object);
      if (next !== 'score-page') await this.outbox.add(tx, next, { runId });
      return true;
    });
  }

  /** The gate's no: the champion stays. */
  reject(runId: string, reason: string, values: Partial<ModelRun>, write: (tx: EntityManager) => Promise<void>): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const run = await this.lock(tx, runId, 'evaluating');
      if (!run) return false;
      await write(tx);
      await tx.update(ModelRun, { id: runId }, { ...values, state: 'rejected', reason, finishedAt: this.clock(), stepProgress: 1, stepMessage: '', version: run.version + 1 } as object);
      await this.audit.append(tx, { actor: worker, action: 'modelReject', noun: 'ModelRun', nounId: runId, detail: { code: run.code, reason } });
      return true;
    });
  }

  /** Ends a run that cannot go on. False where it had come to rest already. */
  fail(runId: string, failure: string): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const run = await this.lock(tx, runId, ...activeStates);
      if (!run) return false;
      await tx.update(ModelRun, { id: runId }, { state: 'failed', failure: failure.slice(0, longestFailure), finishedAt: this.clock(), version: run.version + 1 });
      if (run.state === 'shadow') await leaveShadow(tx, run);
      await this.audit.append(tx, { actor: worker, action: 'modelRunFail', noun: 'ModelRun', nounId: runId, detail: { code: run.code, during: run.state, failure: failure.slice(0, longestFailure) } });
      return true;
    });
  }

  /** Requests one job for each of `pages` (page numbers); `pagesTotal` says that it happened, so a second planner adds none. */
  planPages(runId: string, pages: readonly number[]): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const run = await this.lock(tx, runId, 'candidate');
      if (!run) return false;
      if (run.pagesTotal !== null) return true;
      await tx.update(ModelRun, { id: runId }, { pagesTotal: pages.length, version: run.version + 1, stepMessage: `0 of ${run.readerCount} readers` });
      for (const page of pages) await this.outbox.add(tx, 'score-page', { runId, page });
      return true;
    });
  }

  /**
   * After a page: shows the progress; when no page is missing the run goes into shadow, or serves. The lock puts the last pages in one
   * line, so one of them sees all the others.
   */
  pageScored(runId: string): Promise<'more' | 'shadow' | 'champion' | 'over'> {
    return this.database.transaction(async (tx) => {
      const run = await this.lock(tx, runId, 'candidate');
      if (!run) return 'over';
      const [{ pages, readers }] = await tx.query<{ pages: number; readers: number }[]>(
        'SELECT count(*)::int AS pages, COALESCE(sum(reader_count), 0)::int AS readers FROM model_run_pages WHERE model_run_id = $1', [runId]);
      if (run.pagesTotal === null || pages < run.pagesTotal) {
        await tx.update(ModelRun, { id: runId }, { stepProgress: pages / Math.max(1, run.pagesTotal ?? 1), stepMessage: `${readers} of ${run.readerCount ?? '?'} readers` });
        return 'more';
      }
      return enterShadowOrThrone(tx, run, this.audit, this.clock());
    });
  }

  /** How far the shadow is, with its figures so far. False: it is over. */
  shadowed(runId: string, shadow: ShadowFigures): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const run = await this.lock(tx, runId, 'shadow');
      if (!run) return false;
      const stepProgress = Math.min(1, shadow.requests / Math.max(1, run.shadowRequests));
      await tx.update(ModelRun, { id: runId }, { shadow, stepProgress, stepMessage: `${shadow.requests} of ${run.shadowRequests} feeds` } as object);
      return true;
    });
  }

  /** The end of a shadow by the rules; its figures and the reason are kept. False: somebody else ended it. */
  endShadow(runId: string, shadow: ShadowFigures, verdict: { promote: boolean; reason: string }): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const run = await this.lock(tx, runId, 'shadow');
      if (!run) return false;
      const reason = [run.reason, verdict.reason].filter(Boolean).join('; in shadow: ');
      await tx.update(ModelRun, { id: runId }, { shadow } as object);
      if (verdict.promote) {
        await enthrone(tx, Object.assign(run, { reason }), this.audit, this.clock());
        return true;
      }
      await tx.update(ModelRun, { id: runId }, { state: 'rejected', reason, finishedAt: this.clock(), stepProgress: 1, stepMessage: '', version: run.version + 1 });
      await leaveShadow(tx, run);
      await this.audit.append(tx, { actor: worker, action: 'modelReject', noun: 'ModelRun', nounId: runId, detail: { code: run.code, reason } });
      return true;
    });
  }

  /** The run's row, locked, if it is in one of `states`. */
  private lock(tx: EntityManager, runId: string, ...states: readonly string[]): Promise<ModelRun | null> {
    return tx.createQueryBuilder(ModelRun, 'run').setLock('pessimistic_write')
      .where('run.id = :runId AND run.state IN (:...states)', { runId, states }).getOne();
  }
}

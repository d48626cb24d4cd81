import type { EntityManager } from 'typeorm';
import { ModelRun, type RunTrigger } from '../../schema/model-run.js';
import type { Audit } from '../audit/audit.js';
import { actorLabel, type Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import { nextCode } from '../platform/codes.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';
import { channels } from '../platform/notices.js';
import type { Outbox } from '../platform/outbox.js';
import { moveAliases } from './champions.js';
import { checkModelChoice } from './model-choices.js';
import { activeStates, allowedRunActions, mayStartRuns, statesFor, type RunAction } from './model-run-states.js';

export interface RetrainRequest {
  scenario?: string;
  /** "auto" unless given. */
  model?: string | null;
  params?: Record<string, unknown> | null;
  reason?: string | null;
  trigger: RunTrigger;
}

const knownScenarios: readonly string[] = ['home'];

/**
 * What people and schedules do with model runs; the steps in between are RunSteps'. A refusal changes nothing:
 * NOT_FOUND, FORBIDDEN, ILLEGAL_TRANSITION, BAD_INPUT.
 */
export class ModelRuns {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly newId: NewId,
  ) {}

  /** Starts a run, or returns the one that is under way for this scenario: starting twice is starting once. */
  async start(request: RetrainRequest, actor: Actor): Promise<{ run: ModelRun; started: boolean }> {
    if (!mayStartRuns(actor)) throw new DomainError('FORBIDDEN');
    const scenario = checkScenario(request.scenario ?? 'home');
    const model = request.model ?? 'auto';
    const params: unknown = request.params ?? {};
    checkModelChoice(model, params);
    const active = await this.active(this.database.dataSource.manager, scenario);
    if (active) return { run: active, started: false };
    return this.database.transaction(async (tx) => {
      await lockScenario(tx, scenario);
      const other = await this.active(tx, scenario);
      if (other) return { run: other, started: false };
      const now = this.clock();
      const code = await nextCode(tx, 'R', now);
      const run = tx.create(ModelRun, {
        id: this.newId(), code, scenario, model, params, seed: 1, state: 'queued', stepProgress: 0, stepMessage: '', trigger: request.trigger,
        requestedBy: actorLabel(actor), reason: request.reason ?? null, createdAt: now, version: 1,
      });
      await tx.insert(ModelRun, run as object);
      await this.outbox.add(tx, 'extract-snapshot', { runId: run.id });
      await this.audit.append(tx, { actor, action: 'retrainStart', noun: 'ModelRun', nounId: run.id, detail: { code, scenario, model, params, trigger: request.trigger } });
      return { run: await tx.findOneByOrFail(ModelRun, { id: run.id }), started: true };
    });
  }

  /** Ends a run wherever it is; its jobs are told to stop and find nothing left to do. */
  cancel({ id }: { id: string }, actor: Actor): Promise<ModelRun> {
    return this.change('retrainCancel', id, actor, async (tx, run) => {
      await tx.query(`SELECT pg_notify($1, 'outbox-' || id) FROM outbox WHERE payload->>'runId' = $2 AND payload ? 'runId'`, [channels.cancelJob, run.id]);
      return { state: 'failed', failure: `cancelled by ${actorLabel(actor)}`, finishedAt: this.clock() };
    });
  }

  /** Against the gate, or back from retirement: scores every reader anew and then serves. Another person than the requester. */
  promote({ id, reason }: { id: string; reason: string }, actor: Actor): Promise<ModelRun> {
    return this.change('modelPromote', id, actor, async (tx, run) => {
      requireReason(reason);
      if (run.requestedBy === actorLabel(actor)) throw new DomainError('FORBIDDEN', {}, 'Another person than the one who asked for this run must promote it.');
      const [model] = await tx.query<unknown[]>(`SELECT FROM model_run_files WHERE model_run_id = $1 AND name = 'items.artefact' AND chunk = 0`, [run.id]);
      if (!model) throw new DomainError('BAD_INPUT', { path: ['id'] }, 'The files of this run are gone: start a new run instead.');
      await lockScenario(tx, run.scenario);
      const other = await this.active(tx, run.scenario);
      if (other) throw new DomainError('BAD_INPUT', { path: ['id'], activeRun: other.code }, `${other.code} is under way: wait for its end or cancel it.`);
      await tx.query('DELETE FROM model_run_pages WHERE model_run_id = $1', [run.id]);
      await this.outbox.add(tx, 'score-readers', { runId: run.id });
      return { state: 'candidate', reason, stepProgress: 0, stepMessage: '', pagesTotal: null, scoredAt: null, finishedAt: null };
    }, { reason });
  }

  /** Lets the previous champion serve again, at once: its scores are still there. The two change places. */
  rollback({ scenario, reason }: { scenario: string; reason: string }, actor: Actor): Promise<ModelRun> {
    requireReason(reason);
    return this.database.transaction(async (tx) => {
      const aliases: { alias: string; id: string }[] = await tx.query(
        `SELECT alias, model_run_id AS id FROM model_aliases WHERE scenario = $1 AND alias IN ('champion', 'previous') ORDER BY alias FOR UPDATE`, [checkScenario(scenario)]);
      const [champion, previous] = aliases.map(({ id }) => id);
      if (!previous) throw new DomainError('BAD_INPUT', { path: ['scenario'] }, 'There is no previous champion to go back to.');
      const run = await tx.findOneByOrFail(ModelRun, { id: champion });
      this.authorize('modelRollback', run, actor);
      const now = this.clock();
      await tx.update(ModelRun, { id: champion }, { state: 'retired', version: () => 'version + 1' });
      await tx.update(ModelRun, { id: previous }, { state: 'champion', reason, championAt: now, version: () => 'version + 1' });
      await moveAliases(tx, { scenario, champion: previous, previous: champion, now });
      await this.audit.append(tx, { actor, action: 'modelRollback', noun: 'ModelRun', nounId: previous, detail: { from: champion, reason } });
      return tx.findOneByOrFail(ModelRun, { id: previous });
    });
  }

  private active(tx: EntityManager, scenario: string): Promise<ModelRun | null> {
    return tx.createQueryBuilder(ModelRun, 'run').where('run.scenario = :scenario AND run.state IN (:...states)', { scenario, states: activeStates }).getOne();
  }

  private change(
    action: RunAction, id: string, actor: Actor, prepare: (tx: EntityManager, run: ModelRun) => Promise<Partial<ModelRun>>, detail: Record<string, unknown> = {},
  ): Promise<ModelRun> {
    return this.database.transaction(async (tx) => {
      const run = await tx.findOne(ModelRun, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!run) throw new DomainError('NOT_FOUND');
      this.authorize(action, run, actor);
      const values = { ...await prepare(tx, run), version: run.version + 1 };
      const from = run.state;
      await tx.update(ModelRun, { id }, values as object);
      await this.audit.append(tx, { actor, action, noun: 'ModelRun', nounId: id, detail: { from, to: values.state ?? from, ...detail } });
      return Object.assign(run, values);
    });
  }

  private authorize(action: RunAction, run: ModelRun, actor: Actor): void {
    if (!statesFor(action).includes(run.state)) {
      throw new DomainError('ILLEGAL_TRANSITION', { from: run.state, allowed: [], actions: allowedRunActions(run, actor, actorLabel(actor)) });
    }
    // The requester's own promotion gets its own sentence.
    if (!allowedRunActions({ state: run.state, requestedBy: '' }, actor, actorLabel(actor)).includes(action)) throw new DomainError('FORBIDDEN');
  }
}

/** Whoever makes a run active stands in one line from here on, so that his look at the others is certain. */
export async function lockScenario(tx: EntityManager, scenario: string): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('model-runs'), hashtext($1))`, [scenario]);
}

function checkScenario(scenario: string): string {
  if (!knownScenarios.includes(scenario)) throw new DomainError('BAD_INPUT', { path: ['scenario'], allowed: knownScenarios }, `There is no scenario ${scenario.slice(0, 40)}.`);
  return scenario;
}

function requireReason(reason: string): void {
  if (reason.trim().length < 3 || reason.length > 500) throw new DomainError('BAD_INPUT', { path: ['reason'] }, 'Give a reason of 3 to 500 characters.');
}

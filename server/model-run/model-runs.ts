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
import { enthrone, leaveShadow, moveAliases } from './champions.js';
import { checkAdModelChoice, checkModelChoice } from './model-choices.js';
import { activeStates, allowedRunActions, mayRequestRuns, mayStartRuns, statesFor, type RunAction } from './model-run-states.js';

export interface RetrainRequest {
  scenario?: string;
  /** "auto" unless given. */
  model?: string | null;
  params?: Record<string, unknown> | null;
  reason?: string | null;
  /** "m0" unless given. */
  adModel?: string | null;
  trigger: RunTrigger;
  /** What set off the trigger, with its figures. */
  triggerReason?: string | null;
  /** Feed requests and minutes in shadow; none unless given. */
  shadow?: { requests: number; minutes: number };
}

const triggerMemoryMs = 7 * 86_400_000;
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
    return this.begin(request, actor);
  }

  private async begin(request: RetrainRequest, actor: Actor): Promise<{ run: ModelRun; started: boolean }> {
    const scenario = checkScenario(request.scenario ?? 'home');
    const model = request.model ?? 'auto';
    const params: unknown = request.params ?? {};
    const adModel = request.adModel ?? 'm0';
    checkModelChoice(model, params);
    checkAdModelChoice(adModel);
    const active = await this.active(this.database.dataSource.manager, scenario);
    if (active) return { run: active, started: false };
    return this.database.transaction(async (tx) => {
      await lockScenario(tx, scenario);
      const other = await this.active(tx, scenario);
      if (other) return { run: other, started: false };
      const now = this.clock();
      const code = await nextCode(tx, 'R', now);
      const run = tx.create(ModelRun, {
        id: this.newId(), code, scenario, model, params, adModel, seed: 1, state: 'queued', stepProgress: 0, stepMessage: '', trigger: request.trigger,
        triggerReason: request.triggerReason ?? null, shadowRequests: request.shadow?.requests ?? 0, shadowMinutes: request.shadow?.minutes ?? 0,
        requestedBy: actorLabel(actor), reason: request.reason ?? null, createdAt: now, version: 1,
      });
      await tx.insert(ModelRun, run as object);
      await this.outbox.add(tx, 'extract-snapshot', { runId: run.id });
      await this.audit.append(tx, { actor, action: 'retrainStart', noun: 'ModelRun', nounId: run.id, detail: { code, scenario, model, params, adModel, trigger: request.trigger, triggerReason: request.triggerReason ?? null } });
      return { run: await tx.findOneByOrFail(ModelRun, { id: run.id }), started: true };
    });
  }

  /** Whether any run of the scenario was asked for in the last `minutes`: triggers leave a pause, people need none. */
  async startedWithin(scenario: string, minutes: number): Promise<boolean> {
    const rows = await this.database.query(
      'SELECT FROM model_runs WHERE scenario = $1 AND created_at > $2 LIMIT 1', [scenario, new Date(this.clock().getTime() - minutes * 60_000)]);
    return rows.length > 0;
  }

  /**
   * Whether a trigger has to wait: `minutes` after any run, and twice as long for every further run that this trigger set off
   * within a week. A world that moved stays moved for as long as the training window remembers the old one, and a cause that
   * learning cannot cure stays too: neither may keep the platform learning all day.
   */
  async isPaused(scenario: string, minutes: number, trigger: Actor): Promise<boolean> {
    if (await this.startedWithin(scenario, minutes)) return true;
    const now = this.clock().getTime();
    const [{ count, last }] = await this.database.query<{ count: number; last: Date | null }>(
      'SELECT count(*)::int AS count, max(created_at) AS last FROM model_runs WHERE scenario = $1 AND requested_by = $2 AND created_at > $3',
      [scenario, actorLabel(trigger), new Date(now - triggerMemoryMs)]);
    return last !== null && now < last.getTime() + minutes * 60_000 * 2 ** (count - 1);
  }

  /** The plea of somebody who may not start runs but sees what readers get: a partner manager. Refused while one was just made. */
  async request({ scenario, reason }: { scenario: string; reason: string }, pauseMinutes: number, rest: Pick<RetrainRequest, 'shadow'>, actor: Actor): Promise<ModelRun> {
    if (!mayRequestRuns(actor)) throw new DomainError('FORBIDDEN');
    requireReason(reason);
    const active = await this.active(this.database.dataSource.manager, checkScenario(scenario));
    if (active) return active;
    if (await this.startedWithin(scenario, pauseMinutes)) {
      throw new DomainError('BAD_INPUT', { path: ['scenario'], pauseMinutes }, `A run was made in the last ${pauseMinutes} minutes: see first what it brings.`);
    }
    return (await this.begin({ scenario, trigger: 'feedback', triggerReason: reason, ...rest }, actor)).run;
  }

  /** Ends a run wherever it is; its jobs are told to stop and find nothing left to do. */
  cancel({ id }: { id: string }, actor: Actor): Promise<ModelRun> {
    return this.change('retrainCancel', id, actor, async (tx, run) => {
      await tx.query(`SELECT pg_notify($1, 'outbox-' || id) FROM outbox WHERE payload->>'runId' = $2 AND payload ? 'runId'`, [channels.cancelJob, run.id]);
      return { state: 'failed', failure: `cancelled by ${actorLabel(actor)}`, finishedAt: this.clock() };
    });
  }

  /** Against the gate, or back from retirement: scores every reader anew and then serves. Out of shadow: serves at once. Another person than the requester. */
  promote({ id, reason, expectedVersion }: { id: string; reason: string; expectedVersion?: number | null }, actor: Actor): Promise<ModelRun> {
    return this.change('modelPromote', id, actor, async (tx, run) => {
      requireReason(reason);
      requireVersion(run, expectedVersion);
      if (run.requestedBy === actorLabel(actor)) throw new DomainError('FORBIDDEN', {}, 'Another person than the one who asked for this run must promote it.');
      if (run.state === 'shadow') {
        await enthrone(tx, Object.assign(run, { reason }), this.audit, this.clock());
        return tx.findOneByOrFail(ModelRun, { id: run.id });
      }
      const [model] = await tx.query<unknown[]>(`SELECT FROM model_run_files WHERE model_run_id = $1 AND name = 'items.artefact' AND chunk = 0`, [run.id]);
      if (!model) throw new DomainError('BAD_INPUT', { path: ['id'] }, 'The files of this run are gone: start a new run instead.');
      await lockScenario(tx, run.scenario);
      const other = await this.active(tx, run.scenario);
      if (other) throw new DomainError('BAD_INPUT', { path: ['id'], activeRun: other.code }, `${other.code} is under way: wait for its end or cancel it.`);
      await tx.query('DELETE FROM model_run_pages WHERE model_run_id = $1', [run.id]);
      await this.outbox.add(tx, 'score-readers', { runId: run.id });
      return { state: 'candidate', reason, shadowRequests: 0, stepProgress: 0, stepMessage: '', pagesTotal: null, scoredAt: null, finishedAt: null };
    }, { reason });
  }

  /** Takes a challenger out of shadow without letting it serve. */
  abandon({ id, reason }: { id: string; reason: string }, actor: Actor): Promise<ModelRun> {
    return this.change('modelAbandon', id, actor, async (tx, run) => {
      requireReason(reason);
      await leaveShadow(tx, run);
      return { state: 'rejected', reason, stepProgress: 1, stepMessage: '', finishedAt: this.clock() };
    }, { reason });
  }

  /** Lets the previous champion serve again, at once: its scores are still there. The two change places. */
  rollback({ scenario, reason, expectedVersion }: { scenario: string; reason: string; expectedVersion?: number | null }, actor: Actor): Promise<ModelRun> {
    requireReason(reason);
    return this.database.transaction(async (tx) => {
      const aliases: { alias: string; id: string }[] = await tx.query(
        `SELECT alias, model_run_id AS id FROM model_aliases WHERE scenario = $1 AND alias IN ('champion', 'previous') ORDER BY alias FOR UPDATE`, [checkScenario(scenario)]);
      const [champion, previous] = aliases.map(({ id }) => id);
      if (!previous) throw new DomainError('BAD_INPUT', { path: ['scenario'] }, 'There is no previous champion to go back to.');
      const run = await tx.findOneByOrFail(ModelRun, { id: champion });
      this.authorize('modelRollback', run, actor);
      requireVersion(run, expectedVersion);
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
      const from = run.state;
      const values = { ...await prepare(tx, run), version: run.version + 1 };
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

function requireVersion({ version }: ModelRun, expected: number | null | undefined): void {
  if (expected != null && version !== expected) throw new DomainError('CONFLICT', { currentVersion: version });
}

function requireReason(reason: string): void {
  if (reason.trim().length < 3 || reason.length > 500) throw new DomainError('BAD_INPUT', { path: ['reason'] }, 'Give a reason of 3 to 500 characters.');
}

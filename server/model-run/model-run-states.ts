import type { ModelRunState } from '../../schema/model-run.js';
import type { Actor, Role } from '../platform/actor.js';

/** The steps of a run in their order; each names the state it runs in, and what it leads to when it ends well. */
export const runSteps = {
  'extract-snapshot': { from: ['queued', 'extracting'], during: 'extracting', then: 'fitting', next: 'fit-model' },
  'fit-model': { from: ['fitting'], during: 'fitting', then: 'evaluating', next: 'evaluate-model' },
  // The gate decides between candidate and rejected.
  'evaluate-model': { from: ['evaluating'], during: 'evaluating', then: 'candidate', next: 'score-readers' },
  'score-readers': { from: ['candidate'], during: 'candidate', then: 'candidate', next: 'score-page' },
} as const satisfies Record<string, { from: readonly ModelRunState[]; during: ModelRunState; then: ModelRunState; next: string }>;

export type RunStep = keyof typeof runSteps;

/** The step that a run in this state waits for or is in; null where it has come to rest. */
export function stepOf(state: ModelRunState): RunStep | null {
  if (state === 'queued') return 'extract-snapshot';
  return (Object.keys(runSteps) as RunStep[]).find((step) => runSteps[step].during === state) ?? null;
}

/** A job moves the run along. */
export const workingStates = ['queued', 'extracting', 'fitting', 'evaluating', 'candidate'] as const satisfies readonly ModelRunState[];

/** At most one run of a scenario is in one of these; the unique index model_runs_one_active_idx says the same. */
export const activeStates = [...workingStates, 'shadow'] as const satisfies readonly ModelRunState[];

export const runActions = ['retrainCancel', 'modelPromote', 'modelAbandon', 'modelRollback'] as const;
export type RunAction = (typeof runActions)[number];

const workingRoles: readonly Role[] = ['analyst', 'operator', 'service'];
const decidingRoles: readonly Role[] = ['analyst', 'operator'];

/** What people may do with a run: from which states, and who (roles as in the authorisation table). */
const moves: Record<RunAction, { from: readonly ModelRunState[]; roles: readonly Role[] }> = {
  retrainCancel: { from: workingStates, roles: workingRoles },
  // A rejected run may be promoted against the gate, a retired one brought back; both are scored anew first. One in shadow serves at once.
  modelPromote: { from: ['rejected', 'retired', 'shadow'], roles: decidingRoles },
  modelAbandon: { from: ['shadow'], roles: decidingRoles },
  modelRollback: { from: ['champion'], roles: decidingRoles },
};

export function statesFor(action: RunAction): readonly ModelRunState[] {
  return moves[action].from;
}

function hasRole(actor: Actor, allowed: readonly Role[]): boolean {
  return actor.kind === 'system' || (actor.kind !== 'anonymous' && allowed.includes(actor.role));
}

export function mayStartRuns(actor: Actor): boolean {
  return hasRole(actor, workingRoles);
}

export function mayRequestRuns(actor: Actor): boolean {
  return hasRole(actor, ['partner_manager', 'marketer', ...decidingRoles]);
}

export function mayControlJobs(actor: Actor): boolean {
  return hasRole(actor, decidingRoles);
}

/** Names of the mutations that this actor may call on a run; `requestedBy` is the run's. */
export function allowedRunActions(run: { state: ModelRunState; requestedBy: string }, actor: Actor, label: string): RunAction[] {
  return runActions.filter((action) => {
    if (!moves[action].from.includes(run.state)) return false;
    if (!hasRole(actor, moves[action].roles)) return false;
    return actor.kind === 'system' || action !== 'modelPromote' || run.requestedBy !== label;
  });
}

import { action, type ActionTable } from '../actions/action.js';
import { ModelAbandonDocument, ModelPromoteDocument, ModelRollbackDocument, RetrainCancelDocument, type ModelRunRowFragment, type ModelRunState } from '../graphql/documents.js';

export const modelRunActions: ActionTable<ModelRunRowFragment> = {
  modelPromote: action(ModelPromoteDocument, (run: ModelRunRowFragment, { reason = '' }) => ({ id: run.id, reason, expectedVersion: run.version }), { ask: 'reason', main: true }),
  modelAbandon: action(ModelAbandonDocument, (run: ModelRunRowFragment, { reason = '' }) => ({ id: run.id, reason }), { ask: 'reason', danger: true }),
  modelRollback: action(ModelRollbackDocument, (run: ModelRunRowFragment, { reason = '' }) => ({ scenario: run.scenario, reason, expectedVersion: run.version }), { ask: 'reason', danger: true }),
  retrainCancel: action(RetrainCancelDocument, (run: ModelRunRowFragment) => ({ id: run.id }), { ask: 'confirm', danger: true }),
};

/** The steps of a run in their order; what a run shows of its way. */
export const stepStates = ['QUEUED', 'EXTRACTING', 'FITTING', 'EVALUATING', 'CANDIDATE', 'SHADOW', 'CHAMPION'] as const satisfies readonly ModelRunState[];

export function isUnderWay({ state }: Pick<ModelRunRowFragment, 'state'>): boolean {
  return state === 'QUEUED' || state === 'EXTRACTING' || state === 'FITTING' || state === 'EVALUATING' || state === 'CANDIDATE' || state === 'SHADOW';
}

import { action, type ActionTable, type Answers } from '../actions/action.js';
import { PartnerTransitionDocument, type PartnerRowFragment, type PartnerState } from '../graphql/documents.js';

function transition(partner: PartnerRowFragment, { reason }: Answers, target: string) {
  return { id: partner.id, expectedVersion: partner.version, to: target as PartnerState, reason };
}

/** Going forward may be explained; ending must be. */
const ending = ['REJECTED', 'SUSPENDED', 'BLOCKED'] as const satisfies readonly PartnerState[];

export const partnerActions: ActionTable<PartnerRowFragment> = {
  partnerTransition: action(PartnerTransitionDocument, transition, { ask: 'remark' }),
  ...Object.fromEntries(ending.map((state) => [`partnerTransition:${state}`, action(PartnerTransitionDocument, transition, { ask: 'reason', danger: true })])),
};

/** One button per state that the api says can be reached. */
export function partnerSteps({ availableActions, availableStates }: PartnerRowFragment): string[] {
  return availableActions.includes('partnerTransition') ? availableStates.map((state) => `partnerTransition:${state}`) : [];
}

import { PartnerState } from '../../schema/partner.js';

type State = PartnerState;

/** The cooperation with a partner, step by step. Any state may be blocked; a blocked partner stays blocked. */
const steps: Record<State, readonly State[]> = {
  prospect: ['applied'],
  applied: ['screening'],
  screening: ['due_diligence'],
  due_diligence: ['approved', 'rejected'],
  approved: ['onboarding'],
  rejected: [],
  onboarding: ['active'],
  active: ['suspended'],
  suspended: ['active', 'offboarding'],
  offboarding: ['former'],
  former: [],
  blocked: [],
};

export const partnerMoves: Readonly<Record<State, readonly State[]>> = Object.fromEntries(
  Object.values(PartnerState).map((state) => [state, state === 'blocked' ? [] : [...steps[state], 'blocked']]),
) as unknown as Record<State, readonly State[]>;

/** Steps against a partner say why. */
export const statesWithReason: readonly State[] = ['rejected', 'suspended', 'blocked'];

/** With these nothing is negotiated or signed any more; what is in force can rest and end. */
export const closedStates: readonly State[] = ['rejected', 'former', 'blocked'];

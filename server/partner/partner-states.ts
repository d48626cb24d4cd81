import { PartnerState } from '../../schema/partner.js';

/** Names of the mutations; people make every step. */
export type PartnerAction =
  | 'applicationRecord' | 'partnerScreen' | 'partnerExamine' | 'partnerApprove' | 'partnerReject' | 'partnerOnboard' | 'partnerActivate'
  | 'partnerSuspend' | 'partnerResume' | 'partnerOffboard' | 'partnerClose' | 'partnerBlock';

export interface PartnerMove {
  readonly action: PartnerAction;
  readonly from: PartnerState;
  readonly to: PartnerState;
}

/**
 * Every way the cooperation can go; what is not here cannot happen. Whoever fails a gate never reaches due diligence, so
 * screening too can end in a rejection. Any state may be blocked; a blocked partner stays blocked.
 */
export const partnerMoves: readonly PartnerMove[] = [
  { action: 'applicationRecord', from: 'prospect', to: 'applied' },
  { action: 'applicationRecord', from: 'rejected', to: 'applied' },
  { action: 'partnerScreen', from: 'applied', to: 'screening' },
  { action: 'partnerExamine', from: 'screening', to: 'due_diligence' },
  { action: 'partnerApprove', from: 'due_diligence', to: 'approved' },
  { action: 'partnerReject', from: 'screening', to: 'rejected' },
  { action: 'partnerReject', from: 'due_diligence', to: 'rejected' },
  { action: 'partnerOnboard', from: 'approved', to: 'onboarding' },
  { action: 'partnerActivate', from: 'onboarding', to: 'active' },
  { action: 'partnerSuspend', from: 'active', to: 'suspended' },
  { action: 'partnerResume', from: 'suspended', to: 'active' },
  { action: 'partnerOffboard', from: 'suspended', to: 'offboarding' },
  { action: 'partnerClose', from: 'offboarding', to: 'former' },
  ...Object.values(PartnerState).filter((state) => state !== 'blocked').map((from) => ({ action: 'partnerBlock', from, to: 'blocked' }) as const),
];

export function movesFrom(state: PartnerState): readonly PartnerMove[] {
  return partnerMoves.filter(({ from }) => from === state);
}

/** Steps against a partner say why. */
export const actionsWithReason: readonly PartnerAction[] = ['partnerReject', 'partnerSuspend', 'partnerBlock'];

/** With these nothing is negotiated or signed any more; what is in force can rest and end. */
export const closedStates: readonly PartnerState[] = ['rejected', 'former', 'blocked'];

/** From these no partner comes back. */
export const endedStates: readonly PartnerState[] = ['former', 'blocked'];

/** With these evidence can change what becomes of it. */
export const candidateStates: readonly PartnerState[] = ['applied', 'screening', 'due_diligence', 'approved', 'onboarding', 'active'];

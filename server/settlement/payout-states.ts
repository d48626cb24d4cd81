import type { PayoutState } from '../../schema/payout.js';

/** People's moves are named like the mutations; the others are the bank's, told by the job move-payouts. */
export type PayoutAction = 'payoutApprove' | 'payoutCancel' | 'payoutReturn' | 'submit' | 'settle' | 'fail';

export const payoutMoves: readonly { action: PayoutAction; from: PayoutState; to: PayoutState; by: 'person' | 'bank' }[] = [
  { action: 'payoutApprove', from: 'proposed', to: 'approved', by: 'person' },
  { action: 'payoutCancel', from: 'proposed', to: 'cancelled', by: 'person' },
  { action: 'submit', from: 'approved', to: 'submitted', by: 'bank' },
  { action: 'settle', from: 'submitted', to: 'settled', by: 'bank' },
  { action: 'fail', from: 'submitted', to: 'failed', by: 'bank' },
  // Nothing is tried again by itself: a person has looked at why the bank refused.
  { action: 'payoutReturn', from: 'failed', to: 'returned', by: 'person' },
];

/** What this person may do with a payout now; nobody approves what he proposed. */
export function openPayoutActions({ state, proposedBy }: { state: PayoutState; proposedBy: string }, accountId: string | null): PayoutAction[] {
  return payoutMoves.filter(({ action, from, by }) => from === state && by === 'person' && !(action === 'payoutApprove' && accountId === proposedBy)).map(({ action }) => action);
}

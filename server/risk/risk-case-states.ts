import type { RiskCase, RiskCaseState } from '../../schema/risk-case.js';

export type RiskCaseAction = 'riskCaseTake' | 'riskCaseDecide' | 'riskCaseClose' | 'riskCaseReopen';

/** Names are those of the mutations. */
export const riskCaseMoves: readonly { action: RiskCaseAction; from: RiskCaseState; to: RiskCaseState }[] = [
  { action: 'riskCaseTake', from: 'open', to: 'in_review' },
  { action: 'riskCaseTake', from: 'in_review', to: 'in_review' },
  { action: 'riskCaseDecide', from: 'in_review', to: 'decided' },
  { action: 'riskCaseClose', from: 'decided', to: 'closed' },
  { action: 'riskCaseReopen', from: 'decided', to: 'in_review' },
];

/** What this person may do now: nobody closes a critical case that he decided. */
export function openCaseActions({ state, severity, decidedBy }: Pick<RiskCase, 'state' | 'severity' | 'decidedBy'>, accountId: string | null): RiskCaseAction[] {
  return riskCaseMoves.filter(({ action, from }) => from === state && !(action === 'riskCaseClose' && severity === 'critical' && decidedBy === accountId)).map(({ action }) => action);
}

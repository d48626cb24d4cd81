import type { EntityManager } from 'typeorm';
import type { PartnerCheck } from '../partner/partner-checks.js';
import { DomainError } from '../platform/errors.js';

/** Nobody is blocked without a case that says why and whose decision it was. */
export const riskCaseCheck: PartnerCheck = {
  before: ['partnerBlock'],
  async missing(tx, { id }) {
    const [{ found }] = await tx.query<{ found: boolean }[]>(`SELECT EXISTS (SELECT FROM risk_cases WHERE partner_id = $1 AND decision IN ('suspend','end')) AS found`, [id]);
    return found ? [] : [{ code: 'no_risk_case', criterion: null }];
  },
};

/** Nothing new is signed with a partner in the critical band before somebody has decided its case. */
export async function requireNotCritical(tx: EntityManager, { partnerId }: { partnerId: string }): Promise<void> {
  const [last] = await tx.query<{ band: string; decided: boolean }[]>(
    `SELECT s.band, EXISTS (SELECT FROM risk_cases c WHERE c.partner_id = $1 AND c.severity = 'critical' AND c.decision IN ('no_action','monitor','mitigate')) AS decided
     FROM risk_scores s WHERE s.partner_id = $1 ORDER BY s.id DESC LIMIT 1`, [partnerId]);
  if (last?.band === 'critical' && !last.decided) throw new DomainError('NOT_READY', { missing: ['risk_decision'] }, 'This partner is at critical risk: first somebody decides its case.');
}

/** A tenth of what a partner at high risk is owed stays back: of a payout, in millionths. */
export const RESERVE_PPM = 100_000;

export async function reservePpm(tx: EntityManager, partnerId: string): Promise<number> {
  const [last] = await tx.query<{ band: string }[]>('SELECT band FROM risk_scores WHERE partner_id = $1 ORDER BY id DESC LIMIT 1', [partnerId]);
  return last?.band === 'high' || last?.band === 'critical' ? RESERVE_PPM : 0;
}

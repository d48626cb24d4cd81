import type { PartnerCheck } from '../partner/partner-checks.js';

/** Nobody leaves with money that is owed, held, estimated or on its way to the bank. */
export const payablesCheck: PartnerCheck = {
  before: ['partnerClose'],
  async missing(tx, { id }) {
    const [{ open }] = await tx.query<{ open: boolean }[]>(
      `SELECT EXISTS (SELECT FROM ledger_accounts WHERE partner_id = $1 AND kind IN ('partner_payable','hold','clearing','payer_wallet') AND credits_posted - debits_posted <> 0)
         OR EXISTS (SELECT FROM payouts WHERE partner_id = $1 AND state IN ('approved','submitted','failed')) AS open`, [id]);
    return open ? [{ code: 'payables', criterion: null }] : [];
  },
};

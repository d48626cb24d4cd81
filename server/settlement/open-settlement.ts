import type { Audit } from '../audit/audit.js';
import { Ledger } from '../ledger/ledger.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import type { NewId } from '../platform/ids.js';
import { Accruals } from './accruals.js';
import { CampaignMoney } from './campaign-money.js';
import { CostBudgets } from './cost-budgets.js';
import { Disputes } from './disputes.js';
import { ExchangeRates } from './exchange-rates.js';
import { PayoutHolds } from './payout-holds.js';
import { Payouts } from './payouts.js';
import { Postings } from './postings.js';
import { Statements } from './statements.js';
import { TerminationFees } from './termination-fees.js';

export interface SettlementParts { readonly database: Database; readonly audit: Audit; readonly clock: Clock; readonly newId: NewId }

/** Everything that settles, around one ledger: for the api, the worker, the demo, and nouns that hold or credit. */
export function openSettlement({ database, audit, clock, newId }: SettlementParts) {
  const ledger = new Ledger(clock, newId);
  const budgets = new CostBudgets(ledger);
  const postings = new Postings(ledger, clock, newId);
  return {
    ledger, postings,
    accruals: new Accruals(database, ledger, clock, newId),
    statements: new Statements(database, ledger, audit, clock, newId),
    disputes: new Disputes(database, postings, audit, clock, newId),
    payouts: new Payouts(database, ledger, postings, audit, clock, newId),
    rates: new ExchangeRates(audit, clock, newId),
    holds: new PayoutHolds(database, ledger, postings, audit, clock, newId),
    budgets, campaignMoney: new CampaignMoney(budgets),
    fees: new TerminationFees(database, postings, audit, clock),
  };
}
export type Settlement = ReturnType<typeof openSettlement>;

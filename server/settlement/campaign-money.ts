import type { EntityManager } from 'typeorm';
import type { CampaignFunding, FundedCampaign } from '../campaign/funding.js';
import { DomainError } from '../platform/errors.js';
import type { CostBudgets } from './cost-budgets.js';

const keyOf = ({ id }: FundedCampaign) => `campaign:${id}`;

/**
 * A campaign on a cost-budget clause: its whole budget is one commitment of the period in which it is launched. A campaign never
 * costs more than its budget, so Σ (posted + pending) of the clause stays within its limit whatever its clicks do.
 */
export class CampaignMoney implements CampaignFunding {
  constructor(private readonly budgets: CostBudgets) {}

  async reserve(tx: EntityManager, campaign: FundedCampaign, at: Date): Promise<void> {
    const { budgetContractId: contractId, budgetClause: clauseKey, partnerId, budgetMinor: amountMinor, currency } = campaign;
    if (contractId === null || clauseKey === null) return;
    const [own] = await tx.query<object[]>('SELECT FROM contracts WHERE id = $1 AND partner_id = $2', [contractId, partnerId]);
    if (!own) throw new DomainError('NOT_FOUND', { path: ['costBudget', 'contractId'] }, 'A campaign is paid for by a contract of its own partner.');
    await this.budgets.reserve(tx, { contractId, clauseKey, at, key: keyOf(campaign), amountMinor, currency });
  }

  async settle(tx: EntityManager, campaign: FundedCampaign): Promise<void> {
    if (campaign.budgetContractId === null) return;
    // A campaign that ends before it was launched has reserved nothing.
    const [held] = await tx.query<object[]>(`SELECT FROM ledger_transfers WHERE key = $1`, [`commit:${keyOf(campaign)}`]);
    if (!held) return;
    if (campaign.spentMinor > 0n) await this.budgets.post(tx, { key: keyOf(campaign), amountMinor: campaign.spentMinor });
    else await this.budgets.void(tx, { key: keyOf(campaign) });
  }
}

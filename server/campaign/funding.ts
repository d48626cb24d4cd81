import type { EntityManager } from 'typeorm';
import type { Campaign } from '../../schema/campaign.js';

/** A campaign that a clause of a contract pays for. */
export type FundedCampaign = Pick<Campaign, 'id' | 'partnerId' | 'budgetContractId' | 'budgetClause' | 'budgetMinor' | 'spentMinor' | 'currency'>;

/**
 * Who keeps the money of a campaign while it runs: settlement, which comes after campaigns. Everything happens in the
 * transaction that moves the campaign, so that no campaign runs without its money and none that ended keeps any.
 */
export interface CampaignFunding {
  /** All that it may cost. Throws NOT_FOUND or BAD_INPUT for a clause that cannot pay, OVER_LIMIT where so much is not left. */
  reserve(tx: EntityManager, campaign: FundedCampaign, at: Date): Promise<void>;
  /** What it has cost is spent; the rest is free again. */
  settle(tx: EntityManager, campaign: FundedCampaign): Promise<void>;
}

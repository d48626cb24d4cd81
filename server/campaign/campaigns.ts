import type { PoolClient } from 'pg';
import type { EntityManager } from 'typeorm';
import { Campaign } from '../../schema/campaign.js';
import type { Audit } from '../audit/audit.js';
import { checkedReason } from '../partner/reasons.js';
import { maySeePartner, sideOf } from '../partner/sides.js';
import type { Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import { nextCode } from '../platform/codes.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';
import { campaignDraft, type CampaignDraft } from './campaign-draft.js';
import { allowedCampaignActions, campaignMove, dueCampaignMoves, reachableCampaignStates, type CampaignAction } from './campaign-states.js';
import { chargeClicks, type SponsoredClick } from './charges.js';
import type { CampaignFunding } from './funding.js';
import { fundedSql, runningCampaigns, type RunningCampaign } from './running-campaigns.js';

/** A change of a campaign that the caller has seen at `expectedVersion`. */
export interface CampaignChange {
  id: string;
  expectedVersion: number;
}

export type { CampaignDraft, RunningCampaign, SponsoredClick };

/**
 * Campaigns from draft to completion. A row that the actor may not see is NOT_FOUND, a move that is never his is FORBIDDEN,
 * one that is not possible now is ILLEGAL_TRANSITION, an old version is CONFLICT; a refusal changes nothing.
 */
export class Campaigns {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly newId: NewId,
    private readonly funding: CampaignFunding,
  ) {}

  /** For the feed: what may be shown now. One prepared statement. */
  running(now: Date = this.clock()): Promise<RunningCampaign[]> {
    return runningCampaigns(this.database, now);
  }

  /** For the event intake: charges clicks in the caller's transaction; returns the event ids that cost something now. */
  charge(client: Pick<PoolClient, 'query'>, clicks: readonly SponsoredClick[]): Promise<string[]> {
    return chargeClicks(client, clicks);
  }

  /** Inside the caller's transaction. */
  async create(tx: EntityManager, input: CampaignDraft & { partnerId: string }, actor: Actor): Promise<Campaign> {
    const { partnerId } = input;
    if (!maySeePartner(actor, partnerId)) throw new DomainError('NOT_FOUND');
    if (sideOfCampaign(actor, partnerId) === null) throw new DomainError('FORBIDDEN');
    const draft = campaignDraft(input);
    await requireOwnContent(tx, draft.contentId, partnerId);
    const now = this.clock();
    const campaign = tx.create(Campaign, {
      id: this.newId(), code: await nextCode(tx, 'K', now), partnerId, state: 'draft', spentMinor: 0n, budgetContractId: null, budgetClause: null, version: 1, createdAt: now, updatedAt: now, ...draft,
    });
    await tx.insert(Campaign, campaign);
    await this.audit.append(tx, { actor, action: 'campaignCreate', noun: 'Campaign', nounId: campaign.id, detail: { code: campaign.code, budgetMinor: String(draft.budgetMinor) } });
    return campaign;
  }

  /** Only drafts: what was approved is what is shown. */
  edit(input: CampaignChange & CampaignDraft, actor: Actor): Promise<Campaign> {
    const draft = campaignDraft(input);
    return this.change('campaignEdit', input, actor, async (tx, campaign) => {
      await requireOwnContent(tx, draft.contentId, campaign.partnerId);
      return draft;
    });
  }

  submit(input: CampaignChange, actor: Actor): Promise<Campaign> {
    return this.change('campaignSubmit', input, actor);
  }

  approve(input: CampaignChange, actor: Actor): Promise<Campaign> {
    return this.change('campaignApprove', input, actor);
  }

  /**
   * Only for a funded partner (see fundedSql) with a published content and time left; what a clause pays for is reserved now, OVER_LIMIT
   * where so much is not left of it. Runs at once when its start has passed.
   */
  launch(input: CampaignChange, actor: Actor): Promise<Campaign> {
    return this.change('campaignLaunch', input, actor, async (tx, campaign) => {
      await this.requireLaunchable(tx, campaign);
      await this.funding.reserve(tx, campaign, this.clock());
      return {};
    });
  }

  pause(input: CampaignChange, actor: Actor): Promise<Campaign> {
    return this.change('campaignPause', input, actor);
  }

  resume(input: CampaignChange, actor: Actor): Promise<Campaign> {
    return this.change('campaignResume', input, actor, async (tx, campaign) => {
      await this.requireLaunchable(tx, campaign);
      return {};
    });
  }

  async cancel(input: CampaignChange & { reason: string }, actor: Actor): Promise<Campaign> {
    return this.change('campaignCancel', input, actor, async (tx, campaign) => {
      await this.funding.settle(tx, campaign);
      return {};
    }, { reason: checkedReason(input.reason) });
  }

  /** Moves whatever time or budget have made due, at most `limit` rows; returns how many rows moved. Safe beside itself. */
  moveDue(actor: Actor, limit = 100): Promise<number> {
    return this.database.transaction(async (tx) => {
      const now = this.clock();
      const due = await tx.createQueryBuilder(Campaign, 'campaign')
        .where(`state = 'scheduled' AND starts_at <= :now`, { now })
        .orWhere(`state IN ('running', 'paused') AND (ends_at <= :now OR spent_minor + bid_minor > budget_minor)`)
        .orWhere(`state = 'completing' AND (ends_at <= CAST(:now AS timestamptz) - interval '1 hour' OR spent_minor + bid_minor > budget_minor)`)
        .orderBy('campaign.id').limit(limit).setLock('pessimistic_write').setOnLocked('skip_locked').getMany();
      for (const campaign of due) {
        const moves = dueCampaignMoves(campaign, now);
        await this.write(tx, campaign, { state: moves.at(-1)!.to }, now);
      }
      // One order of the accounts for everybody: two rounds never wait for each other in a circle.
      for (const campaign of due.filter(({ state }) => state === 'completed').sort(byClause)) await this.funding.settle(tx, campaign);
      for (const campaign of due) {
        await this.audit.append(tx, { actor, action: 'campaignMove', noun: 'Campaign', nounId: campaign.id, detail: { to: campaign.state, spentMinor: String(campaign.spentMinor) } });
      }
      return due.length;
    });
  }

  private change(
    action: CampaignAction, { id, expectedVersion }: CampaignChange, actor: Actor,
    prepare: (tx: EntityManager, campaign: Campaign) => Promise<Partial<Campaign>> = async () => ({}), detail: Record<string, unknown> = {},
  ): Promise<Campaign> {
    return this.database.transaction(async (tx) => {
      const campaign = await tx.findOne(Campaign, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!campaign || !maySeePartner(actor, campaign.partnerId)) throw new DomainError('NOT_FOUND');
      const side = sideOfCampaign(actor, campaign.partnerId);
      if (side === null) throw new DomainError('FORBIDDEN');
      if (campaign.version !== expectedVersion) throw new DomainError('CONFLICT', { currentVersion: campaign.version });
      const from = campaign.state;
      const move = campaignMove(action, from, side);
      if (!move) throw new DomainError('ILLEGAL_TRANSITION', { from, allowed: reachableCampaignStates(from, side), actions: allowedCampaignActions(from, side) });
      const now = this.clock();
      const values = { ...await prepare(tx, campaign), state: move.to };
      // A launch whose time has come does not wait for the next round of the clock.
      for (const due of dueCampaignMoves({ ...campaign, ...values }, now)) values.state = due.to;
      await this.write(tx, campaign, values, now);
      await this.audit.append(tx, { actor, action, noun: 'Campaign', nounId: id, detail: { from, to: campaign.state, ...detail } });
      return campaign;
    });
  }

  /** The row is locked; `campaign` becomes what was written. */
  private async write(tx: EntityManager, campaign: Campaign, values: Partial<Campaign>, now: Date): Promise<void> {
    const written = { ...values, version: campaign.version + 1, updatedAt: now };
    await tx.update(Campaign, { id: campaign.id }, written);
    Object.assign(campaign, written);
  }

  private async requireLaunchable(tx: EntityManager, campaign: Campaign): Promise<void> {
    if (campaign.endsAt <= this.clock()) throw new DomainError('BAD_INPUT', { path: ['id'] }, 'The time of this campaign is over.');
    const [{ funded, published }] = await tx.query<{ funded: boolean; published: boolean }[]>(
      `SELECT ${fundedSql('$1', ['active'])} AS funded, EXISTS (SELECT FROM contents WHERE id = $2 AND state = 'published') AS published`,
      [campaign.partnerId, campaign.contentId],
    );
    if (!published) throw new DomainError('BAD_INPUT', { path: ['id'] }, 'The content of this campaign is not published.');
    if (!funded) throw new DomainError('BAD_INPUT', { path: ['id'] }, 'The partner is not active, or no active contract of it pays for campaigns (a cost budget clause, or a contract of an advertiser).');
  }
}

const clauseOf = ({ budgetContractId, budgetClause, id }: Campaign) => `${budgetContractId}:${budgetClause}:${id}`;
const byClause = (one: Campaign, other: Campaign) => (clauseOf(one) < clauseOf(other) ? -1 : 1);

/** Marketers run campaigns for the platform as partner managers do. */
export function sideOfCampaign(actor: Actor, partnerId: string) {
  return actor.kind === 'account' && actor.role === 'marketer' ? 'platform' : sideOf(actor, partnerId);
}

async function requireOwnContent(tx: EntityManager, contentId: string, partnerId: string): Promise<void> {
  const [found] = await tx.query<object[]>('SELECT FROM contents WHERE id = $1 AND partner_id = $2', [contentId, partnerId]);
  if (!found) throw new DomainError('BAD_INPUT', { path: ['contentId'] }, 'A campaign shows a content of its own partner.');
}

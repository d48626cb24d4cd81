import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import type { Audience } from './audience.js';
import { enumOf } from './enum-of.js';
import { bigintColumn, Money } from './money.js';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

export const CampaignState = enumOf('CampaignState', 'Where a campaign stands.', {
  draft: 'Being written; may be edited.',
  review: 'Waits for the platform to approve it.',
  approved: 'Approved, not launched.',
  scheduled: 'Launched; starts by itself at its time.',
  running: 'Shown in feeds.',
  paused: 'Launched, but not shown.',
  completing: 'Not shown any more; clicks on what was shown still count.',
  completed: 'Over: the time or the budget is used up.',
  cancelled: 'Ended by a person.',
});
export type CampaignState = (typeof CampaignState)[keyof typeof CampaignState];

/** Only the staff and its partner ever hold one: what is paid, and for whom, is nobody else's business. */
@Entity({ name: 'campaigns' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'A content put in front of an audience, within a schedule and a budget.' })
export class Campaign extends Node {
  @Field(() => String, { description: 'Code that people use, for example K-2026-0001.' })
  @Column({ name: 'code', type: 'text', unique: true })
  code: string;

  @Field(() => String, { description: 'What the people who run it call it.' })
  @Column({ name: 'name', type: 'text' })
  name: string;

  @Column({ name: 'partner_id', type: 'uuid' })
  partnerId: string;

  @Column({ name: 'content_id', type: 'uuid' })
  contentId: string;

  @Field(() => Int, { description: 'Type of the advertisement, 0–9: a feature of the ranking model.' })
  @Column({ name: 'ad_type', type: 'smallint' })
  adType: number;

  @Field(() => CampaignState, { description: 'Where the campaign stands.' })
  @Column({ name: 'state', type: 'text', default: 'draft' })
  state: CampaignState;

  @Column({ name: 'audience', type: 'jsonb' })
  audience: Audience;

  @Field(() => DateTime, { description: 'First moment at which it may be shown.' })
  @Column({ name: 'starts_at', type: 'timestamptz' })
  startsAt: Date;

  @Field(() => DateTime, { description: 'From this moment on it is not shown.' })
  @Column({ name: 'ends_at', type: 'timestamptz' })
  endsAt: Date;

  @Column({ name: 'budget_minor', type: 'bigint', transformer: bigintColumn })
  budgetMinor: bigint;

  @Column({ name: 'spent_minor', type: 'bigint', default: 0, transformer: bigintColumn })
  spentMinor: bigint;

  @Column({ name: 'bid_minor', type: 'bigint', transformer: bigintColumn })
  bidMinor: bigint;

  @Column({ name: 'currency', type: 'char', length: 3 })
  currency: string;

  @Column({ name: 'budget_contract_id', type: 'uuid', nullable: true })
  budgetContractId: string | null;

  @Field(() => String, { nullable: true, description: 'Key of the cost-budget clause that pays for it; absent where none is named.' })
  @Column({ name: 'budget_clause', type: 'text', nullable: true })
  budgetClause: string | null;

  @Field(() => Int, { description: 'Grows with every change; edits name the one they saw.' })
  @Column({ name: 'version', type: 'int', default: 1 })
  version: number;

  @Field(() => DateTime, { description: 'When it was created.' })
  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  @Field(() => DateTime, { description: 'When it was last changed.' })
  @Column({ name: 'updated_at', type: 'timestamptz', default: () => 'now()' })
  updatedAt: Date;

  @Field(() => Money, { description: 'What it may cost in all.' })
  get budget(): Money {
    return Money.of(this.budgetMinor, this.currency);
  }

  @Field(() => Money, { description: 'What its clicks have cost so far; never more than the budget.' })
  get spent(): Money {
    return Money.of(this.spentMinor, this.currency);
  }

  @Field(() => Money, { description: 'What one click costs.' })
  get bid(): Money {
    return Money.of(this.bidMinor, this.currency);
  }
}

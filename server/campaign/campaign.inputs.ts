import { Field, ID, InputType, Int } from 'type-graphql';
import { ContentKind } from '../../schema/content.js';
import { MoneyInput } from '../../schema/money.js';
import { DomainError } from '../platform/errors.js';
import { fromGlobalId } from '../graphql/global-ids.js';
import type { CampaignChange, CampaignDraft } from './campaigns.js';

@InputType({ description: 'Who a campaign is for; nothing given means everybody.' })
export class AudienceInput {
  @Field(() => [ContentKind], { defaultValue: [], description: 'The reader read a content of one of these kinds.' })
  kinds: ContentKind[];

  @Field(() => [String], { defaultValue: [], description: 'The reader has one of these locales (zh, en).' })
  locales: string[];

  @Field(() => Int, { nullable: true, description: 'The reader was active within so many days (1 to 365).' })
  activeWithinDays?: number | null;
}

@InputType({ description: 'A clause that pays for a campaign.' })
export class CampaignPayerInput {
  @Field(() => ID, { description: 'A contract of the partner.' })
  contractId: string;

  @Field(() => String, { description: 'Key of a cost-budget clause of it; what the campaign may cost is reserved there when it is launched.' })
  clauseKey: string;
}

@InputType({ description: 'What a campaign shows, to whom, when and for how much.' })
class CampaignFieldsInput {
  @Field(() => String, { description: 'What the people who run it call it.' })
  name: string;

  @Field(() => ID, { description: 'A content of the partner.' })
  contentId: string;

  @Field(() => Int, { defaultValue: 0, description: 'Type of the advertisement, 0–9.' })
  adType: number;

  @Field(() => AudienceInput, { defaultValue: {}, description: 'Who it is for.' })
  audience: AudienceInput;

  @Field(() => Date, { description: 'First moment at which it may be shown.' })
  startsAt: Date;

  @Field(() => Date, { description: 'From this moment on it is not shown.' })
  endsAt: Date;

  @Field(() => MoneyInput, { description: 'What it may cost in all.' })
  budget: MoneyInput;

  @Field(() => MoneyInput, { description: 'What one click costs; of the same currency.' })
  bid: MoneyInput;

  @Field(() => CampaignPayerInput, { nullable: true, description: 'What pays for it; null: no clause is named. Left out of an edit, it stays.' })
  costBudget?: CampaignPayerInput | null;
}

@InputType({ description: 'A new campaign.' })
export class CampaignCreateInput extends CampaignFieldsInput {
  @Field(() => ID, { description: 'Whose campaign it is.' })
  partnerId: string;

  @Field(() => String, { description: 'Made by the client, 1 to 200 characters; the same key again makes no second campaign.' })
  idempotencyKey: string;
}

@InputType({ description: 'A draft of a campaign as it should be.' })
export class CampaignEditInput extends CampaignFieldsInput {
  @Field(() => ID, { description: 'The campaign.' })
  id: string;

  @Field(() => Int, { description: 'The version that you have seen.' })
  expectedVersion: number;
}

@InputType({ description: 'A step of a campaign.' })
export class CampaignStepInput {
  @Field(() => ID, { description: 'The campaign.' })
  id: string;

  @Field(() => Int, { description: 'The version that you have seen.' })
  expectedVersion: number;
}

@InputType({ description: 'Which campaign to end, and why.' })
export class CampaignCancelInput extends CampaignStepInput {
  @Field(() => String, { description: 'Goes into the audit log.' })
  reason: string;
}

/** Throws BAD_INPUT for an id of another type or two currencies. */
export function draftOf({ budget, bid, contentId, audience, name, adType, startsAt, endsAt, costBudget }: CampaignFieldsInput): CampaignDraft {
  if (budget.currency !== bid.currency) throw new DomainError('BAD_INPUT', { path: ['bid', 'currency'] }, 'The bid is of the currency of the budget.');
  return {
    name, adType, startsAt, endsAt,
    contentId: fromGlobalId('Content', contentId),
    audience: { kinds: audience.kinds ?? [], locales: (audience.locales ?? []) as ('zh' | 'en')[], activeWithinDays: audience.activeWithinDays ?? null },
    budgetMinor: budget.amountMinor, bidMinor: bid.amountMinor, currency: budget.currency,
    ...(costBudget !== undefined && { budgetContractId: costBudget && fromGlobalId('Contract', costBudget.contractId), budgetClause: costBudget && costBudget.clauseKey }),
  };
}

export function changeOf({ id, expectedVersion }: CampaignStepInput): CampaignChange {
  return { id: fromGlobalId('Campaign', id), expectedVersion };
}

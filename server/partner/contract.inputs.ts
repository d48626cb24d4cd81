import { Field, Float, ID, InputType, Int } from 'type-graphql';
import { BudgetPeriod, RevenueBase, ShareMode } from '../../schema/clause.js';
import { MoneyInput } from '../../schema/money.js';
import { DomainError } from '../platform/errors.js';
import type { ClauseDraft } from './clauses.js';

@InputType({ description: 'Another share from some revenue on.' })
export class ShareBandInput {
  @Field(() => MoneyInput, { description: 'The revenue of one settlement from which it counts.' })
  from: MoneyInput;

  @Field(() => Int, { description: 'The share, in millionths.' })
  sharePpm: number;
}

@InputType({ description: 'The partner gets a share of a revenue.' })
export class RevenueShareInput {
  @Field(() => Int, { description: 'The share from the first unit on, in millionths (250000 is 25 %).' })
  sharePpm: number;

  @Field(() => ShareMode, { nullable: true, description: 'How the bands are read; without one: SLAB.' })
  mode?: ShareMode | null;

  @Field(() => [ShareBandInput], { nullable: true, description: 'Other shares from some revenue on, ascending, at most 20.' })
  bands?: ShareBandInput[] | null;

  @Field(() => RevenueBase, { description: 'The revenue that the share is taken of.' })
  base: RevenueBase;

  @Field(() => MoneyInput, { nullable: true, description: 'Least sum per settlement.' })
  floor?: MoneyInput | null;

  @Field(() => MoneyInput, { nullable: true, description: 'Greatest sum per settlement, of the same currency.' })
  cap?: MoneyInput | null;

  @Field(() => MoneyInput, { nullable: true, description: 'Advanced per settlement when less was earned, recouped from what is earned above it later.' })
  guarantee?: MoneyInput | null;
}

@InputType({ description: 'The platform may spend up to a budget on a purpose.' })
export class CostBudgetInput {
  @Field(() => MoneyInput, { description: 'The most that may be spent in a period.' })
  budget: MoneyInput;

  @Field(() => BudgetPeriod, { description: 'What a period is.' })
  period: BudgetPeriod;

  @Field(() => String, { description: 'What it may be spent on.' })
  purpose: string;
}

@InputType({ description: 'Data that may be used for one purpose.' })
export class DataScopeInput {
  @Field(() => String, { description: 'Name of the data set.' })
  dataset: string;

  @Field(() => String, { description: 'What it may be used for.' })
  purpose: string;

  @Field(() => [String], { description: 'The fields that may be used.' })
  fields: string[];

  @Field(() => Int, { description: 'After so many days it must be deleted.' })
  retentionDays: number;
}

@InputType({ description: 'A quality of service that is owed.' })
export class SlaInput {
  @Field(() => String, { description: 'What is measured.' })
  metric: string;

  @Field(() => Float, { description: 'The value to be reached.' })
  target: number;

  @Field(() => String, { description: 'Unit of the target.' })
  unit: string;

  @Field(() => Int, { description: 'Measured over so many days.' })
  windowDays: number;

  @Field(() => Int, { description: 'Credit for a missed window, in millionths of its fee.' })
  creditPpm: number;
}

@InputType({ description: 'A clause in words.' })
export class TextInput {
  @Field(() => String, { description: 'Heading.' })
  heading: string;

  @Field(() => String, { description: 'The words.' })
  body: string;
}

@InputType({ description: 'One clause: its key and exactly one of the kinds.' })
export class ClauseInput {
  @Field(() => String, { description: 'Name of the clause within the contract: small letters, digits and _.' })
  key: string;

  @Field(() => RevenueShareInput, { nullable: true, description: 'A share of a revenue.' })
  revenueShare?: RevenueShareInput | null;

  @Field(() => CostBudgetInput, { nullable: true, description: 'A budget.' })
  costBudget?: CostBudgetInput | null;

  @Field(() => DataScopeInput, { nullable: true, description: 'A use of data.' })
  dataScope?: DataScopeInput | null;

  @Field(() => SlaInput, { nullable: true, description: 'A quality of service.' })
  sla?: SlaInput | null;

  @Field(() => TextInput, { nullable: true, description: 'Words.' })
  text?: TextInput | null;
}

const kinds = { revenueShare: 'revenue_share', costBudget: 'cost_budget', dataScope: 'data_scope', sla: 'sla', text: 'text' } as const;

/** Throws BAD_INPUT for a clause of no kind or of two. */
export function clauseDrafts(inputs: readonly ClauseInput[]): ClauseDraft[] {
  return inputs.map((input, place) => {
    const given = (Object.keys(kinds) as (keyof typeof kinds)[]).filter((kind) => input[kind] != null);
    if (given.length !== 1) throw new DomainError('BAD_INPUT', { path: ['clauses', String(place)] }, 'A clause is of exactly one kind.');
    return { key: input.key, kind: kinds[given[0]], ...input[given[0]] } as ClauseDraft;
  });
}

@InputType({ description: 'Every change of a contract has a key: the same key never does a thing twice.' })
class KeyedInput {
  @Field(() => String, { description: 'Made by the client, 1 to 200 characters; the same call again uses the same key.' })
  idempotencyKey: string;
}

@InputType({ description: 'The text that is negotiated.' })
class TermsInput extends KeyedInput {
  @Field(() => Date, { description: 'Beginning.' })
  startsAt: Date;

  @Field(() => Date, { description: 'End.' })
  endsAt: Date;

  @Field(() => [ClauseInput], { description: 'What it settles: 1 to 50 clauses.' })
  clauses: ClauseInput[];
}

@InputType({ description: 'A new contract.' })
export class ContractDraftInput extends TermsInput {
  @Field(() => ID, { description: 'With whom.' })
  partnerId: string;

  @Field(() => String, { description: 'What it is about, at most 200 characters.' })
  title: string;
}

@InputType({ description: 'A new version of an active contract; it takes over at its start.' })
export class ContractAmendInput extends TermsInput {
  @Field(() => ID, { description: 'The contract.' })
  contractId: string;
}

@InputType({ description: 'A step of a version.' })
export class ContractStepInput extends KeyedInput {
  @Field(() => ID, { description: 'The version of the contract.' })
  versionId: string;

  @Field(() => Int, { description: 'The value of `version` that you have seen.' })
  expectedVersion: number;
}

@InputType({ description: 'A draft as it should be.' })
export class ContractEditInput extends TermsInput {
  @Field(() => ID, { description: 'The version of the contract.' })
  versionId: string;

  @Field(() => Int, { description: 'The value of `version` that you have seen.' })
  expectedVersion: number;
}

@InputType({ description: 'A counter-offer: another text as the answer to an offer.' })
export class ContractCounterInput extends ContractEditInput {
  @Field(() => String, { description: 'contentHash of the offer that it answers.' })
  answersHash: string;
}

@InputType({ description: 'Consent to the text of an offer.' })
export class ContractAgreeInput extends ContractStepInput {
  @Field(() => String, { description: 'contentHash of the offer that it answers.' })
  answersHash: string;
}

@InputType({ description: 'A signature.' })
export class ContractSignInput extends ContractStepInput {
  @Field(() => String, { description: 'contentHash of the text that is signed.' })
  contentHash: string;
}

@InputType({ description: 'A step that says why.' })
export class ContractReasonInput extends ContractStepInput {
  @Field(() => String, { description: 'Why, at most 1000 characters; the other side sees it.' })
  reason: string;
}

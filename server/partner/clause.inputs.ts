import { Field, Float, InputType, Int } from 'type-graphql';
import { BudgetPeriod, LegalBasis, RevenueBase, ShareMode, SharingLevel, SlaDirection, SlaRemedy } from '../../schema/clause.js';
import type { ClauseKind } from '../../schema/clause-kind.js';
import { ContractParty } from '../../schema/contract-party.js';
import { DisputeMethod, RenewalMode } from '../../schema/life-clauses.js';
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

  @Field(() => SharingLevel, { nullable: true, description: 'How much of it leaves the platform; without one: COUNTS.' })
  level?: SharingLevel | null;

  @Field(() => LegalBasis, { nullable: true, description: 'What allows the use; without one: CONSENT.' })
  basis?: LegalBasis | null;

  @Field(() => String, { nullable: true, description: 'ISO 3166 code of the country that it may be processed in.' })
  region?: string | null;

  @Field(() => Int, { nullable: true, description: 'A count of fewer people is not told; without one: 10.' })
  kMin?: number | null;

  @Field(() => Float, { nullable: true, description: 'The ε that all counts of one period may spend together; without one: none.' })
  epsilon?: number | null;

  @Field(() => BudgetPeriod, { nullable: true, description: 'The period of ε; without one: MONTH.' })
  epsilonPeriod?: BudgetPeriod | null;
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

  @Field(() => SlaDirection, { nullable: true, description: 'Which side of the target is good; without one: AT_LEAST.' })
  direction?: SlaDirection | null;

  @Field(() => String, { nullable: true, description: 'Whose measurement counts; without one: the platform’s.' })
  measuredBy?: string | null;

  @Field(() => Int, { nullable: true, description: 'Counts of both sides may differ by so many millionths.' })
  maxVariancePpm?: number | null;

  @Field(() => SlaRemedy, { nullable: true, description: 'What makes a missed window good; without one: CREDIT.' })
  remedy?: SlaRemedy | null;

  @Field(() => Int, { nullable: true, description: 'A missed window that is cured within so many days needs no remedy.' })
  cureDays?: number | null;
}

@InputType({ description: 'What a side has to do.' })
export class ResponsibilityInput {
  @Field(() => ContractParty, { description: 'Who owes it.' })
  party: ContractParty;

  @Field(() => String, { description: 'What is owed.' })
  duty: string;

  @Field(() => Int, { nullable: true, description: 'Within so many days of the beginning; without one: all the time.' })
  withinDays?: number | null;
}

@InputType({ description: 'What a side may do.' })
export class RightInput {
  @Field(() => ContractParty, { description: 'Who may.' })
  party: ContractParty;

  @Field(() => String, { description: 'What it may do.' })
  permission: string;
}

@InputType({ description: 'In what a side deals with nobody else.' })
export class ExclusivityInput {
  @Field(() => ContractParty, { description: 'Who is bound.' })
  party: ContractParty;

  @Field(() => String, { description: 'In what business.' })
  scope: string;

  @Field(() => String, { description: 'In what territory.' })
  territory: string;
}

@InputType({ description: 'Who may examine the records.' })
export class AuditRightInput {
  @Field(() => ContractParty, { description: 'Who may.' })
  party: ContractParty;

  @Field(() => Int, { description: 'Announced so many days ahead.' })
  noticeDays: number;

  @Field(() => Int, { description: 'At most so often a year.' })
  timesPerYear: number;
}

@InputType({ description: 'How the contract is ended before its end.' })
export class TerminationInput {
  @Field(() => Int, { description: 'A notice takes effect after so many days.' })
  noticeDays: number;

  @Field(() => Int, { description: 'A reported breach can be cured for so many days.' })
  cureDays: number;

  @Field(() => MoneyInput, { nullable: true, description: 'Owed by whoever gives notice.' })
  fee?: MoneyInput | null;
}

@InputType({ description: 'What happens at the end.' })
export class RenewalInput {
  @Field(() => RenewalMode, { description: 'What happens.' })
  atEnd: RenewalMode;

  @Field(() => Int, { description: 'By how many months it is prolonged; 0 where it is not.' })
  months: number;
}

@InputType({ description: 'One who signs.' })
export class SignatoryInput {
  @Field(() => ContractParty, { description: 'For which side.' })
  party: ContractParty;

  @Field(() => String, { description: 'In what capacity.' })
  title: string;
}

@InputType({ description: 'Who signs, and in which order.' })
export class SigningInput {
  @Field(() => Boolean, { description: 'Whether they sign in the order of the list.' })
  ordered: boolean;

  @Field(() => [SignatoryInput], { description: '2 to 10, at least one of each side.' })
  signatories: SignatoryInput[];
}

@InputType({ description: 'How disputes are settled.' })
export class DisputeInput {
  @Field(() => Int, { description: 'The sides talk for so many days first.' })
  talkDays: number;

  @Field(() => DisputeMethod, { description: 'Who decides then.' })
  method: DisputeMethod;

  @Field(() => String, { description: 'Where.' })
  seat: string;

  @Field(() => String, { description: 'By which law.' })
  law: string;
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

  @Field(() => ResponsibilityInput, { nullable: true, description: 'What a side has to do.' })
  responsibility?: ResponsibilityInput | null;

  @Field(() => RightInput, { nullable: true, description: 'What a side may do.' })
  right?: RightInput | null;

  @Field(() => ExclusivityInput, { nullable: true, description: 'Exclusive business.' })
  exclusivity?: ExclusivityInput | null;

  @Field(() => AuditRightInput, { nullable: true, description: 'Examination of records.' })
  auditRight?: AuditRightInput | null;

  @Field(() => TerminationInput, { nullable: true, description: 'Ending it early.' })
  termination?: TerminationInput | null;

  @Field(() => RenewalInput, { nullable: true, description: 'What happens at the end.' })
  renewal?: RenewalInput | null;

  @Field(() => SigningInput, { nullable: true, description: 'Who signs.' })
  signing?: SigningInput | null;

  @Field(() => DisputeInput, { nullable: true, description: 'Disputes.' })
  dispute?: DisputeInput | null;

  @Field(() => TextInput, { nullable: true, description: 'Words.' })
  text?: TextInput | null;
}

const kinds = {
  responsibility: 'responsibility', right: 'right', revenueShare: 'revenue_share', costBudget: 'cost_budget', sla: 'sla', dataScope: 'data_scope', exclusivity: 'exclusivity',
  auditRight: 'audit_right', termination: 'termination', renewal: 'renewal', signing: 'signing', dispute: 'dispute', text: 'text',
} as const satisfies Record<string, ClauseKind>;

/** Throws BAD_INPUT for a clause of no kind or of two. */
export function clauseDrafts(inputs: readonly ClauseInput[]): ClauseDraft[] {
  return inputs.map((input, place) => {
    const given = (Object.keys(kinds) as (keyof typeof kinds)[]).filter((kind) => input[kind] != null);
    if (given.length !== 1) throw new DomainError('BAD_INPUT', { path: ['clauses', String(place)] }, 'A clause is of exactly one kind.');
    return { key: input.key, kind: kinds[given[0]], ...input[given[0]] } as ClauseDraft;
  });
}

import { Field, Float, ID, InputType, Int } from 'type-graphql';
import { enumOf } from '../../schema/enum-of.js';
import { RiskBand, RiskDecision } from '../../schema/risk-case.js';
import { DateTime } from '../../schema/scalars.js';

export const ReportedRisk = enumOf('ReportedRisk', 'What people report, because no measure shows it.', {
  ownership_change: 'The partner belongs to somebody else.',
  finance_change: 'Its finances have worsened.',
  key_person_change: 'Somebody on whom it depended has left.',
  invalid_traffic: 'Clicks or views that no person made.',
});
export type ReportedRisk = (typeof ReportedRisk)[keyof typeof ReportedRisk];

export const ConcentrationDimension = enumOf('ConcentrationDimension', 'Of what a partner has a share.', {
  revenue: 'Sales of ninety days.',
  content: 'Contents on show.',
  commitment: 'What the cost budgets of signed contracts commit in a year.',
});
export type ConcentrationDimension = (typeof ConcentrationDimension)[keyof typeof ConcentrationDimension];

const key = { description: 'Made by the client, 1 to 200 characters; the same call again uses the same key.' };

@InputType({ description: 'Something that no measure shows.' })
export class RiskReportInput {
  @Field(() => ID, { description: 'Of which partner.' })
  partnerId: string;

  @Field(() => ReportedRisk, { description: 'What.' })
  kind: ReportedRisk;

  @Field(() => Float, { description: 'How bad: above 0, at most 1.' })
  severity: number;

  @Field(() => String, { description: 'Where it is known from, 1 to 1000 characters.' })
  source: string;

  @Field(() => DateTime, { description: 'Until when it counts, within a year.' })
  expiresAt: Date;

  @Field(() => String, key)
  idempotencyKey: string;
}

@InputType({ description: 'A case that a person opens.' })
export class RiskCaseOpenInput {
  @Field(() => ID, { description: 'About which partner.' })
  partnerId: string;

  @Field(() => RiskBand, { description: 'WATCH, HIGH or CRITICAL.' })
  severity: RiskBand;

  @Field(() => String, { description: 'What it is about, 1 to 300 characters.' })
  title: string;

  @Field(() => String, key)
  idempotencyKey: string;
}

@InputType({ description: 'A step of a case.' })
export class RiskCaseStepInput {
  @Field(() => ID, { description: 'Which.' })
  id: string;

  @Field(() => Int, { description: 'The value of `version` that you have seen.' })
  expectedVersion: number;
}

@InputType({ description: 'What is done about a risk, and why.' })
export class RiskCaseDecideInput extends RiskCaseStepInput {
  @Field(() => RiskDecision, { description: 'What.' })
  decision: RiskDecision;

  @Field(() => String, { description: 'Why, 1 to 4000 characters.' })
  rationale: string;
}

@InputType({ description: 'How much of a dimension may lie with one partner.' })
export class ConcentrationLimitInput {
  @Field(() => ConcentrationDimension, { description: 'Of what.' })
  dimension: ConcentrationDimension;

  @Field(() => Int, { description: 'At most this share, in millionths.' })
  limitPpm: number;
}

@InputType({ description: 'Lets one partner be above a limit for a while.' })
export class ConcentrationWaiveInput {
  @Field(() => ConcentrationDimension, { description: 'Which limit.' })
  dimension: ConcentrationDimension;

  @Field(() => ID, { description: 'Which partner.' })
  partnerId: string;

  @Field(() => String, { description: 'Why, 1 to 1000 characters.' })
  reason: string;

  @Field(() => DateTime, { description: 'Until then, within a year.' })
  until: Date;

  @Field(() => String, key)
  idempotencyKey: string;
}

@InputType({ description: 'Excuses a missed window.' })
export class ServiceLevelExcuseInput {
  @Field(() => ID, { description: 'Which window.' })
  id: string;

  @Field(() => String, { description: 'Why it costs nothing.' })
  reason: string;
}

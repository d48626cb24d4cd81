import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { enumOf } from './enum-of.js';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

export const RiskBand = enumOf('RiskBand', 'How much speaks against a partner.', {
  low: 'Nothing that anybody has to look at.',
  watch: 'Somebody looks at it.',
  high: 'A part of what is owed stays back, and somebody decides within days.',
  critical: 'Nothing is paid out until somebody has decided.',
});
export type RiskBand = (typeof RiskBand)[keyof typeof RiskBand];

export const RiskCaseOrigin = enumOf('RiskCaseOrigin', 'What opened a case.', {
  band: 'The score, by entering a band.',
  person: 'Somebody.',
});
export type RiskCaseOrigin = (typeof RiskCaseOrigin)[keyof typeof RiskCaseOrigin];

export const RiskCaseState = enumOf('RiskCaseState', 'Where a case stands.', {
  open: 'Nobody has taken it.',
  in_review: 'Somebody looks into it.',
  decided: 'It is decided what is done; another person closes a critical one.',
  closed: 'Done.',
});
export type RiskCaseState = (typeof RiskCaseState)[keyof typeof RiskCaseState];

export const RiskDecision = enumOf('RiskDecision', 'What is done about a risk.', {
  no_action: 'Nothing speaks against the partner after all.',
  monitor: 'It is watched more closely.',
  mitigate: 'Something is changed, as the rationale says.',
  suspend: 'The cooperation rests.',
  end: 'The cooperation ends.',
});
export type RiskDecision = (typeof RiskDecision)[keyof typeof RiskDecision];

/** Staff hold it; a partner sees of its own what its resolver gives. */
@Entity({ name: 'risk_cases' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'Something about a partner that a person decides.' })
export class RiskCase extends Node {
  @Field(() => String, { description: 'Code that people use, for example R-2026-0001.' })
  @Column({ type: 'text' })
  code: string;

  @Column({ name: 'partner_id', type: 'uuid' })
  partnerId: string;

  @Field(() => RiskCaseOrigin, { description: 'What opened it.' })
  @Column({ type: 'text' })
  origin: RiskCaseOrigin;

  @Field(() => RiskBand, { description: 'How severe.' })
  @Column({ type: 'text' })
  severity: RiskBand;

  @Field(() => String, { description: 'What it is about.' })
  @Column({ type: 'text' })
  title: string;

  @Field(() => Float, { nullable: true, description: 'The score that opened it, 0 to 1; null where a person did.' })
  @Column({ type: 'double precision', nullable: true })
  score: number | null;

  @Field(() => [String], { description: 'The signals that weighed most then, as in PartnerRisk.signals; empty where a person opened it.' })
  @Column({ type: 'text', array: true, default: '{}' })
  signals: string[];

  @Field(() => RiskCaseState, { description: 'Where it stands.' })
  @Column({ type: 'text' })
  state: RiskCaseState;

  @Field(() => [String], { description: 'What is proposed to whoever decides.' })
  @Column({ type: 'text', array: true })
  proposals: string[];

  @Column({ name: 'owner_id', type: 'uuid', nullable: true })
  ownerId: string | null;

  @Field(() => DateTime, { description: 'Until then somebody has decided.' })
  @Column({ name: 'due_at', type: 'timestamptz' })
  dueAt: Date;

  @Field(() => RiskDecision, { nullable: true, description: 'What was decided.' })
  @Column({ type: 'text', nullable: true })
  decision: RiskDecision | null;

  @Field(() => String, { nullable: true, description: 'Why.' })
  @Column({ type: 'text', nullable: true })
  rationale: string | null;

  @Column({ name: 'decided_by', type: 'uuid', nullable: true })
  decidedBy: string | null;

  @Column({ name: 'closed_by', type: 'uuid', nullable: true })
  closedBy: string | null;

  @Field(() => Int, { description: 'Grows with every change; steps name the one they saw.' })
  @Column({ type: 'int' })
  version: number;

  @Field(() => DateTime, { description: 'When it was opened.' })
  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Field(() => DateTime, { description: 'When it last changed.' })
  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;
}

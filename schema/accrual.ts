import { Field, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { enumOf } from './enum-of.js';
import { bigintColumn } from './money.js';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

export const AccrualSource = enumOf('AccrualSource', 'What an accrual follows from.', {
  sale: 'A paid order.',
  refund: 'A refund of a paid order.',
  charge: 'A charged click of a campaign.',
  credit: 'A service credit.',
  adjustment: 'A decided dispute, or the fee of a notice.',
  payout: 'A settled payout.',
  forfeit: 'Held money that will not be paid.',
});
export type AccrualSource = (typeof AccrualSource)[keyof typeof AccrualSource];

export const AccrualState = enumOf('AccrualState', 'How far an accrual has come; it follows from its statement and the payout of that.', {
  estimated: 'Its statement is open.',
  accrued: 'Its statement is issued: the amount is final.',
  disputed: 'Its line is disputed.',
  locked: 'The partner agrees to its statement.',
  held: 'Payouts of the partner are held.',
  cleared: 'A payout of its statement is approved.',
  paid: 'That payout is settled.',
  reversed: 'Its sale was refunded: another accrual takes it back.',
});
export type AccrualState = (typeof AccrualState)[keyof typeof AccrualState];

/** A fact, never changed: an event, the contract version in force when it happened, and what its clause applies to. */
@Entity({ name: 'accruals' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'What one event means for one clause of a contract.' })
export class Accrual extends Node {
  @Column({ name: 'partner_id', type: 'uuid' })
  partnerId: string;

  @Column({ name: 'statement_id', type: 'uuid' })
  statementId: string;

  @Field(() => AccrualSource, { description: 'What it follows from.' })
  @Column({ type: 'text' })
  source: AccrualSource;

  @Field(() => String, { description: 'Id of the event at its source.' })
  @Column({ name: 'source_id', type: 'uuid' })
  sourceId: string;

  @Column({ name: 'contract_version_id', type: 'uuid', nullable: true })
  contractVersionId: string | null;

  @Field(() => String, { nullable: true, description: 'Key of the clause.' })
  @Column({ name: 'clause_key', type: 'text', nullable: true })
  clauseKey: string | null;

  @Field(() => DateTime, { description: 'When the event happened.' })
  @Column({ name: 'occurred_at', type: 'timestamptz' })
  occurredAt: Date;

  @Field(() => DateTime, { description: 'When it was recorded.' })
  @Column({ name: 'recorded_at', type: 'timestamptz' })
  recordedAt: Date;

  @Column({ type: 'char', length: 3 })
  currency: string;

  @Column({ name: 'gross_minor', type: 'bigint', transformer: bigintColumn })
  grossMinor: bigint;

  @Column({ name: 'base_minor', type: 'bigint', transformer: bigintColumn })
  baseMinor: bigint;

  @Column({ name: 'estimate_minor', type: 'bigint', transformer: bigintColumn })
  estimateMinor: bigint;
}

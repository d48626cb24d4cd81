import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { enumOf } from './enum-of.js';
import { bigintColumn, Money } from './money.js';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

export const PayoutState = enumOf('PayoutState', 'Where a payout stands.', {
  proposed: 'Waits for another person.',
  cancelled: 'Taken back before it was approved.',
  approved: 'The money is set aside.',
  submitted: 'Given to the bank.',
  settled: 'The bank has paid.',
  failed: 'The bank refused it; the money is still set aside.',
  returned: 'The money is owed to the partner again.',
});
export type PayoutState = (typeof PayoutState)[keyof typeof PayoutState];

/** Only the partner and staff ever hold one. */
@Entity({ name: 'payouts' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'Money that goes to a partner.' })
export class Payout extends Node {
  @Field(() => String, { description: 'Code that people use, for example PO-2026-0001.' })
  @Column({ type: 'text' })
  code: string;

  @Column({ name: 'partner_id', type: 'uuid' })
  partnerId: string;

  @Column({ name: 'statement_id', type: 'uuid' })
  statementId: string;

  @Column({ type: 'char', length: 3 })
  currency: string;

  @Column({ name: 'amount_minor', type: 'bigint', transformer: bigintColumn })
  amountMinor: bigint;

  @Column({ name: 'rate_id', type: 'uuid', nullable: true })
  rateId: string | null;

  @Column({ name: 'paid_currency', type: 'char', length: 3, nullable: true })
  paidCurrency: string | null;

  @Column({ name: 'paid_minor', type: 'bigint', nullable: true, transformer: bigintColumn })
  paidMinor: bigint | null;

  @Column({ name: 'spread_minor', type: 'bigint', nullable: true, transformer: bigintColumn })
  spreadMinor: bigint | null;

  @Field(() => PayoutState, { description: 'Where it stands.' })
  @Column({ type: 'text' })
  state: PayoutState;

  @Column({ name: 'proposed_by', type: 'uuid' })
  proposedBy: string;

  @Column({ name: 'approved_by', type: 'uuid', nullable: true })
  approvedBy: string | null;

  @Field(() => String, { nullable: true, description: 'Its number at the bank.' })
  @Column({ name: 'bank_reference', type: 'text', nullable: true })
  bankReference: string | null;

  @Field(() => String, { nullable: true, description: 'Why the bank refused it.' })
  @Column({ type: 'text', nullable: true })
  failure: string | null;

  @Field(() => Int, { description: 'Grows with every change; steps name the one they saw.' })
  @Column({ type: 'int' })
  version: number;

  @Field(() => DateTime, { description: 'When it was proposed.' })
  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Field(() => DateTime, { description: 'When it last moved.' })
  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;

  @Field(() => Money, { description: 'How much of what is owed it pays.' })
  get amount(): Money {
    return Money.of(this.amountMinor, this.currency);
  }

  @Field(() => Money, { description: 'What the partner gets: the amount, or what it is worth in another currency.' })
  get paid(): Money {
    return Money.of(this.paidMinor ?? this.amountMinor, this.paidCurrency ?? this.currency);
  }

  @Field(() => Money, { nullable: true, description: 'What the platform keeps for the exchange; null without one.' })
  get spread(): Money | null {
    return this.spreadMinor === null ? null : Money.of(this.spreadMinor, this.currency);
  }
}

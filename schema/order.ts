import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { enumOf } from './enum-of.js';
import { bigintColumn, Money } from './money.js';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

export const OrderState = enumOf('OrderState', 'Where an order stands.', {
  created: 'Made; the payment is not opened yet.',
  awaiting_payment: 'Waits for the money.',
  paid: 'Paid, not yet delivered.',
  fulfilling: 'Being delivered.',
  fulfilled: 'Paid and delivered: access was granted.',
  cancelled: 'Called off by the buyer.',
  expired: 'Not paid in time.',
  refunded: 'The money went back.',
});
export type OrderState = (typeof OrderState)[keyof typeof OrderState];

/** Only its buyer and staff ever hold one. */
@Entity({ name: 'orders' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'One purchase of one offer.' })
export class Order extends Node {
  @Field(() => String, { description: 'Code that people use, for example O-2026-0001.' })
  @Column({ type: 'text' })
  code: string;

  @Column({ name: 'account_id', type: 'uuid' })
  accountId: string;

  @Column({ name: 'offer_id', type: 'uuid' })
  offerId: string;

  @Field(() => OrderState, { description: 'Where it stands.' })
  @Column({ type: 'text' })
  state: OrderState;

  @Column({ name: 'payable_minor', type: 'bigint', transformer: bigintColumn })
  payableMinor: bigint;

  @Column({ type: 'char', length: 3 })
  currency: string;

  @Field(() => DateTime, { description: 'Until when it can be paid.' })
  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt: Date;

  @Field(() => Int, { description: 'Grows with every change; send it back as expectedVersion.' })
  @Column({ type: 'int' })
  version: number;

  @Field(() => DateTime, { description: 'When it was made.' })
  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;

  @Field(() => Money, { description: 'What is to be paid.' })
  get payable(): Money {
    return Money.of(this.payableMinor, this.currency);
  }
}

import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { enumOf } from './enum-of.js';
import { bigintColumn, Money } from './money.js';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

export const OfferKind = enumOf('OfferKind', 'How access is sold.', {
  one_off: 'Paid once, kept.',
  subscription: 'Paid for a period: one content, or the whole platform when no content is named.',
  free: 'Costs nothing: everybody reads the content whole.',
});
export type OfferKind = (typeof OfferKind)[keyof typeof OfferKind];

export const OfferState = enumOf('OfferState', 'Whether an offer can be bought.', { active: 'Can be bought.', retired: 'Sold no longer; what was bought stays.' });
export type OfferState = (typeof OfferState)[keyof typeof OfferState];

/** A price never changes: retire the offer and make another, so that every order shows what it was bought for. */
@Entity({ name: 'offers' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'A way to get access: contents have no price, offers do.' })
export class Offer extends Node {
  @Column({ name: 'content_id', type: 'uuid', nullable: true })
  contentId: string | null;

  @Field(() => OfferKind, { description: 'How it is sold.' })
  @Column({ type: 'text' })
  kind: OfferKind;

  @Field(() => String, { description: 'What it is called.' })
  @Column({ type: 'text' })
  title: string;

  @Column({ name: 'price_minor', type: 'bigint', transformer: bigintColumn })
  priceMinor: bigint;

  @Column({ type: 'char', length: 3 })
  currency: string;

  @Field(() => Int, { nullable: true, description: 'Length of one subscription period in days.' })
  @Column({ name: 'period_days', type: 'int', nullable: true })
  periodDays: number | null;

  @Field(() => OfferState, { description: 'Whether it can be bought.' })
  @Column({ type: 'text' })
  state: OfferState;

  @Field(() => Int, { description: 'Counts every change: give it back as expectedVersion.' })
  @Column({ type: 'int' })
  version: number;

  @Field(() => DateTime, { description: 'When it was made.' })
  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Field(() => Money, { description: 'What one purchase costs.' })
  get price(): Money {
    return Money.of(this.priceMinor, this.currency);
  }
}

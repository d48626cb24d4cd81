import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { enumOf } from './enum-of.js';
import { bigintColumn } from './money.js';
import { Node } from './node.js';
import { BigIntScalar, DateTime } from './scalars.js';

export const WebhookDeliveryState = enumOf('WebhookDeliveryState', 'Where a message to a partner stands.', {
  pending: 'Will be tried, or tried again.',
  delivered: 'The other side has answered that it took it.',
  dead: 'Given up after the last attempt; a person can send it again.',
});
export type WebhookDeliveryState = (typeof WebhookDeliveryState)[keyof typeof WebhookDeliveryState];

/** Only the staff and its partner ever hold one. */
@Entity({ name: 'webhook_deliveries' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'A message to a partner; its id on the wire is msg_ and its uuid.' })
export class WebhookDelivery extends Node {
  @Column({ name: 'connector_id', type: 'uuid' })
  connectorId: string;

  @Column({ name: 'partner_id', type: 'uuid' })
  partnerId: string;

  @Field(() => BigIntScalar, { nullable: true, description: 'Place in the audit log of what it tells of; grows with every message of an endpoint.' })
  @Column({ type: 'bigint', nullable: true, transformer: bigintColumn })
  sequence: bigint | null;

  @Field(() => String, { description: 'What happened, for example statement.issued.' })
  @Column({ type: 'text' })
  type: string;

  @Field(() => String, { description: 'The bytes that are sent and signed.' })
  @Column({ type: 'text' })
  body: string;

  @Field(() => WebhookDeliveryState, { description: 'Where it stands.' })
  @Column({ type: 'text' })
  state: WebhookDeliveryState;

  @Field(() => Int, { description: 'Attempts since it was last put in line.' })
  @Column({ name: 'attempts', type: 'int' })
  attemptCount: number;

  @Field(() => DateTime, { nullable: true, description: 'When it is tried next.' })
  @Column({ name: 'next_at', type: 'timestamptz', nullable: true })
  nextAt: Date | null;

  @Field(() => DateTime, { description: 'When it was put in line first.' })
  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was taken.' })
  @Column({ name: 'delivered_at', type: 'timestamptz', nullable: true })
  deliveredAt: Date | null;
}

@Entity({ name: 'webhook_attempts' })
@ObjectType({ simpleResolvers: true, description: 'One try to deliver a message.' })
export class WebhookAttempt {
  @PrimaryColumn({ name: 'delivery_id', type: 'uuid' })
  deliveryId: string;

  @Field(() => Int, { description: 'From 1.' })
  @PrimaryColumn({ type: 'int' })
  number: number;

  @Field(() => DateTime, { description: 'When it was sent.' })
  @Column({ type: 'timestamptz' })
  at: Date;

  @Field(() => Int, { nullable: true, description: 'HTTP status of the answer; null without one.' })
  @Column({ type: 'int', nullable: true })
  status: number | null;

  @Field(() => String, { nullable: true, description: 'Why there is no answer, for example timeout.' })
  @Column({ type: 'text', nullable: true })
  failure: string | null;

  @Field(() => String, { nullable: true, description: 'The first 4096 characters of the answer.' })
  @Column({ type: 'text', nullable: true })
  answer: string | null;
}

import { Field, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { enumOf } from './enum-of.js';
import { bigintColumn } from './money.js';
import { Node } from './node.js';
import { BigIntScalar, DateTime } from './scalars.js';

export const QuarantineState = enumOf('QuarantineState', 'Where an item stands that a feed brought and that was not taken.', {
  waiting: 'Waits for a person, or for a later version.',
  released: 'A person took it all the same.',
  discarded: 'A person left it out.',
  overtaken: 'A later version of it was taken.',
});
export type QuarantineState = (typeof QuarantineState)[keyof typeof QuarantineState];

/** Only the staff and its partner ever hold one. */
@Entity({ name: 'quarantined_items' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'An item of a content feed that was not taken; of each item the latest.' })
export class QuarantinedItem extends Node {
  @Column({ name: 'connector_id', type: 'uuid' })
  connectorId: string;

  @Field(() => String, { description: 'The partner\'s id of it; # and its hash where it has none.' })
  @Column({ name: 'item_id', type: 'text' })
  itemId: string;

  @Column({ name: 'partner_id', type: 'uuid' })
  partnerId: string;

  @Field(() => BigIntScalar, { description: 'The partner\'s version of it; 0 where it has none.' })
  @Column({ type: 'bigint', transformer: bigintColumn })
  version: bigint;

  @Column({ type: 'text' })
  hash: string;

  @Field(() => String, { description: 'Why: no_id, no_version, no_title, no_text, unfit_text, rights_unclear, checksum_differs, tombstone_with_text, territory_limited or edited_here.' })
  @Column({ type: 'text' })
  reason: string;

  @Column({ type: 'jsonb' })
  item: unknown;

  @Field(() => QuarantineState, { description: 'Where it stands.' })
  @Column({ type: 'text' })
  state: QuarantineState;

  @Field(() => DateTime, { description: 'When it came.' })
  @Column({ name: 'seen_at', type: 'timestamptz' })
  seenAt: Date;
}

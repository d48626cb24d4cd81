import { Field, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

/** A name for a line of versions; what is agreed stands in the versions. Its row is the lock of all of them. */
@Entity({ name: 'contracts' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'What the platform and a partner agreed, through all its versions.' })
export class Contract extends Node {
  @Field(() => String, { description: 'Code that people use, for example C-2026-0001.' })
  @Column({ name: 'code', type: 'text', unique: true })
  code: string;

  @Column({ name: 'partner_id', type: 'uuid' })
  partnerId: string;

  @Field(() => String, { description: 'What it is about.' })
  @Column({ name: 'title', type: 'text' })
  title: string;

  @Field(() => DateTime, { description: 'When its first version was drafted.' })
  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;
}

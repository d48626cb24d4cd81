import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

/**
 * Somebody who reads: the owner of an account, or a person that a partner's system knows by an external id.
 * Models and interactions know a reader by `no` alone.
 */
@Entity({ name: 'readers' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'Somebody whose behaviour forms a feed.' })
export class Reader extends Node {
  @Field(() => Int, { description: 'Running number: what models and interactions know of the reader.' })
  @Column({ name: 'no', type: 'int', insert: false, update: false, unique: true })
  no: number;

  @Field(() => String, { nullable: true, description: 'The name by which an importing system knows the reader.' })
  @Column({ name: 'external_id', type: 'text', nullable: true, unique: true })
  externalId: string | null;

  @Column({ name: 'account_id', type: 'uuid', nullable: true, unique: true })
  accountId: string | null;

  @Field(() => Boolean, { description: 'False: the feed is the same for everybody, whatever the reader does.' })
  @Column({ name: 'personalised', type: 'boolean', default: true })
  personalised: boolean;

  @Field(() => String, { description: 'Language of texts for this reader: zh or en.' })
  @Column({ name: 'locale', type: 'text', default: 'zh' })
  locale: 'zh' | 'en';

  @Field(() => DateTime, { description: 'When the platform first met the reader.' })
  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;
}

import { Field, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

/** One move of the live pointer. Replaying the rows of a content in order gives its live pointer; a row with the pair swapped is a revert. */
@Entity({ name: 'content_publications' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'One move of what readers see. Only for those who edit the content.' })
export class ContentPublication extends Node {
  @Column({ name: 'content_id', type: 'uuid' })
  contentId: string;

  @Column({ name: 'from_version_id', type: 'uuid', nullable: true })
  fromVersionId: string | null;

  @Column({ name: 'to_version_id', type: 'uuid', nullable: true })
  toVersionId: string | null;

  @Field(() => String, { description: 'Who did it, as the audit log spells it.' })
  @Column({ type: 'text' })
  actor: string;

  @Field(() => DateTime, { description: 'When.' })
  @Column({ type: 'timestamptz' })
  at: Date;
}

import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { enumOf } from './enum-of.js';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

export const FeedImportState = enumOf('FeedImportState', 'Where an import stands.', {
  running: 'Goes on at its next page.',
  finished: 'Every page was read.',
  failed: 'Given up; the next one begins anew.',
});
export type FeedImportState = (typeof FeedImportState)[keyof typeof FeedImportState];

export const FeedPolicy = enumOf('FeedPolicy', 'What becomes of what a feed brings.', {
  review: 'Drafts, which people publish.',
  publish: 'Published at once.',
});
export type FeedPolicy = (typeof FeedPolicy)[keyof typeof FeedPolicy];

/** Only the staff and its partner ever hold one. */
@Entity({ name: 'feed_imports' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'One import of a partner\'s content feed. Numbers count items as they came, repeats too.' })
export class FeedImport extends Node {
  @Column({ name: 'connector_id', type: 'uuid' })
  connectorId: string;

  @Column({ name: 'partner_id', type: 'uuid' })
  partnerId: string;

  @Field(() => FeedImportState, { description: 'Where it stands.' })
  @Column({ type: 'text' })
  state: FeedImportState;

  @Field({ description: 'Only counted what would come.' })
  @Column({ name: 'is_dry', type: 'boolean' })
  isDry: boolean;

  @Field(() => String, { nullable: true, description: 'What went wrong last, for example timeout, other_origin, unreadable_syntax.' })
  @Column({ type: 'text', nullable: true })
  failure: string | null;

  @Field(() => Int, { description: 'Pages that were taken.' })
  @Column({ type: 'int' })
  pages: number;

  @Field(() => Int, { description: 'New contents.' })
  @Column({ type: 'int' })
  created: number;

  @Field(() => Int, { description: 'Contents with another text, or shown otherwise.' })
  @Column({ type: 'int' })
  changed: number;

  @Field(() => Int, { description: 'Items that changed nothing.' })
  @Column({ type: 'int' })
  unchanged: number;

  @Field(() => Int, { description: 'Contents that were taken away.' })
  @Column({ type: 'int' })
  withdrawn: number;

  @Field(() => Int, { description: 'Items that wait for a person.' })
  @Column({ type: 'int' })
  quarantined: number;

  @Field(() => DateTime, { description: 'When it began.' })
  @Column({ name: 'started_at', type: 'timestamptz' })
  startedAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it ended.' })
  @Column({ name: 'finished_at', type: 'timestamptz', nullable: true })
  finishedAt: Date | null;
}

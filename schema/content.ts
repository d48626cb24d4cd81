import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { enumOf } from './enum-of.js';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

export const ContentKind = enumOf('ContentKind', 'What form a content has.', {
  article: 'Text to read.',
  audio: 'Something to listen to.',
  video: 'Something to watch.',
  course: 'Lessons in an order.',
  column: 'Sold as one, continued over time.',
});
export type ContentKind = (typeof ContentKind)[keyof typeof ContentKind];

export const ContentState = enumOf('ContentState', 'Where a content stands on its way to its readers.', {
  draft: 'Being written.',
  in_review: 'Waits for an editor.',
  changes_requested: 'An editor asked for changes.',
  approved: 'May be published.',
  scheduled: 'Becomes published by itself at publishAt.',
  published: 'Listed, found and readable.',
  unlisted: 'No longer listed; who has access keeps it.',
  archived: 'Out of use; who has access keeps it.',
  takedown: 'Taken away from everybody by an editor.',
  restored: 'Given back after a takedown, not yet published again.',
});
export type ContentState = (typeof ContentState)[keyof typeof ContentState];

export const ContentLanguage = enumOf('ContentLanguage', 'The language that a content is written in.', { zh: 'Chinese.', en: 'English.' });
export type ContentLanguage = (typeof ContentLanguage)[keyof typeof ContentLanguage];

/**
 * The stable row. title, summary, language and tags repeat the live version (the draft while nothing is live): a
 * trigger keeps them. Prices are offers, texts are versions; body and access are asked of server/billing.
 */
@Entity({ name: 'contents' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'Something to read, hear, watch or learn. What is shown is the live version.' })
export class Content extends Node {
  @Field(() => Int, { description: 'Small running number, as models and event files use it.' })
  @Column({ type: 'int', insert: false, update: false })
  no: number;

  @Field(() => String, { nullable: true, description: 'The id in the system that this was imported from.' })
  @Column({ name: 'external_id', type: 'text', nullable: true })
  externalId: string | null;

  @Field(() => ContentKind, { description: 'Form.' })
  @Column({ type: 'text' })
  kind: ContentKind;

  @Field(() => ContentState, { description: 'Editorial state.' })
  @Column({ type: 'text' })
  state: ContentState;

  @Column({ name: 'author_id', type: 'uuid', nullable: true })
  authorId: string | null;

  @Column({ name: 'partner_id', type: 'uuid', nullable: true })
  partnerId: string | null;

  @Column({ name: 'draft_version_id', type: 'uuid' })
  draftVersionId: string;

  @Column({ name: 'live_version_id', type: 'uuid', nullable: true })
  liveVersionId: string | null;

  @Field(() => String, { description: 'Title.' })
  @Column({ type: 'text' })
  title: string;

  @Field(() => String, { description: 'Public summary, shown to everybody.' })
  @Column({ type: 'text' })
  summary: string;

  @Field(() => ContentLanguage, { description: 'Language of the text.' })
  @Column({ type: 'text' })
  language: ContentLanguage;

  @Field(() => [String], { description: 'Tags.' })
  @Column({ type: 'text', array: true })
  tags: string[];

  @Field(() => DateTime, { nullable: true, description: 'When a scheduled content becomes published.' })
  @Column({ name: 'publish_at', type: 'timestamptz', nullable: true })
  publishAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was first published.' })
  @Column({ name: 'published_at', type: 'timestamptz', nullable: true })
  publishedAt: Date | null;

  @Field(() => Int, { description: 'Counts every change: give it back as expectedVersion.' })
  @Column({ type: 'int' })
  version: number;

  @Field(() => DateTime, { description: 'When it was made.' })
  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  @Field(() => DateTime, { description: 'When it was last changed.' })
  @Column({ name: 'updated_at', type: 'timestamptz', default: () => 'now()' })
  updatedAt: Date;
}

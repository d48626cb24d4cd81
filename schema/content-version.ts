import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { ContentLanguage } from './content.js';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

/** Immutable (a trigger refuses updates); content_hash is SHA-256 over the RFC 8785 JSON of what an editor may write. */
@Entity({ name: 'content_versions' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'One saved text of a content, never changed again. Only for those who edit it.' })
export class ContentVersion extends Node {
  @Column({ name: 'content_id', type: 'uuid' })
  contentId: string;

  @Field(() => Int, { description: '1, 2, 3… within the content.' })
  @Column({ type: 'int' })
  number: number;

  @Field(() => String, { description: 'Title.' })
  @Column({ type: 'text' })
  title: string;

  @Field(() => String, { description: 'Public summary.' })
  @Column({ type: 'text' })
  summary: string;

  @Field(() => String, { description: 'The whole text.' })
  @Column({ type: 'text' })
  body: string;

  @Field(() => Int, { description: 'How many characters (code points) of the body everybody may read.' })
  @Column({ name: 'preview_chars', type: 'int' })
  previewChars: number;

  @Field(() => String, { nullable: true, description: 'Where the audio or video lies.' })
  @Column({ name: 'media_url', type: 'text', nullable: true })
  mediaUrl: string | null;

  @Field(() => ContentLanguage, { description: 'Language of the text.' })
  @Column({ type: 'text' })
  language: ContentLanguage;

  @Field(() => [String], { description: 'Tags.' })
  @Column({ type: 'text', array: true })
  tags: string[];

  @Column({ name: 'content_hash', type: 'bytea' })
  contentHash: Buffer;

  @Column({ name: 'created_by', type: 'uuid', nullable: true })
  createdBy: string | null;

  @Field(() => DateTime, { description: 'When it was saved.' })
  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  /** Written by SQL alone; never loaded. */
  @Column({ type: 'tsvector', select: false, insert: false, update: false })
  search: string;
}

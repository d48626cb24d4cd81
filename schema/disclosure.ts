import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { LegalBasis, SharingLevel } from './clause.js';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

@Entity({ name: 'disclosures' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'The one record of data that left for a partner; it never changes and names nobody.' })
export class Disclosure extends Node {
  @Column({ name: 'partner_id', type: 'uuid' })
  partnerId: string;

  @Column({ name: 'export_id', type: 'uuid' })
  exportId: string;

  @Field(() => String, { description: 'Key of the clause that allowed it.' })
  @Column({ name: 'clause_key', type: 'text' })
  clauseKey: string;

  @Field(() => String, { description: 'Which data.' })
  @Column({ type: 'text' })
  dataset: string;

  @Field(() => String, { description: 'What it may be used for, and nothing else.' })
  @Column({ type: 'text' })
  purpose: string;

  @Field(() => String, { nullable: true, description: 'ISO 3166 code of the country that it may be worked on in; null: where the platform is.' })
  @Column({ type: 'text', nullable: true })
  region: string | null;

  @Field(() => SharingLevel, { description: 'Whether people are in it under pseudonyms or as they are.' })
  @Column({ type: 'text' })
  level: SharingLevel;

  @Field(() => LegalBasis, { description: 'What allowed it.' })
  @Column({ type: 'text' })
  basis: LegalBasis;

  @Field(() => [String], { description: 'The fields that left.' })
  @Column({ type: 'text', array: true })
  fields: string[];

  @Field(() => Int, { description: 'How many records.' })
  @Column({ type: 'int' })
  rows: number;

  @Field(() => Int, { description: 'Of how many people.' })
  @Column({ type: 'int' })
  subjects: number;

  @Column({ name: 'subjects_digest', type: 'bytea' })
  subjectsDigestBytes: Buffer;

  @Column({ name: 'export_hash', type: 'bytea' })
  exportHashBytes: Buffer;

  @Field(() => DateTime, { description: 'When it left.' })
  @Column({ name: 'disclosed_at', type: 'timestamptz' })
  disclosedAt: Date;

  @Field(() => DateTime, { description: 'Until then the partner may keep it.' })
  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt: Date;

  @Field(() => String, { description: 'SHA-256 of the sorted pseudonyms, in hexadecimal.' })
  get subjectsDigest(): string {
    return this.subjectsDigestBytes.toString('hex');
  }

  @Field(() => String, { description: 'SHA-256 of the file that the partner gets, in hexadecimal.' })
  get fileDigest(): string {
    return this.exportHashBytes.toString('hex');
  }
}

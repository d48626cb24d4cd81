import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { enumOf } from './enum-of.js';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

export const DataExportState = enumOf('DataExportState', 'What became of a request for records.', {
  requested: 'Not decided yet.',
  ready: 'Can be fetched.',
  refused: 'Nothing leaves; `refusal` says why.',
  destroyed: 'Its key is gone: nobody can read it any more.',
});
export type DataExportState = (typeof DataExportState)[keyof typeof DataExportState];

export const ArchiveEnd = enumOf('ArchiveEnd', 'Why the key of an archive was destroyed.', {
  withdrawal: 'Somebody in it withdrew the consent.',
  retention: 'The days for which it may be kept are over.',
  partner_ended: 'The cooperation with the partner ended.',
});
export type ArchiveEnd = (typeof ArchiveEnd)[keyof typeof ArchiveEnd];

@ObjectType({ simpleResolvers: true, description: 'A field that was asked for and stayed.' })
export class StrippedField {
  @Field(() => String, { description: 'Its name.' })
  field: string;

  @Field(() => String, { description: 'Why it stayed: field_unknown, field_not_in_scope or level_too_low.' })
  reason: string;
}

@ObjectType({ simpleResolvers: true, description: 'How well people hide among each other in a release.' })
export class AnonymityFigures {
  @Field(() => Int, { description: 'k: the fewest people who share the values that could single them out.' })
  k: number;

  @Field(() => Int, { description: 'l: the fewest different sensitive values among people who share the others.' })
  l: number;

  @Field(() => Float, { description: 't: how far the sensitive values of one group are from those of all, 0 to 1.' })
  t: number;

  @Field(() => Float, { description: 'Share of people who are alone with their values, 0 to 1.' })
  uniqueness: number;

  @Field(() => Int, { description: 'Records.' })
  rows: number;

  @Field(() => Int, { description: 'People.' })
  subjects: number;
}

/** Archive and key have columns that no entity reads. */
@Entity({ name: 'data_exports' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'A request for records, and what became of it.' })
export class DataExport extends Node {
  @Column({ name: 'partner_id', type: 'uuid' })
  partnerId: string;

  @Column({ name: 'contract_id', type: 'uuid' })
  contractId: string;

  @Field(() => String, { description: 'Which data.' })
  @Column({ type: 'text' })
  dataset: string;

  @Field(() => String, { description: 'What for.' })
  @Column({ type: 'text' })
  purpose: string;

  @Field(() => String, { nullable: true, description: 'ISO 3166 code of the country that it is worked on in; null: where the platform is.' })
  @Column({ type: 'text', nullable: true })
  region: string | null;

  @Field(() => [String], { description: 'The fields that were asked for.' })
  @Column({ type: 'text', array: true })
  fields: string[];

  @Field(() => DataExportState, { description: 'What became of it.' })
  @Column({ type: 'text' })
  state: DataExportState;

  @Field(() => String, { nullable: true, description: 'Why nothing leaves, for example purpose_differs, nobody_left or below_k_min.' })
  @Column({ type: 'text', nullable: true })
  refusal: string | null;

  @Field(() => [StrippedField], { description: 'Fields that stayed.' })
  @Column({ type: 'jsonb' })
  stripped: StrippedField[];

  @Field(() => AnonymityFigures, { nullable: true, description: 'Made before anything leaves; null where it did not come to that.' })
  @Column({ type: 'jsonb', nullable: true })
  report: AnonymityFigures | null;

  @Field(() => DateTime, { description: 'When it was asked for.' })
  @Column({ name: 'requested_at', type: 'timestamptz' })
  requestedAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was first fetched.' })
  @Column({ name: 'fetched_at', type: 'timestamptz', nullable: true })
  fetchedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When its key is destroyed at the latest.' })
  @Column({ name: 'expires_at', type: 'timestamptz', nullable: true })
  expiresAt: Date | null;

  @Field(() => ArchiveEnd, { nullable: true, description: 'Why its key was destroyed.' })
  @Column({ name: 'destroyed_because', type: 'text', nullable: true })
  destroyedBecause: ArchiveEnd | null;
}

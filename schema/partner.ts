import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { enumOf } from './enum-of.js';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

export const PartnerKind = enumOf('PartnerKind', 'What a partner brings.', {
  content_producer: 'Contents.',
  technology_supplier: 'Technology: models, data, tools.',
  advertiser: 'Campaigns paid with its own money.',
  channel: 'Readers and sales.',
  education: 'Courses and their teachers.',
});
export type PartnerKind = (typeof PartnerKind)[keyof typeof PartnerKind];

export const PartnerState = enumOf('PartnerState', 'Where the cooperation with a partner stands.', {
  prospect: 'Known, not asked yet.',
  applied: 'Wants to cooperate.',
  screening: 'Being scored against the criteria of its kind.',
  due_diligence: 'Evidence is being examined.',
  approved: 'May become a partner.',
  rejected: 'Was turned down.',
  onboarding: 'Contract and connection are being set up.',
  active: 'Cooperates.',
  suspended: 'Cooperation rests; history stays.',
  offboarding: 'Being wound up.',
  former: 'Was a partner.',
  blocked: 'Must not be dealt with.',
});
export type PartnerState = (typeof PartnerState)[keyof typeof PartnerState];

/**
 * Whoever sees a content may see whose it is, so @Field stands only on what is public; the contact, the notes and
 * what hangs below are fields of partner.resolver.ts, for the staff and the partner itself.
 */
@Entity({ name: 'partners' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'An organisation of any industry that the platform cooperates with.' })
export class Partner extends Node {
  @Field(() => String, { description: 'Code that people use, for example P-2026-0001.' })
  @Column({ name: 'code', type: 'text', unique: true })
  code: string;

  @Field(() => String, { description: 'Name of the organisation.' })
  @Column({ name: 'name', type: 'text' })
  name: string;

  @Field(() => PartnerKind, { description: 'What it brings.' })
  @Column({ name: 'kind', type: 'text' })
  kind: PartnerKind;

  @Field(() => String, { description: 'Industry it comes from.' })
  @Column({ name: 'industry', type: 'text' })
  industry: string;

  @Field(() => PartnerState, { description: 'Where the cooperation stands.' })
  @Column({ name: 'state', type: 'text', default: 'prospect' })
  state: PartnerState;

  @Field(() => String, { description: 'IANA name of the zone that its months of settlement follow.' })
  @Column({ name: 'time_zone', type: 'text' })
  timeZone: string;

  @Column({ name: 'contact_name', type: 'text', nullable: true })
  contactName: string | null;

  @Column({ name: 'contact_email', type: 'text', nullable: true })
  sealedEmail: string | null;

  /** Equal for equal addresses. */
  @Column({ name: 'contact_email_lookup', type: 'bytea', nullable: true })
  emailLookup: Buffer | null;

  @Field(() => String, { nullable: true, description: 'Its web site.' })
  @Column({ name: 'website', type: 'text', nullable: true })
  website: string | null;

  @Column({ name: 'note', type: 'text', default: '' })
  note: string;

  @Column({ name: 'manager_id', type: 'uuid', nullable: true })
  managerId: string | null;

  /** Why it was rejected, suspended or blocked. */
  @Column({ name: 'reason', type: 'text', nullable: true })
  reason: string | null;

  /** When a rejected partner may apply again; null: at any time. */
  @Column({ name: 'reapply_after', type: 'timestamptz', nullable: true })
  reapplyAfter: Date | null;

  @Field(() => Int, { description: 'Grows with every change; edits name the one they saw.' })
  @Column({ name: 'version', type: 'int', default: 1 })
  version: number;

  @Field(() => DateTime, { description: 'When it was entered.' })
  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  @Field(() => DateTime, { description: 'When it was last changed.' })
  @Column({ name: 'updated_at', type: 'timestamptz', default: () => 'now()' })
  updatedAt: Date;
}

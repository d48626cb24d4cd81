import { Field, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

/** What the applicant wrote, word for word; how it went is the state of the partner. */
@Entity({ name: 'applications' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'An organisation’s request to cooperate.' })
export class Application extends Node {
  @Column({ name: 'partner_id', type: 'uuid' })
  partnerId: string;

  @Field(() => String, { description: 'Code of the partner, for example P-2026-0001: the applicant’s reference.' })
  @Column({ name: 'code', type: 'text' })
  code: string;

  @Column({ name: 'statement', type: 'text' })
  statement: string;

  @Column({ name: 'submitted_by', type: 'uuid', nullable: true })
  submittedBy: string | null;

  /** SHA-256 of the caller's address, for the limit alone; null where somebody signed in sent it. */
  @Column({ name: 'address_hash', type: 'bytea', nullable: true })
  addressHash: Buffer | null;

  /** Equal for equal addresses of the applicant, for the limit alone. */
  @Column({ name: 'email_lookup', type: 'bytea', nullable: true })
  emailLookup: Buffer | null;

  @Field(() => DateTime, { description: 'When it came in.' })
  @Column({ name: 'submitted_at', type: 'timestamptz' })
  submittedAt: Date;
}

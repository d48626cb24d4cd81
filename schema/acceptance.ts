import { Field, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

@ObjectType({ simpleResolvers: true, description: 'Both sides let one scenario pass for a while.' })
export class Waiver {
  @Field(() => String, { description: 'Key of the scenario.' })
  scenario: string;

  @Field(() => String, { description: 'Why.' })
  reason: string;

  @Field(() => String, { description: 'Until when (ISO 8601); the acceptance ends then at the latest.' })
  until: string;
}

/** Kept for good, and no row ever loses a signature: what ended one is written beside it. */
@Entity({ name: 'acceptances' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'Both sides sign one run of one build: the connection may carry traffic until it expires.' })
export class Acceptance extends Node {
  @Column({ name: 'connector_id', type: 'uuid' })
  connectorId: string;

  @Column({ name: 'partner_id', type: 'uuid' })
  partnerId: string;

  @Column({ name: 'run_id', type: 'uuid' })
  runId: string;

  @Field(() => String, { description: 'SHA-256 of the build that is accepted.' })
  @Column({ name: 'build_digest', type: 'text' })
  buildDigest: string;

  @Field(() => [Waiver], { description: 'What is let pass.' })
  @Column({ name: 'waivers', type: 'jsonb' })
  waivers: Waiver[];

  @Field(() => String, { description: 'SHA-256 of run, evidence, waivers and expiry: what both sides sign.' })
  @Column({ name: 'hash', type: 'text' })
  hash: string;

  @Column({ name: 'platform_signed_by', type: 'uuid', nullable: true })
  platformSignedBy: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When the platform signed.' })
  @Column({ name: 'platform_signed_at', type: 'timestamptz', nullable: true })
  platformSignedAt: Date | null;

  @Column({ name: 'partner_signed_by', type: 'uuid', nullable: true })
  partnerSignedBy: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When the partner signed.' })
  @Column({ name: 'partner_signed_at', type: 'timestamptz', nullable: true })
  partnerSignedAt: Date | null;

  @Field(() => DateTime, { description: 'From this moment on it holds no more.' })
  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When something ended it before that: another build, another address, a newer acceptance.' })
  @Column({ name: 'ended_at', type: 'timestamptz', nullable: true })
  endedAt: Date | null;

  @Field(() => DateTime, { description: 'When the first side signed.' })
  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}

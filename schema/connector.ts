import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { enumOf } from './enum-of.js';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

export const ConnectorKind = enumOf('ConnectorKind', 'What passes through a connector.', {
  content_feed: 'Contents of the partner, taken in page by page.',
  recommender: 'Rankings of contents, asked for within a deadline.',
  ad_delivery: 'Bids for advertising slots (OpenRTB 2.6), asked for within a deadline.',
  webhook: 'Messages to the partner (Standard Webhooks).',
});
export type ConnectorKind = (typeof ConnectorKind)[keyof typeof ConnectorKind];

export const ConnectorState = enumOf('ConnectorState', 'Where the connection stands.', {
  registered: 'Named; nothing is known about its other end.',
  configured: 'Address, build and capabilities are stated.',
  testing: 'Being tried against the scenarios; something about it is new since it was accepted, if it ever was.',
  accepted: 'Both sides signed a run without failures of this build.',
  live: 'Carries traffic.',
  degraded: 'Carries less traffic: it uses up its error budget too fast.',
  tripped: 'Carries no traffic but probes: it failed too often in a row.',
  retired: 'Will never carry traffic again.',
});
export type ConnectorState = (typeof ConnectorState)[keyof typeof ConnectorState];

export const ConnectorEnvironment = enumOf('ConnectorEnvironment', 'Which installation of the partner the address leads to.', {
  sandbox: 'One whose answers have no consequences.',
  production: 'The real one.',
});
export type ConnectorEnvironment = (typeof ConnectorEnvironment)[keyof typeof ConnectorEnvironment];

/** Only the staff and its partner ever hold one. */
@Entity({ name: 'connectors' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'One technical connection with a partner: an address that speaks one of four standard interfaces.' })
export class Connector extends Node {
  @Field(() => String, { description: 'Code that people use, for example N-2026-0001.' })
  @Column({ name: 'code', type: 'text', unique: true })
  code: string;

  @Column({ name: 'partner_id', type: 'uuid' })
  partnerId: string;

  @Field(() => ConnectorKind, { description: 'What passes through it.' })
  @Column({ name: 'kind', type: 'text' })
  kind: ConnectorKind;

  @Field(() => String, { description: 'What the people who run it call it; one name per partner.' })
  @Column({ name: 'name', type: 'text' })
  name: string;

  @Field(() => ConnectorState, { description: 'Where it stands.' })
  @Column({ name: 'state', type: 'text', default: 'registered' })
  state: ConnectorState;

  @Field(() => String, { nullable: true, description: 'Version of the interface that the partner speaks, for example 1.0.' })
  @Column({ name: 'profile_version', type: 'text', nullable: true })
  profileVersion: string | null;

  @Field(() => [String], { description: 'What of the interface it can beyond the minimum; in order of the alphabet.' })
  @Column({ name: 'capabilities', type: 'text', array: true, default: [] })
  capabilities: string[];

  @Field(() => String, { nullable: true, description: 'Address under which its endpoints lie.' })
  @Column({ name: 'base_url', type: 'text', nullable: true })
  baseUrl: string | null;

  @Field(() => ConnectorEnvironment, { description: 'Which installation of the partner it leads to.' })
  @Column({ name: 'environment', type: 'text', default: 'sandbox' })
  environment: ConnectorEnvironment;

  @Field(() => String, { nullable: true, description: 'SHA-256 of the build at the other end, 64 hexadecimal digits: what is accepted is this build.' })
  @Column({ name: 'build_digest', type: 'text', nullable: true })
  buildDigest: string | null;

  /** Number of the secret that signs what goes between the two; 0: none was made yet. The secret itself is derived, see connector-secrets.ts. */
  @Column({ name: 'secret_number', type: 'int', default: 0 })
  secretNumber: number;

  @Field(() => DateTime, { nullable: true, description: 'When its secret was last changed; the one before holds for a day more.' })
  @Column({ name: 'secret_rotated_at', type: 'timestamptz', nullable: true })
  secretRotatedAt: Date | null;

  @Field(() => Int, { description: 'Grows with every change; edits name the one they saw.' })
  @Column({ name: 'version', type: 'int', default: 1 })
  version: number;

  @Field(() => DateTime, { description: 'When it was registered.' })
  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Field(() => DateTime, { description: 'When it was last changed.' })
  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;
}

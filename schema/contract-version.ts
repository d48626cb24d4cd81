import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { clausesColumn, ClauseUnion, type Clause } from './clause.js';
import { ContractParty } from './contract-party.js';
import { enumOf } from './enum-of.js';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

export const ContractState = enumOf('ContractState', 'Where a version of a contract stands.', {
  draft: 'Being written by one side.',
  offered: 'The side that drafted it waits for an answer.',
  countered: 'The other side made a counter-offer and waits for an answer.',
  agreed: 'Both sides accept the same text.',
  signing: 'Some have signed, others have yet to.',
  signed: 'Everybody has signed.',
  scheduled: 'Signed; begins by itself at its start.',
  active: 'In force.',
  suspended: 'In force, but resting.',
  in_notice: 'In force until the notice ends.',
  terminated: 'Ended by notice or for a breach, or stopped before it began.',
  expired: 'Ended at its end.',
  superseded: 'Replaced by a later version.',
  withdrawn: 'Taken back by the side that offered it.',
  rejected: 'Refused by the side that was asked.',
  lapsed: 'Nobody answered the offer in time.',
});
export type ContractState = (typeof ContractState)[keyof typeof ContractState];

/** Names as they were when the version was drafted: they belong to what is signed. */
export interface ContractParties {
  platform: { name: string };
  partner: { code: string; name: string };
}

@Entity({ name: 'contract_versions' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'One text of a contract, negotiated and signed as a whole. Versions in force never overlap in time.' })
export class ContractVersion extends Node {
  @Column({ name: 'contract_id', type: 'uuid' })
  contractId: string;

  @Field(() => Int, { description: 'Counts from 1 within the contract.' })
  @Column({ name: 'number', type: 'int' })
  number: number;

  @Field(() => ContractState, { description: 'Where it stands.' })
  @Column({ name: 'state', type: 'text', default: 'draft' })
  state: ContractState;

  @Column({ name: 'parties', type: 'jsonb' })
  parties: ContractParties;

  @Field(() => [ClauseUnion], { description: 'What it settles.' })
  @Column({ name: 'clauses', type: 'jsonb', transformer: clausesColumn })
  clauses: Clause[];

  @Column({ name: 'content_hash', type: 'bytea' })
  contentHashBytes: Buffer;

  @Field(() => DateTime, { description: 'Beginning, as signed.' })
  @Column({ name: 'starts_at', type: 'timestamptz' })
  startsAt: Date;

  @Field(() => DateTime, { description: 'End, as signed.' })
  @Column({ name: 'ends_at', type: 'timestamptz' })
  endsAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'Until when a renewal has prolonged it.' })
  @Column({ name: 'renewed_until', type: 'timestamptz', nullable: true })
  renewedUntil: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When a later version takes over, if that is before endsAt.' })
  @Column({ name: 'superseded_at', type: 'timestamptz', nullable: true })
  supersededAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When a notice takes effect, or a termination took it.' })
  @Column({ name: 'notice_ends_at', type: 'timestamptz', nullable: true })
  noticeEndsAt: Date | null;

  @Field(() => ContractParty, { description: 'The side that wrote it.' })
  @Column({ name: 'drafted_by', type: 'text' })
  draftedBy: ContractParty;

  @Field(() => ContractParty, { nullable: true, description: 'The side that made the last offer; the other one answers.' })
  @Column({ name: 'offered_by', type: 'text', nullable: true })
  offeredBy: ContractParty | null;

  @Field(() => DateTime, { nullable: true, description: 'When the last offer was made.' })
  @Column({ name: 'offered_at', type: 'timestamptz', nullable: true })
  offeredAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Until when the last offer stands; then it lapses.' })
  @Column({ name: 'offer_expires_at', type: 'timestamptz', nullable: true })
  offerExpiresAt: Date | null;

  /** The account of the platform that offered the present text, or agreed to it. */
  @Column({ name: 'committed_by', type: 'uuid', nullable: true })
  committedBy: string | null;

  @Column({ name: 'approved_by', type: 'uuid', nullable: true })
  approvedBy: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When a second person of the platform approved what it increases.' })
  @Column({ name: 'approved_at', type: 'timestamptz', nullable: true })
  approvedAt: Date | null;

  @Field(() => ContractParty, { nullable: true, description: 'The side that gave notice; it owes the fee of the termination clause.' })
  @Column({ name: 'notice_by', type: 'text', nullable: true })
  noticeBy: ContractParty | null;

  @Field(() => DateTime, { nullable: true, description: 'When the fee of the notice was posted.' })
  @Column({ name: 'fee_settled_at', type: 'timestamptz', nullable: true })
  feeSettledAt: Date | null;

  @Field(() => ContractParty, { nullable: true, description: 'The side that suspended it, and alone may resume it.' })
  @Column({ name: 'suspended_by', type: 'text', nullable: true })
  suspendedBy: ContractParty | null;

  @Field(() => String, { nullable: true, description: 'Why it was rejected, suspended, given notice or terminated.' })
  @Column({ name: 'reason', type: 'text', nullable: true })
  reason: string | null;

  @Field(() => Int, { description: 'Grows with every change; edits name the one they saw.' })
  @Column({ name: 'version', type: 'int', default: 1 })
  version: number;

  @Column({ name: 'created_by', type: 'uuid', nullable: true })
  createdBy: string | null;

  @Field(() => DateTime, { description: 'When it was drafted.' })
  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  @Field(() => DateTime, { description: 'When it was last changed.' })
  @Column({ name: 'updated_at', type: 'timestamptz', default: () => 'now()' })
  updatedAt: Date;

  @Field(() => String, { description: 'SHA-256 of the text in RFC 8785 JSON, as 64 hexadecimal digits: what is answered and signed.' })
  get contentHash(): string {
    return this.contentHashBytes.toString('hex');
  }
}

import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { enumOf } from './enum-of.js';
import { bigintColumn, Money } from './money.js';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

export const StatementState = enumOf('StatementState', 'Where a statement stands.', {
  open: 'Its window is not over, or not computed yet.',
  issued: 'Computed and hashed; it never changes again.',
  acknowledged: 'The partner agrees.',
  disputed: 'The partner disagrees with a line.',
});
export type StatementState = (typeof StatementState)[keyof typeof StatementState];

/** Only the partner and staff ever hold one. */
@Entity({ name: 'statements' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'What a partner earned and was charged in one window and currency.' })
export class Statement extends Node {
  @Field(() => String, { description: 'Code that people use, for example S-2026-0001.' })
  @Column({ type: 'text' })
  code: string;

  @Column({ name: 'partner_id', type: 'uuid' })
  partnerId: string;

  @Field(() => String, { description: 'ISO 4217 code of all its amounts.' })
  @Column({ type: 'char', length: 3 })
  currency: string;

  @Field(() => Int, { description: 'Counts from 1 for the partner and currency.' })
  @Column({ type: 'int' })
  number: number;

  @Field(() => DateTime, { description: 'First instant of the window: the end of the one before.' })
  @Column({ name: 'starts_at', type: 'timestamptz' })
  startsAt: Date;

  @Field(() => DateTime, { description: 'First instant that no longer belongs to it.' })
  @Column({ name: 'ends_at', type: 'timestamptz' })
  endsAt: Date;

  @Field(() => String, { description: 'Zone of the partner in which the window ends at midnight.' })
  @Column({ name: 'time_zone', type: 'text' })
  timeZone: string;

  @Field(() => StatementState, { description: 'Where it stands.' })
  @Column({ type: 'text' })
  state: StatementState;

  @Column({ name: 'opening_minor', type: 'bigint', nullable: true, transformer: bigintColumn })
  openingMinor: bigint | null;

  @Column({ name: 'closing_minor', type: 'bigint', nullable: true, transformer: bigintColumn })
  closingMinor: bigint | null;

  @Field(() => Int, { nullable: true, description: 'Number of lines, once issued.' })
  @Column({ name: 'line_count', type: 'int', nullable: true })
  lineCount: number | null;

  @Column({ name: 'merkle_root', type: 'bytea', nullable: true })
  merkleRootBytes: Buffer | null;

  @Column({ name: 'hash', type: 'bytea', nullable: true })
  hashBytes: Buffer | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was computed.' })
  @Column({ name: 'issued_at', type: 'timestamptz', nullable: true })
  issuedAt: Date | null;

  @Field(() => Int, { description: 'Grows with every change; steps name the one they saw.' })
  @Column({ type: 'int' })
  version: number;

  @Field(() => Money, { nullable: true, description: 'Closing balance of the statement before.' })
  get opening(): Money | null {
    return this.openingMinor === null ? null : Money.of(this.openingMinor, this.currency);
  }

  @Field(() => Money, { nullable: true, description: 'Opening balance and all lines; below zero the partner owes it.' })
  get closing(): Money | null {
    return this.closingMinor === null ? null : Money.of(this.closingMinor, this.currency);
  }

  @Field(() => String, { nullable: true, description: 'RFC 6962 root over its lines, as in the audit log: 64 hexadecimal digits.' })
  get merkleRoot(): string | null {
    return this.merkleRootBytes?.toString('hex') ?? null;
  }

  @Field(() => String, { nullable: true, description: 'SHA-256 of its head in RFC 8785 JSON: 64 hexadecimal digits.' })
  get hash(): string | null {
    return this.hashBytes?.toString('hex') ?? null;
  }
}

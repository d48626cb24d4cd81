import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { enumOf } from './enum-of.js';
import { bigintColumn } from './money.js';
import { DateTime } from './scalars.js';

export const StatementLineKind = enumOf('StatementLineKind', 'Why a statement has a line.', {
  share: 'A share of a sale.',
  reversal: 'Taken back because the sale was refunded, at the terms of the sale.',
  charge: 'A click of a campaign that the partner pays.',
  credit: 'A service credit.',
  adjustment: 'Corrects a line of an earlier statement.',
  payout: 'Was paid.',
  forfeit: 'Was held and will not be paid.',
  floor: 'Fills up to the least sum of a clause.',
  cap: 'Cuts down to the greatest sum of a clause.',
  guarantee: 'Advanced, because less than the guarantee was earned.',
  recoupment: 'Pays back what was advanced.',
});
export type StatementLineKind = (typeof StatementLineKind)[keyof typeof StatementLineKind];

@Entity({ name: 'statement_lines' })
@ObjectType({ simpleResolvers: true, description: 'One line of an issued statement.' })
export class StatementLine {
  @PrimaryColumn({ name: 'statement_id', type: 'uuid' })
  statementId: string;

  @Field(() => Int, { description: 'Counts from 1; lines stand in the order of their events.' })
  @PrimaryColumn({ type: 'int' })
  number: number;

  @Column({ name: 'partner_id', type: 'uuid' })
  partnerId: string;

  @Field(() => StatementLineKind, { description: 'Why it is there.' })
  @Column({ type: 'text' })
  kind: StatementLineKind;

  @Column({ name: 'accrual_id', type: 'uuid', nullable: true })
  accrualId: string | null;

  @Column({ name: 'source_id', type: 'uuid', nullable: true })
  sourceId: string | null;

  @Column({ name: 'contract_id', type: 'uuid', nullable: true })
  contractId: string | null;

  @Column({ name: 'contract_version_id', type: 'uuid', nullable: true })
  contractVersionId: string | null;

  @Field(() => String, { nullable: true, description: 'Key of the clause that computed it.' })
  @Column({ name: 'clause_key', type: 'text', nullable: true })
  clauseKey: string | null;

  @Field(() => DateTime, { description: 'When its event happened; for limits of a clause: the last instant of the window.' })
  @Column({ name: 'occurred_at', type: 'timestamptz' })
  occurredAt: Date;

  @Column({ name: 'gross_minor', type: 'bigint', transformer: bigintColumn })
  grossMinor: bigint;

  @Column({ name: 'tax_minor', type: 'bigint', transformer: bigintColumn })
  taxMinor: bigint;

  @Column({ name: 'fee_minor', type: 'bigint', transformer: bigintColumn })
  feeMinor: bigint;

  @Column({ name: 'base_minor', type: 'bigint', transformer: bigintColumn })
  baseMinor: bigint;

  @Column({ name: 'below_minor', type: 'bigint', transformer: bigintColumn })
  belowMinor: bigint;

  @Column({ name: 'amount_minor', type: 'bigint', transformer: bigintColumn })
  amountMinor: bigint;
}

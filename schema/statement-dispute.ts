import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { enumOf } from './enum-of.js';
import { bigintColumn } from './money.js';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

export const DisputeState = enumOf('DisputeState', 'How a dispute ended.', {
  open: 'Not decided yet.',
  upheld: 'The line stands.',
  adjusted: 'Corrected in the next statement.',
});
export type DisputeState = (typeof DisputeState)[keyof typeof DisputeState];

@Entity({ name: 'statement_disputes' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'A line of a statement that the partner does not agree to.' })
export class StatementDispute extends Node {
  @Column({ name: 'partner_id', type: 'uuid' })
  partnerId: string;

  @Column({ name: 'statement_id', type: 'uuid' })
  statementId: string;

  @Field(() => Int, { description: 'Number of the line.' })
  @Column({ name: 'line_number', type: 'int' })
  lineNumber: number;

  @Field(() => DisputeState, { description: 'How it ended.' })
  @Column({ type: 'text' })
  state: DisputeState;

  @Field(() => String, { description: 'What the partner says.' })
  @Column({ type: 'text' })
  reason: string;

  @Field(() => String, { nullable: true, description: 'What was decided, and why.' })
  @Column({ type: 'text', nullable: true })
  decision: string | null;

  @Column({ name: 'adjustment_minor', type: 'bigint', nullable: true, transformer: bigintColumn })
  adjustmentMinor: bigint | null;

  @Field(() => DateTime, { description: 'When it was opened.' })
  @Column({ name: 'opened_at', type: 'timestamptz' })
  openedAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was decided.' })
  @Column({ name: 'decided_at', type: 'timestamptz', nullable: true })
  decidedAt: Date | null;

  @Field(() => Int, { description: 'Grows with every change; steps name the one they saw.' })
  @Column({ type: 'int' })
  version: number;
}

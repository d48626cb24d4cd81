import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { bigintColumn } from './money.js';
import { Node } from './node.js';
import { BigIntScalar, DateTime } from './scalars.js';

@ObjectType({ simpleResolvers: true, description: 'The noisy numbers of one group.' })
export class AggregateGroup {
  @Field(() => [String], { description: 'The values of the fields that were grouped by, in their order.' })
  values: string[];

  @Field(() => String, { description: 'How many people, with noise.' })
  people: string;

  @Field(() => String, { nullable: true, description: 'How many rows or how much, with noise; null where people were counted.' })
  amount: string | null;
}

@Entity({ name: 'aggregate_releases' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'Differentially private numbers that left for a partner; they never change.' })
export class AggregateRelease extends Node {
  @Column({ name: 'partner_id', type: 'uuid' })
  partnerId: string;

  @Field(() => String, { description: 'Which data.' })
  @Column({ type: 'text' })
  dataset: string;

  @Field(() => String, { description: 'What for.' })
  @Column({ type: 'text' })
  purpose: string;

  @Field(() => [String], { description: 'Fields that were grouped by.' })
  @Column({ name: 'group_by', type: 'text', array: true })
  groupBy: string[];

  @Field(() => String, { description: 'people, rows, or the field that was summed.' })
  @Column({ type: 'text' })
  measure: string;

  @Field(() => BigIntScalar, { description: 'What it spent of the ε of the period, in millionths.' })
  @Column({ name: 'epsilon_micro', type: 'bigint', transformer: bigintColumn })
  epsilonMicro: bigint;

  @Field(() => String, { description: 'First day of the period whose ε it spent; total: the whole contract.' })
  @Column({ name: 'period_start', type: 'text' })
  periodStart: string;

  @Field(() => Int, { description: 'Groups with a lower noisy number of people are left out.' })
  @Column({ type: 'int' })
  threshold: number;

  @Field(() => [AggregateGroup], { description: 'The groups over the threshold.' })
  @Column({ type: 'jsonb' })
  groups: AggregateGroup[];

  @Field(() => DateTime, { description: 'When it left.' })
  @Column({ name: 'released_at', type: 'timestamptz' })
  releasedAt: Date;
}

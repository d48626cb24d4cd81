import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { Criterion } from './criterion.js';
import { Node } from './node.js';
import { PartnerKind } from './partner.js';
import { DateTime } from './scalars.js';

/** Experts' pairwise judgements above the diagonal, row by row; groups in the order resources, technology, reputation. */
@ObjectType({ simpleResolvers: true, description: 'How much more one thing matters than another, from 1/9 to 9: judgements above the diagonal of each matrix, row by row.' })
export class PairwiseJudgements {
  @Field(() => [Float], { description: 'Resources against technology, resources against reputation, technology against reputation.' })
  groups: number[];

  @Field(() => [Float], { description: 'Criteria of the resources, in their order.' })
  resources: number[];

  @Field(() => [Float], { description: 'Criteria of the technology, in their order.' })
  technology: number[];

  @Field(() => [Float], { description: 'Criteria of the reputation, in their order.' })
  reputation: number[];
}

@Entity({ name: 'criterion_sets' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'By what a kind of partner is judged: a version is never changed, only followed by another.' })
export class CriterionSet extends Node {
  @Field(() => PartnerKind, { description: 'Who is judged by it.' })
  @Column({ name: 'kind', type: 'text' })
  kind: PartnerKind;

  @Field(() => Int, { description: 'Its number among those of the kind; the highest counts.' })
  @Column({ name: 'version', type: 'int' })
  version: number;

  @Field(() => [Criterion], { description: 'The leaves: first the resources, then technology, then reputation.' })
  @Column({ name: 'criteria', type: 'jsonb' })
  criteria: Criterion[];

  @Field(() => PairwiseJudgements, { description: 'The experts’ judgements.' })
  @Column({ name: 'judgements', type: 'jsonb' })
  judgements: PairwiseJudgements;

  @Field(() => Int, { description: 'Share of the experts in the weights, in millionths; the rest is entropy.' })
  @Column({ name: 'lambda_ppm', type: 'int' })
  lambdaPpm: number;

  @Field(() => [Float], { nullable: true, description: 'Entropy weights of the criteria among the partners that were known when the version was made; null: too few, the experts alone count.' })
  @Column({ name: 'entropy', type: 'jsonb', nullable: true })
  entropy: number[] | null;

  @Column({ name: 'created_by', type: 'uuid', nullable: true })
  createdBy: string | null;

  @Field(() => DateTime, { description: 'When it was made.' })
  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}

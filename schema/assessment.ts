import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { enumOf } from './enum-of.js';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

export const PartnerTier = enumOf('PartnerTier', 'How close the cooperation should be, by score and by how much is known.', {
  listed: 'Known, not more.',
  standard: 'May cooperate.',
  preferred: 'Asked first.',
  strategic: 'A cooperation that the platform leans on: two people examine it.',
});
export type PartnerTier = (typeof PartnerTier)[keyof typeof PartnerTier];

export const GateState = enumOf('GateState', 'Whether a bound that must hold does.', {
  passed: 'Verified evidence shows it.',
  failed: 'Verified evidence shows the contrary.',
  unknown: 'No verified evidence: not passed.',
});
export type GateState = (typeof GateState)[keyof typeof GateState];

@ObjectType({ simpleResolvers: true, description: 'One criterion of an assessment.' })
export class AssessedLeaf {
  @Field(() => String, { description: 'Key of the criterion.' })
  criterion: string;

  @Field(() => Float, { description: 'Its share of all weights.' })
  weight: number;

  @Field(() => Float, { nullable: true, description: 'The value as believed: shares shrunk by their number; null: not known.' })
  value: number | null;

  @Field(() => Int, { description: 'Observations behind it.' })
  observations: number;

  @Field(() => Float, { nullable: true, description: 'Its desirability: 0 at the anti-ideal, 1 at the ideal.' })
  desirability: number | null;

  @Field(() => Float, { description: 'Standard deviation of the desirability.' })
  deviation: number;

  @Field(() => Float, { nullable: true, description: 'What the score would lose if this were not known; below zero: what it would gain.' })
  contribution: number | null;

  @Field(() => GateState, { nullable: true, description: 'Where its bound stands; null: it has none.' })
  gate: GateState | null;
}

@ObjectType({ simpleResolvers: true, description: 'A value that would have to become better.' })
export class Lift {
  @Field(() => String, { description: 'Key of the criterion.' })
  criterion: string;

  @Field(() => Float, { description: 'As it is believed now.' })
  from: number;

  @Field(() => Float, { description: 'As it would have to be.' })
  to: number;
}

@ObjectType({ simpleResolvers: true, description: 'What stands between a partner and the next tier.' })
export class NextTier {
  @Field(() => PartnerTier, { description: 'The next tier.' })
  tier: PartnerTier;

  @Field(() => [Lift], { description: 'The smallest change that is enough for its score: one criterion where one suffices, else the strongest first.' })
  lifts: Lift[];

  @Field(() => [String], { description: 'Criteria of which something has to be known first, because too little is.' })
  unknown: string[];
}

@Entity({ name: 'assessments' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'What the evidence on a partner comes to, at one time. The same evidence and criteria give the same bits.' })
export class Assessment extends Node {
  @Column({ name: 'partner_id', type: 'uuid' })
  partnerId: string;

  @Column({ name: 'criterion_set_id', type: 'uuid' })
  criterionSetId: string;

  @Column({ name: 'inputs_hash', type: 'bytea' })
  inputsHashBytes: Buffer;

  @Field(() => [AssessedLeaf], { description: 'Criterion by criterion, in the order of the set.' })
  @Column({ name: 'leaves', type: 'jsonb' })
  leaves: AssessedLeaf[];

  @Field(() => Float, { nullable: true, description: 'Closeness to the ideal, 0–1; null: nothing is known.' })
  @Column({ name: 'score', type: 'double precision', nullable: true })
  score: number | null;

  @Field(() => Float, { nullable: true, description: 'Low end of its 90 % interval.' })
  @Column({ name: 'low', type: 'double precision', nullable: true })
  low: number | null;

  @Field(() => Float, { nullable: true, description: 'High end of its 90 % interval.' })
  @Column({ name: 'high', type: 'double precision', nullable: true })
  high: number | null;

  @Field(() => Float, { description: 'Share of the weights of which something is known.' })
  @Column({ name: 'coverage', type: 'double precision' })
  coverage: number;

  @Field(() => PartnerTier, { nullable: true, description: 'The tier; null without a score.' })
  @Column({ name: 'tier', type: 'text', nullable: true })
  tier: PartnerTier | null;

  @Field(() => NextTier, { nullable: true, description: 'What would lift it to the next tier; null at the top, or where nothing known can.' })
  @Column({ name: 'next', type: 'jsonb', nullable: true })
  next: NextTier | null;

  /** 200 scores as float32, the draws of the bootstrap: P(rank ≤ k) among any candidates is counted from them. */
  @Column({ name: 'draws', type: 'bytea', nullable: true })
  draws: Buffer | null;

  @Field(() => DateTime, { nullable: true, description: 'When the first of its evidence expires; from then on it does not count.' })
  @Column({ name: 'valid_until', type: 'timestamptz', nullable: true })
  validUntil: Date | null;

  @Field(() => DateTime, { description: 'When it was made.' })
  @Column({ name: 'assessed_at', type: 'timestamptz' })
  assessedAt: Date;

  @Field(() => String, { description: 'Hash of the evidence and criteria that it read, as 64 hexadecimal digits.' })
  get inputsHash(): string {
    return this.inputsHashBytes.toString('hex');
  }
}

import { Field, ObjectType } from 'type-graphql';
import { enumOf } from './enum-of.js';

export const ObstacleCode = enumOf('ObstacleCode', 'What is still missing before a step.', {
  no_evidence: 'Nothing is known: evidence has to be recorded.',
  evidence_expired: 'Evidence has expired, or the criteria have changed, since the newest assessment: record newer evidence or assess again.',
  gate_unknown: 'No verified evidence on a criterion that must be met.',
  gate_failed: 'A criterion that must be met is not.',
  review_missing: 'Not enough people have endorsed the newest assessment: one, and two for the strategic tier.',
  objection: 'A reviewer objects.',
  too_early: 'It was rejected, and may not apply again yet.',
  no_agreement: 'No contract with it is in force.',
  agreement_in_force: 'A contract with it is still in force.',
  payables: 'Money between the two is not settled: something is owed, held or on its way.',
  no_risk_case: 'No risk case about it was decided to suspend or end the cooperation.',
});
export type ObstacleCode = (typeof ObstacleCode)[keyof typeof ObstacleCode];

@ObjectType({ simpleResolvers: true, description: 'Something that is missing before a step.' })
export class Obstacle {
  @Field(() => String, { description: 'The mutation that it stands before.' })
  action: string;

  @Field(() => ObstacleCode, { description: 'What is missing.' })
  code: ObstacleCode;

  @Field(() => String, { nullable: true, description: 'Key of the criterion, where it is about one.' })
  criterion: string | null;
}

import { Field, ID, InputType, Int } from 'type-graphql';
import { BigIntScalar } from '../../schema/scalars.js';

@InputType({ description: 'A step of a statement, a payout or a dispute.' })
export class SettlementStepInput {
  @Field(() => ID, { description: 'Which.' })
  id: string;

  @Field(() => Int, { description: 'The value of `version` that you have seen.' })
  expectedVersion: number;
}

@InputType({ description: 'Disagreement with a line.' })
export class StatementDisputeInput extends SettlementStepInput {
  @Field(() => Int, { description: 'Number of the line.' })
  lineNumber: number;

  @Field(() => String, { description: 'What is wrong, at most 1000 characters.' })
  reason: string;
}

@InputType({ description: 'The decision of a dispute.' })
export class DisputeDecideInput extends SettlementStepInput {
  @Field(() => String, { description: 'What was decided, and why; at most 1000 characters.' })
  decision: string;

  @Field(() => BigIntScalar, { nullable: true, description: 'What the next statement corrects, in minor units of the statement; above zero in favour of the partner. Without it the line stands.' })
  adjustmentMinor?: bigint | null;
}

@InputType({ description: 'A payout of a statement.' })
export class PayoutProposeInput {
  @Field(() => ID, { description: 'The acknowledged statement.' })
  statementId: string;

  @Field(() => Int, { description: 'The value of its `version` that you have seen.' })
  expectedVersion: number;

  @Field(() => String, { description: 'Made by the client, 1 to 200 characters; the same call again uses the same key.' })
  idempotencyKey: string;
}

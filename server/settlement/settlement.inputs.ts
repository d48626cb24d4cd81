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

@InputType({ description: 'A rate between two currencies.' })
export class ExchangeRateSetInput {
  @Field(() => String, { description: 'The currency that is given, ISO 4217.' })
  source: string;

  @Field(() => String, { description: 'The currency that is got, ISO 4217.' })
  target: string;

  @Field(() => String, { description: 'How much of `target` one of `source` is worth, in whole units (yuan, not fen): a decimal of at most nine places.' })
  rate: string;

  @Field(() => Int, { description: 'What the platform keeps of the given amount, in millionths, at most 100000.' })
  spreadPpm: number;

  @Field(() => String, { description: 'Made by the client, 1 to 200 characters; the same call again uses the same key.' })
  idempotencyKey: string;
}

@InputType({ description: 'A payout of a statement.' })
export class PayoutProposeInput {
  @Field(() => ID, { description: 'The acknowledged statement.' })
  statementId: string;

  @Field(() => Int, { description: 'The value of its `version` that you have seen.' })
  expectedVersion: number;

  @Field(() => String, { nullable: true, description: 'The currency that the partner gets, at the rate that counts now; that of the statement without it.' })
  paidCurrency?: string | null;

  @Field(() => String, { description: 'Made by the client, 1 to 200 characters; the same call again uses the same key.' })
  idempotencyKey: string;
}

import { Field, Float, ObjectType } from 'type-graphql';
import { BigIntScalar, DateTime } from './scalars.js';

/** A row of ad_learners; its state is a file of the run. */
@ObjectType({ simpleResolvers: true, description: 'What the ad model of a run learnt online since the run ended.' })
export class AdLearner {
  @Field(() => DateTime, { description: 'Impressions that were shown up to here are learnt.' })
  learntTo: Date;

  @Field(() => BigIntScalar, { description: 'How many.' })
  events: bigint;

  @Field(() => Boolean, { description: 'Whether an anomaly stopped it: what was learnt before it serves.' })
  frozen: boolean;

  @Field(() => Float, { nullable: true, description: 'Mean log-loss of its predictions, each made before its impression was learnt; null before the first.' })
  runningLoss: number | null;

  @Field(() => BigIntScalar, { description: 'Impressions in the model that serves.' })
  publishedEvents: bigint;

  @Field(() => DateTime, { nullable: true, description: 'When a model that learnt online was last let serve.' })
  publishedAt: Date | null;

  @Field(() => String, { description: 'What the last look decided, in words.' })
  note: string;
}

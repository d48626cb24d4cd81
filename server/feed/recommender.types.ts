import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { Connector } from '../../schema/connector.js';
import { RecommenderStage } from '../../schema/recommender-stage.js';
import { DateTime } from '../../schema/scalars.js';

@ObjectType({ simpleResolvers: true, description: 'How far a recommender goes in one feed, and how it did there with its present build.' })
export class RecommenderStanding {
  @Field(() => String, { description: 'Which feed.' })
  scenario: string;

  @Field(() => RecommenderStage, { description: 'Where it stands.' })
  stage: RecommenderStage;

  @Field(() => DateTime, { nullable: true, description: 'Since when.' })
  since: Date | null;

  @Field(() => [RecommenderStage], { description: 'Where it can go from here; what more is needed for that is said by recommenderStageSet.' })
  availableStages: RecommenderStage[];

  @Field(() => Int, { description: 'Questions on trial (in shadow and interleaved), over at most 90 days.' })
  asked: number;

  @Field(() => Int, { description: 'Of them, answered well and in time.' })
  answered: number;

  @Field(() => Float, { nullable: true, description: 'In shadow: share of our first contents that stand among its first, 0–1.' })
  overlap: number | null;

  @Field(() => Float, { nullable: true, description: 'In shadow: rank-biased overlap with our list, 0–1.' })
  rankAgreement: number | null;

  @Field(() => Int, { description: 'Interleaved lists of which more of its contents were clicked.' })
  partnerWins: number;

  @Field(() => Int, { description: 'Interleaved lists of which more of ours were clicked.' })
  ourWins: number;

  @Field(() => Int, { description: 'Clicked as often.' })
  ties: number;

  @Field(() => Float, { description: 'Exact two-sided sign test, ties left out: the chance that two equal rankings come out at least so differently.' })
  pValue: number;
}

@ObjectType({ simpleResolvers: true, description: 'A rehearsal of a connector’s failure, on marked questions.' })
export class FailoverDrill {
  @Field(() => ID, { description: 'Its name in the audit log.' })
  id: string;

  @Field(() => String, { nullable: true, description: 'passed or failed; absent while it is played.' })
  verdict: string | null;

  @Field(() => Int, { description: 'Questions.' })
  asked: number;

  @Field(() => Int, { description: 'Without any answer.' })
  unanswered: number;

  @Field(() => Int, { description: 'Where somebody was passed over, or asked though he was out.' })
  outOfOrder: number;

  @Field(() => Int, { description: 'The longest wait for an answer, milliseconds.' })
  slowestMs: number;

  @Field(() => Boolean, { description: 'Whether the connector answered every question again at the end.' })
  hasReturned: boolean;

  @Field(() => DateTime, { description: 'When it was asked for.' })
  startedAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it ended.' })
  finishedAt: Date | null;
}

@ObjectType({ simpleResolvers: true, description: 'Who stands in for a connector that fails.' })
export class FallbackPlan {
  @Field(() => [Connector], { description: 'In their order; our own answer comes after the last.' })
  substitutes: Connector[];

  @Field(() => Int, { description: 'Within so many milliseconds somebody must have answered.' })
  recoveryMs: number;

  @Field(() => DateTime, { description: 'When it was last changed.' })
  updatedAt: Date;

  @Field(() => [FailoverDrill], { description: 'The newest ten rehearsals, newest first.' })
  drills: FailoverDrill[];
}

import { ArrayMaxSize } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { RecommenderStage } from '../../schema/recommender-stage.js';
import { ConnectorStepInput } from '../connector/connector.inputs.js';

@InputType({ description: 'How far a recommender shall go in one feed.' })
export class RecommenderStageInput extends ConnectorStepInput {
  @Field(() => String, { description: 'Which feed of the platform, for example home.' })
  scenario: string;

  @Field(() => RecommenderStage, { description: 'Up one step of the ladder, from the shadow also two; back as far as you want.' })
  stage: RecommenderStage;

  @Field(() => String, { description: 'Goes into the audit log.' })
  reason: string;
}

@InputType({ description: 'Who stands in for a connector that fails.' })
export class FallbackPlanInput extends ConnectorStepInput {
  @Field(() => [ID], { description: 'Connectors of the same kind, in their order; our own answer comes after the last. At most 3.' })
  @ArrayMaxSize(3)
  substituteIds: string[];

  @Field(() => Int, { description: 'Within so many milliseconds somebody must have answered, 1 to 60000.' })
  recoveryMs: number;
}

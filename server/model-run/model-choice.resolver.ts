import { Field, ObjectType, Query, Resolver } from 'type-graphql';
import { enumOf } from '../../schema/enum-of.js';
import { adModelChoices, modelChoices } from './model-choices.js';

export const ModelStageEnum = enumOf('ModelStage', 'What a model decides.', {
  candidates: 'Which contents a reader gets.',
  ads: 'Which campaigns fill the sponsored slots.',
});

@ObjectType({ simpleResolvers: true, description: 'A model that a run may be asked to fit, and that the platform can serve.' })
export class ModelChoice {
  @Field(() => String, { description: 'Its name.' })
  name: string;

  @Field(() => ModelStageEnum, { description: 'What it decides.' })
  stage: 'candidates' | 'ads';

  @Field(() => [String], { description: 'Its hyper-parameters.' })
  params: readonly string[];
}

@Resolver()
export class ModelChoiceResolver {
  @Query(() => [ModelChoice], { description: 'What can be given as model and adModel of retrainStart.' })
  modelChoices(): ModelChoice[] {
    return [
      ...Object.entries(modelChoices).map(([name, params]) => Object.assign(new ModelChoice(), { name, stage: 'candidates' as const, params })),
      ...adModelChoices.map((name) => Object.assign(new ModelChoice(), { name, stage: 'ads' as const, params: [] })),
    ];
  }
}

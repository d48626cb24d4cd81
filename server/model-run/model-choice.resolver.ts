import { Field, ObjectType, Query, Resolver } from 'type-graphql';
import { adModelChoices, modelChoices } from './model-choices.js';

@ObjectType({ simpleResolvers: true, description: 'A model that a run may be asked to fit, and that the platform can serve.' })
export class ModelChoice {
  @Field(() => String, { description: 'Its name.' })
  name: string;

  @Field(() => [String], { description: 'Its hyper-parameters.' })
  params: readonly string[];
}

@ObjectType({ simpleResolvers: true, description: 'What can be given to retrainStart.' })
export class ModelChoices {
  @Field(() => [ModelChoice], { description: 'As model: which contents a reader gets.' })
  candidates: ModelChoice[];

  @Field(() => [String], { description: 'As adModel: which campaigns fill the sponsored slots.' })
  ads: readonly string[];
}

@Resolver()
export class ModelChoiceResolver {
  @Query(() => ModelChoices, { description: 'The models that a run may be asked to fit.' })
  modelChoices(): ModelChoices {
    const candidates = Object.entries(modelChoices).map(([name, params]) => Object.assign(new ModelChoice(), { name, params }));
    return Object.assign(new ModelChoices(), { candidates, ads: adModelChoices });
  }
}

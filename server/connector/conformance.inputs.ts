import { Field, ID, InputType } from 'type-graphql';
import { DateTime } from '../../schema/scalars.js';
import { ConnectorStepInput } from './connector.inputs.js';

@InputType({ description: 'One scenario that both sides let pass for a while.' })
export class WaiverInput {
  @Field(() => String, { description: 'Key of the scenario.' })
  scenario: string;

  @Field(() => String, { description: 'Why, in 1 to 1,000 characters.' })
  reason: string;

  @Field(() => DateTime, { description: 'Until when; the acceptance ends then at the latest.' })
  until: Date;
}

@InputType({ description: 'A run that one side accepts.' })
export class AcceptanceProposeInput extends ConnectorStepInput {
  @Field(() => ID, { description: 'The run.' })
  runId: string;

  @Field(() => String, { description: 'The evidenceHash of the run that you have read.' })
  evidenceHash: string;

  @Field(() => [WaiverInput], { defaultValue: [], description: 'What is let pass.' })
  waivers: WaiverInput[];
}

@InputType({ description: 'The second signature under an acceptance.' })
export class AcceptanceSignInput extends ConnectorStepInput {
  @Field(() => String, { description: 'The hash of the acceptance that you have read.' })
  hash: string;
}

import { Field, ID, InputType, Int } from 'type-graphql';
import { ConnectorEnvironment, ConnectorKind } from '../../schema/connector.js';
import { fromGlobalId } from '../graphql/global-ids.js';
import type { ConnectorChange } from './connectors.js';

@InputType({ description: 'A new connection with a partner.' })
export class ConnectorRegisterInput {
  @Field(() => ID, { description: 'The partner.' })
  partnerId: string;

  @Field(() => ConnectorKind, { description: 'What passes through it.' })
  kind: ConnectorKind;

  @Field(() => String, { description: 'One name per partner, 1 to 200 characters.' })
  name: string;
}

@InputType({ description: 'A step of a connector.' })
export class ConnectorStepInput {
  @Field(() => ID, { description: 'The connector.' })
  id: string;

  @Field(() => Int, { description: 'The version that you have seen.' })
  expectedVersion: number;
}

@InputType({ description: 'The other end of a connector as it should be.' })
export class ConnectorConfigureInput extends ConnectorStepInput {
  @Field(() => String, { description: 'Address under which its endpoints lie; https.' })
  baseUrl: string;

  @Field(() => ConnectorEnvironment, { defaultValue: 'sandbox', description: 'Which installation of the partner it leads to.' })
  environment: ConnectorEnvironment;

  @Field(() => String, { description: 'Version of the interface that the partner speaks, for example 1.0.' })
  profileVersion: string;

  @Field(() => [String], { defaultValue: [], description: 'What of the interface it can beyond the minimum.' })
  capabilities: string[];

  @Field(() => String, { description: 'SHA-256 of the build at the other end, 64 hexadecimal digits.' })
  buildDigest: string;
}

@InputType({ description: 'A step of a connector that needs a reason.' })
export class ConnectorReasonInput extends ConnectorStepInput {
  @Field(() => String, { description: 'Goes into the audit log.' })
  reason: string;
}

export function changeOf({ id, expectedVersion }: ConnectorStepInput): ConnectorChange {
  return { id: fromGlobalId('Connector', id), expectedVersion };
}

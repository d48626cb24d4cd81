import { Field, ID, InputType } from 'type-graphql';
import { BigIntScalar } from '../../schema/scalars.js';

@InputType({ description: 'Consent of the reader who is signed in.' })
export class ConsentGiveInput {
  @Field(() => ID, { description: 'The partner that may get the data.' })
  partnerId: string;

  @Field(() => String, { description: 'The one thing that it may use them for, in the words of its contract.' })
  purpose: string;

  @Field(() => String, { description: 'Chosen by the client: the same key again gives the same answer.' })
  idempotencyKey: string;
}

@InputType({ description: 'The end of a consent.' })
export class ConsentWithdrawInput {
  @Field(() => ID, { description: 'Which one.' })
  id: string;

  @Field(() => String, { description: 'Chosen by the client: the same key again gives the same answer.' })
  idempotencyKey: string;
}

@InputType({ description: 'A request for records.' })
export class DataExportRequestInput {
  @Field(() => ID, { description: 'The contract that allows it.' })
  contractId: string;

  @Field(() => String, { description: 'The data set, as the contract calls it.' })
  dataset: string;

  @Field(() => String, { description: 'What for, as the contract says it.' })
  purpose: string;

  @Field(() => [String], { description: 'The fields. Those that are not in the contract stay.' })
  fields: string[];

  @Field(() => String, { nullable: true, description: 'ISO 3166 code of the country that it will be worked on in; null: where the platform is.' })
  region?: string | null;

  @Field(() => String, { description: 'Chosen by the client: the same key again gives the same answer.' })
  idempotencyKey: string;
}

@InputType({ description: 'A question for numbers of many people together.' })
export class PartnerAggregateInput {
  @Field(() => ID, { description: 'The contract that allows it.' })
  contractId: string;

  @Field(() => String, { description: 'The data set, as the contract calls it.' })
  dataset: string;

  @Field(() => String, { description: 'What for, as the contract says it.' })
  purpose: string;

  @Field(() => [String], { description: 'One to three fields.' })
  groupBy: string[];

  @Field(() => String, { description: 'people, rows, or a field that can be summed (amountMinor of orders).' })
  measure: string;

  @Field(() => BigIntScalar, { description: 'What it may spend of the ε of the period, in millionths: more is more exact.' })
  epsilonMicro: bigint;

  @Field(() => String, { nullable: true, description: 'ISO 3166 code of the country that it will be used in; null: where the platform is.' })
  region?: string | null;
}

@InputType({ description: 'A partner has erased.' })
export class ErasureAcknowledgeInput {
  @Field(() => ID, { description: 'Which task.' })
  id: string;
}

import { Field, ID, InputType, Int } from 'type-graphql';
import { ClauseInput } from './clause.inputs.js';

@InputType({ description: 'Every change of a contract has a key: the same key never does a thing twice.' })
class KeyedInput {
  @Field(() => String, { description: 'Made by the client, 1 to 200 characters; the same call again uses the same key.' })
  idempotencyKey: string;
}

@InputType({ description: 'The text that is negotiated.' })
class TermsInput extends KeyedInput {
  @Field(() => Date, { description: 'Beginning.' })
  startsAt: Date;

  @Field(() => Date, { description: 'End.' })
  endsAt: Date;

  @Field(() => [ClauseInput], { description: 'What it settles: 1 to 50 clauses.' })
  clauses: ClauseInput[];
}

@InputType({ description: 'A new contract.' })
export class ContractDraftInput extends TermsInput {
  @Field(() => ID, { description: 'With whom.' })
  partnerId: string;

  @Field(() => String, { description: 'What it is about, at most 200 characters.' })
  title: string;
}

@InputType({ description: 'A new version of an active contract; it takes over at its start.' })
export class ContractAmendInput extends TermsInput {
  @Field(() => ID, { description: 'The contract.' })
  contractId: string;
}

@InputType({ description: 'A step of a version.' })
export class ContractStepInput extends KeyedInput {
  @Field(() => ID, { description: 'The version of the contract.' })
  versionId: string;

  @Field(() => Int, { description: 'The value of `version` that you have seen.' })
  expectedVersion: number;
}

@InputType({ description: 'A draft as it should be.' })
export class ContractEditInput extends TermsInput {
  @Field(() => ID, { description: 'The version of the contract.' })
  versionId: string;

  @Field(() => Int, { description: 'The value of `version` that you have seen.' })
  expectedVersion: number;
}

const rationaleText = 'Why it is offered, at most 2000 characters; the other side sees it.';
const expiresText = 'Until when the offer stands, within a year; without one: 30 days.';

@InputType({ description: 'An offer of a draft.' })
export class ContractOfferInput extends ContractStepInput {
  @Field(() => String, { nullable: true, description: rationaleText })
  rationale?: string | null;

  @Field(() => Date, { nullable: true, description: expiresText })
  expiresAt?: Date | null;
}

@InputType({ description: 'A counter-offer: another text as the answer to an offer.' })
export class ContractCounterInput extends ContractEditInput {
  @Field(() => String, { description: 'contentHash of the offer that it answers.' })
  answersHash: string;

  @Field(() => String, { nullable: true, description: rationaleText })
  rationale?: string | null;

  @Field(() => Date, { nullable: true, description: expiresText })
  expiresAt?: Date | null;
}

@InputType({ description: 'Consent to the text of an offer.' })
export class ContractAgreeInput extends ContractStepInput {
  @Field(() => String, { description: 'contentHash of the offer that it answers.' })
  answersHash: string;
}

@InputType({ description: 'A signature.' })
export class ContractSignInput extends ContractStepInput {
  @Field(() => String, { description: 'contentHash of the text that is signed.' })
  contentHash: string;

  @Field(() => Int, { nullable: true, description: 'As whom: the place in the list of the SIGNING clause; without one: the first of the own side that may sign now.' })
  place?: number | null;
}

@InputType({ description: 'The approval of what an amendment raises.' })
export class ContractApproveInput extends ContractStepInput {
  @Field(() => String, { description: 'contentHash of the text that is approved.' })
  contentHash: string;
}

@InputType({ description: 'A step that says why.' })
export class ContractReasonInput extends ContractStepInput {
  @Field(() => String, { description: 'Why, at most 1000 characters; the other side sees it.' })
  reason: string;
}

@InputType({ description: 'A remark on a version.' })
export class ContractCommentInput extends KeyedInput {
  @Field(() => ID, { description: 'The version of the contract.' })
  versionId: string;

  @Field(() => String, { nullable: true, description: 'Key of the clause that it is about; without one: the whole text.' })
  clauseKey?: string | null;

  @Field(() => String, { description: 'The remark, at most 2000 characters; both sides see it.' })
  body: string;
}

@InputType({ description: 'That a remark is settled.' })
export class ContractResolveCommentInput extends KeyedInput {
  @Field(() => ID, { description: 'The version of the contract.' })
  versionId: string;

  @Field(() => Int, { description: 'Number of the comment.' })
  number: number;
}

@InputType({ description: 'What the other side did not keep.' })
export class ContractBreachInput extends ContractReasonInput {
  @Field(() => String, { nullable: true, description: 'Key of the clause that was broken.' })
  clauseKey?: string | null;
}

@InputType({ description: 'That a breach was cured.' })
export class ContractCureInput extends ContractStepInput {
  @Field(() => Int, { nullable: true, description: 'Number of the breach; without one: the oldest that the own side reported and nobody called cured.' })
  breach?: number | null;
}

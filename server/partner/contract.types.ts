import { Field, Int, ObjectType } from 'type-graphql';
import { ClauseKind } from '../../schema/clause-kind.js';
import { ContractParty } from '../../schema/contract-party.js';
import { ContractSignature } from '../../schema/contract-signature.js';
import { enumOf } from '../../schema/enum-of.js';
import type { RedlineKind } from './redline.js';

@ObjectType('ContractSignatory', { simpleResolvers: true, description: 'One who has to sign, whether signed or awaited.' })
export class SignatoryType {
  @Field(() => Int, { nullable: true, description: 'Place in the list of the SIGNING clause, from 1; null: the side as a whole.' })
  place: number | null;

  @Field(() => ContractParty, { description: 'For which side.' })
  party: ContractParty;

  @Field(() => String, { nullable: true, description: 'In what capacity.' })
  title: string | null;

  @Field(() => Boolean, { description: 'Whether it is the turn of this one.' })
  isNext: boolean;

  @Field(() => ContractSignature, { nullable: true, description: 'The signature; null: awaited.' })
  signature: ContractSignature | null;
}

@ObjectType('ExposureIncrease', { simpleResolvers: true, description: 'What of an amendment raises what the platform owes, gives or may lose.' })
export class IncreaseType {
  @Field(() => String, { nullable: true, description: 'Key of the clause; null: the term.' })
  clauseKey: string | null;

  @Field(() => ClauseKind, { nullable: true, description: 'Kind of the clause; null: the term.' })
  kind: ClauseKind | null;

  @Field(() => String, { description: 'The field of the clause, or endsAt; added or removed where it is the whole clause.' })
  field: string;
}

export const RedlineChange = enumOf('RedlineChange', 'What became of words between two texts.', {
  same: 'They are the same.', added: 'They are new.', removed: 'They are gone.', changed: 'Some of them are new or gone.',
});
export type RedlineChange = (typeof RedlineChange)[keyof typeof RedlineChange];

@ObjectType('RedlinePart', { simpleResolvers: true, description: 'Words with one fate.' })
export class RedlinePartType {
  @Field(() => RedlineChange, { description: 'SAME, ADDED or REMOVED.' })
  kind: RedlineKind;

  @Field(() => String, { description: 'The words.' })
  text: string;
}

@ObjectType('RedlineClause', { simpleResolvers: true, description: 'What became of one clause.' })
export class RedlineClauseType {
  @Field(() => String, { nullable: true, description: 'Key of the clause; null: the head with its dates.' })
  clauseKey: string | null;

  @Field(() => RedlineChange, { description: 'What became of it.' })
  change: RedlineChange;

  @Field(() => [RedlinePartType], { description: 'Its words in order.' })
  parts: RedlinePartType[];
}

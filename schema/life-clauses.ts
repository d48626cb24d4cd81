import { Field, Int, ObjectType } from 'type-graphql';
import { ClauseBase, ClauseKind } from './clause-kind.js';
import { ContractParty } from './contract-party.js';
import { enumOf } from './enum-of.js';
import { Money } from './money.js';

export const RenewalMode = enumOf('RenewalMode', 'What happens at the end of a contract.', {
  none: 'It ends.',
  auto: 'It goes on for so many months each time, unless notice was given.',
  by_offer: 'The platform prepares an offer; without new signatures it ends.',
});
export type RenewalMode = (typeof RenewalMode)[keyof typeof RenewalMode];

export const DisputeMethod = enumOf('DisputeMethod', 'Who decides when talking does not help.', {
  mediation: 'A mediator proposes.',
  arbitration: 'A court of arbitration decides.',
  court: 'A court of the state decides.',
});
export type DisputeMethod = (typeof DisputeMethod)[keyof typeof DisputeMethod];

@ObjectType({ simpleResolvers: true, description: 'How the contract is ended before its end.' })
export class TerminationClause extends ClauseBase {
  @Field(() => ClauseKind, { description: 'TERMINATION.' })
  readonly kind = 'termination' as const;

  @Field(() => Int, { description: 'A notice takes effect after so many days.' })
  noticeDays: number;

  @Field(() => Int, { description: 'A reported breach can be cured for so many days; then the other side may end the contract at once.' })
  cureDays: number;

  @Field(() => Money, { nullable: true, description: 'Owed by whoever gives notice; null: nothing.' })
  fee: Money | null;
}

@ObjectType({ simpleResolvers: true, description: 'What happens at the end.' })
export class RenewalClause extends ClauseBase {
  @Field(() => ClauseKind, { description: 'RENEWAL.' })
  readonly kind = 'renewal' as const;

  @Field(() => RenewalMode, { description: 'What happens at the end.' })
  atEnd: RenewalMode;

  @Field(() => Int, { description: 'By how many months it is prolonged; 0 where it is not.' })
  months: number;
}

@ObjectType({ simpleResolvers: true, description: 'One who signs.' })
export class Signatory {
  @Field(() => ContractParty, { description: 'For which side.' })
  party: ContractParty;

  @Field(() => String, { description: 'In what capacity, for example legal representative.' })
  title: string;
}

@ObjectType({ simpleResolvers: true, description: 'Who signs, and in which order. Without this clause each side signs once, in any order.' })
export class SigningClause extends ClauseBase {
  @Field(() => ClauseKind, { description: 'SIGNING.' })
  readonly kind = 'signing' as const;

  @Field(() => Boolean, { description: 'Whether they sign in the order of the list.' })
  ordered: boolean;

  @Field(() => [Signatory], { description: 'Each signs once; at least one of each side.' })
  signatories: Signatory[];
}

@ObjectType({ simpleResolvers: true, description: 'How disputes are settled.' })
export class DisputeClause extends ClauseBase {
  @Field(() => ClauseKind, { description: 'DISPUTE.' })
  readonly kind = 'dispute' as const;

  @Field(() => Int, { description: 'The sides talk for so many days first.' })
  talkDays: number;

  @Field(() => DisputeMethod, { description: 'Who decides then.' })
  method: DisputeMethod;

  @Field(() => String, { description: 'Where.' })
  seat: string;

  @Field(() => String, { description: 'By which law.' })
  law: string;
}

import { Field, Int, ObjectType } from 'type-graphql';
import { ClauseBase, ClauseKind } from './clause-kind.js';
import { ContractParty } from './contract-party.js';

@ObjectType({ simpleResolvers: true, description: 'What a side has to do.' })
export class ResponsibilityClause extends ClauseBase {
  @Field(() => ClauseKind, { description: 'RESPONSIBILITY.' })
  readonly kind = 'responsibility' as const;

  @Field(() => ContractParty, { description: 'Who owes it.' })
  party: ContractParty;

  @Field(() => String, { description: 'What is owed.' })
  duty: string;

  @Field(() => Int, { nullable: true, description: 'To be done within so many days of the beginning; null: all the time.' })
  withinDays: number | null;
}

@ObjectType({ simpleResolvers: true, description: 'What a side may do.' })
export class RightClause extends ClauseBase {
  @Field(() => ClauseKind, { description: 'RIGHT.' })
  readonly kind = 'right' as const;

  @Field(() => ContractParty, { description: 'Who may.' })
  party: ContractParty;

  @Field(() => String, { description: 'What it may do.' })
  permission: string;
}

@ObjectType({ simpleResolvers: true, description: 'In what a side deals with nobody else.' })
export class ExclusivityClause extends ClauseBase {
  @Field(() => ClauseKind, { description: 'EXCLUSIVITY.' })
  readonly kind = 'exclusivity' as const;

  @Field(() => ContractParty, { description: 'Who is bound.' })
  party: ContractParty;

  @Field(() => String, { description: 'In what business.' })
  scope: string;

  @Field(() => String, { description: 'In what territory.' })
  territory: string;
}

@ObjectType({ simpleResolvers: true, description: 'Who may examine the records that settlements follow from.' })
export class AuditRightClause extends ClauseBase {
  @Field(() => ClauseKind, { description: 'AUDIT_RIGHT.' })
  readonly kind = 'audit_right' as const;

  @Field(() => ContractParty, { description: 'Who may.' })
  party: ContractParty;

  @Field(() => Int, { description: 'Announced so many days ahead.' })
  noticeDays: number;

  @Field(() => Int, { description: 'At most so often a year.' })
  timesPerYear: number;
}

import { Field, Int, InterfaceType, ObjectType } from 'type-graphql';

@InterfaceType({ description: 'An expected refusal of a mutation. Faults, rights and limits use errors[].extensions.code instead.' })
export abstract class UserError {
  @Field(() => String, { description: 'A stable code, for example NOT_FOUND.' })
  code: string;

  @Field(() => String, { description: 'A sentence for people.' })
  message: string;

  @Field(() => [String], { description: 'Path of the input field at fault; empty when it is the whole input.' })
  path: string[];
}

@ObjectType({ implements: UserError, simpleResolvers: true, description: 'Something in the input cannot be accepted.' })
export class InputError extends UserError {}

@ObjectType({ implements: UserError, simpleResolvers: true, description: 'Somebody changed the thing in the meantime.' })
export class ConflictError extends UserError {
  @Field(() => Int, { description: 'The version to load and to send as expectedVersion.' })
  currentVersion: number;
}

@ObjectType({ implements: UserError, simpleResolvers: true, description: 'Something is missing before the step.' })
export class NotReadyError extends UserError {
  @Field(() => [String], { description: 'What, as stable codes, for example no_agreement.' })
  missing: string[];
}

@ObjectType({ implements: UserError, simpleResolvers: true, description: 'The step is not possible from the present state.' })
export class TransitionError extends UserError {
  @Field(() => String, { description: 'The present state.' })
  from: string;

  @Field(() => [String], { description: 'The states that are possible from here.' })
  allowed: string[];
}

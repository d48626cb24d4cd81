import { Field, ObjectType, type ClassType } from 'type-graphql';
import { ConflictError, InputError, NotReadyError, TransitionError, UserError } from '../../schema/user-error.js';
import { DomainError, type ErrorCode } from '../platform/errors.js';

export interface Payload<Result> {
  result?: Result | null;
  userErrors: UserError[];
}

/** Refusals that a caller can act on; every other error fails the request with extensions.code. */
const expected: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'BAD_INPUT', 'CONFLICT', 'ILLEGAL_TRANSITION', 'NOT_READY', 'NOT_FOUND', 'ALREADY_EXISTS', 'HASH_MISMATCH', 'OUT_OF_TURN', 'APPROVAL_MISSING',
  'IDEMPOTENCY_MISMATCH', 'IDEMPOTENCY_IN_PROGRESS', 'PAYMENT_REFUSED', 'OVER_LIMIT',
]);

const payloads = new Map<string, ClassType<Payload<object>>>();

/** The class `<Type>Payload { result, userErrors }`; mutations with the same result type share it. */
export function payloadOf<Result extends object>(Type: ClassType<Result>, name: string = Type.name): ClassType<Payload<Result>> {
  const typeName = `${name}Payload`;
  const known = payloads.get(typeName);
  if (known) return known as ClassType<Payload<Result>>;

  @ObjectType(typeName, { simpleResolvers: true, description: `What a mutation answers: a ${name}, or why there is none.` })
  class TypedPayload implements Payload<Result> {
    @Field(() => Type, { nullable: true, description: 'Absent when userErrors is not empty.' })
    result?: Result | null;

    @Field(() => [UserError], { description: 'Empty when all went well.' })
    userErrors: UserError[];
  }
  payloads.set(typeName, TypedPayload as ClassType<Payload<object>>);
  return TypedPayload;
}

/** Runs one domain operation: an expected DomainError becomes a typed user error, everything else is thrown on. */
export async function answer<Result>(work: () => Promise<Result>): Promise<Payload<Result>> {
  try {
    return { result: await work(), userErrors: [] };
  } catch (error) {
    if (error instanceof DomainError && expected.has(error.code)) return { result: null, userErrors: [userErrorOf(error)] };
    throw error;
  }
}

export function userErrorOf(error: DomainError): UserError {
  const { code, message, details } = error;
  const shared = { code, message, path: Array.isArray(details.path) ? details.path.map(String) : [] };
  if (code === 'CONFLICT' && typeof details.currentVersion === 'number') {
    return Object.assign(new ConflictError(), shared, { currentVersion: details.currentVersion });
  }
  if (code === 'ILLEGAL_TRANSITION') {
    return Object.assign(new TransitionError(), shared, { from: String(details.from), allowed: Array.isArray(details.allowed) ? details.allowed.map(String) : [] });
  }
  if (code === 'NOT_READY') {
    const missing = (Array.isArray(details.missing) ? details.missing : []) as readonly (string | { readonly code: string })[];
    return Object.assign(new NotReadyError(), shared, { missing: missing.map((one) => (typeof one === 'string' ? one : one.code)) });
  }
  return Object.assign(new InputError(), shared);
}

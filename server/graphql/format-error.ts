import { randomUUID } from 'node:crypto';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { ArgumentValidationError } from 'type-graphql';
import { DomainError, errorTable, isUnkeepableValue, type ErrorCode } from '../platform/errors.js';
import type { Log } from '../platform/log.js';

/** Refusals of the request itself, which the GraphQL libraries word without secrets. */
const libraryCodes = new Set([
  'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT', 'BAD_REQUEST', 'OPERATION_RESOLUTION_FAILURE', 'PERSISTED_QUERY_NOT_SUPPORTED', 'PERSISTED_QUERY_NOT_FOUND',
]);

/**
 * The only translator of errors to callers. A DomainError leaves with its code and details; anything unknown leaves as
 * INTERNAL with an incident id under which the log has the rest. No stack, SQL or path leaves.
 */
export function formatError(error: unknown, log: Log): GraphQLFormattedError {
  const located = error instanceof GraphQLError ? error : undefined;
  const place = located ? { ...(located.locations && { locations: located.locations }), ...(located.path && { path: located.path }) } : {};
  const cause = rootCause(error);
  if (cause instanceof DomainError) return { message: cause.message, ...place, extensions: { code: cause.code, details: cause.details, retry: cause.retry } };
  if (cause instanceof ArgumentValidationError) {
    return { message: errorTable.BAD_INPUT.message, ...place, extensions: { code: 'BAD_INPUT', details: { violations: violations(cause.extensions.validationErrors) }, retry: false } };
  }
  if (isUnkeepableValue(cause)) {
    log.warn({ err: cause, path: located?.path }, 'a value that the database cannot keep');
    return { message: errorTable.BAD_INPUT.message, ...place, extensions: { code: 'BAD_INPUT', details: { reason: 'value' }, retry: false } };
  }
  const code = located?.extensions.code;
  if (located && typeof code === 'string' && libraryCodes.has(code)) {
    // graphql-js: "Document contains more that 2000 tokens. Parsing aborted."
    if (/^Syntax Error: Document contains more tha. \d+ tokens/.test(located.message)) return { message: errorTable.TOO_COMPLEX.message, extensions: { code: 'TOO_COMPLEX', details: { limit: 'tokens' }, retry: false } };
    if (/call stack/i.test(located.message)) return { message: errorTable.TOO_COMPLEX.message, extensions: { code: 'TOO_COMPLEX', details: { limit: 'depth' }, retry: false } };
    return { message: located.message, ...place, extensions: { code } };
  }
  const incident = randomUUID();
  log.error({ err: cause, incident, path: located?.path }, 'unexpected error');
  return { message: errorTable.INTERNAL.message, ...(located?.path && { path: located.path }), extensions: { code: 'INTERNAL', details: { incident }, retry: true } };
}

/** For errors that are thrown before anything runs: the status travels with them. */
export function toGraphQLError(error: unknown): GraphQLError {
  if (!(error instanceof DomainError)) return new GraphQLError('unexpected', { originalError: error as Error });
  return new GraphQLError(error.message, { originalError: error, extensions: { code: error.code, http: { status: error.httpStatus } } });
}

/** The HTTP status of an answer without data; undefined leaves the library's own. */
export function statusOf(errors: readonly GraphQLFormattedError[]): number | undefined {
  const code = errors[0]?.extensions?.code;
  return typeof code === 'string' && Object.hasOwn(errorTable, code) ? errorTable[code as ErrorCode].http : undefined;
}

/** Seconds for Retry-After, when one of the errors is RATE_LIMITED. */
export function retryAfterOf(errors: readonly GraphQLFormattedError[]): number | undefined {
  const limited = errors.find((error) => error.extensions?.code === 'RATE_LIMITED');
  const seconds = (limited?.extensions?.details as { retryAfterSeconds?: unknown } | undefined)?.retryAfterSeconds;
  return typeof seconds === 'number' ? seconds : undefined;
}

function rootCause(error: unknown): unknown {
  let cause = error;
  // graphql-jit and graphql-js wrap differently often.
  for (let depth = 0; depth < 5 && cause instanceof GraphQLError && !(cause instanceof ArgumentValidationError) && cause.originalError; depth++) cause = cause.originalError;
  return cause;
}

interface Violation { property: string; constraints?: Record<string, string>; children?: Violation[] }

function violations(errors: readonly Violation[], path: readonly string[] = []): { path: string[]; message: string }[] {
  return errors.flatMap(({ property, constraints = {}, children = [] }) => {
    const here = [...path, property];
    return [...Object.values(constraints).map((message) => ({ path: here, message })), ...violations(children, here)];
  });
}

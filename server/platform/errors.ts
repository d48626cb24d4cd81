/**
 * Every error that a caller may see: its sentence, HTTP status and whether the same call may succeed later.
 * Anything that is not a DomainError leaves as INTERNAL with an incident id.
 */
export const errorTable = {
  BAD_INPUT: { message: 'The input is not valid.', http: 400, retry: false },
  UNAUTHENTICATED: { message: 'Sign in first.', http: 401, retry: false },
  BAD_CREDENTIALS: { message: 'The e-mail address or the password is wrong.', http: 401, retry: false },
  FORBIDDEN: { message: 'This account may not do that.', http: 403, retry: false },
  NOT_FOUND: { message: 'There is no such thing, or this account may not see it.', http: 404, retry: false },
  CONFLICT: { message: 'Somebody changed this in the meantime: load it again.', http: 409, retry: false },
  ILLEGAL_TRANSITION: { message: 'This step is not possible from the present state.', http: 409, retry: false },
  NOT_READY: { message: 'Something is still missing before this step.', http: 409, retry: false },
  ALREADY_EXISTS: { message: 'This exists already.', http: 409, retry: false },
  IDEMPOTENCY_MISMATCH: { message: 'This idempotency key was used with another input.', http: 409, retry: false },
  IDEMPOTENCY_IN_PROGRESS: { message: 'The first call with this idempotency key is still running: try again.', http: 409, retry: true },
  HASH_MISMATCH: { message: 'The contract has changed since this hash: read it again before you sign or answer.', http: 409, retry: false },
  OUT_OF_TURN: { message: 'Another signatory signs first.', http: 409, retry: false },
  APPROVAL_MISSING: { message: 'This raises what the platform is exposed to: a second person of the platform has to approve it before anybody signs.', http: 409, retry: false },
  PAYMENT_REFUSED: { message: 'The payment was refused.', http: 402, retry: false },
  OVER_LIMIT: { message: 'There is not enough money or budget left for this.', http: 409, retry: false },
  TOO_LARGE: { message: 'The request is too large.', http: 413, retry: false },
  TOO_COMPLEX: { message: 'The query asks for too much: ask for fewer fields or smaller pages.', http: 400, retry: false },
  RATE_LIMITED: { message: 'Too many requests: wait and try again.', http: 429, retry: true },
  MODEL_UNUSABLE: { message: 'The model cannot be used.', http: 500, retry: false },
  UNAVAILABLE: { message: 'A part of the platform does not answer: try again.', http: 503, retry: true },
  INTERNAL: { message: 'Something went wrong on our side.', http: 500, retry: true },
} as const;

export type ErrorCode = keyof typeof errorTable;

/** details travel to the caller: never put secrets, SQL or paths of the server into them. */
export class DomainError extends Error {
  readonly retry: boolean;

  constructor(readonly code: ErrorCode, readonly details: Record<string, unknown> = {}, message?: string) {
    super(message ?? errorTable[code].message);
    this.name = 'DomainError';
    this.retry = errorTable[code].retry;
  }

  get httpStatus(): number {
    return errorTable[this.code].http;
  }
}

/** SQLSTATEs of values that Postgres cannot keep: NUL and half characters, numbers and times beyond its types. */
const unkeepable: ReadonlySet<unknown> = new Set(['22021', '22P05', '22P02', '22003', '22007', '22008']);

/** Whether Postgres refused a value for its form: the caller's fault, though nobody checked it before. */
export function isUnkeepableValue(error: unknown): boolean {
  return error instanceof Error && unkeepable.has((error as { code?: unknown }).code);
}

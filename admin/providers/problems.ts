/** An expected refusal as the contract spells it; `from` and `allowed` come with refused transitions, `missing` with steps that come too early. */
export interface Problem {
  code: string;
  message: string;
  path: string[];
  allowed?: string[];
  missing?: string[];
}

/**
 * What every provider method throws. react-admin shows `message` (a key of the messages, or a sentence of the api) and puts
 * `body.errors` beside the inputs they belong to; `status` 401 signs out.
 */
export class RequestError extends Error {
  readonly body: { errors: Record<string, unknown> };

  constructor(readonly code: string, readonly status: number, message: string, fields: Record<string, string> = {}, readonly missing: readonly string[] = []) {
    super(message);
    this.name = 'RequestError';
    this.body = { errors: Object.keys(fields).length > 0 ? fields : { root: { serverError: message } } };
  }
}

/** Codes whose sentence depends on the input: the api's own words say more than ours. */
const speakForThemselves = new Set(['BAD_INPUT', 'ALREADY_EXISTS', 'PAYMENT_REFUSED']);

const statusOf: Record<string, number> = {
  UNAUTHENTICATED: 401, FORBIDDEN: 403, NOT_FOUND: 404, CONFLICT: 409, ILLEGAL_TRANSITION: 409, HASH_MISMATCH: 409, RATE_LIMITED: 429,
};

function sentence(code: string, message: string): string {
  return speakForThemselves.has(code) && message ? message : `errors.${code}`;
}

/** The first problem decides status and sentence; all of them find their inputs. */
export function refusal(problems: readonly Problem[]): RequestError {
  const { code, message, missing } = problems[0];
  const fields: Record<string, string> = {};
  for (const problem of problems) {
    const path = problem.path[0] === 'input' ? problem.path.slice(1) : problem.path;
    if (path.length > 0) fields[path.join('.')] = sentence(problem.code, problem.message);
  }
  return new RequestError(code, statusOf[code] ?? 400, sentence(code, message), fields, missing);
}

/** A fault of the request as a whole: rights, limits, a broken platform. */
export function fault(code: string, message: string, httpStatus: number): RequestError {
  return new RequestError(code, statusOf[code] ?? (httpStatus >= 400 ? httpStatus : 500), sentence(code, message));
}

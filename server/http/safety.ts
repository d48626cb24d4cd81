import type { FastifyError, FastifyInstance } from 'fastify';
import { formatError } from '../graphql/format-error.js';
import { DomainError, errorTable, type ErrorCode } from '../platform/errors.js';
import type { Log } from '../platform/log.js';

/** Headers for every answer, and one shape for every error outside GraphQL: the same as inside. */
export function registerSafety(fastify: FastifyInstance, isSecure: boolean): void {
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    reply.header('x-content-type-options', 'nosniff');
    reply.header('x-frame-options', 'DENY');
    reply.header('referrer-policy', 'no-referrer');
    reply.header('cross-origin-opener-policy', 'same-origin');
    reply.header('x-request-id', request.id);
    if (isSecure) reply.header('strict-transport-security', 'max-age=31536000');
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    done();
  });
  fastify.setErrorHandler((error: FastifyError, request, reply) => {
    const refusal = error instanceof DomainError ? error : ofFastify(error);
    const seconds = refusal?.details.retryAfterSeconds;
    if (typeof seconds === 'number') reply.header('retry-after', String(seconds));
    return reply.code(refusal?.httpStatus ?? 500).send({ errors: [formatError(refusal ?? error, request.log as Log)] });
  });
}

/** Malformed requests as our own refusals; undefined: not the caller's fault. */
function ofFastify({ statusCode = 500, code, message }: FastifyError): DomainError | undefined {
  if (statusCode >= 500 || statusCode < 400) return undefined;
  const ours: ErrorCode = statusCode === 413 ? 'TOO_LARGE' : statusCode === 404 ? 'NOT_FOUND' : 'BAD_INPUT';
  const refusal = new DomainError(ours, { reason: code }, ours === 'BAD_INPUT' && code?.startsWith('FST_') ? message : errorTable[ours].message);
  return statusCode === refusal.httpStatus ? refusal : Object.defineProperty(refusal, 'httpStatus', { value: statusCode });
}

import type { FastifyInstance } from 'fastify';
import { DomainError } from '../platform/errors.js';
import type { InboundMessages } from './inbound-messages.js';
import type { PublicKeys } from './public-keys.js';

const MOST_BYTES = 65_536;

export interface MessageRouteParts {
  messages: InboundMessages;
  publicKeys: PublicKeys;
}

/**
 * POST /partners/<code of the connector>/messages: 202 once a new message is stored, 200 for one that is known, 401 for a wrong
 * signature, 404 for no such endpoint, 400 for another shape, 413 for more than 64 KiB. GET /.well-known/jwks.json: the Ed25519
 * keys of the platform, to check what it signs.
 */
export async function registerMessages(fastify: FastifyInstance, { messages, publicKeys }: MessageRouteParts): Promise<void> {
  await fastify.register(async (scope) => {
    // The signature covers the bytes as they came: nobody parses them before it is checked.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MOST_BYTES }, (_request, body, done) => { done(null, body); });
    scope.setErrorHandler(async (error: Error & { statusCode?: number }, request, reply) => {
      if (error instanceof DomainError) return reply.code(error.httpStatus).send({ error: { code: error.code, message: error.message, details: error.details } });
      if (error.statusCode && error.statusCode < 500) return reply.code(error.statusCode).send({ error: { code: 'BAD_INPUT', message: error.message } });
      request.log.error({ err: error }, 'a message of a partner could not be taken');
      return reply.code(500).send({ error: { code: 'INTERNAL', message: 'Try again.' } });
    });
    scope.post<{ Params: { code: string } }>('/partners/:code/messages', async (request, reply) => {
      const isNew = await messages.take(request.params.code, { headers: request.headers, body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0) });
      return reply.code(isNew ? 202 : 200).send({ status: isNew ? 'taken' : 'known' });
    });
    scope.get('/.well-known/jwks.json', async (_request, reply) => reply.header('cache-control', 'public, max-age=300').type('application/jwk-set+json').send(JSON.stringify(await publicKeys.jwks())));
  });
}

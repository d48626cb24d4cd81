import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../graphql/context.js';
import { limits } from '../graphql/limits.js';
import { contextOf, identify, type ContextParts } from './request-context.js';

/** POST /graphql with a JSON body and nothing else: forms and plain text are what a foreign site can send without asking. */
export async function registerGraphql(fastify: FastifyInstance, apollo: ApolloServer<Context>, parts: ContextParts): Promise<void> {
  await fastify.register(async (scope) => {
    scope.removeContentTypeParser('text/plain');
    scope.post('/graphql', {
      bodyLimit: limits.bodyBytes,
      onRequest: identify(parts.authentication),
      handler: fastifyApolloHandler(apollo, { context: async (request, reply) => contextOf(parts, request, reply) }),
    });
    scope.route({
      method: ['GET', 'PUT', 'PATCH', 'DELETE'],
      url: '/graphql',
      handler: (_request, reply) => reply.code(405).header('allow', 'POST').send({ errors: [{ message: 'Send queries with POST.', extensions: { code: 'BAD_REQUEST' } }] }),
    });
  });
}

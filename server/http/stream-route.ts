import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { getOperationAST, GraphQLError, parse, validate, type ExecutionArgs, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/fastify';
import type { Context } from '../graphql/context.js';
import { formatError } from '../graphql/format-error.js';
import type { Gate } from '../graphql/gate.js';
import { limits } from '../graphql/limits.js';
import { DomainError } from '../platform/errors.js';
import { authenticate, contextOf, type ContextParts } from './request-context.js';

/** More open streams than this per process are refused: each one asks the database twice a second. */
const maxStreams = 500;

/**
 * Subscriptions as server-sent events, one operation a connection (graphql-sse's "distinct connections"). A client that
 * was cut off subscribes again and gets the present state first.
 */
export async function registerStream(fastify: FastifyInstance, schema: GraphQLSchema, gate: Gate, parts: ContextParts): Promise<void> {
  const open = new Set<FastifyReply>();
  const handle = createHandler<never>({
    schema,
    onSubscribe: (async ({ raw, context: { reply } }: { raw: never; context: { reply: FastifyReply } }, params: { query: string; operationName?: string; variables?: Record<string, unknown> }) => {
      const context = contextOf(parts, raw, reply);
      try {
        return subscription(schema, gate, context, params);
      } catch (error) {
        return refused([formatted(error, context)]);
      }
    }) as never,
    onNext: ((_context: unknown, { context: { reply } }: { context: { reply: FastifyReply } }, result: { errors?: readonly GraphQLError[] }) => (
      result.errors ? { ...result, errors: result.errors.map((error) => formatted(error, { log: reply.log } as Context)) } : undefined)) as never,
  });
  await fastify.register(async (scope) => {
    scope.removeContentTypeParser('text/plain');
    scope.addHook('preClose', async () => {
      for (const reply of open) reply.raw.destroy();
    });
    scope.post('/graphql/stream', { bodyLimit: limits.bodyBytes, onRequest: authenticate(parts.authentication) }, async (request, reply) => {
      if (open.size >= maxStreams) throw new DomainError('UNAVAILABLE', { reason: 'too many streams' });
      open.add(reply);
      reply.raw.on('close', () => open.delete(reply));
      await handle(request, reply);
    });
  });
}

function subscription(schema: GraphQLSchema, gate: Gate, context: Context, params: { query: string; operationName?: string; variables?: Record<string, unknown> }): ExecutionArgs | ExecutionResult {
  const document = parse(params.query, { maxTokens: limits.tokens.signedIn });
  const errors = validate(schema, document, undefined, { maxErrors: 5, hideSuggestions: true });
  if (errors.length) return refused(errors.map((error) => formatted(new GraphQLError(error.message, { nodes: error.nodes, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }), context)));
  const operation = getOperationAST(document, params.operationName);
  if (operation?.operation !== 'subscription') throw new DomainError('BAD_INPUT', {}, 'This endpoint serves subscriptions; send queries and mutations to /graphql.');
  gate.admit(createHash('sha256').update(params.query).digest('hex'), document, operation, params.variables ?? {}, context);
  return { schema, document, operationName: params.operationName, variableValues: params.variables, contextValue: context };
}

/** graphql-sse takes an object without `data` for arguments of an operation. */
function refused(errors: readonly GraphQLError[]): ExecutionResult {
  return { data: null, errors };
}

/** Errors that are ready to leave: a refusal passes onNext again. */
const ready = new WeakSet<object>();

function formatted(error: unknown, { log }: Pick<Context, 'log'>): GraphQLError {
  if (error instanceof GraphQLError && ready.has(error)) return error;
  const syntax = error instanceof GraphQLError && error.message.startsWith('Syntax Error')
    ? new GraphQLError(error.message, { extensions: { code: 'GRAPHQL_PARSE_FAILED' } }) : error;
  const { message, extensions } = formatError(syntax, log);
  const leaving = new GraphQLError(message, { extensions, path: error instanceof GraphQLError ? error.path : undefined });
  ready.add(leaving);
  return leaving;
}

import { randomUUID } from 'node:crypto';
import type { ApolloServer } from '@apollo/server';
import cookie from '@fastify/cookie';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance, type FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { registerPaymentWebhook } from './billing/webhook-route.js';
import { buildApollo } from './graphql/apollo.js';
import { registerEventsRoute } from './feed/events-route.js';
import { registerStatementFiles, type StatementRouteParts } from './settlement/statement-route.js';
import type { Context } from './graphql/context.js';
import { Gate } from './graphql/gate.js';
import { NodeResolver } from './graphql/node.resolver.js';
import { RateLimit } from './graphql/rate-limit.js';
import { buildApiSchema } from './graphql/schema.js';
import { registerConsole } from './http/console-routes.js';
import { registerGraphql } from './http/graphql-route.js';
import { registerHealth } from './http/health-routes.js';
import type { ContextParts } from './http/request-context.js';
import { registerContractFiles } from './partner/contract-route.js';
import { registerExportFiles } from './privacy/export-route.js';
import { registerMessages } from './connector/message-route.js';
import { registerSafety } from './http/safety.js';
import { registerStream } from './http/stream-route.js';
import type { Platform } from './domain.js';
import { openNouns, type Nouns } from './nouns.js';
import type { Actor } from './platform/actor.js';
import { Metrics } from './platform/metrics.js';
import { checkMigrations } from './platform/migration-check.js';

export interface AppDeps extends Platform {
  /** Folder of the built console. */
  readonly consoleFolder: string;
  /** false: everything through graphql-js, for the test that compares the two. */
  readonly jit?: boolean;
}

export interface App {
  readonly fastify: FastifyInstance;
  readonly schema: GraphQLSchema;
  readonly apollo: ApolloServer<Context>;
  readonly nouns: Nouns;
  readonly contextParts: ContextParts;
  /** Finishes what runs, then stops; database and queues stay open, they belong to the caller. */
  close(): Promise<void>;
}

/** The whole api but for the listening socket; tests start here too. */
export async function buildApp(deps: AppDeps): Promise<App> {
  const { config, database, queues, log, clock } = deps;
  const metrics = new Metrics(database);
  const nouns = openNouns(deps);
  const resolvers = apiResolvers(nouns);
  const byClass = new Map(resolvers.map((resolver) => [resolver.constructor, resolver]));
  const schema = buildApiSchema(resolvers);
  const rateLimit = new RateLimit(config.rateLimitPerSecond, clock);
  const gate = new Gate(schema, rateLimit, config.introspection);
  const apollo = buildApollo({
    schema, gate, log, jit: deps.jit, isSchemaPublic: config.introspection,
    onAnswer: (operations, hasErrors) => {
      for (const operation of operations) metrics.graphqlOperations.inc({ operation, outcome: hasErrors ? 'errors' : 'ok' });
    },
  });
  await apollo.start();

  const isSecure = config.publicUrl.startsWith('https:');
  const contextParts: ContextParts = {
    database, isSecure,
    authentication: nouns.authentication,
    resolver: (someClass) => byClass.get(someClass) as never,
  };
  const fastify = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }), // metrics count requests, the log tells of faults
    genReqId: () => randomUUID(),
    // One proxy, ours: it adds the last address of the header; what stands before came from the caller, who may say anything.
    trustProxy: config.trustProxy && ((_address: string, hop: number) => hop === 0),
    forceCloseConnections: 'idle',
  });
  fastify.decorateRequest('actor', null as never);
  fastify.decorateRequest('refusal', null);
  registerSafety(fastify, isSecure);
  measure(fastify, metrics, nouns);
  await fastify.register(cookie);
  registerHealth(fastify, {
    postgres: async () => { await database.query('SELECT 1'); },
    migrations: () => checkMigrations(database),
    queue: async () => { await queues.queue('light').getJobCounts('waiting'); },
  }, metrics.registry);
  await registerGraphql(fastify, apollo, contextParts);
  await registerStream(fastify, schema, gate, contextParts);
  const asking = {
    actorOf: (request: FastifyRequest) => nouns.authentication.actorOf(request.headers.authorization),
    spend: (actor: Actor, address: string, cost: number) => rateLimit.take(actor, address, cost),
  };
  await registerNounRoutes(fastify, nouns, { database, log, ...asking });
  await registerConsole(fastify, deps.consoleFolder);
  await fastify.ready();
  return {
    fastify, schema, apollo, nouns, contextParts,
    close: async () => {
      await fastify.close();
      await apollo.stop();
      metrics.close();
      await nouns.feed.trials.settle();
      await nouns.traffic.outcomes.flush();
      await nouns.traffic.http.close();
    },
  };
}

/** What is not GraphQL: bulk intake, files, messages of providers and partners. */
async function registerNounRoutes(fastify: FastifyInstance, nouns: Nouns, { log, ...asking }: StatementRouteParts & Pick<AppDeps, 'log'>): Promise<void> {
  await registerEventsRoute(fastify, { ...nouns.feed, ...asking });
  await registerStatementFiles(fastify, asking);
  await registerContractFiles(fastify, { files: nouns.contractFiles, ...asking });
  await registerExportFiles(fastify, { dataExports: nouns.privacy.exports, ...asking });
  await registerMessages(fastify, nouns);
  if (nouns.paymentNotices) await registerPaymentWebhook(fastify, { ...nouns.paymentNotices, log });
  else log.warn('there is no payment provider: only what is free can be had (PAYMENT_SANDBOX=on opens the sandbox)');
}

/** Every resolver object of the api; `npm run schema` prints what they make. */
export function apiResolvers(nouns: Nouns): object[] {
  return [...nouns.resolvers, new NodeResolver(nouns.nodes)];
}

function measure(fastify: FastifyInstance, metrics: Metrics, { feed: { live, shadow, trials } }: Nouns): void {
  metrics.follow('tandem_feed_unanswered_total', 'Feeds and reasons that a model failed to answer; readers got the batch list or what is popular.', () => live.champions.unanswered);
  metrics.follow('tandem_shadow_dropped_total', 'Feeds that the shadow was too busy to answer.', () => shadow.dropped);
  metrics.follow('tandem_recommender_shadow_dropped_total', 'Feeds that no recommender in shadow was asked about: too many waited.', () => trials.dropped);
  fastify.addHook('onResponse', (request, reply, done) => {
    // The route's pattern, never the address itself: labels must stay few.
    metrics.httpSeconds.observe({ method: request.method, route: request.routeOptions.url ?? 'none', status: String(reply.statusCode) }, reply.elapsedTime / 1000);
    done();
  });
}

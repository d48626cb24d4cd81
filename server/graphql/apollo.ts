import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginLandingPageDisabled, ApolloServerPluginSchemaReportingDisabled, ApolloServerPluginUsageReportingDisabled } from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Log } from '../platform/log.js';
import type { Context } from './context.js';
import { formatError } from './format-error.js';
import { gatePlugin, type Gate } from './gate.js';
import { jitPlugin } from './jit.js';
import { limits } from './limits.js';

export interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly gate: Gate;
  readonly log: Log;
  /** Whether validation errors may suggest names of the schema. */
  readonly isSchemaPublic: boolean;
  readonly onAnswer?: Parameters<typeof gatePlugin>[1];
  /** jit off: for the test that compares both executors. */
  readonly jit?: boolean;
}

/**
 * Rights and introspection are the gate's, so Apollo itself introspects for whoever gets through. The cache-control plugin
 * is off because it wraps every field resolver, which would cost half of the speed.
 */
export function buildApollo({ schema, gate, log, isSchemaPublic, onAnswer = () => {}, jit = true }: ApolloOptions): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema,
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: !isSchemaPublic,
    parseOptions: { maxTokens: limits.tokens.signedIn },
    validationOptions: { maxErrors: 5 },
    executionOptions: { maxCoercionErrors: 5 },
    formatError: (_formatted, error) => formatError(error, log),
    logger: log,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      gatePlugin(gate, onAnswer),
      ...(jit ? [jitPlugin(schema)] : []),
    ],
  });
}

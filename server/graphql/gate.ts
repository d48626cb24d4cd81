import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { DomainError } from '../platform/errors.js';
import { authorize } from './authorization.js';
import type { Context } from './context.js';
import { documentFacts, type DocumentFacts, type Variables } from './document-facts.js';
import { retryAfterOf, statusOf, toGraphQLError } from './format-error.js';
import { checkLimits, mayIntrospect } from './limits.js';
import type { RateLimit } from './rate-limit.js';

/** What one admitted operation cost: goes back in extensions.cost. */
export interface Admission {
  /** Root fields as the authorisation table spells them. */
  readonly operations: readonly string[];
  readonly requested: number;
  /** Points that are left in the actor's bucket; null without a limit. */
  readonly available: number | null;
}

/** They stand on the refresh cookie or a password, so an outdated bearer beside them does no harm. */
const sessionOperations: ReadonlySet<string> = new Set(['Mutation.signIn', 'Mutation.signOut', 'Mutation.refreshSession']);

/** Decides, before anything runs, whether an operation may: rights, limits, budget. The same for /graphql and for streams. */
export class Gate {
  private readonly facts = new LRUCache<string, DocumentFacts>({ max: 2000 });

  constructor(private readonly schema: GraphQLSchema, private readonly rateLimit: RateLimit, private readonly introspectionIsOpen: boolean) {}

  /** `key`: the same for equal documents. Throws DomainError UNAUTHENTICATED, FORBIDDEN, TOO_COMPLEX or RATE_LIMITED. */
  admit(key: string, document: DocumentNode, operation: OperationDefinitionNode, variables: Variables, { actor, session, refusal }: Context): Admission {
    const factsKey = `${key}\0${operation.name?.value ?? ''}`;
    let facts = this.facts.get(factsKey);
    if (!facts) {
      facts = documentFacts(this.schema, document, operation);
      this.facts.set(factsKey, facts);
    }
    if (refusal && !facts.operations.every((name) => sessionOperations.has(name))) throw refusal;
    const requested = checkLimits(facts, variables, actor);
    authorize(facts.operations, actor);
    if (facts.introspects && !mayIntrospect(actor, this.introspectionIsOpen)) throw new DomainError('FORBIDDEN', { operation: 'introspection' });
    return { operations: facts.operations, requested, available: this.rateLimit.take(actor, session.address, requested) };
  }
}

/** `onAnswer` hears of every operation that was let in. */
export function gatePlugin(gate: Gate, onAnswer: (operations: readonly string[], hasErrors: boolean) => void): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => {
      let admission: Admission | undefined;
      return {
        didResolveOperation: async ({ queryHash, document, operation, request, contextValue }) => {
          if (!operation) return;
          try {
            if (operation.operation === 'subscription') throw new DomainError('BAD_INPUT', {}, 'Subscriptions are served at /graphql/stream.');
            admission = gate.admit(queryHash, document, operation, request.variables ?? {}, contextValue);
          } catch (error) {
            throw error instanceof GraphQLError ? error : toGraphQLError(error);
          }
        },
        willSendResponse: async ({ response }) => {
          if (response.body.kind !== 'single') return;
          const { singleResult } = response.body;
          if (admission) {
            singleResult.extensions = { cost: { requested: admission.requested, available: admission.available } };
            onAnswer(admission.operations, Boolean(singleResult.errors?.length));
          }
          if (!singleResult.errors?.length) return;
          const retryAfter = retryAfterOf(singleResult.errors);
          if (retryAfter !== undefined) response.http.headers.set('retry-after', String(retryAfter));
          if (singleResult.data == null) response.http.status = statusOf(singleResult.errors) ?? response.http.status;
        },
      };
    },
  };
}

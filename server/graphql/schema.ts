import 'reflect-metadata';
import { GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, type NonEmptyArray } from 'type-graphql';
import { DateTime } from '../../schema/scalars.js';
import { asPartner } from '../platform/partner-scope.js';
import type { Context } from './context.js';
import { readsAs } from '../platform/actor.js';
import { toGlobalId } from './global-ids.js';

/** Every subscription has a `subscribe` of its own that polls our tables (poll.ts): messages between processes may be lost. */
const refuse = (): never => { throw new Error('Subscriptions poll; there is nothing to publish to.'); };
const noPubSub = { publish: refuse, subscribe: refuse };

/**
 * The executable schema of these resolver objects. They are constructed by hand: TypeGraphQL's container only looks them up.
 */
export function buildApiSchema(resolvers: readonly object[]): GraphQLSchema {
  const byClass = new Map(resolvers.map((resolver) => [resolver.constructor, resolver]));
  const schema = buildSchemaSync({
    resolvers: [...byClass.keys()] as unknown as NonEmptyArray<() => void>,
    container: { get: (someClass) => byClass.get(someClass) },
    scalarsMap: [{ type: Date, scalar: DateTime }],
    validate: { forbidUnknownValues: false },
    pubSub: noPubSub,
  });
  for (const type of Object.values(schema.getTypeMap())) {
    if (!(type instanceof GraphQLObjectType) || type.name.startsWith('__')) continue;
    // Interfaces and unions decide by resolveType; asking every object of a known type again only costs time.
    type.isTypeOf = undefined;
    if (type.getInterfaces().some(({ name }) => name === 'Node')) {
      type.getFields().id.resolve = (source: { id: string }) => toGlobalId(type.name, source.id);
    }
    if (!unscoped.has(type.name)) scopeReads(type);
  }
  return schema;
}

/** Changes are guarded by the domain, which locks and audits what a partner may not read; what their answers show is read in the scope again. */
const unscoped: ReadonlySet<string> = new Set(['Mutation', 'Subscription']);
/** The feed logs what it shows and reads what all requests share; contractVerify answers yes or no to anybody. */
const unscopedFields: ReadonlySet<string> = new Set(['Query.feed', 'Query.contractVerify']);

/** Whatever a field of this type reads for a partner's account or key, it reads in that partner's scope. */
function scopeReads(type: GraphQLObjectType): void {
  for (const [name, field] of Object.entries(type.getFields())) {
    const { resolve } = field;
    if (!resolve || name === 'id' || unscopedFields.has(`${type.name}.${name}`)) continue;
    field.resolve = (source, args, context: Context, info) => {
      const partnerId = readsAs(context.actor);
      return partnerId === null ? resolve(source, args, context, info) : asPartner(partnerId, () => resolve(source, args, context, info));
    };
  }
}

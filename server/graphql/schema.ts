import 'reflect-metadata';
import { GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, type NonEmptyArray } from 'type-graphql';
import { DateTime } from '../../schema/scalars.js';
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
  }
  return schema;
}

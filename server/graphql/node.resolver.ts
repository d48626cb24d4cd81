import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { Node } from '../../schema/node.js';
import { DomainError } from '../platform/errors.js';
import type { Context } from './context.js';
import { readGlobalId } from './global-ids.js';
import type { NodeTable } from './nodes.js';
import { maxPageSize } from './paging.js';

@Resolver()
export class NodeResolver {
  constructor(private readonly sources: NodeTable) {}

  @Query(() => Node, { nullable: true, description: 'Anything by its global id; null when it is not there or the viewer may not see it.' })
  async node(@Arg('id', () => ID, { description: 'Global id.' }) id: string, @Ctx() context: Context): Promise<Node | null> {
    return (await this.nodes([id], context))[0];
  }

  @Query(() => [Node], { nullable: 'items', description: 'Up to 100 things by their global ids, in that order.' })
  async nodes(@Arg('ids', () => [ID], { description: 'Global ids, of any types.' }) ids: string[], @Ctx() context: Context): Promise<(Node | null)[]> {
    if (ids.length > maxPageSize) throw new DomainError('BAD_INPUT', { path: ['ids'], max: maxPageSize });
    const wanted = ids.map(readGlobalId);
    const found = new Map<string, Node | null>();
    await Promise.all([...new Set(wanted.map(({ type }) => type))].map(async (type) => {
      const uuids = [...new Set(wanted.filter((one) => one.type === type).map(({ uuid }) => uuid))];
      if (!Object.hasOwn(this.sources, type)) throw new DomainError('BAD_INPUT', { path: ['ids'], type }, 'There is no such type of thing.');
      const rows = await this.sources[type](uuids, context);
      uuids.forEach((uuid, place) => found.set(`${type}:${uuid}`, rows[place]));
    }));
    return wanted.map(({ type, uuid }) => found.get(`${type}:${uuid}`) ?? null);
  }
}

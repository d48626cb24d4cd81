import { Arg, Args, Ctx, Field, FieldResolver, ID, InputType, Int, Mutation, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { Connector } from '../../schema/connector.js';
import { FeedImport, FeedImportState, FeedPolicy } from '../../schema/feed-import.js';
import { QuarantinedItem, QuarantineState } from '../../schema/quarantined-item.js';
import type { Context } from '../graphql/context.js';
import { applyFilter, dateField, enumField, filterInputOf, idField, textField, type FilterValue } from '../graphql/filters.js';
import { fromGlobalId } from '../graphql/global-ids.js';
import type { NodeSource } from '../graphql/nodes.js';
import { ListArgs, listPage, pageOf, type Page } from '../graphql/paging.js';
import { answer, payloadOf, type Payload } from '../graphql/payloads.js';
import { maySeePartner, partnerScope } from '../partner/sides.js';
import type { Database } from '../platform/database.js';
import type { Idempotency } from '../platform/idempotency.js';
import { changeOf, ConnectorStepInput } from './connector.inputs.js';
import type { ContentFeeds } from './content-feeds.js';

const ImportPage = pageOf(FeedImport);
const ImportPayload = payloadOf(FeedImport);
const ItemPage = pageOf(QuarantinedItem);
const ItemPayload = payloadOf(QuarantinedItem);
const ConnectorPayload = payloadOf(Connector);
const ImportFilter = filterInputOf('FeedImportFilter', {
  type: 'FeedImport',
  fields: {
    connector: idField('import.connectorId', 'Connector'),
    partner: idField('import.partnerId', 'Partner'),
    state: enumField('import.state', 'FeedImportState', FeedImportState),
    startedAt: dateField('import.startedAt'),
  },
});
const ItemFilter = filterInputOf('QuarantinedItemFilter', {
  type: 'QuarantinedItem',
  fields: {
    connector: idField('item.connectorId', 'Connector'),
    partner: idField('item.partnerId', 'Partner'),
    itemId: textField('item.itemId'),
    reason: textField('item.reason'),
    state: enumField('item.state', 'QuarantineState', QuarantineState),
  },
});

@InputType({ description: 'An import of a content feed.' })
export class ContentFeedImportInput {
  @Field(() => ID, { description: 'The live connector.' })
  connectorId: string;

  @Field({ defaultValue: false, description: 'Only count what would come.' })
  isDry: boolean;

  @Field(() => String, { description: 'The same key and input give the same import.' })
  idempotencyKey: string;
}

@InputType({ description: 'What becomes of what a feed brings from now on.' })
export class ContentFeedSetInput extends ConnectorStepInput {
  @Field(() => FeedPolicy, { description: 'Drafts, or published at once.' })
  policy: FeedPolicy;
}

@InputType({ description: 'An item that waits.' })
export class QuarantineStepInput {
  @Field(() => ID, { description: 'Which.' })
  id: string;
}

@ObjectType({ simpleResolvers: true, description: 'How a content feed stands.' })
export class ContentFeedStanding {
  @Field(() => FeedPolicy, { description: 'What becomes of what it brings.' })
  policy: FeedPolicy;

  @Field(() => Int, { description: 'Contents that it brought and that are not withdrawn.' })
  items: number;

  @Field(() => Int, { description: 'Items that wait for a person.' })
  waiting: number;
}

@Resolver(() => FeedImport)
export class FeedImportResolver {
  constructor(private readonly database: Database, private readonly feeds: ContentFeeds, private readonly idempotency: Idempotency) {}

  @Query(() => ImportPage, { description: 'Imports of content feeds, newest first; an account of a partner sees its own.' })
  feedImportList(@Args(() => ListArgs) list: ListArgs, @Ctx() { actor }: Context, @Arg('filter', () => ImportFilter, { nullable: true, description: 'Which ones.' }) filter?: FilterValue): Promise<Page<FeedImport>> {
    const own = partnerScope(actor);
    return listPage(this.database.dataSource.getRepository(FeedImport).createQueryBuilder('import'), list, {
      sortable: { startedAt: 'import.startedAt', state: 'import.state' },
      defaultSort: ['startedAt', 'desc'],
      filter: (query) => {
        if (own) query.andWhere('import.partnerId = :own', { own });
        applyFilter(query, ImportFilter, filter);
      },
    });
  }

  @Mutation(() => ImportPayload, { description: 'Begins an import of a live content feed, or counts what would come.' })
  contentFeedImport(@Arg('input', () => ContentFeedImportInput, { description: 'Of which.' }) { idempotencyKey, ...input }: ContentFeedImportInput, @Ctx() { actor }: Context): Promise<Payload<FeedImport>> {
    return answer(async () => {
      const wanted = { connectorId: fromGlobalId('Connector', input.connectorId), isDry: input.isDry };
      const id = await this.idempotency.once(actor, idempotencyKey, 'contentFeedImport', wanted, (tx) => this.feeds.start(tx, wanted, actor));
      return this.database.dataSource.getRepository(FeedImport).findOneByOrFail({ id });
    });
  }

  @Mutation(() => ConnectorPayload, { description: 'Says what becomes of what a content feed brings from now on.' })
  contentFeedSet(@Arg('input', () => ContentFeedSetInput, { description: 'Of which, what.' }) input: ContentFeedSetInput, @Ctx() { actor }: Context): Promise<Payload<Connector>> {
    return answer(async () => this.feeds.setPolicy({ ...changeOf(input), policy: input.policy }, actor));
  }

  @FieldResolver(() => Connector, { description: 'Whose import it is.' })
  async connector(@Root() { connectorId }: FeedImport, @Ctx() { loaders }: Context): Promise<Connector> {
    return (await loaders.byId(Connector).load(connectorId))!;
  }
}

@Resolver(() => QuarantinedItem)
export class QuarantinedItemResolver {
  constructor(private readonly database: Database, private readonly feeds: ContentFeeds) {}

  @Query(() => ItemPage, { description: 'Items of content feeds that were not taken, newest first; an account of a partner sees its own.' })
  quarantinedItemList(@Args(() => ListArgs) list: ListArgs, @Ctx() { actor }: Context, @Arg('filter', () => ItemFilter, { nullable: true, description: 'Which ones.' }) filter?: FilterValue): Promise<Page<QuarantinedItem>> {
    const own = partnerScope(actor);
    return listPage(this.database.dataSource.getRepository(QuarantinedItem).createQueryBuilder('item'), list, {
      sortable: { seenAt: 'item.seenAt', reason: 'item.reason', itemId: 'item.itemId' },
      defaultSort: ['seenAt', 'desc'],
      filter: (query) => {
        if (own) query.andWhere('item.partnerId = :own', { own });
        applyFilter(query, ItemFilter, filter);
      },
    });
  }

  @Mutation(() => ItemPayload, { description: 'Takes an item all the same, over what was edited here too.' })
  quarantineRelease(@Arg('input', () => QuarantineStepInput, { description: 'Which.' }) { id }: QuarantineStepInput, @Ctx() { actor }: Context): Promise<Payload<QuarantinedItem>> {
    return answer(async () => this.feeds.release({ id: fromGlobalId('QuarantinedItem', id) }, actor));
  }

  @Mutation(() => ItemPayload, { description: 'Leaves an item out; a later version of it is judged anew.' })
  quarantineDiscard(@Arg('input', () => QuarantineStepInput, { description: 'Which.' }) { id }: QuarantineStepInput, @Ctx() { actor }: Context): Promise<Payload<QuarantinedItem>> {
    return answer(async () => this.feeds.discard({ id: fromGlobalId('QuarantinedItem', id) }, actor));
  }

  @FieldResolver(() => Connector, { description: 'The feed that brought it.' })
  async connector(@Root() { connectorId }: QuarantinedItem, @Ctx() { loaders }: Context): Promise<Connector> {
    return (await loaders.byId(Connector).load(connectorId))!;
  }

  @FieldResolver(() => String, { description: 'As it came, in JSON.' })
  source(@Root() { item }: QuarantinedItem): string {
    return JSON.stringify(item);
  }
}

/** `Connector.contentFeed`: one statement for a page of connectors. */
@Resolver(() => Connector)
export class ConnectorFeedResolver {
  constructor(private readonly database: Database) {}

  @FieldResolver(() => ContentFeedStanding, { nullable: true, description: 'How its feed stands; null for connections of other kinds.' })
  contentFeed(@Root() connector: Connector, @Ctx() { loaders }: Context): Promise<ContentFeedStanding> | null {
    if (connector.kind !== 'content_feed') return null;
    return loaders.batch<string, ContentFeedStanding>('connector.contentFeed', async (ids) => {
      const rows = await this.database.query<ContentFeedStanding & { id: string }>(
        `SELECT given.id, coalesce(f.policy, 'review') AS policy,
           (SELECT count(*)::int FROM feed_items i WHERE i.connector_id = given.id AND NOT i.is_deleted) AS items,
           (SELECT count(*)::int FROM quarantined_items q WHERE q.connector_id = given.id AND q.state = 'waiting') AS waiting
         FROM unnest($1::uuid[]) AS given (id) LEFT JOIN content_feeds f ON f.connector_id = given.id`, [ids]);
      return ids.map((id) => rows.find((row) => row.id === id)!);
    }).load(connector.id);
  }
}

const ownNodes = (entity: typeof FeedImport | typeof QuarantinedItem): NodeSource => (ids, { actor, loaders }) => Promise.all(ids.map(async (id) => {
  const row = await loaders.byId<FeedImport | QuarantinedItem>(entity).load(id);
  return row && maySeePartner(actor, row.partnerId) ? row : null;
}));
export const feedImportNodes = ownNodes(FeedImport);
export const quarantinedItemNodes = ownNodes(QuarantinedItem);

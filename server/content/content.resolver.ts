import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { SelectQueryBuilder } from 'typeorm';
import { Account } from '../../schema/account.js';
import { Content, ContentKind, ContentLanguage, ContentState } from '../../schema/content.js';
import { ContentPublication } from '../../schema/content-publication.js';
import { ContentVersion } from '../../schema/content-version.js';
import { Partner } from '../../schema/partner.js';
import { type Connection, ConnectionArgs, connectionOf, connectionPage, decodeCursor, encodeCursor, windowOf } from '../graphql/connections.js';
import type { Context } from '../graphql/context.js';
import { applyFilter, dateField, enumField, filterInputOf, type FilterValue, idField, textField } from '../graphql/filters.js';
import { fromGlobalId } from '../graphql/global-ids.js';
import type { NodeSource } from '../graphql/nodes.js';
import { ListArgs, listPage, type Page, pageOf } from '../graphql/paging.js';
import { type Actor, actorAccountId } from '../platform/actor.js';
import type { Database } from '../platform/database.js';
import { isUuid } from '../platform/ids.js';
import type { Catalogue, CatalogueFilter, CataloguePlace } from './catalogue.js';
import { latestPublications, latestVersions } from './content-history.js';
import { allowedContentActions, isStaff, seesWorkshop } from './content-states.js';
import { CatalogueFilterInput } from './content.inputs.js';

const ContentConnection = connectionOf(Content);
const ContentPage = pageOf(Content);
const ContentFilter = filterInputOf('ContentFilter', {
  type: 'Content',
  search: ['content.title', 'content.externalId'],
  fields: {
    title: textField('content.title'),
    externalId: textField('content.externalId'),
    kind: enumField('content.kind', 'ContentKind', ContentKind),
    state: enumField('content.state', 'ContentState', ContentState),
    language: enumField('content.language', 'ContentLanguage', ContentLanguage),
    author: idField('content.authorId', 'Account'),
    partner: idField('content.partnerId', 'Partner'),
    publishedAt: dateField('content.publishedAt'),
    createdAt: dateField('content.createdAt'),
  },
});

@Resolver(() => Content)
export class ContentResolver {
  constructor(private readonly database: Database, private readonly catalogue: Catalogue) {}

  @Query(() => ContentConnection, { description: 'Published contents: newest first, or best match first when words are looked for.' })
  async contents(
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Arg('filter', () => CatalogueFilterInput, { nullable: true, description: 'Which ones.' }) input?: CatalogueFilterInput | null,
    @Arg('query', () => String, { nullable: true, description: 'Words to find, Chinese or English; all of them must occur.' }) query?: string | null,
  ): Promise<Connection<Content>> {
    const [words, filter] = [query?.trim() || null, catalogueFilter(input)];
    const window = windowOf(args, (cursor, argument) => placeOf(cursor, argument, words !== null));
    const rows = words === null ? await this.catalogue.page(filter, window) : await this.catalogue.search(words, filter, window);
    const places = new Map(rows.map(({ content, place }) => [content, place]));
    return connectionPage(rows.map(({ content }) => content), window, (content) => cursorOf(places.get(content)!), () => this.catalogue.count(words, filter));
  }

  @Query(() => ContentPage, { description: 'Contents in every state: all for staff, their own for authors and partners.' })
  contentList(
    @Args(() => ListArgs) list: ListArgs, @Ctx() { actor }: Context,
    @Arg('filter', () => ContentFilter, { nullable: true, description: 'Which ones.' }) filter?: FilterValue,
  ): Promise<Page<Content>> {
    return listPage(this.database.dataSource.getRepository(Content).createQueryBuilder('content'), list, {
      sortable: Object.fromEntries(['no', 'title', 'kind', 'state', 'language', 'publishedAt', 'publishAt', 'createdAt', 'updatedAt'].map((field) => [field, `content.${field}`])),
      filter: (query) => { onlyOwn(query, actor); applyFilter(query, ContentFilter, filter); },
    });
  }

  @FieldResolver(() => Account, { nullable: true, description: 'Who wrote it.' })
  author(@Root() content: Content, @Ctx() { loaders }: Context): Promise<Account | null> | null {
    return content.authorId === null ? null : loaders.byId(Account).load(content.authorId);
  }

  @FieldResolver(() => Partner, { nullable: true, description: 'The partner that it comes from.' })
  partner(@Root() content: Content, @Ctx() { loaders }: Context): Promise<Partner | null> | null {
    return content.partnerId === null ? null : loaders.byId(Partner).load(content.partnerId);
  }

  @FieldResolver(() => ContentVersion, { nullable: true, description: 'What editors see. Null for who does not work on it.' })
  draft(@Root() content: Content, @Ctx() { actor, loaders }: Context): Promise<ContentVersion | null> | null {
    return seesWorkshop(actor, content) ? loaders.byId(ContentVersion).load(content.draftVersionId) : null;
  }

  @FieldResolver(() => ContentVersion, { nullable: true, description: 'What readers get. Null for who does not work on it, and before the first publication.' })
  live(@Root() content: Content, @Ctx() { actor, loaders }: Context): Promise<ContentVersion | null> | null {
    return content.liveVersionId !== null && seesWorkshop(actor, content) ? loaders.byId(ContentVersion).load(content.liveVersionId) : null;
  }

  @FieldResolver(() => [ContentVersion], { description: 'The newest 20 versions, newest first. Empty for who does not work on it.' })
  versions(@Root() content: Content, @Ctx() { actor, loaders }: Context): Promise<ContentVersion[]> | ContentVersion[] {
    return seesWorkshop(actor, content) ? loaders.batch('content.versions', latestVersions(this.database)).load(content.id) : [];
  }

  @FieldResolver(() => [ContentPublication], { description: 'The newest 20 moves of the live version, newest first. Empty for who does not work on it.' })
  publications(@Root() content: Content, @Ctx() { actor, loaders }: Context): Promise<ContentPublication[]> | ContentPublication[] {
    return seesWorkshop(actor, content) ? loaders.batch('content.publications', latestPublications(this.database)).load(content.id) : [];
  }

  @FieldResolver(() => [String], { description: 'Mutations that the viewer can apply to it now.' })
  availableActions(@Root() content: Content, @Ctx() { actor }: Context): string[] {
    return allowedContentActions(content, actor);
  }
}

@Resolver(() => ContentPublication)
export class ContentPublicationResolver {
  @FieldResolver(() => ContentVersion, { nullable: true, description: 'What readers got before.' })
  from(@Root() { fromVersionId }: ContentPublication, @Ctx() { loaders }: Context): Promise<ContentVersion | null> | null {
    return fromVersionId === null ? null : loaders.byId(ContentVersion).load(fromVersionId);
  }

  @FieldResolver(() => ContentVersion, { nullable: true, description: 'What readers got from then on.' })
  to(@Root() { toVersionId }: ContentPublication, @Ctx() { loaders }: Context): Promise<ContentVersion | null> | null {
    return toVersionId === null ? null : loaders.byId(ContentVersion).load(toVersionId);
  }
}

/** Versions and publications are seen by who works on their content. */
const workshopNodes = <T extends ContentVersion | ContentPublication>(entity: new () => T): NodeSource => (ids, { actor, loaders }) => Promise.all(ids.map(async (id) => {
  const row = await loaders.byId<ContentVersion | ContentPublication>(entity).load(id);
  const content = row && await loaders.byId(Content).load(row.contentId);
  return content && seesWorkshop(actor, content) ? row : null;
}));

export const contentVersionNodes: NodeSource = workshopNodes(ContentVersion);
export const contentPublicationNodes: NodeSource = workshopNodes(ContentPublication);

function onlyOwn(query: SelectQueryBuilder<Content>, actor: Actor): void {
  if (isStaff(actor)) return;
  const isPartner = 'role' in actor && actor.role === 'partner';
  query.andWhere(isPartner ? 'content.partnerId = :own' : 'content.authorId = :own', { own: isPartner ? actor.partnerId : actorAccountId(actor) });
}

function catalogueFilter(input: CatalogueFilterInput | null | undefined): CatalogueFilter {
  const { authorId, partnerId, ...plain } = input ?? {};
  return { ...plain, authorId: authorId ? fromGlobalId('Account', authorId) : null, partnerId: partnerId ? fromGlobalId('Partner', partnerId) : null };
}

function cursorOf({ rank, publishedAt, id }: CataloguePlace): string {
  return encodeCursor(rank === null ? ['new', publishedAt, id] : ['best', rank, id]);
}

/** A cursor of the other order is refused. */
function placeOf(cursor: string | null | undefined, argument: 'after' | 'before', isSearch: boolean): CataloguePlace | null {
  const values = decodeCursor<[string, string | number, string]>(cursor, argument, ([order, place, id, ...rest]) => rest.length === 0 && isUuid(String(id))
    && (isSearch ? order === 'best' && typeof place === 'number' : order === 'new' && typeof place === 'string' && !Number.isNaN(Date.parse(place))));
  if (!values) return null;
  const [, place, id] = values;
  return isSearch ? { rank: Number(place), publishedAt: '', id } : { rank: null, publishedAt: String(place), id };
}

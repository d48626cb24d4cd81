import { ArrayMaxSize, Max, Min } from 'class-validator';
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { Campaign } from '../../schema/campaign.js';
import { ModelRun } from '../../schema/model-run.js';
import { isAllowed } from '../graphql/authorization.js';
import { PageInfo } from '../graphql/connections.js';
import type { Context, Locale } from '../graphql/context.js';
import { fromGlobalId, readGlobalId, toGlobalId } from '../graphql/global-ids.js';
import { maxPageSize } from '../graphql/paging.js';
import { maySeePartner } from '../partner/sides.js';
import { holdsScope, type Actor } from '../platform/actor.js';
import { DomainError } from '../platform/errors.js';
import { encodeFeedCursor } from './feed-cursor.js';
import { type FeedReasons, reasonText } from './feed-reasons.js';
import { Feed, FeedEdge, Reason } from './feed.types.js';
import type { FeedPage, Feeds } from './feeds.js';
import type { ReaderKey } from './reader-context.js';

/** A frozen list is paged forward only. */
@ArgsType()
export class FeedArgs {
  @Field(() => Int, { description: 'How many: 1 to 100.' })
  @Min(1) @Max(maxPageSize)
  first: number;

  @Field(() => String, { nullable: true, description: 'endCursor of the page before.' })
  after?: string | null;

  @Field(() => String, { defaultValue: 'home', description: 'Which feed of the platform.' })
  scenario: string;

  @Field(() => [ID], { nullable: true, description: 'Contents that shall not appear, at most 200.' })
  @ArrayMaxSize(200)
  exclude?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'Somebody else\'s feed: for staff, and for keys with feed:read (which may also give the reader\'s external id).' })
  readerId?: string | null;
}

const staff: readonly string[] = ['partner_manager', 'marketer', 'analyst', 'operator'];

/** Whose feed is asked for, and whether he sees it himself. Throws FORBIDDEN. */
export function readerAskedFor(actor: Actor, readerId: string | null): { reader: ReaderKey | null; isImpression: boolean } {
  if (readerId === null) return { reader: actor.kind === 'account' ? { accountId: actor.accountId } : null, isImpression: true };
  if (actor.kind === 'account' && staff.includes(actor.role)) return { reader: { readerId: fromGlobalId('Reader', readerId) }, isImpression: false };
  if (!holdsScope(actor, 'feed:read')) throw new DomainError('FORBIDDEN', { path: ['readerId'] });
  return { reader: readerOfKey(readerId), isImpression: true };
}

/** What every global id of a reader begins with. */
const readerPrefix = toGlobalId('Reader', '').slice(0, 9);

function readerOfKey(readerId: string): ReaderKey {
  if (!readerId.startsWith(readerPrefix)) return { externalId: readerId };
  try {
    const { type, uuid } = readGlobalId(readerId);
    if (type === 'Reader') return { readerId: uuid };
  } catch { /* no global id */ }
  return { externalId: readerId };
}

@Resolver(() => Feed)
export class FeedResolver {
  constructor(private readonly feeds: Feeds, private readonly reasons: FeedReasons) {}

  @Query(() => Feed, { description: 'A list of contents made for the reader. The first page freezes it: cursors page the same list, nothing twice and nothing skipped.' })
  async feed(@Args(() => FeedArgs) { scenario, first, after, exclude, readerId }: FeedArgs, @Ctx() { actor, locale }: Context): Promise<Feed> {
    const page = await this.feeds.page({
      scenario, first, after: after ?? null, locale,
      exclude: (exclude ?? []).map((id) => fromGlobalId('Content', id)),
      ...readerAskedFor(actor, readerId ?? null),
    });
    return feedOf(page, () => this.reasons.explain(page));
  }

  @FieldResolver(() => ModelRun, { nullable: true, description: 'The model that scored the list; null before the first one was trained, and for who may not see runs.' })
  async model(@Root() feed: Feed, @Ctx() { actor, loaders }: Context): Promise<ModelRun | null> {
    return feed.modelRunId === null || !isAllowed('Query.champion', actor) ? null : loaders.byId(ModelRun).load(feed.modelRunId);
  }
}

@Resolver(() => FeedEdge)
export class FeedEdgeResolver {
  @FieldResolver(() => Campaign, { nullable: true, description: 'The campaign that pays for this slot; for the staff and its partner, null for everybody else.' })
  async sponsored(@Root() edge: FeedEdge, @Ctx() { actor, loaders }: Context): Promise<Campaign | null> {
    const campaign = edge.campaignId === null ? null : await loaders.byId(Campaign).load(edge.campaignId);
    return campaign && maySeePartner(actor, campaign.partnerId) ? campaign : null;
  }

  @FieldResolver(() => [Reason], { description: 'Why the content stands here, strongest reason first.' })
  async reasons(@Root() edge: FeedEdge): Promise<Reason[]> {
    return (await edge.explain()).get(edge.slot)!.map((reason) => Object.assign(new Reason(), reason));
  }
}

@Resolver(() => Reason)
export class ReasonResolver {
  @FieldResolver(() => String, { description: 'The reason in words.' })
  text(@Root() reason: Reason, @Arg('locale', () => String, { nullable: true, description: 'zh or en; without it, the language of the request.' }) locale: string | null, @Ctx() context: Context): string {
    return reasonText(reason, locale === 'zh' || locale === 'en' ? locale satisfies Locale : context.locale);
  }
}

function feedOf(page: FeedPage, explainPage: () => ReturnType<FeedEdge['explain']>): Feed {
  let explained: ReturnType<FeedEdge['explain']> | undefined;
  const explain = () => (explained ??= explainPage());
  const edges = page.entries.map(({ slot, content, score, propensity, campaignId }) => Object.assign(new FeedEdge(), {
    cursor: encodeFeedCursor({ feedId: page.feedId, slot }), node: content, score, slot, propensity, campaignId, explain,
  }));
  const pageInfo = Object.assign(new PageInfo(), {
    hasNextPage: page.hasNextPage, hasPreviousPage: page.hasPreviousPage, startCursor: edges[0]?.cursor ?? null, endCursor: edges.at(-1)?.cursor ?? null,
  });
  return Object.assign(new Feed(), { feedId: page.feedId, policyVersion: page.policyVersion, modelRunId: page.modelRunId, edges, pageInfo });
}

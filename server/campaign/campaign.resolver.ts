import { Arg, Args, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Audience } from '../../schema/audience.js';
import { Campaign, CampaignState } from '../../schema/campaign.js';
import { Content } from '../../schema/content.js';
import { Partner } from '../../schema/partner.js';
import { isAllowed } from '../graphql/authorization.js';
import type { Context } from '../graphql/context.js';
import { applyFilter, dateField, enumField, filterInputOf, idField, textField, type FilterValue } from '../graphql/filters.js';
import { fromGlobalId } from '../graphql/global-ids.js';
import type { NodeSource } from '../graphql/nodes.js';
import { ListArgs, listPage, maxPageSize, pageOf, type Page } from '../graphql/paging.js';
import { answer, payloadOf, type Payload } from '../graphql/payloads.js';
import { maySeePartner, partnerScope } from '../partner/sides.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import type { Idempotency } from '../platform/idempotency.js';
import { audienceSizes, clickCounts, impressionCounts } from './campaign-figures.js';
import { allowedCampaignActions } from './campaign-states.js';
import { CampaignCancelInput, CampaignCreateInput, CampaignEditInput, CampaignStepInput, changeOf, draftOf } from './campaign.inputs.js';
import { sideOfCampaign, type Campaigns } from './campaigns.js';

const CampaignPage = pageOf(Campaign);
const CampaignPayload = payloadOf(Campaign);
const CampaignFilter = filterInputOf('CampaignFilter', {
  type: 'Campaign',
  search: ['campaign.code', 'campaign.name'],
  fields: {
    code: textField('campaign.code'),
    name: textField('campaign.name'),
    partner: idField('campaign.partnerId', 'Partner'),
    content: idField('campaign.contentId', 'Content'),
    state: enumField('campaign.state', 'CampaignState', CampaignState),
    startsAt: dateField('campaign.startsAt'),
    endsAt: dateField('campaign.endsAt'),
  },
});

@Resolver(() => Campaign)
export class CampaignResolver {
  constructor(private readonly database: Database, private readonly campaigns: Campaigns, private readonly idempotency: Idempotency) {}

  @Query(() => CampaignPage, { description: 'Campaigns; an account of a partner sees its own.' })
  campaignList(@Args(() => ListArgs) list: ListArgs, @Ctx() { actor }: Context, @Arg('filter', () => CampaignFilter, { nullable: true, description: 'Which ones.' }) filter?: FilterValue): Promise<Page<Campaign>> {
    const own = partnerScope(actor);
    return listPage(this.database.dataSource.getRepository(Campaign).createQueryBuilder('campaign'), list, {
      sortable: { code: 'campaign.code', name: 'campaign.name', state: 'campaign.state', startsAt: 'campaign.startsAt', endsAt: 'campaign.endsAt', budget: 'campaign.budgetMinor', spent: 'campaign.spentMinor' },
      filter: (query) => {
        if (own) query.andWhere('campaign.partnerId = :own', { own });
        applyFilter(query, CampaignFilter, filter);
      },
    });
  }

  @Mutation(() => CampaignPayload, { description: 'Drafts a campaign.' })
  campaignCreate(@Arg('input', () => CampaignCreateInput, { description: 'The campaign.' }) input: CampaignCreateInput, @Ctx() { actor }: Context): Promise<Payload<Campaign>> {
    return answer(async () => {
      const draft = { ...draftOf(input), partnerId: fromGlobalId('Partner', input.partnerId) };
      const id = await this.idempotency.once(actor, input.idempotencyKey, 'campaignCreate', input, async (tx) => (await this.campaigns.create(tx, draft, actor)).id);
      return this.database.dataSource.getRepository(Campaign).findOneByOrFail({ id });
    });
  }

  @Mutation(() => CampaignPayload, { description: 'Rewrites a draft.' })
  campaignEdit(@Arg('input', () => CampaignEditInput, { description: 'All of it.' }) input: CampaignEditInput, @Ctx() { actor }: Context): Promise<Payload<Campaign>> {
    return answer(async () => this.campaigns.edit({ ...changeOf(input), ...draftOf(input) }, actor));
  }

  @Mutation(() => CampaignPayload, { description: 'Gives a draft to the platform for approval.' })
  campaignSubmit(@Arg('input', () => CampaignStepInput, { description: 'Which.' }) input: CampaignStepInput, @Ctx() { actor }: Context): Promise<Payload<Campaign>> {
    return answer(async () => this.campaigns.submit(changeOf(input), actor));
  }

  @Mutation(() => CampaignPayload, { description: 'Approves what was submitted.' })
  campaignApprove(@Arg('input', () => CampaignStepInput, { description: 'Which.' }) input: CampaignStepInput, @Ctx() { actor }: Context): Promise<Payload<Campaign>> {
    return answer(async () => this.campaigns.approve(changeOf(input), actor));
  }

  @Mutation(() => CampaignPayload, { description: 'Starts an approved campaign, now or at its start: its partner is active and an active contract of it pays.' })
  campaignLaunch(@Arg('input', () => CampaignStepInput, { description: 'Which.' }) input: CampaignStepInput, @Ctx() { actor }: Context): Promise<Payload<Campaign>> {
    return answer(async () => this.campaigns.launch(changeOf(input), actor));
  }

  @Mutation(() => CampaignPayload, { description: 'Stops showing it; one side is enough.' })
  campaignPause(@Arg('input', () => CampaignStepInput, { description: 'Which.' }) input: CampaignStepInput, @Ctx() { actor }: Context): Promise<Payload<Campaign>> {
    return answer(async () => this.campaigns.pause(changeOf(input), actor));
  }

  @Mutation(() => CampaignPayload, { description: 'Shows it again.' })
  campaignResume(@Arg('input', () => CampaignStepInput, { description: 'Which.' }) input: CampaignStepInput, @Ctx() { actor }: Context): Promise<Payload<Campaign>> {
    return answer(async () => this.campaigns.resume(changeOf(input), actor));
  }

  @Mutation(() => CampaignPayload, { description: 'Ends it for good; one side is enough.' })
  campaignCancel(@Arg('input', () => CampaignCancelInput, { description: 'Which and why.' }) input: CampaignCancelInput, @Ctx() { actor }: Context): Promise<Payload<Campaign>> {
    return answer(async () => this.campaigns.cancel({ ...changeOf(input), reason: input.reason }, actor));
  }

  @FieldResolver(() => Partner, { description: 'Whose campaign it is.' })
  async partner(@Root() campaign: Campaign, @Ctx() { loaders }: Context): Promise<Partner> {
    return (await loaders.byId(Partner).load(campaign.partnerId))!;
  }

  @FieldResolver(() => Content, { description: 'What it shows.' })
  async content(@Root() campaign: Campaign, @Ctx() { loaders }: Context): Promise<Content> {
    return (await loaders.byId(Content).load(campaign.contentId))!;
  }

  @FieldResolver(() => Audience, { description: 'Who it is for.' })
  audience(@Root() campaign: Campaign): Audience {
    return campaign.audience;
  }

  @FieldResolver(() => Int, { description: 'Clicks that were charged.' })
  clicks(@Root() campaign: Campaign, @Ctx() { loaders }: Context): Promise<number> {
    return loaders.batch<string, number>('campaign.clicks', async (ids) => {
      const counts = await clickCounts(this.database, ids);
      return ids.map((id) => counts.get(id) ?? 0);
    }).load(campaign.id);
  }

  @FieldResolver(() => Int, { description: 'How often it stood in a feed that was served.' })
  impressions(@Root() campaign: Campaign, @Ctx() { loaders }: Context): Promise<number> {
    return loaders.batch<string, number>('campaign.impressions', async (ids) => {
      const counts = await impressionCounts(this.database, ids);
      return ids.map((id) => counts.get(id) ?? 0);
    }).load(campaign.id);
  }

  @FieldResolver(() => [String], { description: 'Mutations that the viewer can apply to it now.' })
  availableActions(@Root() campaign: Campaign, @Ctx() { actor }: Context): string[] {
    return allowedCampaignActions(campaign.state, sideOfCampaign(actor, campaign.partnerId)).filter((action) => isAllowed(`Mutation.${action}`, actor));
  }
}

@Resolver(() => Audience)
export class AudienceResolver {
  constructor(private readonly database: Database, private readonly clock: Clock) {}

  @FieldResolver(() => Int, { description: 'How many readers belong to it now.' })
  estimate(@Root() audience: Audience, @Ctx() { loaders }: Context): Promise<number> {
    return loaders.batch<Audience, number>('campaign.audience', (audiences) => audienceSizes(this.database, audiences, this.clock())).load(audience);
  }
}

/** `Partner.campaigns` lies here: a partner knows nothing of the nouns that come after it. */
@Resolver(() => Partner)
export class PartnerCampaignsResolver {
  @FieldResolver(() => [Campaign], { description: 'Its newest 100 campaigns, newest first; for the staff and the partner. campaignList has all.' })
  async campaigns(@Root() partner: Partner, @Ctx() { actor, loaders }: Context): Promise<Campaign[]> {
    return maySeePartner(actor, partner.id) ? loaders.of(Campaign, 'partnerId', { createdAt: 'DESC' }, maxPageSize).load(partner.id) : [];
  }
}

export const campaignNodes: NodeSource = (ids, { actor, loaders }) => Promise.all(ids.map(async (id) => {
  const campaign = await loaders.byId(Campaign).load(id);
  return campaign && maySeePartner(actor, campaign.partnerId) ? campaign : null;
}));

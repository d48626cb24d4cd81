import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Content } from '../../schema/content.js';
import { Offer, OfferKind, OfferState } from '../../schema/offer.js';
import type { Context } from '../graphql/context.js';
import { applyFilter, bigintField, dateField, enumField, filterInputOf, type FilterValue, idField, textField } from '../graphql/filters.js';
import { fromGlobalId } from '../graphql/global-ids.js';
import type { NodeSource } from '../graphql/nodes.js';
import { ListArgs, listPage, type Page, pageOf } from '../graphql/paging.js';
import { answer, type Payload, payloadOf } from '../graphql/payloads.js';
import type { Database } from '../platform/database.js';
import type { Idempotency } from '../platform/idempotency.js';
import { OfferCreateInput, OfferRetireInput } from './billing.inputs.js';
import { contentNodes } from './content-access.resolver.js';
import { allowedOfferActions, mayReadOffer, type Offers } from './offers.js';
import type { Paywall } from './paywall.js';

const OfferPage = pageOf(Offer);
const OfferPayload = payloadOf(Offer);
const OfferFilter = filterInputOf('OfferFilter', {
  type: 'Offer',
  search: ['offer.title'],
  fields: {
    kind: enumField('offer.kind', 'OfferKind', OfferKind),
    state: enumField('offer.state', 'OfferState', OfferState),
    content: idField('offer.contentId', 'Content'),
    currency: textField('offer.currency'),
    amountMinor: bigintField('offer.priceMinor'),
    createdAt: dateField('offer.createdAt'),
  },
});

@Resolver(() => Offer)
export class OfferResolver {
  /** `provider`: who takes money; null: nobody. */
  constructor(
    private readonly database: Database, private readonly offers: Offers, private readonly paywall: Paywall,
    private readonly idempotency: Idempotency, private readonly provider: string | null,
  ) {}

  @Query(() => OfferPage, { description: 'All offers; for staff. Everybody else finds them at the contents.' })
  offerList(@Args(() => ListArgs) list: ListArgs, @Arg('filter', () => OfferFilter, { nullable: true, description: 'Which ones.' }) filter?: FilterValue): Promise<Page<Offer>> {
    return listPage(this.database.dataSource.getRepository(Offer).createQueryBuilder('offer'), list, {
      sortable: { title: 'offer.title', kind: 'offer.kind', state: 'offer.state', price: 'offer.priceMinor', createdAt: 'offer.createdAt' },
      filter: (query) => applyFilter(query, OfferFilter, filter),
    });
  }

  @Mutation(() => OfferPayload, { description: 'Sells a content, or the whole platform, in a new way.' })
  offerCreate(@Arg('input', () => OfferCreateInput, { description: 'The offer.' }) input: OfferCreateInput, @Ctx() { actor }: Context): Promise<Payload<Offer>> {
    const { contentId, price, idempotencyKey, ...plain } = input;
    return answer(async () => {
      const id = await this.idempotency.once(actor, idempotencyKey, 'offerCreate', input, async (tx) => (
        await this.offers.create(tx, { ...plain, ...price, contentId: contentId ? fromGlobalId('Content', contentId) : null }, actor)).id);
      return this.database.dataSource.getRepository(Offer).findOneByOrFail({ id });
    });
  }

  @Mutation(() => OfferPayload, { description: 'Sells it no longer; what was bought stays.' })
  offerRetire(@Arg('input', () => OfferRetireInput, { description: 'Which.' }) input: OfferRetireInput, @Ctx() { actor }: Context): Promise<Payload<Offer>> {
    return answer(() => this.offers.retire({ id: fromGlobalId('Offer', input.id), expectedVersion: input.expectedVersion }, actor));
  }

  @FieldResolver(() => Content, { nullable: true, description: 'What it opens; null: the whole platform, or a content that the viewer may not see.' })
  async content(@Root() offer: Offer, @Ctx() context: Context): Promise<Content | null> {
    return offer.contentId === null ? null : (await contentNodes(this.paywall)([offer.contentId], context))[0] as Content | null;
  }

  @FieldResolver(() => [String], { description: 'Mutations that the viewer can apply to it now.' })
  availableActions(@Root() offer: Offer, @Ctx() { actor }: Context): string[] {
    return allowedOfferActions(offer, actor, this.provider);
  }
}

export const offerNodes: NodeSource = async (ids, { actor, loaders }) => {
  const found = await Promise.all(ids.map((id) => loaders.byId(Offer).load(id)));
  return found.map((offer) => (offer && mayReadOffer(offer, actor) ? offer : null));
};

import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { AggregateRelease } from '../../schema/aggregate-release.js';
import { Partner } from '../../schema/partner.js';
import type { Context } from '../graphql/context.js';
import { fromGlobalId } from '../graphql/global-ids.js';
import type { NodeSource } from '../graphql/nodes.js';
import { answer, payloadOf, type Payload } from '../graphql/payloads.js';
import { maySeePartner } from '../partner/sides.js';
import type { Database } from '../platform/database.js';
import type { Aggregates } from './aggregates.js';
import { PartnerAggregateInput } from './privacy.inputs.js';

const AggregateReleasePayload = payloadOf(AggregateRelease);

@Resolver(() => AggregateRelease)
export class AggregateResolver {
  constructor(private readonly database: Database, private readonly aggregates: Aggregates) {}

  @Mutation(() => AggregateReleasePayload, { description: 'Noisy numbers about the contents of a partner. The same question again in the same period gets the same answer and spends nothing.' })
  partnerAggregate(@Arg('input', () => PartnerAggregateInput, { description: 'The question.' }) input: PartnerAggregateInput, @Ctx() { actor }: Context): Promise<Payload<AggregateRelease>> {
    return answer(async () => {
      const asked = { ...input, contractId: fromGlobalId('Contract', input.contractId), region: input.region ?? null };
      const id = await this.database.transaction((tx) => this.aggregates.release(tx, asked, actor));
      return this.database.dataSource.getRepository(AggregateRelease).findOneByOrFail({ id });
    });
  }

  @FieldResolver(() => Partner, { description: 'For whom it left.' })
  async partner(@Root() release: AggregateRelease, @Ctx() { loaders }: Context): Promise<Partner> {
    return (await loaders.byId(Partner).load(release.partnerId))!;
  }
}

export const aggregateReleaseNodes: NodeSource = (ids, { actor, loaders }) => Promise.all(ids.map(async (id) => {
  const release = await loaders.byId(AggregateRelease).load(id);
  return release && maySeePartner(actor, release.partnerId) ? release : null;
}));

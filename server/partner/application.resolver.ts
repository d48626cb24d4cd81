import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Account } from '../../schema/account.js';
import { Application } from '../../schema/application.js';
import { Partner } from '../../schema/partner.js';
import type { Context } from '../graphql/context.js';
import { applyFilter, dateField, filterInputOf, idField, textField, type FilterValue } from '../graphql/filters.js';
import { fromGlobalId } from '../graphql/global-ids.js';
import type { NodeSource } from '../graphql/nodes.js';
import { ListArgs, listPage, maxPageSize, pageOf, type Page } from '../graphql/paging.js';
import { answer, payloadOf, type Payload } from '../graphql/payloads.js';
import type { Database } from '../platform/database.js';
import type { Idempotency } from '../platform/idempotency.js';
import type { Applications } from './applications.js';
import type { Partners } from './partners.js';
import { ApplicationRecordInput, PartnerApplyInput } from './screening.inputs.js';
import { isPartnerAccount, maySeePartner, partnerScope } from './sides.js';

const ApplicationPage = pageOf(Application);
const ApplicationPayload = payloadOf(Application);
const PartnerPayload = payloadOf(Partner);
const ApplicationFilter = filterInputOf('ApplicationFilter', {
  type: 'Application',
  search: ['application.code', 'application.statement'],
  fields: { code: textField('application.code'), partner: idField('application.partnerId', 'Partner'), submittedAt: dateField('application.submittedAt') },
});

/** Whoever holds an application by applying sees its code and time; what was written is for the staff and the partner. */
@Resolver(() => Application)
export class ApplicationResolver {
  constructor(private readonly database: Database, private readonly applications: Applications, private readonly partners: Partners, private readonly idempotency: Idempotency) {}

  @Query(() => ApplicationPage, { description: 'Applications, newest first; an account of a partner sees its own.' })
  applicationList(@Args(() => ListArgs) list: ListArgs, @Ctx() { actor }: Context, @Arg('filter', () => ApplicationFilter, { nullable: true, description: 'Which ones.' }) filter?: FilterValue): Promise<Page<Application>> {
    const own = partnerScope(actor);
    return listPage(this.database.dataSource.getRepository(Application).createQueryBuilder('application'), list, {
      sortable: { code: 'application.code', submittedAt: 'application.submittedAt' },
      filter: (query) => {
        if (own) query.andWhere('application.partnerId = :own', { own });
        applyFilter(query, ApplicationFilter, filter);
      },
    });
  }

  @Mutation(() => ApplicationPayload, { description: 'An organisation applies to become a partner; anybody may, within limits. Staff may apply for it.' })
  partnerApply(@Arg('input', () => PartnerApplyInput, { description: 'Who, and why.' }) input: PartnerApplyInput, @Ctx() { actor, session }: Context): Promise<Payload<Application>> {
    return answer(async () => {
      const { idempotencyKey, ...application } = input;
      // Everybody without an account shares one name: the address keeps their keys apart.
      const key = actor.kind === 'anonymous' ? `${session.address} ${idempotencyKey}`.slice(0, 200) : idempotencyKey;
      const id = await this.idempotency.once(actor, key, 'partnerApply', application, async (tx) => (await this.applications.apply(tx, application, actor, session.address)).id);
      return this.database.dataSource.getRepository(Application).findOneByOrFail({ id });
    });
  }

  @Mutation(() => PartnerPayload, { description: 'A prospect, or a partner that was rejected long enough ago, has applied.' })
  applicationRecord(@Arg('input', () => ApplicationRecordInput, { description: 'Who, and why.' }) input: ApplicationRecordInput, @Ctx() { actor }: Context): Promise<Payload<Partner>> {
    return answer(async () => this.partners.recordApplication({ ...input, id: fromGlobalId('Partner', input.id) }, this.applications, actor));
  }

  @FieldResolver(() => String, { nullable: true, description: 'What the applicant wrote; for the staff and the partner.' })
  statement(@Root() application: Application, @Ctx() { actor }: Context): string | null {
    return maySeePartner(actor, application.partnerId) ? application.statement : null;
  }

  @FieldResolver(() => Partner, { nullable: true, description: 'Who applied; for the staff and the partner.' })
  async partner(@Root() application: Application, @Ctx() { actor, loaders }: Context): Promise<Partner | null> {
    return maySeePartner(actor, application.partnerId) ? loaders.byId(Partner).load(application.partnerId) : null;
  }

  @FieldResolver(() => Account, { nullable: true, description: 'Whose account sent it; null: nobody who was signed in. For the staff.' })
  async submitter(@Root() application: Application, @Ctx() { actor, loaders }: Context): Promise<Account | null> {
    if (application.submittedBy === null || isPartnerAccount(actor) || !maySeePartner(actor, application.partnerId)) return null;
    return loaders.byId(Account).load(application.submittedBy);
  }
}

@Resolver(() => Partner)
export class PartnerApplicationsResolver {
  @FieldResolver(() => [Application], { description: 'Its newest 100 applications, newest first; for the staff and the partner.' })
  async applications(@Root() partner: Partner, @Ctx() { actor, loaders }: Context): Promise<Application[]> {
    return maySeePartner(actor, partner.id) ? loaders.of(Application, 'partnerId', { submittedAt: 'DESC' }, maxPageSize).load(partner.id) : [];
  }
}

export const applicationNodes: NodeSource = async (ids, { actor, loaders }) => {
  const found = await Promise.all(ids.map((id) => loaders.byId(Application).load(id)));
  return found.map((application) => (application && maySeePartner(actor, application.partnerId) ? application : null));
};

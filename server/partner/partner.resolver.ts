import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Account } from '../../schema/account.js';
import { Contract } from '../../schema/contract.js';
import { Partner, PartnerKind, PartnerState } from '../../schema/partner.js';
import { isAllowed } from '../graphql/authorization.js';
import type { Context } from '../graphql/context.js';
import { applyFilter, dateField, enumField, filterInputOf, idField, textField, type FilterValue } from '../graphql/filters.js';
import { fromGlobalId } from '../graphql/global-ids.js';
import type { NodeSource } from '../graphql/nodes.js';
import { ListArgs, listPage, maxPageSize, pageOf, type Page } from '../graphql/paging.js';
import { answer, payloadOf, type Payload } from '../graphql/payloads.js';
import type { Database } from '../platform/database.js';
import type { ContactEmails } from './contact-emails.js';
import { visibleContracts } from './contract-loaders.js';
import { closedStates, movesFrom } from './partner-states.js';
import { PartnerCreateInput, PartnerEditInput } from './partner.inputs.js';
import type { Partners } from './partners.js';
import { isPartnerAccount, maySeePartner, partnerScope } from './sides.js';

const PartnerPage = pageOf(Partner);
const PartnerPayload = payloadOf(Partner);
const PartnerFilter = filterInputOf('PartnerFilter', {
  type: 'Partner',
  search: ['partner.code', 'partner.name', 'partner.industry'],
  fields: {
    code: textField('partner.code'),
    name: textField('partner.name'),
    kind: enumField('partner.kind', 'PartnerKind', PartnerKind),
    industry: textField('partner.industry'),
    state: enumField('partner.state', 'PartnerState', PartnerState),
    manager: idField('partner.managerId', 'Account'),
    createdAt: dateField('partner.createdAt'),
  },
});

@Resolver(() => Partner)
export class PartnerResolver {
  constructor(private readonly database: Database, private readonly partners: Partners, private readonly emails: ContactEmails) {}

  @Query(() => PartnerPage, { description: 'Partners; an account of a partner sees its own.' })
  partnerList(@Args(() => ListArgs) list: ListArgs, @Ctx() { actor }: Context, @Arg('filter', () => PartnerFilter, { nullable: true, description: 'Which ones.' }) filter?: FilterValue): Promise<Page<Partner>> {
    const own = partnerScope(actor);
    return listPage(this.database.dataSource.getRepository(Partner).createQueryBuilder('partner'), list, {
      sortable: { code: 'partner.code', name: 'partner.name', kind: 'partner.kind', industry: 'partner.industry', state: 'partner.state', createdAt: 'partner.createdAt', updatedAt: 'partner.updatedAt' },
      filter: (query) => {
        if (own) query.andWhere('partner.id = :own', { own });
        applyFilter(query, PartnerFilter, filter);
      },
    });
  }

  @Mutation(() => PartnerPayload, { description: 'Enters a partner as a prospect.' })
  partnerCreate(@Arg('input', () => PartnerCreateInput, { description: 'The partner.' }) input: PartnerCreateInput, @Ctx() { actor }: Context): Promise<Payload<Partner>> {
    return answer(() => this.partners.create({ ...input, managerId: managerOf(input) }, actor));
  }

  @Mutation(() => PartnerPayload, { description: 'Writes what is known of a partner.' })
  partnerEdit(@Arg('input', () => PartnerEditInput, { description: 'All of it.' }) input: PartnerEditInput, @Ctx() { actor }: Context): Promise<Payload<Partner>> {
    return answer(() => this.partners.edit({ ...input, id: fromGlobalId('Partner', input.id), managerId: managerOf(input) }, actor));
  }

  @FieldResolver(() => String, { nullable: true, description: 'Person to talk to; for the staff and the partner.' })
  contactName(@Root() partner: Partner, @Ctx() { actor }: Context): string | null {
    return maySeePartner(actor, partner.id) ? partner.contactName : null;
  }

  @FieldResolver(() => String, { nullable: true, description: 'E-mail address of that person; for the staff and the partner.' })
  async contactEmail(@Root() partner: Partner, @Ctx() { actor }: Context): Promise<string | null> {
    return maySeePartner(actor, partner.id) ? this.emails.of(partner) : null;
  }

  @FieldResolver(() => String, { nullable: true, description: 'Notes; for the staff alone.' })
  note(@Root() partner: Partner, @Ctx() { actor }: Context): string | null {
    return maySeePartner(actor, partner.id) && !isPartnerAccount(actor) ? partner.note : null;
  }

  @FieldResolver(() => Account, { nullable: true, description: 'Who looks after it; for the staff and the partner.' })
  async manager(@Root() partner: Partner, @Ctx() { actor, loaders }: Context): Promise<Account | null> {
    return partner.managerId && maySeePartner(actor, partner.id) ? loaders.byId(Account).load(partner.managerId) : null;
  }

  @FieldResolver(() => [Contract], { description: 'Its newest 100 contracts, newest first; for the staff and the partner. contractList has all.' })
  async contracts(@Root() partner: Partner, @Ctx() context: Context): Promise<Contract[]> {
    if (!maySeePartner(context.actor, partner.id)) return [];
    const all = await context.loaders.of(Contract, 'partnerId', { createdAt: 'DESC' }, maxPageSize).load(partner.id);
    return (await visibleContracts(all, context)).filter((contract) => contract !== null);
  }

  @FieldResolver(() => [String], { description: 'Mutations that the viewer can apply to it now, as far as its state says; obstacles has what is missing before them.' })
  availableActions(@Root() partner: Partner, @Ctx() { actor }: Context): string[] {
    const actions = ['partnerEdit', ...movesFrom(partner.state).map(({ action }) => action), ...(closedStates.includes(partner.state) ? [] : ['evidenceAdd', 'assessmentRun']), ...(partner.state === 'due_diligence' ? ['dueDiligenceReview'] : [])];
    return maySeePartner(actor, partner.id) ? actions.filter((action) => isAllowed(`Mutation.${action}`, actor)) : [];
  }
}

function managerOf({ managerId }: PartnerCreateInput): string | null {
  return managerId == null ? null : fromGlobalId('Account', managerId);
}

export const partnerNodes: NodeSource = (ids, { actor, loaders }) => Promise.all(ids.map((id) => (
  maySeePartner(actor, id) ? loaders.byId(Partner).load(id) : null)));

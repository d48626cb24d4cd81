import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Contract } from '../../schema/contract.js';
import { DataExport, DataExportState } from '../../schema/data-export.js';
import { Disclosure } from '../../schema/disclosure.js';
import { Partner } from '../../schema/partner.js';
import type { Context } from '../graphql/context.js';
import { applyFilter, dateField, enumField, filterInputOf, idField, textField, type FilterValue } from '../graphql/filters.js';
import { fromGlobalId } from '../graphql/global-ids.js';
import type { NodeSource } from '../graphql/nodes.js';
import { ListArgs, listPage, pageOf, type Page } from '../graphql/paging.js';
import { answer, payloadOf, type Payload } from '../graphql/payloads.js';
import { maySeePartner, partnerScope } from '../partner/sides.js';
import type { Database } from '../platform/database.js';
import type { Idempotency } from '../platform/idempotency.js';
import type { NewId } from '../platform/ids.js';
import type { DataExports } from './data-exports.js';
import { DataExportRequestInput } from './privacy.inputs.js';

const DataExportPage = pageOf(DataExport);
const DisclosurePage = pageOf(Disclosure);
const DataExportPayload = payloadOf(DataExport);
const DataExportFilter = filterInputOf('DataExportFilter', {
  type: 'DataExport',
  fields: { partner: idField('export.partnerId', 'Partner'), dataset: textField('export.dataset'), state: enumField('export.state', 'DataExportState', DataExportState), requestedAt: dateField('export.requestedAt') },
});
const DisclosureFilter = filterInputOf('DisclosureFilter', {
  type: 'Disclosure',
  fields: { partner: idField('disclosure.partnerId', 'Partner'), dataset: textField('disclosure.dataset'), purpose: textField('disclosure.purpose'), disclosedAt: dateField('disclosure.disclosedAt') },
});

@Resolver(() => DataExport)
export class DataExportResolver {
  constructor(private readonly database: Database, private readonly exports: DataExports, private readonly idempotency: Idempotency, private readonly newId: NewId) {}

  @Query(() => DataExportPage, { description: 'Requests for records; an account of a partner sees its own.' })
  dataExportList(@Args(() => ListArgs) list: ListArgs, @Ctx() { actor }: Context, @Arg('filter', () => DataExportFilter, { nullable: true, description: 'Which ones.' }) filter?: FilterValue): Promise<Page<DataExport>> {
    const own = partnerScope(actor);
    return listPage(this.database.dataSource.getRepository(DataExport).createQueryBuilder('export'), list, {
      sortable: { requestedAt: 'export.requestedAt', dataset: 'export.dataset', state: 'export.state' },
      defaultSort: ['requestedAt', 'desc'],
      filter: (query) => {
        if (own) query.andWhere('export.partnerId = :own', { own });
        applyFilter(query, DataExportFilter, filter);
      },
    });
  }

  @Query(() => DisclosurePage, { description: 'What left for partners, one record of each; an account of a partner sees its own.' })
  disclosureList(@Args(() => ListArgs) list: ListArgs, @Ctx() { actor }: Context, @Arg('filter', () => DisclosureFilter, { nullable: true, description: 'Which ones.' }) filter?: FilterValue): Promise<Page<Disclosure>> {
    const own = partnerScope(actor);
    return listPage(this.database.dataSource.getRepository(Disclosure).createQueryBuilder('disclosure'), list, {
      sortable: { disclosedAt: 'disclosure.disclosedAt', dataset: 'disclosure.dataset', subjects: 'disclosure.subjects' },
      defaultSort: ['disclosedAt', 'desc'],
      filter: (query) => {
        if (own) query.andWhere('disclosure.partnerId = :own', { own });
        applyFilter(query, DisclosureFilter, filter);
      },
    });
  }

  @Mutation(() => DataExportPayload, { description: 'Asks for records under a contract. A job decides; what is ready is at GET /exports/<id>/records.jsonl.gz.' })
  dataExportRequest(@Arg('input', () => DataExportRequestInput, { description: 'Which records, and what for.' }) { idempotencyKey, ...input }: DataExportRequestInput, @Ctx() { actor }: Context): Promise<Payload<DataExport>> {
    return answer(async () => {
      const asked = { ...input, contractId: fromGlobalId('Contract', input.contractId), region: input.region ?? null };
      const id = await this.idempotency.once(actor, idempotencyKey, 'dataExportRequest', asked, (tx) => this.exports.request(tx, this.newId, asked, actor));
      return this.database.dataSource.getRepository(DataExport).findOneByOrFail({ id });
    });
  }

  @FieldResolver(() => Partner, { description: 'For whom.' })
  async partner(@Root() one: DataExport, @Ctx() { loaders }: Context): Promise<Partner> {
    return (await loaders.byId(Partner).load(one.partnerId))!;
  }

  @FieldResolver(() => Contract, { description: 'Under which contract.' })
  async contract(@Root() one: DataExport, @Ctx() { loaders }: Context): Promise<Contract> {
    return (await loaders.byId(Contract).load(one.contractId))!;
  }
}

@Resolver(() => Disclosure)
export class DisclosureResolver {
  @FieldResolver(() => Partner, { description: 'For whom it left.' })
  async partner(@Root() one: Disclosure, @Ctx() { loaders }: Context): Promise<Partner> {
    return (await loaders.byId(Partner).load(one.partnerId))!;
  }
}

const ofPartner = <Type extends DataExport | Disclosure>(type: new () => Type): NodeSource => (ids, { actor, loaders }) => Promise.all(ids.map(async (id) => {
  const found = await loaders.byId(type).load(id);
  return found && maySeePartner(actor, found.partnerId) ? found : null;
}));

export const dataExportNodes = ofPartner(DataExport);
export const disclosureNodes = ofPartner(Disclosure);

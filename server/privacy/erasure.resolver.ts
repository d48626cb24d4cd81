import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { ErasureTask } from '../../schema/erasure-task.js';
import { Partner } from '../../schema/partner.js';
import type { Context } from '../graphql/context.js';
import { applyFilter, dateField, filterInputOf, idField, type FilterValue } from '../graphql/filters.js';
import { fromGlobalId } from '../graphql/global-ids.js';
import type { NodeSource } from '../graphql/nodes.js';
import { ListArgs, listPage, pageOf, type Page } from '../graphql/paging.js';
import { answer, payloadOf, type Payload } from '../graphql/payloads.js';
import { maySeePartner, partnerScope } from '../partner/sides.js';
import type { Database } from '../platform/database.js';
import type { Erasures } from './erasures.js';
import { ErasureAcknowledgeInput } from './privacy.inputs.js';

const ErasureTaskPage = pageOf(ErasureTask);
const ErasureTaskPayload = payloadOf(ErasureTask);
const ErasureTaskFilter = filterInputOf('ErasureTaskFilter', { type: 'ErasureTask', fields: { partner: idField('task.partnerId', 'Partner'), dueAt: dateField('task.dueAt') } });

@Resolver(() => ErasureTask)
export class ErasureTaskResolver {
  constructor(private readonly database: Database, private readonly erasures: Erasures) {}

  @Query(() => ErasureTaskPage, { description: 'What partners have to erase, by due date; an account of a partner sees its own.' })
  erasureTaskList(@Args(() => ListArgs) list: ListArgs, @Ctx() { actor }: Context, @Arg('filter', () => ErasureTaskFilter, { nullable: true, description: 'Which ones.' }) filter?: FilterValue): Promise<Page<ErasureTask>> {
    const own = partnerScope(actor);
    return listPage(this.database.dataSource.getRepository(ErasureTask).createQueryBuilder('task'), list, {
      sortable: { dueAt: 'task.dueAt', acknowledgedAt: 'task.acknowledgedAt' },
      defaultSort: ['dueAt', 'asc'],
      filter: (query) => {
        if (own) query.andWhere('task.partnerId = :own', { own });
        applyFilter(query, ErasureTaskFilter, filter);
      },
    });
  }

  @Mutation(() => ErasureTaskPayload, { description: 'The partner says that it has erased the records of the person.' })
  erasureAcknowledge(@Arg('input', () => ErasureAcknowledgeInput, { description: 'Which task.' }) input: ErasureAcknowledgeInput, @Ctx() { actor }: Context): Promise<Payload<ErasureTask>> {
    return answer(async () => {
      const id = await this.database.transaction((tx) => this.erasures.acknowledge(tx, { id: fromGlobalId('ErasureTask', input.id) }, actor));
      return this.database.dataSource.getRepository(ErasureTask).findOneByOrFail({ id });
    });
  }

  @FieldResolver(() => Partner, { description: 'Who has to erase.' })
  async partner(@Root() task: ErasureTask, @Ctx() { loaders }: Context): Promise<Partner> {
    return (await loaders.byId(Partner).load(task.partnerId))!;
  }
}

export const erasureTaskNodes: NodeSource = (ids, { actor, loaders }) => Promise.all(ids.map(async (id) => {
  const task = await loaders.byId(ErasureTask).load(id);
  return task && maySeePartner(actor, task.partnerId) ? task : null;
}));

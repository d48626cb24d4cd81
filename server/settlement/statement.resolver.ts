import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Partner } from '../../schema/partner.js';
import { Payout } from '../../schema/payout.js';
import { StatementDispute } from '../../schema/statement-dispute.js';
import { Statement, StatementState } from '../../schema/statement.js';
import { StatementLine } from '../../schema/statement-line.js';
import { isAllowed } from '../graphql/authorization.js';
import type { Context } from '../graphql/context.js';
import { applyFilter, dateField, enumField, filterInputOf, idField, textField, type FilterValue } from '../graphql/filters.js';
import { fromGlobalId } from '../graphql/global-ids.js';
import type { NodeSource } from '../graphql/nodes.js';
import { ListArgs, listPage, pageOf, type Page } from '../graphql/paging.js';
import { answer, payloadOf, type Payload } from '../graphql/payloads.js';
import { maySeePartner, partnerScope, sideOf } from '../partner/sides.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import { openStatementActions, type Disputes } from './disputes.js';
import { DisputeDecideInput, SettlementStepInput, StatementDisputeInput } from './settlement.inputs.js';
import type { Statements } from './statements.js';
import { StatementCheck, StatementLinePage } from './statement.types.js';

const StatementPage = pageOf(Statement);
const StatementPayload = payloadOf(Statement);
const DisputePayload = payloadOf(StatementDispute);
const StatementFilter = filterInputOf('StatementFilter', {
  type: 'Statement',
  search: ['statement.code'],
  fields: {
    code: textField('statement.code'),
    partner: idField('statement.partnerId', 'Partner'),
    currency: textField('statement.currency'),
    state: enumField('statement.state', 'StatementState', StatementState),
    startsAt: dateField('statement.startsAt'),
    endsAt: dateField('statement.endsAt'),
  },
});

@Resolver(() => Statement)
export class StatementResolver {
  constructor(private readonly database: Database, private readonly statements: Statements, private readonly disputeDesk: Disputes) {}

  @Query(() => StatementPage, { description: 'Statements; an account of a partner sees its own.' })
  statementList(@Args(() => ListArgs) list: ListArgs, @Ctx() { actor }: Context, @Arg('filter', () => StatementFilter, { nullable: true, description: 'Which ones.' }) filter?: FilterValue): Promise<Page<Statement>> {
    const own = partnerScope(actor);
    return listPage(this.database.dataSource.getRepository(Statement).createQueryBuilder('statement'), list, {
      sortable: { code: 'statement.code', startsAt: 'statement.startsAt', endsAt: 'statement.endsAt', closing: 'statement.closingMinor', state: 'statement.state' },
      filter: (query) => {
        if (own) query.andWhere('statement.partnerId = :own', { own });
        applyFilter(query, StatementFilter, filter);
      },
    });
  }

  @Query(() => StatementCheck, { description: 'Computes an issued statement again from the events and the versions of contracts; the hashes are equal when nothing was changed.' })
  async statementCheck(@Arg('id', () => ID, { description: 'Which.' }) id: string, @Ctx() { actor, loaders }: Context): Promise<StatementCheck> {
    const statement = await loaders.byId(Statement).load(fromGlobalId('Statement', id));
    if (!statement || !maySeePartner(actor, statement.partnerId)) throw new DomainError('NOT_FOUND');
    return this.statements.recompute(statement.id);
  }

  @Mutation(() => StatementPayload, { description: 'Agrees to a statement, for the partner.' })
  statementAcknowledge(@Arg('input', () => SettlementStepInput, { description: 'Which.' }) input: SettlementStepInput, @Ctx() { actor }: Context): Promise<Payload<Statement>> {
    return answer(async () => this.disputeDesk.acknowledge({ ...input, id: fromGlobalId('Statement', input.id) }, actor));
  }

  @Mutation(() => StatementPayload, { description: 'Disagrees with a line, for the partner.' })
  statementDispute(@Arg('input', () => StatementDisputeInput, { description: 'Which and why.' }) input: StatementDisputeInput, @Ctx() { actor }: Context): Promise<Payload<Statement>> {
    return answer(async () => this.disputeDesk.dispute({ ...input, id: fromGlobalId('Statement', input.id) }, actor));
  }

  @Mutation(() => DisputePayload, { description: 'Decides a dispute; what it corrects stands in the next statement.' })
  disputeDecide(@Arg('input', () => DisputeDecideInput, { description: 'The decision.' }) input: DisputeDecideInput, @Ctx() { actor }: Context): Promise<Payload<StatementDispute>> {
    return answer(async () => this.disputeDesk.decide({ ...input, adjustmentMinor: input.adjustmentMinor ?? null, id: fromGlobalId('StatementDispute', input.id) }, actor));
  }

  @FieldResolver(() => Partner, { description: 'Whose it is.' })
  async partner(@Root() statement: Statement, @Ctx() { loaders }: Context): Promise<Partner> {
    return (await loaders.byId(Partner).load(statement.partnerId))!;
  }

  @FieldResolver(() => StatementLinePage, { description: 'Its lines, in order; none while it is open. `sort` and `order` do nothing.' })
  async lines(@Root() { id, lineCount }: Statement, @Args(() => ListArgs) { page, perPage }: ListArgs): Promise<Page<StatementLine>> {
    const items = lineCount ? await this.database.dataSource.getRepository(StatementLine).find({ where: { statementId: id }, order: { number: 'ASC' }, skip: (page - 1) * perPage, take: perPage }) : [];
    return { items, total: lineCount ?? 0 };
  }

  @FieldResolver(() => [StatementDispute], { description: 'Lines that were disputed.' })
  disputes(@Root() statement: Statement, @Ctx() { loaders }: Context): Promise<StatementDispute[]> {
    return loaders.of(StatementDispute, 'statementId', { openedAt: 'ASC' }, 100).load(statement.id);
  }

  @FieldResolver(() => [Payout], { description: 'Its payouts, the newest last.' })
  payouts(@Root() statement: Statement, @Ctx() { loaders }: Context): Promise<Payout[]> {
    return loaders.of(Payout, 'statementId', { createdAt: 'ASC' }, 100).load(statement.id);
  }

  @FieldResolver(() => [String], { description: 'Mutations that the viewer can apply to it now.' })
  async availableActions(@Root() statement: Statement, @Ctx() { actor, loaders }: Context): Promise<string[]> {
    const disputes = await loaders.of(StatementDispute, 'statementId', { openedAt: 'ASC' }, 100).load(statement.id);
    const payouts = await loaders.of(Payout, 'statementId', { createdAt: 'ASC' }, 100).load(statement.id);
    const isPaid = payouts.some(({ state }) => state !== 'cancelled' && state !== 'returned') || (statement.closingMinor ?? 0n) <= 0n;
    return openStatementActions(statement.state, sideOf(actor, statement.partnerId), disputes.some(({ state }) => state === 'open'))
      .filter((action) => isAllowed(`Mutation.${action}`, actor) && !(action === 'payoutPropose' && isPaid));
  }
}

export const statementNodes: NodeSource = (ids, { actor, loaders }) => Promise.all(ids.map(async (id) => {
  const statement = await loaders.byId(Statement).load(id);
  return statement && maySeePartner(actor, statement.partnerId) ? statement : null;
}));

export const disputeNodes: NodeSource = (ids, { actor, loaders }) => Promise.all(ids.map(async (id) => {
  const dispute = await loaders.byId(StatementDispute).load(id);
  return dispute && maySeePartner(actor, dispute.partnerId) ? dispute : null;
}));

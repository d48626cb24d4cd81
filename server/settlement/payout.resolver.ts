import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Account } from '../../schema/account.js';
import { ExchangeRate } from '../../schema/exchange-rate.js';
import { Partner } from '../../schema/partner.js';
import { Payout, PayoutState } from '../../schema/payout.js';
import { Statement } from '../../schema/statement.js';
import { isAllowed } from '../graphql/authorization.js';
import type { Context } from '../graphql/context.js';
import { applyFilter, dateField, enumField, filterInputOf, idField, textField, type FilterValue } from '../graphql/filters.js';
import { fromGlobalId } from '../graphql/global-ids.js';
import type { NodeSource } from '../graphql/nodes.js';
import { ListArgs, listPage, pageOf, type Page } from '../graphql/paging.js';
import { answer, payloadOf, type Payload } from '../graphql/payloads.js';
import { isPartnerAccount, maySeePartner, partnerScope } from '../partner/sides.js';
import { actorAccountId } from '../platform/actor.js';
import type { Database } from '../platform/database.js';
import type { Idempotency } from '../platform/idempotency.js';
import { openPayoutActions } from './payout-states.js';
import type { Payouts, ReserveOf } from './payouts.js';
import { PayoutProposeInput, SettlementStepInput } from './settlement.inputs.js';

const PayoutPage = pageOf(Payout);
const PayoutPayload = payloadOf(Payout);
const PayoutFilter = filterInputOf('PayoutFilter', {
  type: 'Payout',
  search: ['payout.code'],
  fields: {
    code: textField('payout.code'),
    partner: idField('payout.partnerId', 'Partner'),
    statement: idField('payout.statementId', 'Statement'),
    state: enumField('payout.state', 'PayoutState', PayoutState),
    createdAt: dateField('payout.createdAt'),
  },
});
const step = (input: SettlementStepInput) => ({ ...input, id: fromGlobalId('Payout', input.id) });

@Resolver(() => Payout)
export class PayoutResolver {
  constructor(private readonly database: Database, private readonly payouts: Payouts, private readonly idempotency: Idempotency, private readonly reserveOf: ReserveOf) {}

  @Query(() => PayoutPage, { description: 'Payouts; an account of a partner sees its own.' })
  payoutList(@Args(() => ListArgs) list: ListArgs, @Ctx() { actor }: Context, @Arg('filter', () => PayoutFilter, { nullable: true, description: 'Which ones.' }) filter?: FilterValue): Promise<Page<Payout>> {
    const own = partnerScope(actor);
    return listPage(this.database.dataSource.getRepository(Payout).createQueryBuilder('payout'), list, {
      sortable: { code: 'payout.code', amount: 'payout.amountMinor', state: 'payout.state', createdAt: 'payout.createdAt', updatedAt: 'payout.updatedAt' },
      filter: (query) => {
        if (own) query.andWhere('payout.partnerId = :own', { own });
        applyFilter(query, PayoutFilter, filter);
      },
    });
  }

  @Mutation(() => PayoutPayload, { description: 'Proposes to pay what an acknowledged statement owes; another person approves it.' })
  payoutPropose(@Arg('input', () => PayoutProposeInput, { description: 'Of which statement.' }) input: PayoutProposeInput, @Ctx() { actor }: Context): Promise<Payload<Payout>> {
    return answer(async () => {
      const change = { statementId: fromGlobalId('Statement', input.statementId), expectedVersion: input.expectedVersion, paidCurrency: input.paidCurrency };
      const id = await this.idempotency.once(actor, input.idempotencyKey, 'payoutPropose', change, (tx) => this.payouts.propose(tx, { ...change, reserveOf: this.reserveOf }, actor));
      return this.database.dataSource.getRepository(Payout).findOneByOrFail({ id });
    });
  }

  @Mutation(() => PayoutPayload, { description: 'Approves a payout that another person proposed: the money is set aside and goes to the bank.' })
  payoutApprove(@Arg('input', () => SettlementStepInput, { description: 'Which.' }) input: SettlementStepInput, @Ctx() { actor }: Context): Promise<Payload<Payout>> {
    return answer(async () => this.payouts.approve(step(input), actor));
  }

  @Mutation(() => PayoutPayload, { description: 'Takes back a payout that nobody approved.' })
  payoutCancel(@Arg('input', () => SettlementStepInput, { description: 'Which.' }) input: SettlementStepInput, @Ctx() { actor }: Context): Promise<Payload<Payout>> {
    return answer(async () => this.payouts.cancel(step(input), actor));
  }

  @Mutation(() => PayoutPayload, { description: 'Gives back the money of a payout that the bank refused; the statement can then be paid again.' })
  payoutReturn(@Arg('input', () => SettlementStepInput, { description: 'Which.' }) input: SettlementStepInput, @Ctx() { actor }: Context): Promise<Payload<Payout>> {
    return answer(async () => this.payouts.giveBack(step(input), actor));
  }

  @FieldResolver(() => Partner, { description: 'Who gets it.' })
  async partner(@Root() payout: Payout, @Ctx() { loaders }: Context): Promise<Partner> {
    return (await loaders.byId(Partner).load(payout.partnerId))!;
  }

  @FieldResolver(() => Statement, { description: 'What it pays.' })
  async statement(@Root() payout: Payout, @Ctx() { loaders }: Context): Promise<Statement> {
    return (await loaders.byId(Statement).load(payout.statementId))!;
  }

  @FieldResolver(() => ExchangeRate, { nullable: true, description: 'The rate at which it is paid in another currency.' })
  exchangeRate(@Root() payout: Payout, @Ctx() { loaders }: Context): Promise<ExchangeRate | null> | null {
    return payout.rateId === null ? null : loaders.byId(ExchangeRate).load(payout.rateId);
  }

  @FieldResolver(() => Account, { nullable: true, description: 'Who proposed it; for the staff.' })
  proposer(@Root() payout: Payout, @Ctx() { actor, loaders }: Context): Promise<Account | null> | null {
    return isPartnerAccount(actor) ? null : loaders.byId(Account).load(payout.proposedBy);
  }

  @FieldResolver(() => Account, { nullable: true, description: 'Who approved it; for the staff.' })
  approver(@Root() payout: Payout, @Ctx() { actor, loaders }: Context): Promise<Account | null> | null {
    return isPartnerAccount(actor) || !payout.approvedBy ? null : loaders.byId(Account).load(payout.approvedBy);
  }

  @FieldResolver(() => [String], { description: 'Mutations that the viewer can apply to it now.' })
  availableActions(@Root() payout: Payout, @Ctx() { actor }: Context): string[] {
    return openPayoutActions(payout, actorAccountId(actor)).filter((action) => isAllowed(`Mutation.${action}`, actor));
  }
}

export const payoutNodes: NodeSource = (ids, { actor, loaders }) => Promise.all(ids.map(async (id) => {
  const payout = await loaders.byId(Payout).load(id);
  return payout && maySeePartner(actor, payout.partnerId) ? payout : null;
}));

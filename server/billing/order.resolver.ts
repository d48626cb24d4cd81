import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Account } from '../../schema/account.js';
import { Offer } from '../../schema/offer.js';
import { Order, OrderState } from '../../schema/order.js';
import { type Connection, ConnectionArgs, connectionOf, connectionPage, decodeCursor, encodeCursor, windowOf } from '../graphql/connections.js';
import type { Context } from '../graphql/context.js';
import { applyFilter, bigintField, dateField, enumField, filterInputOf, type FilterValue, idField, textField } from '../graphql/filters.js';
import { fromGlobalId } from '../graphql/global-ids.js';
import type { NodeSource } from '../graphql/nodes.js';
import { ListArgs, listPage, type Page, pageOf } from '../graphql/paging.js';
import { answer, type Payload, payloadOf } from '../graphql/payloads.js';
import { noProvider } from '../adapters/payment/gateway.js';
import { actorAccountId } from '../platform/actor.js';
import type { Database } from '../platform/database.js';
import type { Idempotency } from '../platform/idempotency.js';
import { isUuid } from '../platform/ids.js';
import { CheckoutStartInput, OrderCancelInput, OrderPayInput, SandboxPayInput } from './billing.inputs.js';
import type { Checkouts, SandboxCashier } from './checkouts.js';
import { OrderReads } from './order-reads.js';
import { allowedOrderActions, mayReadOrders, type Orders } from './orders.js';

const OrderConnection = connectionOf(Order);
const OrderPage = pageOf(Order);
const OrderPayload = payloadOf(Order);
type Answer = Promise<Payload<Order>>;
const OrderFilter = filterInputOf('OrderFilter', {
  type: 'Order',
  search: ['order.code'],
  fields: {
    code: textField('order.code'),
    state: enumField('order.state', 'OrderState', OrderState),
    account: idField('order.accountId', 'Account'),
    offer: idField('order.offerId', 'Offer'),
    payableMinor: bigintField('order.payableMinor'),
    createdAt: dateField('order.createdAt'),
  },
});

@Resolver(() => Order)
export class OrderResolver {
  private readonly reads: OrderReads;

  /** `provider`: who takes money, null: nobody; the cashier is there when that is the sandbox. */
  constructor(
    private readonly database: Database, private readonly checkouts: Checkouts, private readonly domain: Orders,
    private readonly idempotency: Idempotency, private readonly provider: string | null, private readonly cashier: SandboxCashier | null,
  ) {
    this.reads = new OrderReads(database);
  }

  @Query(() => OrderPage, { description: 'All orders; for staff.' })
  orderList(@Args(() => ListArgs) list: ListArgs, @Arg('filter', () => OrderFilter, { nullable: true, description: 'Which ones.' }) filter?: FilterValue): Promise<Page<Order>> {
    return listPage(this.database.dataSource.getRepository(Order).createQueryBuilder('order'), list, {
      sortable: { code: 'order.code', state: 'order.state', payable: 'order.payableMinor', createdAt: 'order.createdAt', expiresAt: 'order.expiresAt' },
      filter: (query) => applyFilter(query, OrderFilter, filter),
    });
  }

  @Query(() => OrderConnection, { description: "The viewer's own orders, newest first." })
  async orders(@Args(() => ConnectionArgs) args: ConnectionArgs, @Ctx() { actor }: Context): Promise<Connection<Order>> {
    const window = windowOf(args, (cursor, argument) => (
      decodeCursor<[string]>(cursor, argument, ([id, ...rest]) => rest.length === 0 && isUuid(String(id)))?.[0] ?? null));
    const rows = await this.reads.page(actorAccountId(actor)!, window);
    return connectionPage(rows, window, ({ id }) => encodeCursor([id]), () => this.reads.count(actorAccountId(actor)!));
  }

  @Mutation(() => OrderPayload, { description: 'Buys: makes an order and opens its payment. A free offer is fulfilled at once.' })
  checkoutStart(@Arg('input', () => CheckoutStartInput, { description: 'What.' }) input: CheckoutStartInput, @Ctx() { actor }: Context): Answer {
    return answer(() => this.checkouts.start({ ...input, offerId: fromGlobalId('Offer', input.offerId) }, actor));
  }

  @Mutation(() => OrderPayload, { description: 'Opens another payment for an order that waits, for example after one failed.' })
  orderPay(@Arg('input', () => OrderPayInput, { description: 'Which.' }) input: OrderPayInput, @Ctx() { actor }: Context): Answer {
    return answer(() => this.checkouts.payAgain({ ...input, id: fromGlobalId('Order', input.id) }, actor));
  }

  @Mutation(() => OrderPayload, { description: 'Calls off an order that is not paid.' })
  orderCancel(@Arg('input', () => OrderCancelInput, { description: 'Which.' }) input: OrderCancelInput, @Ctx() { actor }: Context): Answer {
    return answer(async () => {
      const change = { id: fromGlobalId('Order', input.id), expectedVersion: input.expectedVersion };
      const id = await this.idempotency.once(actor, input.idempotencyKey, 'orderCancel', change, (tx) => this.domain.cancel(tx, change, actor));
      return this.database.dataSource.getRepository(Order).findOneByOrFail({ id });
    });
  }

  @Mutation(() => OrderPayload, { description: 'Sandbox only: ends the newest payment; the sandbox then tells the platform by its signed webhook.' })
  sandboxPay(@Arg('input', () => SandboxPayInput, { description: 'Which and how.' }) input: SandboxPayInput, @Ctx() { actor }: Context): Answer {
    return answer(async () => {
      if (!this.cashier) throw noProvider();
      return this.cashier.pay({ ...input, orderId: fromGlobalId('Order', input.orderId) }, actor);
    });
  }

  @FieldResolver(() => Offer, { description: 'What was bought, at the price it had.' })
  async offer(@Root() order: Order, @Ctx() { loaders }: Context): Promise<Offer> {
    return (await loaders.byId(Offer).load(order.offerId))!;
  }

  @FieldResolver(() => Account, { description: 'Who buys.' })
  async account(@Root() order: Order, @Ctx() { loaders }: Context): Promise<Account> {
    return (await loaders.byId(Account).load(order.accountId))!;
  }

  @FieldResolver(() => String, { nullable: true, description: 'Where the buyer pays; null when nothing waits to be paid, and for everybody else.' })
  payUrl(@Root() order: Order, @Ctx() { actor, loaders }: Context): Promise<string | null> | null {
    if (order.state !== 'awaiting_payment' || actorAccountId(actor) !== order.accountId) return null;
    return loaders.batch('orders.payUrl', (ids: readonly string[]) => this.reads.payUrls(ids)).load(order.id);
  }

  @FieldResolver(() => [String], { description: 'Mutations that the viewer can apply to it now.' })
  availableActions(@Root() order: Order, @Ctx() { actor }: Context): string[] {
    return allowedOrderActions(order, actor, this.provider);
  }
}

export const orderNodes: NodeSource = async (ids, { actor, loaders }) => {
  const found = await Promise.all(ids.map((id) => loaders.byId(Order).load(id)));
  return found.map((order) => (order && (order.accountId === actorAccountId(actor) || mayReadOrders(actor)) ? order : null));
};

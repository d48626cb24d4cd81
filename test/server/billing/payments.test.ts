import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Order } from '../../../schema/order.js';
import { Payment, PaymentEvent } from '../../../schema/payment.js';
import type { PaymentGateway, PaymentNotice } from '../../../server/adapters/payment/gateway.js';
import { SandboxGateway } from '../../../server/adapters/payment/sandbox.js';
import { Audit } from '../../../server/audit/audit.js';
import { Checkouts } from '../../../server/billing/checkouts.js';
import { Offers } from '../../../server/billing/offers.js';
import { allowedOrderActions, Orders } from '../../../server/billing/orders.js';
import { Payments } from '../../../server/billing/payments.js';
import { settle } from '../../../server/billing/settlement.js';
import { systemActor } from '../../../server/platform/actor.js';
import { Database } from '../../../server/platform/database.js';
import { DomainError } from '../../../server/platform/errors.js';
import { FieldEncryption } from '../../../server/platform/field-encryption.js';
import { Idempotency } from '../../../server/platform/idempotency.js';
import { newId } from '../../../server/platform/ids.js';
import { Outbox } from '../../../server/platform/outbox.js';
import { addAccount, addContents, type AccountActor, handClock } from '../../support/content-factories.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';

const connections = 60;
let test_: TestDatabase;
let wide: Database;
let contentId = '';
let buyer: AccountActor;
const clock = handClock();

function build(database: Database, gateway?: PaymentGateway | null) {
  const audit = new Audit(database, clock, newId);
  const sandbox = new SandboxGateway(database, 'http://localhost:4000', () => Promise.reject(new Error('not in this test')), clock, newId, new FieldEncryption(database, []));
  const orders = new Orders(database, audit, clock, newId);
  return {
    orders, sandbox, offers: new Offers(database, audit, clock, newId), payments: new Payments(database, new Outbox(newId), audit, clock, newId),
    checkouts: new Checkouts(database, orders, new Idempotency(database), gateway === undefined ? sandbox : gateway, clock),
  };
}
let shop: ReturnType<typeof build>;

beforeAll(async () => {
  test_ = await openTestDatabase();
  wide = await Database.open({ url: test_.url, pool: connections, name: 'notices' });
  shop = build(test_.database);
});
afterAll(async () => {
  await wide.close();
  await test_.close();
});
beforeEach(async () => {
  [contentId] = await addContents(test_.database, [{ title: '课程' }], clock);
  buyer = await addAccount(test_.database);
});

const offer = (more: object = {}) => test_.database.transaction((tx) => shop.offers.create(tx, { contentId, kind: 'one_off', title: '单买', amountMinor: 9900n, currency: 'CNY', ...more }, systemActor('test')));
const cancel = ({ id, version }: Pick<Order, 'id' | 'version'>, by = buyer) => test_.database.transaction((tx) => shop.orders.cancel(tx, { id, expectedVersion: version }, by));
const start = async (offerId: string, key = newId()) => shop.checkouts.start({ offerId, idempotencyKey: key }, buyer);
const paymentsOf = (order: Order) => test_.database.dataSource.getRepository(Payment).find({ where: { orderId: order.id }, order: { id: 'ASC' } });
const reload = (order: Order) => test_.database.dataSource.getRepository(Order).findOneByOrFail({ id: order.id });
const grantsOf = (order: Order) => test_.database.query<{ content_id: string | null; state: string; starts_at: Date; ends_at: Date | null }>('SELECT content_id, state, starts_at, ends_at FROM grants WHERE source_id = $1', [order.id]);
const refundJobs = async (payment: Payment) => (await test_.database.query(`SELECT 1 FROM outbox WHERE job = 'refund-payment' AND payload->>'paymentId' = $1`, [payment.id])).length;
const notice = (payment: Payment, more: Partial<PaymentNotice> = {}): PaymentNotice => ({ eventId: newId(), ref: payment.providerRef, kind: 'succeeded', amountMinor: 9900n, currency: 'CNY', ...more });
const receive = (one: PaymentNotice) => shop.payments.receive('sandbox', one);
const codeOf = (work: Promise<unknown>) => work.then(() => 'done', (error: DomainError) => error.code);

async function opened() {
  const order = await start((await offer()).id);
  const [payment] = await paymentsOf(order);
  return { order, payment };
}

describe('a checkout', () => {
  test('makes one order and one payment for one key, however many calls come at once', async () => {
    const { id } = await offer();
    const wideShop = build(wide);
    const orders = await Promise.all(Array.from({ length: 20 }, () => wideShop.checkouts.start({ offerId: id, idempotencyKey: 'same' }, buyer)));
    expect(new Set(orders.map((order) => order.id)).size).toBe(1);
    expect(await reload(orders[0])).toMatchObject({ state: 'awaiting_payment', payableMinor: 9900n, currency: 'CNY', expiresAt: new Date(clock().getTime() + 1_800_000) });
    expect(await paymentsOf(orders[0])).toMatchObject([{ state: 'pending', amountMinor: 9900n, payUrl: expect.stringMatching(/^http:\/\/localhost:4000\/sandbox\/pay\/[0-9a-f-]{36}$/) }]);
    expect(await codeOf(shop.checkouts.start({ offerId: (await offer()).id, idempotencyKey: 'same' }, buyer))).toBe('IDEMPOTENCY_MISMATCH');
  });

  test('survives a provider that does not answer: the same key goes on where it stopped', async () => {
    const { id } = await offer();
    let calls = 0;
    const shaky = build(test_.database, {
      ...{ provider: 'sandbox', refund: shop.sandbox.refund.bind(shop.sandbox), read: shop.sandbox.read.bind(shop.sandbox) },
      open: (request) => (calls++ === 0 ? Promise.reject(new DomainError('UNAVAILABLE')) : shop.sandbox.open(request)),
    });
    const again = () => shaky.checkouts.start({ offerId: id, idempotencyKey: 'shaky' }, buyer);
    expect(await codeOf(again())).toBe('UNAVAILABLE');
    const orders = await test_.database.query<{ state: string }>('SELECT state FROM orders WHERE account_id = $1', [buyer.accountId]);
    expect(orders).toEqual([{ state: 'created' }]);
    expect((await again()).state).toBe('awaiting_payment');
    expect((await test_.database.query('SELECT 1 FROM orders WHERE account_id = $1', [buyer.accountId])).length).toBe(1);
  });

  test('a free offer is fulfilled at once, without a payment', async () => {
    const order = await start((await offer({ kind: 'free', amountMinor: 0n })).id);
    expect(order.state).toBe('fulfilled');
    expect(await paymentsOf(order)).toEqual([]);
    expect(await grantsOf(order)).toEqual([{ content_id: contentId, state: 'active', starts_at: clock(), ends_at: null }]);
  });

  test('without a provider refuses what costs something, before anything is written; what is free is still given', async () => {
    const closed = build(test_.database, null);
    const [paid, free] = [await offer(), await offer({ kind: 'free', amountMinor: 0n })];
    expect(await codeOf(closed.checkouts.start({ offerId: paid.id, idempotencyKey: 'closed' }, buyer))).toBe('PAYMENT_REFUSED');
    expect(await test_.database.query('SELECT 1 FROM orders WHERE account_id = $1', [buyer.accountId])).toEqual([]);
    expect((await closed.checkouts.start({ offerId: free.id, idempotencyKey: 'free' }, buyer)).state).toBe('fulfilled');
    buyer = await addAccount(test_.database);
    // The key was not used up; an order of the time when there was a provider waits, and cannot be paid any more.
    const order = await shop.checkouts.start({ offerId: paid.id, idempotencyKey: 'closed' }, buyer);
    expect(await codeOf(closed.checkouts.payAgain({ id: order.id, idempotencyKey: newId() }, buyer))).toBe('PAYMENT_REFUSED');
    expect(await paymentsOf(order)).toHaveLength(1);
    expect([null, 'sandbox', 'other'].map((provider) => allowedOrderActions(order, buyer, provider))).toEqual([['orderCancel'], ['orderPay', 'sandboxPay', 'orderCancel'], ['orderPay', 'orderCancel']]);
  });

  test('refuses what is retired, unlisted or owned already', async () => {
    const { id, version } = await offer();
    const { order, payment } = await opened();
    await receive(notice(payment));
    expect(await codeOf(start(id))).toBe('ALREADY_EXISTS');
    buyer = await addAccount(test_.database);
    await shop.offers.retire({ id, expectedVersion: version }, systemActor('test'));
    expect(await codeOf(start(id))).toBe('NOT_FOUND');
    const other = await offer();
    await test_.database.query(`UPDATE contents SET state = 'unlisted' WHERE id = $1`, [contentId]);
    expect(await codeOf(start(other.id))).toBe('NOT_FOUND');
    expect((await test_.database.query('SELECT 1 FROM orders WHERE account_id = $1', [buyer.accountId])).length).toBe(0);
    expect((await reload(order)).state).toBe('fulfilled');
  });
});

describe('notices', () => {
  test(`${connections} identical notices on ${connections} connections settle once`, async () => {
    const { order, payment } = await opened();
    const one = notice(payment);
    const wideShop = build(wide);
    await Promise.all(Array.from({ length: connections }, () => wide.query('SELECT pg_sleep(0.05)')));
    expect(wide.pool.totalCount).toBe(connections);
    const answers = await Promise.all(Array.from({ length: connections * 2 }, () => wideShop.payments.receive('sandbox', one)));
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await reload(order)).toMatchObject({ state: 'fulfilled' });
    expect(await paymentsOf(order)).toMatchObject([{ state: 'succeeded' }]);
    expect(await grantsOf(order)).toEqual([{ content_id: contentId, state: 'active', starts_at: clock(), ends_at: null }]);
    expect(await test_.database.dataSource.getRepository(PaymentEvent).countBy({ paymentId: payment.id })).toBe(1);
  });

  test('who pays two orders for the same thing at once gets it once, and the other money back', async () => {
    const { id } = await offer();
    const orders = [await start(id), await start(id), await start(id)];
    const payments = (await Promise.all(orders.map(paymentsOf))).flat();
    const wideShop = build(wide);
    await Promise.all(payments.map((payment) => wideShop.payments.receive('sandbox', notice(payment))));
    const after = (await Promise.all(orders.map(paymentsOf))).flat();
    expect(after.map(({ state }) => state).sort()).toEqual(['auto_refund', 'auto_refund', 'succeeded']);
    expect((await Promise.all(orders.map(grantsOf))).flat()).toHaveLength(1);
    expect((await Promise.all(after.map(refundJobs))).reduce((sum, jobs) => sum + jobs)).toBe(2);
    for (const [at, order] of orders.entries()) expect((await reload(order)).state).toBe(after[at].state === 'succeeded' ? 'fulfilled' : 'awaiting_payment');
  });

  test('a success that is told again under other event ids changes nothing', async () => {
    const { order, payment } = await opened();
    await Promise.all(Array.from({ length: 10 }, () => receive(notice(payment))));
    expect(await grantsOf(order)).toHaveLength(1);
    expect(await paymentsOf(order)).toMatchObject([{ state: 'succeeded' }]);
    expect((await reload(order)).version).toBe(order.version + 1);
  });

  test('two payments of one order that both succeed at once: one pays, the other goes back', async () => {
    const { order } = await opened();
    await shop.checkouts.payAgain({ id: order.id, idempotencyKey: newId() }, buyer);
    const both = await paymentsOf(order);
    const wideShop = build(wide);
    await Promise.all(both.flatMap((payment) => Array.from({ length: 5 }, () => wideShop.payments.receive('sandbox', notice(payment)))));
    const after = await paymentsOf(order);
    expect(after.map(({ state }) => state).sort()).toEqual(['auto_refund', 'succeeded']);
    expect(await grantsOf(order)).toHaveLength(1);
    const second = after.find(({ state }) => state === 'auto_refund')!;
    expect(await refundJobs(second)).toBe(1);
    await Promise.all([1, 2, 3].map(() => shop.payments.refund(second.id, shop.sandbox)));
    expect(await test_.database.dataSource.getRepository(PaymentEvent).countBy({ paymentId: second.id, kind: 'refunded' })).toBe(1);
    expect((await paymentsOf(order)).map(({ state }) => state).sort()).toEqual(['auto_refund', 'succeeded']);
  });

  test.each([['amount', { amountMinor: 9899n }], ['currency', { currency: 'USD' }]])('another %s is never settled, not even when the right one follows', async (_what, wrong) => {
    const { order, payment } = await opened();
    await receive(notice(payment, wrong));
    await receive(notice(payment));
    expect(await paymentsOf(order)).toMatchObject([{ state: 'disputed_amount' }]);
    expect((await reload(order)).state).toBe('awaiting_payment');
    expect(await grantsOf(order)).toEqual([]);
  });

  test('an unknown payment is NOT_FOUND and leaves nothing behind', async () => {
    const { payment } = await opened();
    const before = await test_.database.dataSource.getRepository(PaymentEvent).count();
    expect(await codeOf(receive(notice(payment, { ref: newId() })))).toBe('NOT_FOUND');
    expect(await codeOf(shop.payments.receive('other', notice(payment)))).toBe('NOT_FOUND');
    expect(await test_.database.dataSource.getRepository(PaymentEvent).count()).toBe(before);
  });

  test('any mixture of notices, repeated, reordered and at once: the books agree', async () => {
    await fc.assert(fc.asyncProperty(
      fc.array(fc.record({ pays: fc.nat(1), kind: fc.constantFrom('succeeded' as const, 'failed' as const, 'closed' as const), exact: fc.boolean(), event: fc.nat(3) }), { minLength: 1, maxLength: 8 }),
      async (steps) => {
        buyer = await addAccount(test_.database);
        const { order } = await opened();
        await shop.checkouts.payAgain({ id: order.id, idempotencyKey: newId() }, buyer);
        const both = await paymentsOf(order);
        await Promise.all(steps.map(({ pays, kind, exact, event }) => receive(notice(both[pays], { eventId: `${order.id}-${pays}-${event}`, kind, amountMinor: exact ? 9900n : 1n }))));

        // The stored states are the fold of the stored events in the order in which they were taken.
        const events = await test_.database.dataSource.getRepository(PaymentEvent).find({ where: both.map(({ id }) => ({ paymentId: id })), order: { id: 'ASC' } });
        const folded = { order: 'awaiting_payment' as Order['state'], payments: new Map(both.map(({ id }) => [id, 'pending' as Payment['state']])) };
        for (const event of events) {
          const paidByAnother = [...folded.payments].some(([id, state]) => id !== event.paymentId && state === 'succeeded');
          const after = settle({ order: folded.order, payment: folded.payments.get(event.paymentId)!, paidByAnother }, { kind: event.kind, exact: event.amountMinor === 9900n });
          folded.order = after.order;
          folded.payments.set(event.paymentId, after.payment);
        }
        const stored = await paymentsOf(order);
        expect(stored.map(({ id, state }) => [id, state])).toEqual([...folded.payments]);
        expect((await reload(order)).state).toBe(folded.order);
        const succeeded = stored.filter(({ state }) => state === 'succeeded');
        expect(succeeded.length).toBeLessThanOrEqual(1);
        expect(await grantsOf(order)).toHaveLength(succeeded.length);
        for (const payment of stored) expect(await refundJobs(payment)).toBe(payment.state === 'auto_refund' ? 1 : 0);
        for (const { id } of succeeded) expect(events.some((event) => event.paymentId === id && event.kind === 'succeeded' && event.amountMinor === 9900n)).toBe(true);
      }), { numRuns: 25 });
  });
});

describe('orders that end unpaid', () => {
  test('expire after half an hour, once, and their payments close; late money still buys', async () => {
    const { order, payment } = await opened();
    clock.move(1_799_999);
    expect(await shop.orders.expireDue()).toBe(0);
    clock.move(1);
    const wideShop = build(wide);
    const counts = await Promise.all([1, 2, 3].map(() => wideShop.orders.expireDue()));
    expect(counts.reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(1);
    expect((await reload(order)).state).toBe('expired');
    expect(await paymentsOf(order)).toMatchObject([{ state: 'closed' }]);
    expect(await test_.database.dataSource.getRepository(PaymentEvent).findBy({ paymentId: payment.id })).toMatchObject([{ kind: 'closed', providerEventId: `tandem:closed-${payment.id}` }]);
    expect(await shop.orders.expireDue()).toBe(0);
    await receive(notice(payment));
    expect((await reload(order)).state).toBe('fulfilled');
    expect(await grantsOf(order)).toHaveLength(1);
  });

  test('cancelled by the buyer: money that still comes goes back', async () => {
    const { order, payment } = await opened();
    expect(await codeOf(cancel(order, await addAccount(test_.database)))).toBe('NOT_FOUND');
    expect(await codeOf(cancel({ id: order.id, version: order.version - 1 }))).toBe('CONFLICT');
    await cancel(order);
    await receive(notice(payment));
    expect((await reload(order)).state).toBe('cancelled');
    expect(await paymentsOf(order)).toMatchObject([{ state: 'auto_refund' }]);
    expect([await grantsOf(order), await refundJobs(payment)]).toEqual([[], 1]);
    expect(await codeOf(cancel(order))).toBe('CONFLICT');
    expect(await codeOf(cancel(await reload(order)))).toBe('ILLEGAL_TRANSITION');
  });

  test('a cancellation and the money at the same moment never end with neither or both', async () => {
    for (let round = 0; round < 10; round++) {
      buyer = await addAccount(test_.database);
      const { order, payment } = await opened();
      await Promise.all([codeOf(cancel(order)), receive(notice(payment))]);
      const [state, [{ state: money }], granted] = [(await reload(order)).state, await paymentsOf(order), (await grantsOf(order)).length];
      expect([['fulfilled', 'succeeded', 1], ['cancelled', 'auto_refund', 0]]).toContainEqual([state, money, granted]);
    }
  });
});

test('subscriptions queue: the second period begins where the first ends, also when both are paid at once', async () => {
  const { id } = await offer({ kind: 'subscription', periodDays: 30, contentId: null });
  const orders = [await start(id), await start(id)];
  const [[first], [second]] = [await paymentsOf(orders[0]), await paymentsOf(orders[1])];
  const wideShop = build(wide);
  await Promise.all([first, second].map((payment) => wideShop.payments.receive('sandbox', notice(payment))));
  const grants = (await Promise.all(orders.map(grantsOf))).flat().sort((a, b) => a.starts_at.getTime() - b.starts_at.getTime());
  const month = 30 * 86_400_000;
  expect(grants.map(({ content_id, state, starts_at, ends_at }) => [content_id, state, starts_at.getTime() - clock().getTime(), ends_at!.getTime() - clock().getTime()])).toEqual([
    [null, 'active', 0, month], [null, 'scheduled', month, 2 * month]]);
});

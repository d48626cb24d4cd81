import { Order } from '../../schema/order.js';
import { noProvider, type PaymentGateway } from '../adapters/payment/gateway.js';
import type { SandboxGateway, SandboxOutcome } from '../adapters/payment/sandbox.js';
import { type Actor, actorAccountId } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import { isUuid } from '../platform/ids.js';
import type { Idempotency } from '../platform/idempotency.js';
import type { Orders } from './orders.js';

/**
 * From an offer to a page where one can pay. First the order is committed, then the provider is asked, then its answer is
 * kept: a crash in between leaves an order that the same call with the same key picks up, or that expires. Without a
 * provider only what is free can be had; the rest is PAYMENT_REFUSED.
 */
export class Checkouts {
  constructor(
    private readonly database: Database,
    private readonly orders: Orders,
    private readonly idempotency: Idempotency,
    private readonly gateway: PaymentGateway | null,
    private readonly clock: Clock,
  ) {}

  async start({ offerId, idempotencyKey }: { offerId: string; idempotencyKey: string }, actor: Actor): Promise<Order> {
    const id = await this.idempotency.once(actor, idempotencyKey, 'checkoutStart', { offerId }, (tx) => this.orders.place(tx, offerId, this.gateway?.provider ?? null, actor));
    return this.open(id);
  }

  /** Another payment for the same order, after one failed or to pay in another way. */
  async payAgain({ id, idempotencyKey }: { id: string; idempotencyKey: string }, actor: Actor): Promise<Order> {
    await this.idempotency.once(actor, idempotencyKey, 'orderPay', { id }, (tx) => this.orders.payAgain(tx, id, this.gateway?.provider ?? null, actor));
    return this.open(id);
  }

  /** Opens what is not open yet at the provider. */
  private async open(orderId: string): Promise<Order> {
    const waiting = await this.database.query<{ id: string; ref: string; amount_minor: string; currency: string; title: string }>(
      `SELECT p.id, p.provider_ref AS ref, p.amount_minor, p.currency, f.title FROM payments p JOIN orders o ON o.id = p.order_id JOIN offers f ON f.id = o.offer_id
        WHERE p.order_id = $1 AND p.state = 'created' AND o.state IN ('created','awaiting_payment')`, [orderId]);
    for (const { id, ref, amount_minor: amount, currency, title } of waiting) {
      if (!this.gateway) throw noProvider();
      const { payUrl } = await this.gateway.open({ ref, amountMinor: BigInt(amount), currency, title });
      await this.database.transaction(async (tx) => {
        // Order first: the same order of locks as everywhere. What was paid, cancelled or expired meanwhile stays so.
        await tx.query(`UPDATE orders SET state = 'awaiting_payment', version = version + 1, updated_at = $2 WHERE id = $1 AND state = 'created'`, [orderId, this.clock()]);
        await tx.query(`UPDATE payments SET state = 'pending', pay_url = $2, updated_at = $3 WHERE id = $1 AND state = 'created'`, [id, payUrl, this.clock()]);
      });
    }
    return this.database.dataSource.getRepository(Order).findOneByOrFail({ id: orderId });
  }
}

/** The sandbox's cashier: a person decides how the newest payment ends, and the sandbox tells us by its webhook. */
export class SandboxCashier {
  constructor(private readonly database: Database, private readonly idempotency: Idempotency, private readonly sandbox: SandboxGateway) {}

  /**
   * For the buyer himself. The event is kept under the key before it is told, so the same key tells the same event again.
   * Throws NOT_FOUND, ILLEGAL_TRANSITION when nothing waits to be paid, UNAVAILABLE when the webhook is not taken.
   */
  async pay({ orderId, outcome, idempotencyKey }: { orderId: string; outcome: SandboxOutcome; idempotencyKey: string }, actor: Actor): Promise<Order> {
    const ended = await this.idempotency.once(actor, idempotencyKey, 'sandboxPay', { orderId, outcome }, async (tx) => {
      const order = await tx.findOneBy(Order, { id: orderId });
      if (!order || order.accountId !== actorAccountId(actor)) throw new DomainError('NOT_FOUND');
      const [payment] = await this.pending('p.order_id = $1', orderId);
      if (!payment) throw new DomainError('ILLEGAL_TRANSITION', { from: order.state, allowed: [] });
      return this.sandbox.end(payment, outcome);
    });
    await this.sandbox.tell(ended);
    return this.database.dataSource.getRepository(Order).findOneByOrFail({ id: orderId });
  }

  /** For whoever opened the pay URL: the ref in it is the secret, as with any provider. */
  async payByRef(ref: string, outcome: SandboxOutcome): Promise<void> {
    const payment = await this.find(ref);
    if (!payment) throw new DomainError('NOT_FOUND');
    await this.sandbox.tell(this.sandbox.end(payment, outcome));
  }

  async find(ref: string): Promise<{ ref: string; title: string; amountMinor: bigint; currency: string } | null> {
    if (!isUuid(ref)) return null;
    return (await this.pending('p.provider_ref = $1', ref))[0] ?? null;
  }

  private async pending(where: string, value: string): Promise<{ ref: string; title: string; amountMinor: bigint; currency: string }[]> {
    const rows = await this.database.query<{ ref: string; title: string; amount_minor: string; currency: string }>(
      `SELECT p.provider_ref AS ref, f.title, p.amount_minor, p.currency FROM payments p JOIN orders o ON o.id = p.order_id JOIN offers f ON f.id = o.offer_id
        WHERE ${where} AND p.provider = 'sandbox' AND p.state IN ('pending','closed') ORDER BY p.id DESC`, [value]);
    return rows.map(({ ref, title, amount_minor: amount, currency }) => ({ ref, title, amountMinor: BigInt(amount), currency }));
  }
}

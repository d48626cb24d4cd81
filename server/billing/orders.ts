import type { EntityManager } from 'typeorm';
import { Offer } from '../../schema/offer.js';
import { Order, type OrderState } from '../../schema/order.js';
import { noProvider } from '../adapters/payment/gateway.js';
import type { Audit } from '../audit/audit.js';
import { type Actor, actorAccountId, systemActor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import { nextCode } from '../platform/codes.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';
import { fulfil, lockGrants, owns } from './fulfilment.js';

/** How long a buyer may take to pay, in milliseconds. */
const payWithinMs = 30 * 60_000;
/** States in which an order waits for its money. */
const openStates: readonly OrderState[] = ['created', 'awaiting_payment'];

/** What a buyer may do with his order now, as mutation names; `provider`: who takes money, null: nobody. */
export function allowedOrderActions(order: Pick<Order, 'state' | 'accountId'>, actor: Actor, provider: string | null): string[] {
  if (actorAccountId(actor) !== order.accountId || !openStates.includes(order.state)) return [];
  return [
    ...(provider === null ? [] : ['orderPay']),
    ...(provider === 'sandbox' && order.state === 'awaiting_payment' ? ['sandboxPay'] : []),
    'orderCancel',
  ];
}

export function mayReadOrders(actor: Actor): boolean {
  return actor.kind === 'system' || ('role' in actor && ['operator', 'partner_manager', 'marketer', 'analyst'].includes(actor.role));
}

/** The order's own steps; none of them talks to a provider. Money that arrives is the business of Payments. */
export class Orders {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly newId: NewId,
  ) {}

  /**
   * Inside the caller's transaction. A free offer is fulfilled at once, every other one needs a provider. Throws NOT_FOUND,
   * ALREADY_EXISTS when the buyer has it already, PAYMENT_REFUSED.
   */
  async place(tx: EntityManager, offerId: string, provider: string | null, actor: Actor): Promise<string> {
    const accountId = actorAccountId(actor);
    if (accountId === null) throw new DomainError('UNAUTHENTICATED');
    const offer = await tx.findOneBy(Offer, { id: offerId, state: 'active' });
    if (!offer || !(await isSold(tx, offer))) throw new DomainError('NOT_FOUND', { path: ['offerId'] }, 'This offer cannot be bought.');
    if (await owns(tx, accountId, offer)) throw new DomainError('ALREADY_EXISTS', { path: ['offerId'] }, 'You have this already.');
    const [id, now, free] = [this.newId(), this.clock(), offer.priceMinor === 0n];
    const code = await nextCode(tx, 'O', now);
    await tx.query(
      `INSERT INTO orders (id, code, account_id, offer_id, state, payable_minor, currency, expires_at, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`,
      [id, code, accountId, offer.id, free ? 'fulfilled' : 'created', String(offer.priceMinor), offer.currency, new Date(now.getTime() + payWithinMs), now]);
    const order = await tx.findOneByOrFail(Order, { id });
    if (free) {
      await lockGrants(tx, order, offer);
      await fulfil(tx, order, offer, this.newId(), now);
    } else await this.addPayment(tx, order, provider);
    await this.audit.append(tx, { actor, action: 'checkoutStart', noun: 'Order', nounId: id, detail: { code, offerId: offer.id, payableMinor: String(offer.priceMinor), currency: offer.currency } });
    return id;
  }

  /** One more payment of an order that still waits; the ones before stay open, and if two succeed one goes back by itself. */
  async payAgain(tx: EntityManager, id: string, provider: string | null, actor: Actor): Promise<string> {
    const order = await this.own(tx, id, actor);
    assertOpen(order);
    if (order.expiresAt <= this.clock()) throw new DomainError('ILLEGAL_TRANSITION', { from: 'expired', allowed: [] });
    await this.addPayment(tx, order, provider);
    return order.id;
  }

  /** Inside the caller's transaction. Throws NOT_FOUND, CONFLICT, ILLEGAL_TRANSITION. */
  async cancel(tx: EntityManager, { id, expectedVersion }: { id: string; expectedVersion: number }, actor: Actor): Promise<string> {
    const order = await this.own(tx, id, actor);
    if (order.version !== expectedVersion) throw new DomainError('CONFLICT', { currentVersion: order.version });
    assertOpen(order);
    await this.end(tx, order, 'cancelled', actor);
    return order.id;
  }

  /** Ends orders that were not paid in time, at most `most`; answers how many. Safe to run twice at once. */
  async expireDue(most = 500): Promise<number> {
    for (let expired = 0; expired < most; expired++) {
      const found = await this.database.transaction(async (tx) => {
        const [due] = await tx.query<{ id: string }[]>(
          `SELECT id FROM orders WHERE state IN ('created','awaiting_payment') AND expires_at <= $1 ORDER BY expires_at LIMIT 1 FOR UPDATE SKIP LOCKED`, [this.clock()]);
        if (due) await this.end(tx, await tx.findOneByOrFail(Order, { id: due.id }), 'expired', systemActor('expire-orders'));
        return Boolean(due);
      });
      if (!found) return expired;
    }
    return most;
  }

  /** Our own closing is an event too, so that a payment stays the fold of its events. */
  private async end(tx: EntityManager, order: Order, state: 'cancelled' | 'expired', actor: Actor): Promise<void> {
    const now = this.clock();
    await tx.query('UPDATE orders SET state = $2, version = version + 1, updated_at = $3 WHERE id = $1', [order.id, state, now]);
    const [closed] = await tx.query<[{ id: string; amount_minor: string; currency: string }[], number]>(
      `UPDATE payments SET state = 'closed', updated_at = $2 WHERE order_id = $1 AND state IN ('created','pending','failed') RETURNING id, amount_minor, currency`, [order.id, now]);
    for (const payment of closed) {
      await tx.query(
        `INSERT INTO payment_events (id, payment_id, provider_event_id, kind, amount_minor, currency, received_at) VALUES ($1, $2, $3, 'closed', $4, $5, $6)`,
        [this.newId(), payment.id, `tandem:closed-${payment.id}`, payment.amount_minor, payment.currency, now]);
    }
    await this.audit.append(tx, { actor, action: state === 'cancelled' ? 'orderCancel' : 'order.expired', noun: 'Order', nounId: order.id, detail: { from: order.state, to: state } });
  }

  /** Locked until the end of the transaction. */
  private async own(tx: EntityManager, id: string, actor: Actor): Promise<Order> {
    const order = await tx.findOne(Order, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!order || order.accountId !== actorAccountId(actor)) throw new DomainError('NOT_FOUND');
    return order;
  }

  private async addPayment(tx: EntityManager, order: Order, provider: string | null): Promise<void> {
    if (provider === null) throw noProvider();
    const [id, now] = [this.newId(), this.clock()];
    await tx.query(
      `INSERT INTO payments (id, order_id, provider, provider_ref, amount_minor, currency, state, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, 'created', $7, $7)`,
      [id, order.id, provider, this.newId(), String(order.payableMinor), order.currency, now]);
  }
}

/** Paid or ended orders move no more by the hand of the buyer. */
function assertOpen({ state }: Order): void {
  if (!openStates.includes(state)) throw new DomainError('ILLEGAL_TRANSITION', { from: state, allowed: [] });
}

/** The whole platform, or a content that is listed. */
async function isSold(tx: EntityManager, offer: Offer): Promise<boolean> {
  if (offer.contentId === null) return true;
  return (await tx.query<unknown[]>(`SELECT 1 FROM contents WHERE id = $1 AND state = 'published'`, [offer.contentId])).length === 1;
}

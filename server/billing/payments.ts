import type { EntityManager } from 'typeorm';
import { Offer } from '../../schema/offer.js';
import { Order } from '../../schema/order.js';
import { Payment, PaymentEvent } from '../../schema/payment.js';
import type { PaymentGateway, PaymentNotice } from '../adapters/payment/gateway.js';
import type { Audit } from '../audit/audit.js';
import { systemActor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';
import type { Outbox } from '../platform/outbox.js';
import { fulfil, lockGrants, owns } from './fulfilment.js';
import { settle } from './settlement.js';

/** Longer than all tries of refund-payment with their pauses. */
const refundPatienceMs = 2 * 3_600_000;
const resumedAtOnce = 100;

/** What providers tell us, applied: every event once, whatever the order and however many arrive at the same moment. */
export class Payments {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly newId: NewId,
  ) {}

  /** Throws NOT_FOUND when no payment has this ref. Answers whether the notice was new. */
  async receive(provider: string, notice: PaymentNotice): Promise<boolean> {
    const [known] = await this.database.query<{ id: string; order_id: string }>('SELECT id, order_id FROM payments WHERE provider = $1 AND provider_ref = $2', [provider, notice.ref]);
    if (!known) throw new DomainError('NOT_FOUND', {}, 'There is no payment with this number.');
    return this.database.transaction(async (tx) => {
      // Always the order first, then its payments: notices of one order stand in line, and no two lines cross.
      const order = await tx.findOneOrFail(Order, { where: { id: known.order_id }, lock: { mode: 'pessimistic_write' } });
      const inserted = await tx.query<unknown[]>(
        `INSERT INTO payment_events (id, payment_id, provider_event_id, kind, amount_minor, currency, received_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (provider_event_id) DO NOTHING RETURNING id`,
        [this.newId(), known.id, `${provider}:${notice.eventId}`, notice.kind, String(notice.amountMinor), notice.currency, this.clock()]);
      if (!inserted.length) return false;
      await this.apply(tx, order, known.id, notice);
      return true;
    });
  }

  private async apply(tx: EntityManager, order: Order, paymentId: string, notice: PaymentNotice): Promise<void> {
    const payments = await tx.findBy(Payment, { orderId: order.id });
    const payment = payments.find(({ id }) => id === paymentId)!;
    const offer = await tx.findOneByOrFail(Offer, { id: order.offerId });
    await lockGrants(tx, order, offer);
    // Of this order, or of another one for the same thing that was open in another tab.
    const paidByAnother = payments.some(({ id, state }) => id !== paymentId && state === 'succeeded') || await owns(tx, order.accountId, offer);
    const after = settle(
      { order: order.state, payment: payment.state, paidByAnother },
      { kind: notice.kind, exact: notice.amountMinor === payment.amountMinor && notice.currency === payment.currency },
    );
    const now = this.clock();
    if (after.payment !== payment.state) await tx.query('UPDATE payments SET state = $2, updated_at = $3 WHERE id = $1', [paymentId, after.payment, now]);
    if (after.order !== order.state) await tx.query('UPDATE orders SET state = $2, version = version + 1, updated_at = $3 WHERE id = $1', [order.id, after.order, now]);
    if (after.fulfil) await fulfil(tx, order, offer, this.newId(), now);
    // The provider is asked for the refund after the commit, by a job that exists exactly when this was committed.
    if (after.refund) await this.outbox.add(tx, 'refund-payment', { paymentId });
    if (after.payment !== payment.state || notice.kind === 'refunded') {
      await this.audit.append(tx, {
        actor: systemActor(payment.provider), action: `payment.${notice.kind}`, noun: 'Order', nounId: order.id,
        detail: { paymentId, payment: after.payment, order: after.order, amountMinor: String(notice.amountMinor), currency: notice.currency },
      });
    }
  }

  /** The work of refund-payment: asks the provider to send the money back and records its answer. Harmless to repeat; answers whether it did anything. */
  async refund(paymentId: string, gateway: PaymentGateway): Promise<boolean> {
    const payment = await this.database.dataSource.getRepository(Payment).findOneBy({ id: paymentId });
    if (payment?.state !== 'auto_refund') return false;
    if (await this.database.dataSource.getRepository(PaymentEvent).existsBy({ paymentId, kind: 'refunded' })) return false;
    const { providerRef: ref, amountMinor, currency } = payment;
    return this.receive(gateway.provider, await gateway.refund({ ref, amountMinor, currency }));
  }

  /**
   * Requests again the refunds whose job is gone (with its queue, or because a person removed it) or has given up. Answers
   * how many, at most a hundred. Safe to run twice at once: nobody is sent his money twice, the provider knows the ref.
   */
  resumeRefunds(): Promise<number> {
    return this.database.transaction(async (tx) => {
      // Whoever comes second sees what the first one requested.
      await tx.query(`SELECT pg_advisory_xact_lock(hashtext('resume-refunds'))`);
      const since = new Date(this.clock().getTime() - refundPatienceMs);
      const owed = await tx.query<{ id: string }[]>(
        `SELECT p.id FROM payments p WHERE p.state = 'auto_refund' AND p.updated_at < $1
           AND NOT EXISTS (SELECT FROM payment_events e WHERE e.payment_id = p.id AND e.kind = 'refunded')
           AND NOT EXISTS (SELECT FROM outbox o WHERE o.job = 'refund-payment' AND o.payload->>'paymentId' = p.id::text AND (o.relayed_at IS NULL OR o.relayed_at >= $1))
         ORDER BY p.id LIMIT $2`, [since, resumedAtOnce]);
      for (const { id } of owed) await this.outbox.add(tx, 'refund-payment', { paymentId: id });
      return owed.length;
    });
  }
}

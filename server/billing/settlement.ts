import type { OrderState } from '../../schema/order.js';
import type { PaymentEventKind, PaymentState } from '../../schema/payment.js';

export interface Standing {
  order: OrderState;
  payment: PaymentState;
  /** Whether another payment of the same order, or another order for the same thing, has succeeded. */
  paidByAnother: boolean;
}

export interface Settlement {
  order: OrderState;
  payment: PaymentState;
  /** Write the grants of the order, in the same transaction. */
  fulfil: boolean;
  /** The money goes back, by itself. */
  refund: boolean;
}

const open: readonly PaymentState[] = ['created', 'pending', 'failed', 'closed'];

/**
 * What one event of a provider changes; `exact`: amount and currency are those of the payment. A payment is the fold of its
 * events with this. Final states never move, so repeated, late and reordered events are harmless; an amount that differs
 * is never settled. A success that comes after the order expired still buys (the money is here, the price was kept);
 * after a cancellation, or when the order is paid already, the money goes back.
 */
export function settle(standing: Standing, event: { kind: PaymentEventKind; exact: boolean }): Settlement {
  const same = { order: standing.order, payment: standing.payment, fulfil: false, refund: false };
  if (!open.includes(standing.payment)) return same;
  if (event.kind === 'failed') return standing.payment === 'closed' ? same : { ...same, payment: 'failed' };
  if (event.kind === 'closed') return { ...same, payment: 'closed' };
  if (event.kind === 'refunded') return same;
  if (!event.exact) return { ...same, payment: 'disputed_amount' };
  const buys = !standing.paidByAnother && ['created', 'awaiting_payment', 'expired'].includes(standing.order);
  return buys ? { order: 'fulfilled', payment: 'succeeded', fulfil: true, refund: false } : { ...same, payment: 'auto_refund', refund: true };
}

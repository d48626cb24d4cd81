import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { OrderState } from '../../../schema/order.js';
import type { PaymentEventKind, PaymentState } from '../../../schema/payment.js';
import { settle } from '../../../server/billing/settlement.js';

const orders: OrderState[] = ['created', 'awaiting_payment', 'paid', 'fulfilling', 'fulfilled', 'cancelled', 'expired', 'refunded'];
const payments: PaymentState[] = ['created', 'pending', 'succeeded', 'failed', 'closed', 'disputed_amount', 'auto_refund'];
const kinds: PaymentEventKind[] = ['succeeded', 'failed', 'closed', 'refunded'];
const step = (order: OrderState, payment: PaymentState, kind: PaymentEventKind, more: { exact?: boolean; paidByAnother?: boolean } = {}) =>
  settle({ order, payment, paidByAnother: more.paidByAnother ?? false }, { kind, exact: more.exact ?? true });

describe('one event', () => {
  test.each<[OrderState, PaymentState, PaymentEventKind, { exact?: boolean; paidByAnother?: boolean }, OrderState, PaymentState, boolean, boolean]>([
    ['awaiting_payment', 'pending', 'succeeded', {}, 'fulfilled', 'succeeded', true, false],
    ['created', 'created', 'succeeded', {}, 'fulfilled', 'succeeded', true, false],
    ['awaiting_payment', 'failed', 'succeeded', {}, 'fulfilled', 'succeeded', true, false],
    ['expired', 'closed', 'succeeded', {}, 'fulfilled', 'succeeded', true, false],
    ['cancelled', 'closed', 'succeeded', {}, 'cancelled', 'auto_refund', false, true],
    ['fulfilled', 'pending', 'succeeded', { paidByAnother: true }, 'fulfilled', 'auto_refund', false, true],
    ['awaiting_payment', 'pending', 'succeeded', { exact: false }, 'awaiting_payment', 'disputed_amount', false, false],
    ['cancelled', 'closed', 'succeeded', { exact: false }, 'cancelled', 'disputed_amount', false, false],
    ['awaiting_payment', 'pending', 'failed', {}, 'awaiting_payment', 'failed', false, false],
    ['awaiting_payment', 'pending', 'closed', {}, 'awaiting_payment', 'closed', false, false],
    ['expired', 'closed', 'failed', {}, 'expired', 'closed', false, false],
    ['awaiting_payment', 'disputed_amount', 'succeeded', {}, 'awaiting_payment', 'disputed_amount', false, false],
    ['fulfilled', 'succeeded', 'failed', {}, 'fulfilled', 'succeeded', false, false],
    ['fulfilled', 'auto_refund', 'refunded', {}, 'fulfilled', 'auto_refund', false, false],
  ])('%s/%s + %s %j', (order, payment, kind, more, orderAfter, paymentAfter, fulfil, refund) => {
    expect(step(order, payment, kind, more)).toEqual({ order: orderAfter, payment: paymentAfter, fulfil, refund });
  });
});

test('whatever stands and whatever comes: money is taken once, exactly, or goes back', () => {
  fc.assert(fc.property(fc.constantFrom(...orders), fc.constantFrom(...payments), fc.constantFrom(...kinds), fc.boolean(), fc.boolean(), (order, payment, kind, exact, paidByAnother) => {
    const after = step(order, payment, kind, { exact, paidByAnother });
    if (['succeeded', 'auto_refund', 'disputed_amount'].includes(payment)) expect(after).toEqual({ order, payment, fulfil: false, refund: false });
    expect(after.fulfil).toBe(after.payment === 'succeeded' && payment !== 'succeeded');
    expect(after.refund).toBe(after.payment === 'auto_refund' && payment !== 'auto_refund');
    if (after.fulfil) expect([kind, exact, paidByAnother, after.order]).toEqual(['succeeded', true, false, 'fulfilled']);
    else expect(after.order).toBe(order);
  }));
});

import { Column, Entity } from 'typeorm';
import { bigintColumn } from './money.js';
import { Node } from './node.js';

/**
 * succeeded and auto_refund are final. An order has at most one succeeded payment; a second success is accepted and
 * goes back by itself (auto_refund).
 */
export type PaymentState = 'created' | 'pending' | 'succeeded' | 'failed' | 'closed' | 'disputed_amount' | 'auto_refund';

export type PaymentEventKind = 'succeeded' | 'failed' | 'closed' | 'refunded';

/** Not in the API: the reader sees the order. */
@Entity({ name: 'payments' })
export class Payment extends Node {
  @Column({ name: 'order_id', type: 'uuid' })
  orderId: string;

  @Column({ type: 'text' })
  provider: string;

  /** Our number for it at the provider, who repeats it in every notice. */
  @Column({ name: 'provider_ref', type: 'text' })
  providerRef: string;

  @Column({ name: 'pay_url', type: 'text', nullable: true })
  payUrl: string | null;

  @Column({ name: 'amount_minor', type: 'bigint', transformer: bigintColumn })
  amountMinor: bigint;

  @Column({ type: 'char', length: 3 })
  currency: string;

  @Column({ type: 'text' })
  state: PaymentState;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;
}

/** What a provider said, once per event id, never changed: the payment's state is the fold of these. */
@Entity({ name: 'payment_events' })
export class PaymentEvent extends Node {
  @Column({ name: 'payment_id', type: 'uuid' })
  paymentId: string;

  @Column({ name: 'provider_event_id', type: 'text' })
  providerEventId: string;

  @Column({ type: 'text' })
  kind: PaymentEventKind;

  @Column({ name: 'amount_minor', type: 'bigint', transformer: bigintColumn })
  amountMinor: bigint;

  @Column({ type: 'char', length: 3 })
  currency: string;

  @Column({ name: 'received_at', type: 'timestamptz' })
  receivedAt: Date;
}

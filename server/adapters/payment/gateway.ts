import { DomainError } from '../../platform/errors.js';

/** A payment to open at a provider. `ref` is our own number for it: opening the same ref twice is opening it once. */
export interface PaymentRequest {
  ref: string;
  amountMinor: bigint;
  /** ISO 4217. */
  currency: string;
  /** What the buyer reads at the provider. */
  title: string;
}

/** What a provider says about one payment. `eventId` is the provider's, and the same in every repetition. */
export interface PaymentNotice {
  eventId: string;
  ref: string;
  kind: 'succeeded' | 'failed' | 'closed' | 'refunded';
  amountMinor: bigint;
  currency: string;
}

/** An HTTP message as it came in; the signature covers the bytes of the body, so nothing may have parsed it before. */
export interface SignedMessage {
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: Buffer;
}

/**
 * The port to a payment provider. Never called inside a database transaction: it may take seconds. open and refund are
 * idempotent by ref; both throw DomainError UNAVAILABLE when the provider does not answer (try again later).
 */
export interface PaymentGateway {
  readonly provider: string;
  /** Where the buyer pays. */
  open(request: PaymentRequest): Promise<{ payUrl: string }>;
  /** Sends the whole amount back; the answer says what to record. */
  refund(request: Pick<PaymentRequest, 'ref' | 'amountMinor' | 'currency'>): Promise<PaymentNotice>;
  /** Checks the signature and reads the notice. Throws UNAUTHENTICATED for a wrong or old signature, BAD_INPUT for another shape. */
  read(message: SignedMessage): Promise<PaymentNotice>;
}

/** Of a platform without a provider; its operator has to choose one. */
export function noProvider(): DomainError {
  return new DomainError('PAYMENT_REFUSED', {}, 'This platform has no payment provider, so nothing can be paid here. Its operator can open the sandbox with PAYMENT_SANDBOX=on.');
}

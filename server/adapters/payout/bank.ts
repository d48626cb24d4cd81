/** A payment to a partner. `reference` is our own number for it: submitting it twice is submitting it once. */
export interface BankTransfer {
  reference: string;
  /** Whom the bank pays: the code of the partner. */
  payee: string;
  amountMinor: bigint;
  /** ISO 4217. */
  currency: string;
}

export type BankStatus = { state: 'accepted' | 'settled' } | { state: 'failed'; failure: string };

/**
 * The port to a bank. Never called inside a database transaction: it may take seconds. `submit` is idempotent by reference; both
 * throw DomainError UNAVAILABLE when the bank does not answer (try again later).
 */
export interface Bank {
  /** The number of the transfer at the bank. */
  submit(transfer: BankTransfer): Promise<{ bankReference: string }>;
  /** null: the bank does not know the reference. */
  status(reference: string): Promise<BankStatus | null>;
}

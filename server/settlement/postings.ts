import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { AccrualSource } from '../../schema/accrual.js';
import type { Money } from '../../schema/money.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Clock } from '../platform/clock.js';
import type { NewId } from '../platform/ids.js';
import { between, revenueOf } from './accruals.js';
import { lockSettlement, StatementWindows } from './statement-windows.js';

export interface Posting {
  readonly partnerId: string;
  readonly currency: string;
  /** In favour of the partner; below zero against it. */
  readonly amountMinor: bigint;
  readonly source: Extract<AccrualSource, 'credit' | 'adjustment' | 'payout' | 'forfeit'>;
  /** What it is about, unique within the source: the same key posts once. */
  readonly key: string;
}

/** What reaches a statement without an event: it goes into the window that is open now. */
export class Postings {
  private readonly windows: StatementWindows;

  constructor(private readonly ledger: Ledger, private readonly clock: Clock, private readonly newId: NewId) {
    this.windows = new StatementWindows(clock, newId);
  }

  /**
   * Inside the caller's transaction. Payouts and forfeits were booked by whoever moved the money; credits and adjustments go
   * through the clearing account until their statement. Answers whether the key was new.
   */
  async post(tx: EntityManager, { partnerId, currency, amountMinor, source, key }: Posting): Promise<boolean> {
    await lockSettlement(tx);
    const isBooked = source === 'payout' || source === 'forfeit';
    const legs = isBooked ? [] : between(revenueOf(currency), { partnerId, kind: 'clearing', currency }, amountMinor);
    if (!await this.ledger.transfer(tx, { key: `${source}:${key}`, kind: source, legs })) return false;
    const now = this.clock();
    const statementId = await this.windows.openNow(tx, partnerId, currency);
    const estimateMinor = isBooked ? 0n : amountMinor;
    await tx.query(
      `INSERT INTO accruals (id, partner_id, statement_id, source, source_id, occurred_at, recorded_at, currency, gross_minor, base_minor, estimate_minor, fixed_minor)
       VALUES ($1, $2, $3, $4, $5, $6, $6, $7, 0, 0, $8, $9)`, [this.newId(), partnerId, statementId, source, uuidOf(`${source}:${key}`), now, currency, String(estimateMinor), String(amountMinor)]);
    return true;
  }

  /** A credit for a missed service level: above zero in favour of the partner. The same key is credited once. */
  postServiceCredit(tx: EntityManager, { partnerId, key, amount }: { partnerId: string; key: string; amount: Money }): Promise<boolean> {
    return this.post(tx, { partnerId, key, source: 'credit', currency: amount.currency, amountMinor: amount.amountMinor });
  }
}

/** The same text gives the same id: RFC 9562 §5.8, version 8. */
export function uuidOf(text: string): string {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
  bytes[6] = (bytes[6] & 0x0f) | 0x80;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

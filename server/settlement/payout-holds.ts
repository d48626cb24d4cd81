import type { EntityManager } from 'typeorm';
import type { Audit } from '../audit/audit.js';
import type { AccountName } from '../ledger/chart.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';
import { revenueOf } from './accruals.js';
import type { Postings } from './postings.js';
import { lockSettlement } from './statement-windows.js';

/**
 * While a partner is held, what it is owed lies in its hold account, where no payout reaches it: approving and submitting refuse
 * besides. The last hold that is released gives it back; one that is confirmed forfeits it. A key holds, and ends, once.
 */
export class PayoutHolds {
  constructor(private readonly database: Database, private readonly ledger: Ledger, private readonly postings: Postings, private readonly audit: Audit, private readonly clock: Clock, private readonly newId: NewId) {}

  /** Answers whether the key was new. A payout that is at the bank already stays there. */
  holdPayouts({ partnerId, key, reason }: { partnerId: string; key: string; reason: string }, actor: Actor): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      await lockSettlement(tx);
      const made = await tx.query<unknown[]>(
        `INSERT INTO payout_holds (id, partner_id, key, reason, held_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (key) DO NOTHING RETURNING id`, [this.newId(), partnerId, key, reason, this.clock()]);
      if (!made.length) return false;
      await this.move(tx, partnerId, 'partner_payable', 'hold', `hold:${key}`);
      await this.audit.append(tx, { actor, action: 'payoutHold', noun: 'Partner', nounId: partnerId, detail: { key, reason } });
      return true;
    });
  }

  /** Answers whether it was held until now. NOT_FOUND for a key that was never held. */
  releasePayouts({ key }: { key: string }, actor: Actor): Promise<boolean> {
    return this.end(key, 'released', actor, (tx, partnerId) => this.move(tx, partnerId, 'hold', 'partner_payable', `release:${key}`));
  }

  /** Fraud that was confirmed: what is held is not owed any more, and the statement says so. */
  confirmHold({ key }: { key: string }, actor: Actor): Promise<boolean> {
    return this.end(key, 'confirmed', actor, async (tx, partnerId) => {
      for (const { currency, amountMinor } of await this.available(tx, partnerId, 'hold')) {
        await this.ledger.transfer(tx, { key: `confirm:${key}:${currency}`, kind: 'forfeit', legs: [{ from: { partnerId, kind: 'hold', currency }, to: revenueOf(currency), amountMinor }] });
        await this.postings.post(tx, { partnerId, currency, amountMinor: -amountMinor, source: 'forfeit', key: `${key}:${currency}` });
      }
    });
  }

  private end(key: string, state: 'released' | 'confirmed', actor: Actor, move: (tx: EntityManager, partnerId: string) => Promise<void>): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      await lockSettlement(tx);
      const [known] = await tx.query<{ partnerId: string; state: string }[]>('SELECT partner_id AS "partnerId", state FROM payout_holds WHERE key = $1', [key]);
      if (!known) throw new DomainError('NOT_FOUND', { path: ['key'] });
      if (known.state === state) return false;
      if (known.state !== 'held') throw new DomainError('ILLEGAL_TRANSITION', { from: known.state, allowed: [] });
      await tx.query('UPDATE payout_holds SET state = $2, ended_at = $3 WHERE key = $1', [key, state, this.clock()]);
      if (state === 'confirmed' || !await isHeld(tx, known.partnerId)) await move(tx, known.partnerId);
      await this.audit.append(tx, { actor, action: state === 'released' ? 'payoutRelease' : 'payoutForfeit', noun: 'Partner', nounId: known.partnerId, detail: { key } });
      return true;
    });
  }

  private async move(tx: EntityManager, partnerId: string, from: AccountName['kind'], to: AccountName['kind'], key: string): Promise<void> {
    const legs = (await this.available(tx, partnerId, from)).map(({ currency, amountMinor }) => ({ from: { partnerId, kind: from, currency }, to: { partnerId, kind: to, currency }, amountMinor }));
    await this.ledger.transfer(tx, { key, kind: 'hold', legs });
  }

  /** What an account of the partner has beyond what pending transfers reserve, for each currency. */
  private async available(tx: EntityManager, partnerId: string, kind: AccountName['kind']): Promise<{ currency: string; amountMinor: bigint }[]> {
    const rows = await tx.query<{ currency: string; minor: string }[]>(
      `SELECT currency, credits_posted - debits_posted - debits_pending AS minor FROM ledger_accounts
       WHERE partner_id = $1 AND kind = $2 AND credits_posted - debits_posted - debits_pending > 0 ORDER BY currency FOR NO KEY UPDATE`, [partnerId, kind]);
    return rows.map(({ currency, minor }) => ({ currency, amountMinor: BigInt(minor) }));
  }
}

export async function isHeld(tx: EntityManager, partnerId: string): Promise<boolean> {
  return (await tx.query<unknown[]>(`SELECT 1 FROM payout_holds WHERE partner_id = $1 AND state = 'held' LIMIT 1`, [partnerId])).length > 0;
}

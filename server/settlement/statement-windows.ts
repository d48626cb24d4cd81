import type { EntityManager } from 'typeorm';
import { Statement } from '../../schema/statement.js';
import type { Clock } from '../platform/clock.js';
import { nextCode } from '../platform/codes.js';
import type { NewId } from '../platform/ids.js';
import { firstWindow, nextWindow, type Window } from './windows.js';

/** Any constant that nothing else locks on: accruals and statements are written one transaction after the other. */
const settlementLock = 7_214_041;

export async function lockSettlement(tx: EntityManager): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock($1)', [settlementLock]);
}

/** The chain of windows of every partner and currency. Call with the settlement locked. */
export class StatementWindows {
  constructor(private readonly clock: Clock, private readonly newId: NewId) {}

  /** Makes the chain reach `to`; it begins with the window that holds `from`, unless it has begun. Whatever is issued stays. */
  async reach(tx: EntityManager, partnerId: string, currency: string, from: Date, to: Date): Promise<void> {
    const [partner] = await tx.query<{ zone: string }[]>('SELECT time_zone AS zone FROM partners WHERE id = $1', [partnerId]);
    const [last] = await tx.query<(Window & { number: number; state: string })[]>(
      `SELECT number, state, starts_at AS "startsAt", ends_at AS "endsAt" FROM statements WHERE partner_id = $1 AND currency = $2 ORDER BY number DESC LIMIT 1`, [partnerId, currency]);
    let [window, number]: [Window | null, number] = [last ?? null, last?.number ?? 0];
    // Where the chain begins must not depend on which event came first.
    const [{ begin }] = last ? [{ begin: null }] : await tx.query<{ begin: Date | null }[]>(
      `SELECT min(v.starts_at) AS begin FROM contract_versions v JOIN contracts k ON k.id = v.contract_id WHERE k.partner_id = $1 AND v.state IN ('scheduled','active','suspended','in_notice','terminated','expired','superseded')`, [partnerId]);
    // An event that is late still needs a window that is open.
    while (!window || window.endsAt <= to || (number === last?.number && last.state !== 'open')) {
      window = window ? nextWindow(window, partner.zone) : firstWindow(begin && begin < from ? begin : from, partner.zone);
      number += 1;
      await tx.insert(Statement, {
        id: this.newId(), code: await nextCode(tx, 'S', this.clock()), partnerId, currency, number, startsAt: window.startsAt, endsAt: window.endsAt, timeZone: partner.zone, state: 'open', version: 1,
      });
    }
  }

  /** The open window for something that happens now. */
  async openNow(tx: EntityManager, partnerId: string, currency: string): Promise<string> {
    const now = this.clock();
    await this.reach(tx, partnerId, currency, now, now);
    const [open] = await tx.query<{ id: string }[]>(
      `SELECT id FROM statements WHERE partner_id = $1 AND currency = $2 AND state = 'open' AND ends_at > $3 ORDER BY number LIMIT 1`, [partnerId, currency, now]);
    return open.id;
  }
}

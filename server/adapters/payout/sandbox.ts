import type { Clock } from '../../platform/clock.js';
import type { Database } from '../../platform/database.js';
import type { Bank, BankStatus, BankTransfer } from './bank.js';

/** As test cards of payment providers do: an amount that ends in these digits is refused. */
const refusedEnding = 44n;

/** A bank that pays nobody, kept in a table of its own; it accepts at once and settles when it is asked again. */
export class SandboxBank implements Bank {
  constructor(private readonly database: Database, private readonly clock: Clock) {}

  async submit({ reference, payee, amountMinor, currency }: BankTransfer): Promise<{ bankReference: string }> {
    await this.database.query(
      `INSERT INTO bank_transfers (reference, payee, amount_minor, currency, state, at) VALUES ($1, $2, $3, $4, 'accepted', $5) ON CONFLICT (reference) DO NOTHING`,
      [reference, payee, String(amountMinor), currency, this.clock()]);
    return { bankReference: `SB-${reference.slice(-12)}` };
  }

  async status(reference: string): Promise<BankStatus | null> {
    const [known] = await this.database.query<{ state: BankStatus['state']; failure: string | null }>(
      `UPDATE bank_transfers SET state = CASE WHEN state <> 'accepted' THEN state WHEN amount_minor % 100 = $2 THEN 'failed' ELSE 'settled' END,
         failure = CASE WHEN state = 'accepted' AND amount_minor % 100 = $2 THEN 'The sandbox refuses amounts that end in ' || $2 ELSE failure END
       WHERE reference = $1 RETURNING state, failure`, [reference, String(refusedEnding)]);
    if (!known) return null;
    return known.state === 'failed' ? { state: 'failed', failure: known.failure ?? '' } : { state: known.state };
  }
}

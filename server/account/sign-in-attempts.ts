import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';

const windowMinutes = 15;
/** From one address for one account; for one account from everywhere; from one address for all accounts, new ones included. */
const allowed = { pair: 5, email: 50, address: 100 } as const;

/** Counted in Postgres, so that several api processes count together. A success clears the pair. */
export class SignInAttempts {
  constructor(private readonly database: Database, private readonly clock: Clock) {}

  /** Each attempt is written before the password is looked at: attempts at the same time cannot slip through. */
  async begin(email: string, address: string): Promise<void> {
    const now = this.clock();
    const since = new Date(now.getTime() - windowMinutes * 60_000);
    await this.database.query('INSERT INTO sign_in_attempts (email, address, at) VALUES ($1, $2, $3)', [email, address, now]);
    const [row] = await this.database.query<{ pair: number; email: number; address: number }>(`
      SELECT count(*) FILTER (WHERE email = $1 AND address = $2)::int AS pair, count(*) FILTER (WHERE email = $1)::int AS email, count(*) FILTER (WHERE address = $2)::int AS address
      FROM sign_in_attempts WHERE at > $3 AND (email = $1 OR address = $2)`, [email, address, since]);
    if (row.pair > allowed.pair || row.email > allowed.email || row.address > allowed.address) {
      throw new DomainError('RATE_LIMITED', { retryAfterSeconds: windowMinutes * 60 });
    }
  }

  async succeeded(email: string, address: string): Promise<void> {
    const old = new Date(this.clock().getTime() - windowMinutes * 60_000);
    await this.database.query('DELETE FROM sign_in_attempts WHERE (email = $1 AND address = $2) OR at < $3', [email, address, old]);
  }
}

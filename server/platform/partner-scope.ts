import { AsyncLocalStorage } from 'node:async_hooks';
import type { PoolClient } from 'pg';

const scope = new AsyncLocalStorage<string>();

/** Whatever `work` reads of the database, it reads as this partner: Postgres shows it no row of another one, whatever the statement says. */
export function asPartner<Result>(partnerId: string, work: () => Result): Result {
  return scope.run(partnerId, work);
}

/** For what many requests share: it must not be what one partner may see. */
export function outsidePartnerScope<Result>(work: () => Result): Result {
  return scope.exit(work);
}

export function partnerInScope(): string | undefined {
  return scope.getStore();
}

/** From now on the connection reads with the rights of a role that owns nothing (migration partner-isolation) and as this partner. */
export async function enterScope(client: PoolClient, partnerId: string): Promise<void> {
  await client.query({ name: 'enter-partner-scope', text: `SELECT set_config('role', 'tandem_partner', false), set_config('app.partner', $1, false)`, values: [partnerId] });
}

/** A connection that cannot be led back is thrown away: none returns to its pool in somebody's eyes. */
export async function leaveScope(client: PoolClient, release: (error?: Error) => void): Promise<void> {
  try {
    await client.query('RESET ROLE; RESET app.partner');
    release();
  } catch (error) {
    release(error as Error);
  }
}

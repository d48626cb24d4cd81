import type { EntityManager } from 'typeorm';
import type { Offer } from '../../schema/offer.js';
import type { Order } from '../../schema/order.js';

const dayMs = 86_400_000;

/**
 * Writes what an order gives, inside the transaction that settles it; keyed by the order, so that doing it again changes
 * nothing. Call it with the grants locked. A subscription that is bought before the last one ends begins at that end.
 */
export async function fulfil(tx: EntityManager, order: Order, offer: Offer, grantId: string, now: Date): Promise<void> {
  const startsAt = offer.kind === 'subscription' ? await endOfLastPeriod(tx, order, offer, now) : now;
  const endsAt = offer.kind === 'subscription' ? new Date(startsAt.getTime() + offer.periodDays! * dayMs) : null;
  await tx.query(
    `INSERT INTO grants (id, account_id, content_id, source, source_id, state, starts_at, ends_at, created_at)
     VALUES ($1, $2, $3, 'order', $4, $5, $6, $7, $8) ON CONFLICT (source, source_id, content_id) DO NOTHING`,
    [grantId, order.accountId, offer.contentId, order.id, startsAt > now ? 'scheduled' : 'active', startsAt, endsAt, now],
  );
}

/** Whether the buyer has for good what the offer gives. */
export async function owns(tx: EntityManager, accountId: string, offer: Offer): Promise<boolean> {
  if (offer.kind === 'subscription') return false;
  return (await tx.query<unknown[]>(
    `SELECT 1 FROM grants WHERE account_id = $1 AND content_id = $2 AND state = 'active' AND ends_at IS NULL LIMIT 1`, [accountId, offer.contentId])).length === 1;
}

/** Puts the orders of one reader for one thing in line until the end of the transaction, so that each sees what the one before it gave. */
export async function lockGrants(tx: EntityManager, { accountId }: Order, { contentId }: Offer): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`grants:${accountId}:${contentId ?? 'platform'}`]);
}

/** Two orders of one reader must not begin at the same moment: call with the grants locked. */
async function endOfLastPeriod(tx: EntityManager, order: Order, offer: Offer, now: Date): Promise<Date> {
  const [{ last }] = await tx.query<{ last: Date | null }[]>(
    `SELECT max(ends_at) AS last FROM grants WHERE account_id = $1 AND content_id IS NOT DISTINCT FROM $2 AND source = 'order' AND state IN ('scheduled','active')`,
    [order.accountId, offer.contentId],
  );
  return last && last > now ? last : now;
}

import type { PoolClient } from 'pg';

/** A click on a sponsored slot. `eventId` is the click's own id: one id costs once, however often it arrives. */
export interface SponsoredClick {
  eventId: string;
  campaignId: string;
  readerNo: number;
  at: Date;
}

/**
 * Locks the campaigns in one order, so that two batches never wait for each other in a circle. A statement of its own: the
 * next one must see the spending of whoever held the lock before.
 */
const lockSql = 'SELECT id FROM campaigns WHERE id = ANY($1) ORDER BY id FOR UPDATE';

/**
 * As many new clicks as the rest of the budget pays for, oldest first; then the campaign is charged for exactly those rows
 * that were written. Rows go in by event id, so two batches that share ids wait for each other in one order.
 */
const chargeSql = `
  WITH clicks AS (
    SELECT DISTINCT ON (event_id) event_id, campaign_id, reader_no, at
    FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::timestamptz[]) AS given (event_id, campaign_id, reader_no, at)
    ORDER BY event_id
  ), payable AS (
    SELECT k.*, c.bid_minor, row_number() OVER (PARTITION BY c.id ORDER BY k.at, k.event_id) * c.bid_minor AS sum_minor,
      c.budget_minor - c.spent_minor AS remaining_minor
    FROM clicks k JOIN campaigns c ON c.id = k.campaign_id
    WHERE c.state IN ('running', 'paused', 'completing')
      AND NOT EXISTS (SELECT FROM campaign_charges done WHERE done.event_id = k.event_id)
  ), charged AS (
    INSERT INTO campaign_charges (event_id, campaign_id, reader_no, amount_minor, charged_at, clicked_at)
    SELECT event_id, campaign_id, reader_no, bid_minor, now(), at FROM payable WHERE sum_minor <= remaining_minor ORDER BY event_id
    ON CONFLICT (event_id) DO NOTHING
    RETURNING event_id, campaign_id, amount_minor
  ), spent AS (
    UPDATE campaigns c SET spent_minor = c.spent_minor + sums.amount_minor
    FROM (SELECT campaign_id, sum(amount_minor) AS amount_minor FROM charged GROUP BY campaign_id) sums
    WHERE c.id = sums.campaign_id
  )
  SELECT event_id AS "eventId" FROM charged`;

/**
 * Charges clicks inside the caller's transaction, so that a click and its price are stored together or not at all.
 * Returns the event ids that were charged now; the others were charged before, or the campaign is over or out of budget.
 */
export async function chargeClicks(client: Pick<PoolClient, 'query'>, clicks: readonly SponsoredClick[]): Promise<string[]> {
  if (!clicks.length) return [];
  await client.query({ name: 'campaign.charge.lock', text: lockSql, values: [[...new Set(clicks.map((click) => click.campaignId))]] });
  const { rows } = await client.query<{ eventId: string }>({
    name: 'campaign.charge',
    text: chargeSql,
    values: [clicks.map((click) => click.eventId), clicks.map((click) => click.campaignId), clicks.map((click) => click.readerNo), clicks.map((click) => click.at)],
  });
  return rows.map(({ eventId }) => eventId);
}

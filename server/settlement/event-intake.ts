import type { EntityManager } from 'typeorm';

/** One event as the accruals of a batch see it. */
export interface TakenSums { partnerId: string | null; currency: string; source: 'sale' | 'refund' | 'charge'; gross: string; tax: string; fee: string }

/** What of an amount a kind of deduction takes, at the rate that held at the time: whole minor units, half up. */
const deduction = (kind: 'tax' | 'fee', amount: string, currency: string, at: string) => `
  coalesce((SELECT (${amount} * r.ppm + 500000) / 1000000 FROM deduction_rates r WHERE r.kind = '${kind}' AND r.currency = ${currency} AND r.valid_from <= ${at} ORDER BY r.valid_from DESC LIMIT 1), 0)`;

/** Paid orders: the first success of a payment that was kept. The partner is the one of the content that was sold. */
const salesSql = `
  INSERT INTO taken_events (source, source_id, sale_id, partner_id, occurred_at, currency, gross_minor, tax_minor, fee_minor)
  SELECT 'sale', e.payment_id, NULL, c.partner_id, e.received_at, e.currency, e.amount_minor,
    ${deduction('tax', 'e.amount_minor', 'e.currency', 'e.received_at')}, ${deduction('fee', 'e.amount_minor', 'e.currency', 'e.received_at')}
  FROM (
    SELECT DISTINCT ON (payment_id) payment_id, received_at, amount_minor, currency FROM (
      SELECT e.payment_id, e.received_at, e.amount_minor, e.currency FROM payment_events e
      WHERE e.kind = 'succeeded' AND e.received_at >= $1 AND NOT EXISTS (SELECT FROM settlement_events s WHERE s.source = 'sale' AND s.source_id = e.payment_id)
        AND EXISTS (SELECT FROM payments p WHERE p.id = e.payment_id AND p.state NOT IN ('auto_refund','disputed_amount') AND p.amount_minor = e.amount_minor AND p.currency = e.currency)
      ORDER BY e.received_at, e.payment_id LIMIT $2) next ORDER BY payment_id, received_at) e
    JOIN payments p ON p.id = e.payment_id JOIN orders o ON o.id = p.order_id JOIN offers f ON f.id = o.offer_id LEFT JOIN contents c ON c.id = f.content_id`;

/** Refunds of sales that were taken before; never more than was paid. Taxes go back, the provider's fee does not. */
const refundsSql = `
  INSERT INTO taken_events (source, source_id, sale_id, partner_id, occurred_at, currency, gross_minor, tax_minor, fee_minor)
  SELECT 'refund', e.id, s.source_id, s.partner_id, e.received_at, s.currency, least(e.amount_minor, s.gross_minor), (least(e.amount_minor, s.gross_minor) * s.tax_minor * 2 + s.gross_minor) / (2 * s.gross_minor), 0
  FROM payment_events e JOIN settlement_events s ON s.source = 'sale' AND s.source_id = e.payment_id AND s.currency = e.currency
  WHERE e.kind = 'refunded' AND e.received_at >= $1 AND e.amount_minor > 0 AND NOT EXISTS (SELECT FROM settlement_events t WHERE t.source = 'refund' AND t.source_id = e.id)
  ORDER BY e.received_at, e.id LIMIT $2`;

const chargesSql = `
  INSERT INTO taken_events (source, source_id, sale_id, partner_id, occurred_at, currency, gross_minor, tax_minor, fee_minor)
  SELECT 'charge', k.event_id, NULL, c.partner_id, k.charged_at, c.currency, k.amount_minor, 0, 0
  FROM campaign_charges k JOIN campaigns c ON c.id = k.campaign_id
  WHERE k.charged_at >= $1 AND NOT EXISTS (SELECT FROM settlement_events s WHERE s.source = 'charge' AND s.source_id = k.event_id)
  ORDER BY k.charged_at, k.event_id LIMIT $2`;

const sources = { sale: salesSql, refund: refundsSql, charge: chargesSql };

/** How far behind the newest known event of a source its neighbours may still be committed. */
const latenessMs = 3_600_000;

/**
 * Takes at most `limit` new events of each source into settlement_events and the transaction's temporary table `taken_events`; answers
 * how many. Without `sweep`, only events that are not much older than the newest known one are looked for.
 */
export async function takeEvents(tx: EntityManager, limit: number, sweep: boolean, now: Date): Promise<number> {
  await tx.query(`CREATE TEMPORARY TABLE IF NOT EXISTS taken_events (LIKE settlement_events) ON COMMIT DELETE ROWS`);
  await tx.query('ALTER TABLE taken_events ALTER recorded_at DROP NOT NULL');
  // In the order of the index, up to the limit: the planner would rather join and sort everything that is left, once for each batch.
  await tx.query('SET LOCAL enable_sort = off');
  for (const [source, sql] of Object.entries(sources)) {
    const [{ newest }] = await tx.query<{ newest: Date | null }[]>('SELECT max(occurred_at) AS newest FROM settlement_events WHERE source = $1', [source]);
    await tx.query(sql, [sweep || !newest ? new Date(0) : new Date(newest.getTime() - latenessMs), limit]);
  }
  await tx.query('SET LOCAL enable_sort = on');
  await tx.query('ANALYZE taken_events');
  await tx.query(
    `INSERT INTO settlement_events (source, source_id, sale_id, partner_id, occurred_at, recorded_at, currency, gross_minor, tax_minor, fee_minor)
     SELECT source, source_id, sale_id, partner_id, occurred_at, $1, currency, gross_minor, tax_minor, fee_minor FROM taken_events`, [now]);
  const [{ taken }] = await tx.query<{ taken: number }[]>('SELECT count(*)::int AS taken FROM taken_events');
  return taken;
}

export function sumsOfTaken(tx: EntityManager): Promise<TakenSums[]> {
  return tx.query(
    `SELECT partner_id AS "partnerId", currency, source, sum(gross_minor)::bigint AS gross, sum(tax_minor)::bigint AS tax, sum(fee_minor)::bigint AS fee
     FROM taken_events GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`);
}

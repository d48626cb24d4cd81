import type { EntityManager } from 'typeorm';
import { windowMinutes } from '../connector/health-rules.js';
import { cusum, type Severities, type SignalKind } from './risk-rules.js';

const DAY_MS = 86_400_000;
/** Refunds of one in twenty sales are usual; half of a percent more each day adds up, and is at its worst at one. */
const USUAL_REFUNDS = 0.05;
const SLACK = 0.005;
const FULL_CUSUM = 1;

interface Measured { partner_id: string; kind: SignalKind; severity: number }

/**
 * Everything that is measured without a person, as a severity of 0 to 1 for each partner. Service: errors of the last six hours at fourteen times
 * the budget are full. Disputes and breaches: three open ones. Evidence: the share of criteria whose newest evidence has expired.
 * Messages: five days without one that came through. Erasure: three overdue
 * tasks. Dependence: how far its share of revenue is above a half.
 */
const measuredSql = `
  SELECT c.partner_id, 'service' AS kind, max(least(1.0, (m.bad::float / m.calls) / 0.01 / 14.4)) AS severity
  FROM connectors c JOIN LATERAL (
    SELECT sum(late + refused + invalid + unreachable) AS bad, sum(answered + late + refused + invalid + unreachable) AS calls
    FROM connector_minutes WHERE connector_id = c.id AND minute >= $1::timestamptz - interval '${windowMinutes['6h']} minutes') m ON m.calls >= 20
  WHERE c.state IN ('live','degraded','tripped') GROUP BY 1
  UNION ALL
  SELECT partner_id, 'disputes', least(1.0, count(*) / 3.0) FROM statement_disputes WHERE state = 'open' GROUP BY 1
  UNION ALL
  SELECT partner_id, 'breaches', least(1.0, count(*) / 3.0) FROM contract_breaches WHERE party = 'partner' AND cured_at IS NULL GROUP BY 1
  UNION ALL
  SELECT partner_id, 'evidence', avg(CASE WHEN newest <= $1 THEN 1.0 ELSE 0.0 END) FROM (
    SELECT partner_id, criterion, max(expires_at) AS newest FROM evidence GROUP BY 1, 2) e GROUP BY 1
  UNION ALL
  SELECT c.partner_id, 'messages', max(CASE WHEN w.disabled_at IS NOT NULL THEN 1.0 ELSE least(1.0, extract(epoch FROM $1 - w.failing_since) / 432000.0) END)
  FROM webhook_endpoints w JOIN connectors c ON c.id = w.connector_id WHERE c.state IN ('live','degraded') AND (w.disabled_at IS NOT NULL OR w.failing_since < $1) GROUP BY 1
  UNION ALL
  SELECT partner_id, 'erasure', least(1.0, count(*) / 3.0) FROM erasure_tasks WHERE acknowledged_at IS NULL AND due_at <= $1 GROUP BY 1
  UNION ALL
  SELECT partner_id, 'dependence', greatest(0.0, 2 * (sold / sum(sold) OVER () - 0.5)) FROM (
    SELECT partner_id, sum(gross_minor)::float AS sold FROM settlement_events WHERE source = 'sale' AND currency = 'CNY' AND occurred_at >= $1::timestamptz - interval '90 days' AND partner_id IS NOT NULL GROUP BY 1) s
  UNION ALL
  SELECT partner_id, kind, max(severity) FROM risk_reports WHERE observed_at <= $1 AND expires_at > $1 GROUP BY 1, 2`;

/** Refunded share of each day's sales of the last 60 days with sales, oldest first. */
const refundsSql = `
  SELECT s.partner_id, array_agg(s.share ORDER BY s.day) AS shares FROM (
    SELECT e.partner_id, date_trunc('day', e.occurred_at) AS day, sum(coalesce(r.refunded, 0))::float / sum(e.gross_minor) AS share
    FROM settlement_events e LEFT JOIN LATERAL (SELECT sum(gross_minor) AS refunded FROM settlement_events WHERE source = 'refund' AND sale_id = e.source_id) r ON true
    WHERE e.source = 'sale' AND e.partner_id IS NOT NULL AND e.occurred_at >= $1 GROUP BY 1, 2 HAVING count(*) >= 5) s GROUP BY 1`;

/** Of every partner against which anything speaks. */
export async function measuredSeverities(tx: EntityManager, now: Date): Promise<Map<string, Severities>> {
  const [rows, refunds] = [await tx.query<Measured[]>(measuredSql, [now]), await tx.query<{ partner_id: string; shares: number[] }[]>(refundsSql, [new Date(now.getTime() - 60 * DAY_MS)])];
  const all = new Map<string, Record<string, number>>();
  const put = (partnerId: string, kind: SignalKind, severity: number) => {
    if (severity > 0) all.set(partnerId, { ...all.get(partnerId), [kind]: Math.min(1, severity) });
  };
  for (const { partner_id: partnerId, kind, severity } of rows) put(partnerId, kind, Number(severity));
  for (const { partner_id: partnerId, shares } of refunds) put(partnerId, 'refunds', cusum(shares, USUAL_REFUNDS, SLACK) / FULL_CUSUM);
  return all;
}

import type { EntityManager } from 'typeorm';
import type { Money } from '../../schema/money.js';
import type { Audit } from '../audit/audit.js';
import { checkedReason } from '../partner/reasons.js';
import { sideOf } from '../partner/sides.js';
import { actorAccountId, type Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';

/** Credits the platform for a missed window, once per key. Settlement's, handed in. */
export type PostCredit = (tx: EntityManager, credit: { partnerId: string; key: string; amount: Money }) => Promise<boolean>;

interface DueWindow { contract_id: string; version_id: string; partner_id: string; clause_key: string; starts_at: Date; ends_at: Date; direction: 'at_least' | 'at_most'; target: number; cure_days: number; measured: number; fee: string | null; currency: string | null; credit_ppm: number }

/** What the platform can measure itself, in percent of the calls of the partner's connectors. */
export const measuredMetrics = ['availability', 'error_rate'] as const;

/**
 * Windows of SLA clauses whose metric is measured here: they chain from the start of the version, as many days long as the clause
 * says. A missed one has its days of cure from when it was noticed; then the credit is posted, once, however often this runs.
 */
export class ServiceLevels {
  constructor(private readonly database: Database, private readonly audit: Audit, private readonly clock: Clock, private readonly newId: NewId, private readonly credit: PostCredit) {}

  /** Answers how many windows were judged and how many credits posted. */
  async judge(actor: Actor): Promise<{ judged: number; credited: number }> {
    const due = await this.database.query<DueWindow & Record<string, unknown>>(dueSql, [this.clock()]);
    let judged = 0;
    for (const window of due) judged += await this.record(window, actor);
    const waiting = await this.database.query<{ id: string }>('SELECT id FROM service_level_windows WHERE is_missed AND excuse IS NULL AND credited_at IS NULL AND credit_minor IS NOT NULL AND cure_until <= $1 ORDER BY id LIMIT 500', [this.clock()]);
    let credited = 0;
    for (const { id } of waiting) credited += await this.post(id, actor);
    return { judged, credited };
  }

  private record(window: DueWindow, actor: Actor): Promise<number> {
    return this.database.transaction(async (tx) => {
      const now = this.clock();
      const { measured } = window;
      const isMissed = window.direction === 'at_least' ? measured < window.target : measured > window.target;
      const credit = isMissed && window.fee !== null ? (BigInt(window.fee) * BigInt(window.credit_ppm) + 500_000n) / 1_000_000n : null;
      const made = await tx.query<unknown[]>(
        `INSERT INTO service_level_windows (id, contract_id, contract_version_id, partner_id, clause_key, starts_at, ends_at, measured, is_missed, noticed_at, cure_until, currency, credit_minor)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (contract_id, clause_key, starts_at) DO NOTHING RETURNING id`,
        [this.newId(), window.contract_id, window.version_id, window.partner_id, window.clause_key, window.starts_at, window.ends_at, measured, isMissed, now, isMissed ? new Date(now.getTime() + window.cure_days * 86_400_000) : null, credit === null ? null : window.currency, credit === null ? null : String(credit)]);
      if (made.length && isMissed) await this.audit.append(tx, { actor, action: 'serviceLevel.miss', noun: 'Contract', nounId: window.contract_id, detail: { clauseKey: window.clause_key, startsAt: window.starts_at.toISOString(), measured, target: window.target } });
      return made.length;
    });
  }

  private post(id: string, actor: Actor): Promise<number> {
    return this.database.transaction(async (tx) => {
      const [row] = await tx.query<{ contract_id: string; partner_id: string; currency: string | null; credit_minor: string | null }[]>(
        'SELECT contract_id, partner_id, currency, credit_minor FROM service_level_windows WHERE id = $1 AND credited_at IS NULL AND excuse IS NULL FOR UPDATE', [id]);
      if (!row || row.credit_minor === null || row.currency === null) return 0;
      const amountMinor = -BigInt(row.credit_minor);
      if (amountMinor !== 0n) await this.credit(tx, { partnerId: row.partner_id, key: `service level ${id}`, amount: { amountMinor, currency: row.currency } });
      await tx.query('UPDATE service_level_windows SET credited_at = $2 WHERE id = $1', [id, this.clock()]);
      await this.audit.append(tx, { actor, action: 'serviceLevel.credit', noun: 'Contract', nounId: row.contract_id, detail: { windowId: id, amountMinor: String(amountMinor), currency: row.currency } });
      return 1;
    });
  }
}

/** A missed window that somebody excuses before its credit is posted costs nothing; FORBIDDEN, NOT_FOUND, ILLEGAL_TRANSITION. */
export function excuseWindow(database: Database, audit: Audit, { id, excuse }: { id: string; excuse: string }, actor: Actor): Promise<void> {
  return database.transaction(async (tx) => {
    const [row] = await tx.query<{ partner_id: string; contract_id: string; is_missed: boolean; credited_at: Date | null; excuse: string | null }[]>('SELECT partner_id, contract_id, is_missed, credited_at, excuse FROM service_level_windows WHERE id = $1 FOR UPDATE', [id]);
    if (!row) throw new DomainError('NOT_FOUND');
    const accountId = actorAccountId(actor);
    if (accountId === null || sideOf(actor, row.partner_id) !== 'platform') throw new DomainError('FORBIDDEN');
    if (!row.is_missed || row.credited_at !== null || row.excuse !== null) throw new DomainError('ILLEGAL_TRANSITION', { from: row.credited_at ? 'credited' : row.excuse ? 'excused' : 'kept', allowed: [] });
    await tx.query('UPDATE service_level_windows SET excuse = $2, excused_by = $3 WHERE id = $1', [id, checkedReason(excuse), accountId]);
    await audit.append(tx, { actor, action: 'serviceLevelExcuse', noun: 'Contract', nounId: row.contract_id, detail: { windowId: id } });
  });
}

/** Windows that have ended, whose version was in force through their end, and that nobody has judged; at most 500 of them. */
const dueSql = `
  SELECT k.id AS contract_id, v.id AS version_id, k.partner_id, c->>'key' AS clause_key, w.starts_at, w.ends_at, coalesce(c->>'direction', 'at_least') AS direction, (c->>'target')::float AS target,
    coalesce((c->>'cureDays')::int, 0) AS cure_days, (c->>'creditPpm')::int AS credit_ppm,
    CASE c->>'metric' WHEN 'availability' THEN 100 * m.good / m.calls ELSE 100 * (m.calls - m.good) / m.calls END AS measured, fee.minor AS fee, fee.currency
  FROM contract_versions v JOIN contracts k ON k.id = v.contract_id CROSS JOIN LATERAL jsonb_array_elements(v.clauses) c
    CROSS JOIN LATERAL (
      SELECT at AS starts_at, at + make_interval(days => (c->>'windowDays')::int) AS ends_at
      FROM generate_series(v.starts_at, $1::timestamptz, make_interval(days => (c->>'windowDays')::int)) at) w
    CROSS JOIN LATERAL (
      SELECT sum(answered)::float AS good, sum(answered + late + refused + invalid + unreachable)::float AS calls
      FROM connector_minutes n JOIN connectors o ON o.id = n.connector_id WHERE o.partner_id = k.partner_id AND n.minute >= w.starts_at AND n.minute < w.ends_at) m
    LEFT JOIN LATERAL (
      SELECT currency, sum(coalesce(fixed_minor, estimate_minor))::bigint AS minor FROM accruals
      WHERE partner_id = k.partner_id AND contract_version_id = v.id AND coalesce(c->>'remedy', 'credit') = 'credit' AND occurred_at >= w.starts_at AND occurred_at < w.ends_at GROUP BY currency ORDER BY 2 DESC LIMIT 1) fee ON fee.minor > 0
  WHERE v.state IN ('active','in_notice','suspended','expired','superseded','terminated') AND c->>'kind' = 'sla' AND c->>'metric' IN ('availability','error_rate') AND w.ends_at <= $1 AND m.calls > 0
    AND w.ends_at <= coalesce(v.superseded_at, v.notice_ends_at, v.renewed_until, v.ends_at)
    AND NOT EXISTS (SELECT FROM service_level_windows s WHERE s.contract_id = k.id AND s.clause_key = c->>'key' AND s.starts_at = w.starts_at)
  ORDER BY w.ends_at LIMIT 500`;

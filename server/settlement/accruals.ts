import type { EntityManager } from 'typeorm';
import type { AccountName } from '../ledger/chart.js';
import type { Leg, Ledger } from '../ledger/ledger.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import type { NewId } from '../platform/ids.js';
import { contractPeriodsSql } from './contract-periods.js';
import { sumsOfTaken, takeEvents, type TakenSums } from './event-intake.js';
import { lockSettlement, StatementWindows } from './statement-windows.js';

/** An event belongs to the open window that holds its instant; one of a window that was issued, to the earliest open one. */
const openWindowsSql = `
  open_windows AS MATERIALIZED (
    SELECT id, partner_id, currency, CASE WHEN number = min(number) OVER (PARTITION BY partner_id, currency) THEN '-infinity' ELSE starts_at END AS from_at, ends_at AS to_at
    FROM statements WHERE state = 'open')`;
const inWindow = (event: string) => `JOIN open_windows w ON w.partner_id = ${event}.partner_id AND w.currency = ${event}.currency AND ${event}.occurred_at >= w.from_at AND ${event}.occurred_at < w.to_at`;

/** RFC 9562 version 7 out of a random version 4: the milliseconds of $1 in front, so that the index grows at one end. */
const idSql = `encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) PLACING substring(int8send((extract(epoch FROM $1::timestamptz) * 1000)::bigint) FROM 3) FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid`;

/** Every clause of the partner's contracts in force at the instant of the sale; what it says is computed with the statement. */
const salesSql = `
  WITH ${contractPeriodsSql}, ${openWindowsSql}
  INSERT INTO accruals (id, partner_id, statement_id, source, source_id, contract_id, contract_version_id, clause_key, occurred_at, recorded_at, currency, gross_minor, tax_minor, fee_minor, base_minor, estimate_minor)
  SELECT ${idSql}, e.partner_id, w.id, 'sale', e.source_id, k.contract_id, k.version_id, k.key, e.occurred_at, $1, e.currency, e.gross_minor, e.tax_minor, e.fee_minor, b.minor, (b.minor * k.ppm + 500000) / 1000000
  FROM taken_events e JOIN share_clauses k ON k.partner_id = e.partner_id AND k.period @> e.occurred_at
    CROSS JOIN LATERAL (SELECT CASE k.base WHEN 'gross' THEN e.gross_minor ELSE e.gross_minor - e.tax_minor - e.fee_minor END AS minor) b
    ${inWindow('e')}
  WHERE e.source = 'sale'`;

/** A refund takes back shares of what is left after refunds, at the version of the sale. */
const refundsSql = `
  WITH ${contractPeriodsSql}, ${openWindowsSql}
  INSERT INTO accruals (id, partner_id, statement_id, source, source_id, contract_id, contract_version_id, clause_key, reverses_id, occurred_at, recorded_at, currency, gross_minor, tax_minor, fee_minor, base_minor, estimate_minor)
  SELECT ${idSql}, a.partner_id, w.id, 'refund', e.source_id, a.contract_id, a.contract_version_id, a.clause_key, a.id, e.occurred_at, $1, e.currency, e.gross_minor, e.tax_minor, 0,
    -((a.base_minor * e.gross_minor * 2 + a.gross_minor) / (2 * a.gross_minor)), -((a.estimate_minor * e.gross_minor * 2 + a.gross_minor) / (2 * a.gross_minor))
  FROM taken_events e JOIN accruals a ON a.source = 'sale' AND a.source_id = e.sale_id
    JOIN share_clauses k ON k.version_id = a.contract_version_id AND k.key = a.clause_key AND k.base = 'net_of_refunds'
    ${inWindow('e')}
  WHERE e.source = 'refund'`;

const chargesSql = `
  WITH ${openWindowsSql}
  INSERT INTO accruals (id, partner_id, statement_id, source, source_id, occurred_at, recorded_at, currency, gross_minor, base_minor, estimate_minor, fixed_minor)
  SELECT ${idSql}, e.partner_id, w.id, 'charge', e.source_id, e.occurred_at, $1, e.currency, e.gross_minor, 0, -e.gross_minor, -e.gross_minor
  FROM taken_events e ${inWindow('e')} WHERE e.source = 'charge'`;

/** Events become accruals, each once: paid orders, refunds and charged clicks. The job accrue-events calls it until nothing is left. */
export class Accruals {
  private readonly windows: StatementWindows;

  constructor(private readonly database: Database, private readonly ledger: Ledger, private readonly clock: Clock, newId: NewId) {
    this.windows = new StatementWindows(clock, newId);
  }

  /**
   * Takes at most `limit` events of each source in one transaction; answers how many it took. Killed anywhere, it has taken a
   * whole batch or none. `sweep`: also finds events that were recorded long after they happened.
   */
  accrue({ limit = 20_000, sweep = true }: { limit?: number; sweep?: boolean } = {}): Promise<number> {
    return this.database.transaction(async (tx) => {
      await lockSettlement(tx);
      const now = this.clock();
      const taken = await takeEvents(tx, limit, sweep, now);
      if (!taken) return 0;
      await this.openWindows(tx);
      // The planner takes the few windows and clauses for one row each, and would walk through all of them for every event.
      await tx.query('SET LOCAL enable_nestloop = off');
      for (const sql of [salesSql, refundsSql, chargesSql]) await tx.query(sql, [now]);
      await tx.query('SET LOCAL enable_nestloop = on');
      await this.book(tx);
      return taken;
    });
  }

  private async openWindows(tx: EntityManager): Promise<void> {
    const spans = await tx.query<{ partnerId: string; currency: string; from: Date; to: Date }[]>(
      `SELECT partner_id AS "partnerId", currency, min(occurred_at) AS "from", max(occurred_at) AS "to" FROM taken_events WHERE partner_id IS NOT NULL GROUP BY 1, 2`);
    for (const { partnerId, currency, from, to } of spans) await this.windows.reach(tx, partnerId, currency, from, to);
  }

  /** One transfer for the batch: what came in, what of it is tax, and the estimate of every partner's part. */
  private async book(tx: EntityManager): Promise<void> {
    const [{ first }] = await tx.query<{ first: string }[]>(`SELECT source || ':' || source_id AS first FROM taken_events ORDER BY source, source_id LIMIT 1`);
    const estimates = await tx.query<{ partnerId: string; currency: string; minor: string }[]>(
      `SELECT a.partner_id AS "partnerId", a.currency, sum(a.estimate_minor)::bigint AS minor FROM taken_events e JOIN accruals a ON a.source_id = e.source_id AND a.source = e.source GROUP BY 1, 2 ORDER BY 1, 2`);
    const legs = [...(await sumsOfTaken(tx)).flatMap(incomeLegs), ...estimates.flatMap(({ partnerId, currency, minor }) => between(revenueOf(currency), { partnerId, kind: 'clearing', currency }, BigInt(minor)))];
    await this.ledger.transfer(tx, { key: `accrue:${first}`, kind: 'accrual', legs });
  }
}

export const revenueOf = (currency: string): AccountName => ({ partnerId: null, kind: 'platform_revenue', currency });

/** From one account to the other, or back for an amount below zero. */
export function between(from: AccountName, to: AccountName, amountMinor: bigint): Leg[] {
  if (amountMinor === 0n) return [];
  return amountMinor > 0n ? [{ from, to, amountMinor }] : [{ from: to, to: from, amountMinor: -amountMinor }];
}

/** The provider keeps its fee: cash is what is left. Charges are owed by the partner and come in with its statement. */
function incomeLegs({ source, currency, gross, tax, fee }: TakenSums): Leg[] {
  if (source === 'charge') return [];
  const cash: AccountName = { partnerId: null, kind: 'cash', currency };
  const sign = source === 'sale' ? 1n : -1n;
  return [
    ...between(cash, { partnerId: null, kind: 'tax', currency }, sign * BigInt(tax)),
    ...between(cash, revenueOf(currency), sign * (BigInt(gross) - BigInt(tax) - BigInt(fee))),
  ];
}

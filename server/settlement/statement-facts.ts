import type { EntityManager } from 'typeorm';
import { clausesOf, type Clause, type RevenueShareClause } from '../../schema/clause.js';
import type { Statement } from '../../schema/statement.js';
import { contractPeriodsSql } from './contract-periods.js';
import { perMillion, proportion, termsIn, type ShareTerms } from './shares.js';
import { clauseId, type AccrualFact, type ClauseLimit, type OriginalLine, type StatementFacts } from './statement-lines.js';

type Scope = Pick<Statement, 'id' | 'partnerId' | 'currency' | 'number' | 'endsAt'>;

interface AccrualRow {
  id: string; source: AccrualFact['source']; sourceId: string; contractId: string | null; contractVersionId: string | null; clauseKey: string | null; reversesId: string | null;
  occurredAt: Date; gross: string; fixed: string | null; saleGross: string | null; saleAt: Date | null; isTermed: boolean;
}

/** Accruals with what their event says, read from the events again; `isTermed`: their version was in force at that instant. */
const accrualsSql = `
  WITH ${contractPeriodsSql}
  SELECT a.id, a.source, a.source_id AS "sourceId", a.contract_id AS "contractId", a.contract_version_id AS "contractVersionId", a.clause_key AS "clauseKey", a.reverses_id AS "reversesId",
    coalesce(e.occurred_at, a.occurred_at) AS "occurredAt", coalesce(e.gross_minor, a.gross_minor) AS gross, a.fixed_minor AS fixed, s.gross_minor AS "saleGross", s.occurred_at AS "saleAt",
    a.contract_version_id IS NULL OR p.period @> coalesce(s.occurred_at, e.occurred_at) AS "isTermed"
  FROM accruals a
    LEFT JOIN settlement_events e ON e.source = a.source AND e.source_id = a.source_id
    LEFT JOIN settlement_events s ON s.source = 'sale' AND s.source_id = e.sale_id
    LEFT JOIN periods p ON p.id = a.contract_version_id
  WHERE a.statement_id = $1`;

/** Every share clause of the partner's contracts that names a limit of the currency: the version in force at the window's end, else the last before it. */
const limitsSql = `
  WITH ${contractPeriodsSql}
  SELECT DISTINCT ON (k.contract_id, k.key) k.contract_id AS "contractId", k.version_id AS "versionId", k.key, k.period @> $3::timestamptz AS "isInForce",
    coalesce((SELECT sum(CASE WHEN l.kind IN ('guarantee','recoupment') THEN l.amount_minor END) FROM statement_lines l JOIN statements s ON s.id = l.statement_id
      WHERE s.partner_id = $1 AND s.currency = $2 AND s.number < $4 AND l.contract_id = k.contract_id AND l.clause_key = k.key), 0)::bigint AS recoupable
  FROM share_clauses k WHERE k.partner_id = $1 AND lower(k.period) <= $3
  ORDER BY k.contract_id, k.key, k.period @> $3::timestamptz DESC, upper(k.period) DESC`;

interface Rate { kind: 'tax' | 'fee'; from: Date; ppm: bigint }

/**
 * What a statement is computed from, from history alone: events, effective-dated deduction rates, and the versions of contracts as signed.
 * Throws when an accrual names a version that was not in force at its event: then the history itself was changed.
 */
export async function readFacts(tx: EntityManager, statement: Scope): Promise<StatementFacts> {
  const rows = await tx.query<AccrualRow[]>(accrualsSql, [statement.id]);
  const untimely = rows.find(({ isTermed }) => !isTermed);
  if (untimely) throw new Error(`accrual ${untimely.id} names a contract version that was not in force at its event`);
  const lastInstant = new Date(statement.endsAt.getTime() - 1);
  const limits = await tx.query<{ contractId: string; versionId: string; key: string; isInForce: boolean; recoupable: string }[]>(limitsSql, [statement.partnerId, statement.currency, lastInstant, statement.number]);
  const terms = await readTerms(tx, [...rows.map(({ contractVersionId }) => contractVersionId), ...limits.map(({ versionId }) => versionId)], statement.currency);
  const rates = await readRates(tx, statement.currency);
  return {
    endsAt: statement.endsAt, terms,
    accruals: rows.map((row) => factOf(row, terms, rates)),
    originals: await readOriginals(tx, rows, statement.number),
    limits: limits.map(({ versionId, key, recoupable, ...limit }): ClauseLimit => ({
      ...limit, contractVersionId: versionId, clauseKey: key, terms: terms.get(clauseId(versionId, key))!, recoupableMinor: BigInt(recoupable),
    })),
  };
}

function factOf({ gross, fixed, saleGross, saleAt, isTermed: _termed, ...row }: AccrualRow, terms: ReadonlyMap<string, ShareTerms>, rates: readonly Rate[]): AccrualFact {
  const [grossMinor, fixedMinor] = [BigInt(gross), fixed === null ? null : BigInt(fixed)];
  if (row.contractVersionId === null) return { ...row, grossMinor, fixedMinor, taxMinor: 0n, feeMinor: 0n, baseMinor: 0n };
  const of = saleAt ?? row.occurredAt;
  const sale = saleGross === null ? grossMinor : BigInt(saleGross);
  const [tax, fee] = [deducted(rates, 'tax', of, sale), deducted(rates, 'fee', of, sale)];
  const base = terms.get(clauseId(row.contractVersionId, row.clauseKey!))!.base === 'gross' ? sale : sale - tax - fee;
  if (row.reversesId === null) return { ...row, grossMinor, fixedMinor, taxMinor: tax, feeMinor: fee, baseMinor: base };
  return { ...row, grossMinor, fixedMinor, taxMinor: proportion(tax, grossMinor, sale), feeMinor: 0n, baseMinor: -proportion(base, grossMinor, sale) };
}

function deducted(rates: readonly Rate[], kind: Rate['kind'], at: Date, amount: bigint): bigint {
  return perMillion(amount * (rates.findLast((rate) => rate.kind === kind && rate.from <= at)?.ppm ?? 0n));
}

async function readRates(tx: EntityManager, currency: string): Promise<Rate[]> {
  const rows = await tx.query<{ kind: Rate['kind']; from: Date; ppm: number }[]>('SELECT kind, valid_from AS "from", ppm FROM deduction_rates WHERE currency = $1 ORDER BY valid_from', [currency]);
  return rows.map(({ ppm, ...rate }) => ({ ...rate, ppm: BigInt(ppm) }));
}

/** The revenue shares of these versions for one currency. */
export async function readTerms(tx: EntityManager, versionIds: readonly (string | null)[], currency: string): Promise<Map<string, ShareTerms>> {
  const versions = await tx.query<{ id: string; clauses: Parameters<typeof clausesOf>[0] }[]>('SELECT id, clauses FROM contract_versions WHERE id = ANY($1)', [[...new Set(versionIds.filter((id) => id !== null))]]);
  return new Map(versions.flatMap(({ id, clauses }) => clausesOf(clauses).filter(isShare).map((clause): [string, ShareTerms] => [clauseId(id, clause.key), termsIn(clause, currency)])));
}

function isShare(clause: Clause): clause is RevenueShareClause {
  return clause.kind === 'revenue_share';
}

/** Shares of earlier statements that this one takes back; what it gives itself it knows. */
async function readOriginals(tx: EntityManager, rows: readonly AccrualRow[], number: number): Promise<Map<string, OriginalLine>> {
  const own = new Set(rows.map(({ id }) => id));
  const reversed = rows.flatMap(({ reversesId }) => (reversesId === null || own.has(reversesId) ? [] : reversesId));
  if (!reversed.length) return new Map();
  const lines = await tx.query<{ id: string; gross: string; base: string; amount: string; refunded: string }[]>(
    `SELECT l.accrual_id AS id, l.gross_minor AS gross, l.base_minor AS base, l.amount_minor AS amount,
       coalesce((SELECT sum(r.gross_minor) FROM accruals a JOIN statement_lines r ON r.accrual_id = a.id JOIN statements s ON s.id = r.statement_id WHERE a.reverses_id = l.accrual_id AND s.number < $2), 0)::bigint AS refunded
     FROM statement_lines l WHERE l.accrual_id = ANY($1)`, [reversed, number]);
  return new Map(lines.map(({ id, gross, base, amount, refunded }) => [id, { grossMinor: BigInt(gross), baseMinor: BigInt(base), amountMinor: BigInt(amount), refundedMinor: BigInt(refunded) }]));
}

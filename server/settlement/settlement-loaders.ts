import { type AccrualState, type Accrual } from '../../schema/accrual.js';
import type { StatementLine } from '../../schema/statement-line.js';
import type { Context } from '../graphql/context.js';
import type { Database } from '../platform/database.js';
import { readTerms } from './statement-facts.js';
import { clauseId } from './statement-lines.js';
import type { ShareTerms } from './shares.js';

interface AccrualStanding { id: string; isReversed: boolean; isDisputed: boolean; isHeld: boolean; statement: string; payout: string | null }

/** How far an accrual has come; the first that holds. */
export function accrualStateOf({ isReversed, isDisputed, isHeld, statement, payout }: Omit<AccrualStanding, 'id'>): AccrualState {
  if (isReversed) return 'reversed';
  if (statement === 'open') return 'estimated';
  if (isDisputed) return 'disputed';
  if (payout === 'settled') return 'paid';
  if (isHeld) return 'held';
  if (payout === 'approved' || payout === 'submitted') return 'cleared';
  return statement === 'acknowledged' ? 'locked' : 'accrued';
}

export function accrualState(database: Database, { id }: Accrual, { loaders }: Context): Promise<AccrualState> {
  return loaders.batch<string, AccrualState>('accrual.state', async (ids) => {
    const rows = await database.query<AccrualStanding>(
      `SELECT a.id, s.state AS statement, EXISTS (SELECT FROM accruals r WHERE r.reverses_id = a.id) AS "isReversed",
         EXISTS (SELECT FROM statement_lines l JOIN statement_disputes d ON d.statement_id = l.statement_id AND d.line_number = l.number AND d.state = 'open' WHERE l.accrual_id = a.id) AS "isDisputed",
         EXISTS (SELECT FROM payout_holds h WHERE h.partner_id = a.partner_id AND h.state = 'held') AS "isHeld",
         (SELECT p.state FROM payouts p WHERE p.statement_id = s.id AND p.state NOT IN ('cancelled','returned')) AS payout
       FROM accruals a JOIN statements s ON s.id = a.statement_id WHERE a.id = ANY($1)`, [ids]);
    const standings = new Map(rows.map((row) => [row.id, row]));
    return ids.map((one) => accrualStateOf(standings.get(one)!));
  }).load(id);
}

/** The terms of a line's clause, for the currency of its statement. */
export function termsOfLine(database: Database, { contractVersionId, clauseKey }: StatementLine, currency: string, { loaders }: Context): Promise<ShareTerms | null> {
  if (contractVersionId === null || clauseKey === null) return Promise.resolve(null);
  return loaders.batch<string, ShareTerms | null>(`line.terms.${currency}`, async (keys) => {
    const terms = await database.transaction((tx) => readTerms(tx, keys.map((key) => key.split('/')[0]), currency));
    return keys.map((key) => terms.get(key) ?? null);
  }).load(clauseId(contractVersionId, clauseKey));
}

/** Revenue of a statement that one clause of one version shares: what decides the band where the highest counts for all. */
export function revenueOfClause(database: Database, { statementId, contractVersionId, clauseKey }: StatementLine, { loaders }: Context): Promise<bigint> {
  return loaders.batch<string, bigint>('line.revenue', async (keys) => {
    const parts = keys.map((key) => key.split('/'));
    const rows = await database.query<{ key: string; minor: string }>(
      `SELECT k.statement || '/' || k.version || '/' || k.clause AS key, sum(l.base_minor)::bigint AS minor
       FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS k (statement, version, clause)
         JOIN statement_lines l ON l.statement_id = k.statement AND l.contract_version_id = k.version AND l.clause_key = k.clause AND l.kind = 'share' GROUP BY 1`,
      [parts.map(([one]) => one), parts.map(([, two]) => two), parts.map(([, , three]) => three)]);
    const sums = new Map(rows.map(({ key, minor }) => [key, BigInt(minor)]));
    return keys.map((key) => sums.get(key) ?? 0n);
  }).load(`${statementId}/${contractVersionId}/${clauseKey}`);
}

import type { EntityManager } from 'typeorm';
import { DomainError } from '../platform/errors.js';

export const dimensions = ['revenue', 'content', 'commitment'] as const;
export type Dimension = (typeof dimensions)[number];

export interface Concentration {
  readonly dimension: Dimension;
  /** Herfindahl–Hirschman index Σ share², between 1/n and 1; 0 without any partner. */
  readonly hhi: number;
  /** The greatest first. */
  readonly shares: readonly { readonly partnerId: string; readonly share: number }[];
}

/** What each partner has of a dimension: sales of ninety days, contents on show, yearly limits of the cost budgets of contracts that are signed. */
const amountsSql: Readonly<Record<Dimension, string>> = {
  revenue: `SELECT partner_id, sum(gross_minor)::float AS amount FROM settlement_events WHERE source = 'sale' AND currency = 'CNY' AND partner_id IS NOT NULL AND occurred_at >= $1::timestamptz - interval '90 days' GROUP BY 1`,
  content: `SELECT partner_id, count(*)::float AS amount FROM contents WHERE state = 'published' AND partner_id IS NOT NULL AND $1::timestamptz IS NOT NULL GROUP BY 1`,
  commitment: `
    SELECT k.partner_id, sum(${yearly('c')})::float AS amount
    FROM contract_versions v JOIN contracts k ON k.id = v.contract_id, jsonb_array_elements(v.clauses) c
    WHERE v.state IN ('scheduled','active','suspended','in_notice') AND c->>'kind' = 'cost_budget' AND $1::timestamptz IS NOT NULL GROUP BY 1`,
};

/** A budget's limit for a year, minor units. */
function yearly(clause: string): string {
  return `(${clause}->'budget'->>'amountMinor')::numeric * CASE ${clause}->>'period' WHEN 'month' THEN 12 WHEN 'quarter' THEN 4 ELSE 1 END`;
}

export function concentrationOf(dimension: Dimension, amounts: ReadonlyMap<string, number>): Concentration {
  const total = [...amounts.values()].reduce((sum, amount) => sum + amount, 0);
  const shares = total === 0 ? [] : [...amounts].filter(([, amount]) => amount > 0).map(([partnerId, amount]) => ({ partnerId, share: amount / total })).sort((one, other) => other.share - one.share || (one.partnerId < other.partnerId ? -1 : 1));
  return { dimension, hhi: shares.reduce((sum, { share }) => sum + share * share, 0), shares };
}

export async function amountsOf(tx: EntityManager, dimension: Dimension, now: Date): Promise<Map<string, number>> {
  const rows = await tx.query<{ partner_id: string; amount: number }[]>(amountsSql[dimension], [now]);
  return new Map(rows.map(({ partner_id: partnerId, amount }) => [partnerId, Number(amount)]));
}

/** Any constant that nothing else locks on: two signatures that are each within the limit may not pass it together. */
const commitLock = 7_214_036;

/**
 * Before a version is signed: with its budgets counted and those of the version that it takes over from not, no partner's share
 * of all commitments passes the limit, or somebody has waived it for this partner until a later day. OVER_LIMIT else. A change
 * that commits no more than before is never refused; nor is anybody while one partner is all there is to choose from.
 */
export async function requireSpread(tx: EntityManager, { id, contractId, partnerId }: { id: string; contractId: string; partnerId: string }, now: Date): Promise<void> {
  const [limit] = await tx.query<{ limit_ppm: number }[]>(`SELECT limit_ppm FROM concentration_limits WHERE dimension = 'commitment'`);
  if (!limit) return;
  await tx.query('SELECT pg_advisory_xact_lock($1)', [commitLock]);
  const sum = async (where: string, value: string) => Number((await tx.query<{ amount: string | null }[]>(`SELECT sum(${yearly('c')}) AS amount FROM contract_versions v, jsonb_array_elements(v.clauses) c WHERE ${where} AND c->>'kind' = 'cost_budget'`, [value]))[0].amount ?? 0);
  const [added, replaced] = [await sum('v.id = $1', id), await sum(`v.contract_id = $1 AND v.state IN ('scheduled','active','suspended','in_notice')`, contractId)];
  if (added <= replaced) return;
  const amounts = await amountsOf(tx, 'commitment', now);
  amounts.set(partnerId, (amounts.get(partnerId) ?? 0) + added - replaced);
  const { shares } = concentrationOf('commitment', amounts);
  const share = shares.find((one) => one.partnerId === partnerId)?.share ?? 0;
  if (shares.length < 2 || share * 1_000_000 <= limit.limit_ppm) return;
  const [waiver] = await tx.query<unknown[]>(`SELECT 1 FROM concentration_waivers WHERE dimension = 'commitment' AND partner_id = $1 AND until > $2 LIMIT 1`, [partnerId, now]);
  if (waiver) return;
  throw new DomainError('OVER_LIMIT', { path: ['versionId'], dimension: 'commitment', share, limit: limit.limit_ppm / 1_000_000 }, `With this contract ${(share * 100).toFixed(1)} % of all commitments would lie with one partner, above the limit of ${limit.limit_ppm / 10_000} %: commit less, or let somebody waive the limit.`);
}

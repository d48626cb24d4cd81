import type { Audience } from '../../schema/audience.js';
import type { ContractState } from '../../schema/contract-version.js';
import type { Database } from '../platform/database.js';

/** What the feed needs to fill a sponsored slot. Amounts in minor units of one currency. */
export interface RunningCampaign {
  id: string;
  contentNo: number;
  adType: number;
  bidMinor: bigint;
  remainingMinor: bigint;
  currency: string;
  audience: Audience;
}

/**
 * Whether a partner may have campaigns: it is active and holds a contract version in one of `states` which has a cost budget
 * clause, or it is an advertiser, whose money is its own. `partner` is an SQL expression of the partner's id.
 */
export function fundedSql(partner: string, states: readonly ContractState[]): string {
  return `EXISTS (
    SELECT FROM partners p JOIN contracts k ON k.partner_id = p.id JOIN contract_versions v ON v.contract_id = k.id
    WHERE p.id = ${partner} AND p.state = 'active' AND v.state IN (${states.map((state) => `'${state}'`).join(', ')})
      AND (p.kind = 'advertiser' OR v.clauses @> '[{"kind": "cost_budget"}]'))`;
}

const runningSql = `
  SELECT c.id, t.no AS "contentNo", c.ad_type AS "adType", c.bid_minor AS "bidMinor",
    c.budget_minor - c.spent_minor AS "remainingMinor", c.currency, c.audience
  FROM campaigns c JOIN contents t ON t.id = c.content_id
  WHERE c.state = 'running' AND c.starts_at <= $1 AND c.ends_at > $1 AND c.spent_minor + c.bid_minor <= c.budget_minor
    AND t.state = 'published' AND ${fundedSql('c.partner_id', ['active', 'in_notice'])}
  ORDER BY c.bid_minor DESC, c.id
  LIMIT 1000`;

/**
 * What may be shown at `now`, dearest first. The guard of the launch is asked again here: once a partner or its contract is
 * suspended or has ended, no later feed shows its campaigns; what was launched before a notice runs until the notice ends.
 * One prepared statement; callers keep the answer for about a second.
 */
export async function runningCampaigns(database: Database, now: Date): Promise<RunningCampaign[]> {
  const rows = await database.prepared<RunningCampaign & { bidMinor: string; remainingMinor: string }>('campaign.running', runningSql, [now]);
  return rows.map((row) => ({ ...row, bidMinor: BigInt(row.bidMinor), remainingMinor: BigInt(row.remainingMinor) }));
}

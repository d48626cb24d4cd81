/**
 * When each version of a contract was in force, as the view contract_periods says (server/partner/contract-periods.ts): signed dates
 * and renewals, less what a later version or a notice cut off, less the time in which it rested. A CTE list: id, contract_id,
 * partner_id, clauses, period.
 */
export const contractPeriodsSql = `
  periods AS MATERIALIZED (
    SELECT * FROM contract_periods
  ), share_clauses AS MATERIALIZED (
    SELECT p.id AS version_id, p.contract_id, p.partner_id, p.period, c->>'key' AS key, c->>'base' AS base, (c->>'sharePpm')::bigint AS ppm,
      c->'floor'->>'currency' AS floor_currency, c->'guarantee'->>'currency' AS guarantee_currency
    FROM periods p, jsonb_array_elements(p.clauses) c WHERE c->>'kind' = 'revenue_share'
  )`;

/**
 * When each version of a contract was in force, from what both sides signed and from the audit log: signed dates, less what a
 * later version or a notice cut off, less the time in which it rested. Only states that were in force once; a scheduled
 * version counts too, because the clock that starts it may be late. A CTE list: id, contract_id, partner_id, clauses, period.
 */
export const contractPeriodsSql = `
  rests AS (
    SELECT (e.detail->>'versionId')::uuid AS version_id, tstzrange(e.at,
      (SELECT min(r.at) FROM audit_entries r WHERE r.noun = 'Contract' AND r.noun_id = e.noun_id AND r.seq > e.seq AND r.detail->>'versionId' = e.detail->>'versionId' AND r.detail->>'from' = 'suspended')) AS rest
    FROM audit_entries e WHERE e.noun = 'Contract' AND e.detail->>'to' = 'suspended'
  ), periods AS MATERIALIZED (
    SELECT v.id, v.contract_id, k.partner_id, v.clauses,
      tstzmultirange(tstzrange(v.starts_at, GREATEST(v.starts_at, LEAST(v.ends_at, v.superseded_at, v.notice_ends_at))))
        - coalesce((SELECT range_agg(rest) FROM rests WHERE rests.version_id = v.id), '{}') AS period
    FROM contract_versions v JOIN contracts k ON k.id = v.contract_id
    WHERE v.state IN ('scheduled','active','suspended','in_notice','terminated','expired','superseded')
  ), share_clauses AS MATERIALIZED (
    SELECT p.id AS version_id, p.contract_id, p.partner_id, p.period, c->>'key' AS key, c->>'base' AS base, (c->>'sharePpm')::bigint AS ppm,
      c->'floor'->>'currency' AS floor_currency, c->'guarantee'->>'currency' AS guarantee_currency
    FROM periods p, jsonb_array_elements(p.clauses) c WHERE c->>'kind' = 'revenue_share'
  )`;

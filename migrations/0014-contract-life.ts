import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How contracts live after they are signed: rests and breaches are rows of their own, a renewal prolongs the version that
 * promised it, and one view says when each version's terms counted. Versions tile time in the past too.
 */
const life = `
  ALTER TABLE contract_versions ADD COLUMN renewed_until timestamptz CHECK (renewed_until > ends_at);
  ALTER TABLE contract_versions DROP CONSTRAINT contract_versions_contract_id_tstzrange_excl;
  ALTER TABLE contract_versions ADD CONSTRAINT contract_versions_tile EXCLUDE USING gist (
    contract_id WITH =, tstzrange(starts_at, GREATEST(starts_at, LEAST(COALESCE(renewed_until, ends_at), superseded_at, notice_ends_at))) WITH &&
  ) WHERE (state IN ('scheduled','active','suspended','in_notice','terminated','expired','superseded'));
  CREATE TABLE contract_rests (
    contract_version_id uuid NOT NULL REFERENCES contract_versions,
    partner_id uuid NOT NULL REFERENCES partners,
    party text NOT NULL CHECK (party IN ('partner','platform')),
    starts_at timestamptz NOT NULL,
    ends_at timestamptz CHECK (ends_at >= starts_at)
  );
  CREATE UNIQUE INDEX contract_rests_open_idx ON contract_rests (contract_version_id) WHERE ends_at IS NULL;
  CREATE INDEX contract_rests_version_idx ON contract_rests (contract_version_id);
  INSERT INTO contract_rests
    SELECT v.id, k.partner_id, coalesce(v.suspended_by, 'platform'), e.at,
      (SELECT min(r.at) FROM audit_entries r WHERE r.noun = 'Contract' AND r.noun_id = e.noun_id AND r.seq > e.seq AND r.detail->>'versionId' = e.detail->>'versionId' AND r.detail->>'from' = 'suspended')
    FROM audit_entries e JOIN contract_versions v ON v.id = (e.detail->>'versionId')::uuid JOIN contracts k ON k.id = v.contract_id
    WHERE e.noun = 'Contract' AND e.detail->>'to' = 'suspended';
  CREATE TABLE contract_breaches (
    id uuid PRIMARY KEY,
    contract_version_id uuid NOT NULL REFERENCES contract_versions,
    number int NOT NULL CHECK (number > 0),
    partner_id uuid NOT NULL REFERENCES partners,
    party text NOT NULL CHECK (party IN ('partner','platform')),
    clause_key text,
    description text NOT NULL CHECK (length(description) BETWEEN 1 AND 1000),
    reported_at timestamptz NOT NULL,
    cure_until timestamptz NOT NULL CHECK (cure_until >= reported_at),
    cured_at timestamptz,
    UNIQUE (contract_version_id, number)
  );
  CREATE VIEW contract_periods WITH (security_invoker = true) AS
    SELECT v.id, v.contract_id, k.partner_id, v.clauses,
      tstzmultirange(tstzrange(v.starts_at, GREATEST(v.starts_at, LEAST(COALESCE(v.renewed_until, v.ends_at), v.superseded_at, v.notice_ends_at))))
        - coalesce((SELECT range_agg(tstzrange(r.starts_at, r.ends_at)) FROM contract_rests r WHERE r.contract_version_id = v.id), '{}') AS period
    FROM contract_versions v JOIN contracts k ON k.id = v.contract_id
    WHERE v.state IN ('scheduled','active','suspended','in_notice','terminated','expired','superseded');
`;

export class ContractLife1700000000014 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(life);
  }

  async down(): Promise<void> {
    throw new Error('Contracts cannot be taken away: restore a backup instead.');
  }
}

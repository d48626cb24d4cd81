import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * ε that a clause grants for a period, in millionths, and the releases that spent it. Not accounts of the ledger: those are money of ISO
 * currencies wherever they are shown; a release is reserved and posted by one UPDATE under the same kind of CHECK.
 */
export class PrivateAggregates1700000000029 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE epsilon_budgets (
        contract_id uuid NOT NULL REFERENCES contracts,
        clause_key text NOT NULL,
        period_start text NOT NULL,
        granted_micro bigint NOT NULL,
        spent_micro bigint NOT NULL DEFAULT 0,
        PRIMARY KEY (contract_id, clause_key, period_start),
        CONSTRAINT epsilon_budgets_limit CHECK (spent_micro BETWEEN 0 AND granted_micro)
      );
      CREATE TABLE aggregate_releases (
        id uuid PRIMARY KEY,
        partner_id uuid NOT NULL REFERENCES partners,
        contract_id uuid NOT NULL REFERENCES contracts,
        contract_version_id uuid NOT NULL REFERENCES contract_versions,
        clause_key text NOT NULL,
        period_start text NOT NULL,
        query_hash bytea NOT NULL CHECK (length(query_hash) = 32),
        dataset text NOT NULL,
        purpose text NOT NULL,
        region text,
        group_by text[] NOT NULL CHECK (cardinality(group_by) BETWEEN 1 AND 3),
        measure text NOT NULL,
        epsilon_micro bigint NOT NULL CHECK (epsilon_micro > 0),
        threshold int NOT NULL,
        groups jsonb NOT NULL CHECK (jsonb_typeof(groups) = 'array'),
        released_at timestamptz NOT NULL,
        UNIQUE (contract_id, clause_key, period_start, query_hash),
        FOREIGN KEY (contract_id, clause_key, period_start) REFERENCES epsilon_budgets
      );
      CREATE INDEX aggregate_releases_partner_idx ON aggregate_releases (partner_id, id DESC);
      CREATE TRIGGER aggregate_releases_append_only BEFORE UPDATE OR DELETE ON aggregate_releases FOR EACH ROW EXECUTE FUNCTION refuse_change();
    `);
  }

  async down(): Promise<void> {
    throw new Error('What was told once cannot be taken back by a migration: restore a backup instead.');
  }
}

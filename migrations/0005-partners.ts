import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Partners and what was agreed with them. A contract is a name for a line of versions; clauses are data; the content hash
 * of a version is what both sides sign, so its dates stay: superseded_at says when a later version takes over before
 * ends_at. Versions in force tile time, and one version of a contract is negotiated at a time.
 */
export class Partners1700000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE EXTENSION IF NOT EXISTS btree_gist;
      CREATE TABLE partners (
        id uuid PRIMARY KEY,
        code text NOT NULL UNIQUE,
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
        kind text NOT NULL CHECK (kind IN ('content_producer','technology_supplier','advertiser','channel','education')),
        industry text NOT NULL,
        state text NOT NULL DEFAULT 'prospect' CHECK (state IN ('prospect','applied','screening','due_diligence','approved','rejected','onboarding','active','suspended','offboarding','former','blocked')),
        contact_name text,
        contact_email text,
        website text,
        note text NOT NULL DEFAULT '',
        manager_id uuid REFERENCES accounts,
        version int NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      ALTER TABLE accounts ADD FOREIGN KEY (partner_id) REFERENCES partners;
      ALTER TABLE contents ADD FOREIGN KEY (partner_id) REFERENCES partners;
      CREATE TABLE code_counters (
        prefix text NOT NULL,
        year int NOT NULL,
        last int NOT NULL CHECK (last > 0),
        PRIMARY KEY (prefix, year)
      );
      CREATE TABLE contracts (
        id uuid PRIMARY KEY,
        code text NOT NULL UNIQUE,
        partner_id uuid NOT NULL REFERENCES partners,
        title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX contracts_partner_idx ON contracts (partner_id);
      CREATE TABLE contract_versions (
        id uuid PRIMARY KEY,
        contract_id uuid NOT NULL REFERENCES contracts,
        number int NOT NULL CHECK (number > 0),
        state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft','offered','countered','agreed','signing','signed','scheduled','active','suspended','in_notice','terminated','expired','superseded','withdrawn','rejected','lapsed')),
        parties jsonb NOT NULL CHECK (jsonb_typeof(parties) = 'object'),
        clauses jsonb NOT NULL CHECK (jsonb_typeof(clauses) = 'array'),
        content_hash bytea NOT NULL CHECK (length(content_hash) = 32),
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL CHECK (ends_at > starts_at),
        superseded_at timestamptz CHECK (superseded_at > starts_at),
        notice_ends_at timestamptz,
        drafted_by text NOT NULL CHECK (drafted_by IN ('partner','platform')),
        offered_by text CHECK (offered_by IN ('partner','platform')),
        offered_at timestamptz,
        suspended_by text CHECK (suspended_by IN ('partner','platform')),
        reason text,
        version int NOT NULL DEFAULT 1,
        created_by uuid,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (contract_id, number),
        CHECK ((offered_by IS NULL) = (offered_at IS NULL)),
        CHECK (state NOT IN ('offered','countered') OR offered_by IS NOT NULL),
        CHECK ((state = 'suspended') = (suspended_by IS NOT NULL)),
        CHECK (state <> 'in_notice' OR notice_ends_at IS NOT NULL),
        EXCLUDE USING gist (contract_id WITH =, tstzrange(starts_at, LEAST(ends_at, superseded_at)) WITH &&)
          WHERE (state IN ('scheduled','active','suspended','in_notice'))
      );
      CREATE INDEX contract_versions_state_idx ON contract_versions (state);
      CREATE UNIQUE INDEX contract_versions_one_open_idx ON contract_versions (contract_id)
        WHERE state IN ('draft','offered','countered','agreed','signing','signed');
      CREATE TABLE contract_offers (
        id uuid PRIMARY KEY,
        contract_version_id uuid NOT NULL REFERENCES contract_versions,
        number int NOT NULL CHECK (number > 0),
        party text NOT NULL CHECK (party IN ('partner','platform')),
        answers_hash bytea CHECK (length(answers_hash) = 32),
        content_hash bytea NOT NULL CHECK (length(content_hash) = 32),
        clauses jsonb NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        offered_at timestamptz NOT NULL,
        UNIQUE (contract_version_id, number),
        CHECK ((number = 1) = (answers_hash IS NULL))
      );
      CREATE TRIGGER contract_offers_append_only BEFORE UPDATE OR DELETE ON contract_offers
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TABLE contract_signatures (
        id uuid PRIMARY KEY,
        contract_version_id uuid NOT NULL REFERENCES contract_versions,
        party text NOT NULL CHECK (party IN ('partner','platform')),
        signer_id uuid NOT NULL REFERENCES accounts,
        content_hash bytea NOT NULL CHECK (length(content_hash) = 32),
        signature bytea NOT NULL,
        signed_at timestamptz NOT NULL,
        UNIQUE (contract_version_id, party)
      );
      CREATE TRIGGER contract_signatures_append_only BEFORE UPDATE OR DELETE ON contract_signatures
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
    `);
  }

  async down(): Promise<void> {
    throw new Error('Contracts cannot be taken away: restore a backup instead.');
  }
}

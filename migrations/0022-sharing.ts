import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What leaves for a partner: consents by purpose and recipient, keys of pseudonyms by epoch, archives under a key of their own, and one
 * record of each disclosure that names people only by pseudonyms, so that it stays when they leave. Destroying a key is setting it NULL.
 */
export class Sharing1700000000022 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE consents (
        id uuid PRIMARY KEY,
        reader_id uuid NOT NULL REFERENCES readers,
        partner_id uuid NOT NULL REFERENCES partners,
        purpose text NOT NULL CHECK (length(purpose) BETWEEN 1 AND 500),
        given_at timestamptz NOT NULL,
        withdrawn_at timestamptz CHECK (withdrawn_at >= given_at)
      );
      CREATE UNIQUE INDEX consents_one_open_idx ON consents (partner_id, purpose, reader_id) WHERE withdrawn_at IS NULL;
      CREATE INDEX consents_reader_idx ON consents (reader_id);
      CREATE TABLE pseudonym_keys (
        id uuid PRIMARY KEY,
        partner_id uuid NOT NULL REFERENCES partners,
        epoch int NOT NULL CHECK (epoch > 0),
        sealed_key text,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL CHECK (ends_at > starts_at),
        destroyed_at timestamptz,
        UNIQUE (partner_id, epoch),
        CHECK ((sealed_key IS NULL) = (destroyed_at IS NOT NULL))
      );
      CREATE TABLE data_exports (
        id uuid PRIMARY KEY,
        contract_id uuid NOT NULL REFERENCES contracts,
        partner_id uuid NOT NULL REFERENCES partners,
        dataset text NOT NULL CHECK (length(dataset) BETWEEN 1 AND 200),
        purpose text NOT NULL CHECK (length(purpose) BETWEEN 1 AND 500),
        region text CHECK (region ~ '^[A-Z]{2}$'),
        fields text[] NOT NULL CHECK (cardinality(fields) BETWEEN 1 AND 100),
        state text NOT NULL DEFAULT 'requested' CHECK (state IN ('requested','ready','refused','destroyed')),
        refusal text,
        stripped jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(stripped) = 'array'),
        report jsonb,
        contract_version_id uuid REFERENCES contract_versions,
        clause_key text,
        archive bytea,
        archive_hash bytea CHECK (length(archive_hash) = 32),
        sealed_key text,
        requested_by uuid REFERENCES accounts,
        requested_at timestamptz NOT NULL,
        decided_at timestamptz,
        fetched_at timestamptz,
        expires_at timestamptz,
        destroyed_at timestamptz,
        destroyed_because text CHECK (destroyed_because IN ('withdrawal','retention','partner_ended')),
        CHECK ((state = 'refused') = (refusal IS NOT NULL)),
        CHECK ((state = 'ready') = (sealed_key IS NOT NULL)),
        CHECK (state <> 'ready' OR (archive IS NOT NULL AND archive_hash IS NOT NULL AND report IS NOT NULL AND expires_at IS NOT NULL)),
        CHECK ((state = 'destroyed') = (destroyed_at IS NOT NULL AND destroyed_because IS NOT NULL))
      );
      CREATE INDEX data_exports_partner_idx ON data_exports (partner_id, id DESC);
      CREATE INDEX data_exports_expiry_idx ON data_exports (expires_at) WHERE state = 'ready';
      CREATE TABLE disclosures (
        id uuid PRIMARY KEY,
        export_id uuid NOT NULL UNIQUE REFERENCES data_exports,
        partner_id uuid NOT NULL REFERENCES partners,
        contract_id uuid NOT NULL REFERENCES contracts,
        contract_version_id uuid NOT NULL REFERENCES contract_versions,
        clause_key text NOT NULL,
        dataset text NOT NULL,
        purpose text NOT NULL,
        region text,
        level text NOT NULL CHECK (level IN ('pseudonymous','record')),
        basis text NOT NULL CHECK (basis IN ('consent','contract','law')),
        fields text[] NOT NULL,
        rows int NOT NULL CHECK (rows > 0),
        subjects int NOT NULL CHECK (subjects > 0),
        subjects_digest bytea NOT NULL CHECK (length(subjects_digest) = 32),
        export_hash bytea NOT NULL CHECK (length(export_hash) = 32),
        pseudonym_key_id uuid NOT NULL REFERENCES pseudonym_keys,
        disclosed_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL
      );
      CREATE INDEX disclosures_partner_idx ON disclosures (partner_id, id DESC);
      CREATE INDEX disclosures_key_idx ON disclosures (pseudonym_key_id);
      CREATE TRIGGER disclosures_append_only BEFORE UPDATE OR DELETE ON disclosures FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TABLE disclosed_subjects (
        pseudonym bytea NOT NULL CHECK (length(pseudonym) = 32),
        disclosure_id uuid NOT NULL REFERENCES disclosures,
        PRIMARY KEY (pseudonym, disclosure_id)
      );
      CREATE TRIGGER disclosed_subjects_append_only BEFORE UPDATE OR DELETE ON disclosed_subjects FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TABLE erasure_tasks (
        id uuid PRIMARY KEY,
        partner_id uuid NOT NULL REFERENCES partners,
        disclosure_id uuid NOT NULL REFERENCES disclosures,
        pseudonym bytea NOT NULL CHECK (length(pseudonym) = 32),
        created_at timestamptz NOT NULL,
        due_at timestamptz NOT NULL CHECK (due_at > created_at),
        acknowledged_at timestamptz,
        acknowledged_by uuid REFERENCES accounts,
        UNIQUE (disclosure_id, pseudonym),
        CHECK ((acknowledged_at IS NULL) = (acknowledged_by IS NULL))
      );
      CREATE INDEX erasure_tasks_partner_idx ON erasure_tasks (partner_id, due_at);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Who got whose data is not forgotten by a migration: restore a backup instead.');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was accepted is one build at one address: from `configured` on a connector knows all three, and the row refuses less.
 */
const connectors = `
  ALTER TABLE signing_keys DROP CONSTRAINT signing_keys_purpose_check,
    ADD CONSTRAINT signing_keys_purpose_check CHECK (purpose IN ('access_token','artefact','contract','connector'));
  CREATE TABLE connectors (
    id uuid PRIMARY KEY,
    code text NOT NULL UNIQUE,
    partner_id uuid NOT NULL REFERENCES partners,
    kind text NOT NULL CHECK (kind IN ('content_feed','recommender','ad_delivery','webhook')),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    state text NOT NULL DEFAULT 'registered' CHECK (state IN ('registered','configured','testing','accepted','live','degraded','tripped','retired')),
    profile_version text CHECK (length(profile_version) BETWEEN 1 AND 40),
    capabilities text[] NOT NULL DEFAULT '{}',
    base_url text CHECK (length(base_url) BETWEEN 1 AND 2000),
    environment text NOT NULL DEFAULT 'sandbox' CHECK (environment IN ('sandbox','production')),
    build_digest text CHECK (build_digest ~ '^[0-9a-f]{64}$'),
    secret_number int NOT NULL DEFAULT 0 CHECK (secret_number >= 0),
    version int NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    UNIQUE (partner_id, name),
    UNIQUE (id, partner_id),
    CHECK (state IN ('registered','retired') OR (profile_version IS NOT NULL AND base_url IS NOT NULL AND build_digest IS NOT NULL))
  );
  CREATE INDEX connectors_carrying_idx ON connectors (kind, id) WHERE state IN ('live','degraded','tripped');
`;

/** Evidence is appended and a finished run is frozen: what both sides signed can be read again word for word. One run of a connector at a time. */
const conformance = `
  CREATE TABLE conformance_runs (
    id uuid PRIMARY KEY,
    connector_id uuid NOT NULL,
    partner_id uuid NOT NULL REFERENCES partners,
    state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued','finished')),
    verdict text NOT NULL DEFAULT 'unfinished' CHECK (verdict IN ('passed','warning','review','failed','skipped','not_applicable','unfinished')),
    results jsonb NOT NULL DEFAULT '[]',
    played int NOT NULL DEFAULT 0,
    build_digest text NOT NULL,
    base_url text NOT NULL,
    profile_version text NOT NULL,
    capabilities text[] NOT NULL,
    environment text NOT NULL,
    scenario_set_hash text NOT NULL,
    evidence_hash text CHECK (evidence_hash ~ '^[0-9a-f]{64}$'),
    started_at timestamptz NOT NULL,
    finished_at timestamptz,
    FOREIGN KEY (connector_id, partner_id) REFERENCES connectors (id, partner_id),
    CHECK ((state = 'finished') = (finished_at IS NOT NULL AND evidence_hash IS NOT NULL AND verdict <> 'unfinished'))
  );
  CREATE UNIQUE INDEX conformance_runs_one_open_idx ON conformance_runs (connector_id) WHERE state = 'queued';
  CREATE INDEX conformance_runs_connector_idx ON conformance_runs (connector_id, id DESC);
  CREATE FUNCTION keep_finished_run() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'DELETE' OR OLD.state = 'finished' THEN RAISE EXCEPTION 'a finished run stays as it was: start another one'; END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER conformance_runs_keep_finished BEFORE UPDATE OR DELETE ON conformance_runs FOR EACH ROW EXECUTE FUNCTION keep_finished_run();
  CREATE TABLE conformance_evidence (
    run_id uuid NOT NULL REFERENCES conformance_runs,
    scenario text NOT NULL,
    partner_id uuid NOT NULL REFERENCES partners,
    evidence jsonb NOT NULL,
    seen_at timestamptz NOT NULL,
    PRIMARY KEY (run_id, scenario)
  );
  CREATE TRIGGER conformance_evidence_append_only BEFORE UPDATE OR DELETE ON conformance_evidence FOR EACH ROW EXECUTE FUNCTION refuse_change();
`;

/** A signature names who and when together; at most one acceptance of a connector waits or holds. */
const acceptances = `
  CREATE TABLE acceptances (
    id uuid PRIMARY KEY,
    connector_id uuid NOT NULL,
    partner_id uuid NOT NULL REFERENCES partners,
    run_id uuid NOT NULL REFERENCES conformance_runs,
    build_digest text NOT NULL,
    waivers jsonb NOT NULL,
    hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
    platform_signed_by uuid REFERENCES accounts,
    platform_signed_at timestamptz,
    partner_signed_by uuid REFERENCES accounts,
    partner_signed_at timestamptz,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    created_at timestamptz NOT NULL,
    FOREIGN KEY (connector_id, partner_id) REFERENCES connectors (id, partner_id),
    CHECK ((platform_signed_by IS NULL) = (platform_signed_at IS NULL)),
    CHECK ((partner_signed_by IS NULL) = (partner_signed_at IS NULL)),
    CHECK (platform_signed_by IS NOT NULL OR partner_signed_by IS NOT NULL),
    CHECK (platform_signed_by IS DISTINCT FROM partner_signed_by)
  );
  CREATE UNIQUE INDEX acceptances_one_open_idx ON acceptances (connector_id) WHERE ended_at IS NULL;
  CREATE FUNCTION keep_acceptance() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'DELETE' OR OLD.ended_at IS NOT NULL
        OR (NEW.connector_id, NEW.run_id, NEW.build_digest, NEW.waivers, NEW.hash, NEW.expires_at) IS DISTINCT FROM (OLD.connector_id, OLD.run_id, OLD.build_digest, OLD.waivers, OLD.hash, OLD.expires_at)
        OR (OLD.platform_signed_by IS NOT NULL AND NEW.platform_signed_by IS DISTINCT FROM OLD.platform_signed_by)
        OR (OLD.partner_signed_by IS NOT NULL AND NEW.partner_signed_by IS DISTINCT FROM OLD.partner_signed_by) THEN
      RAISE EXCEPTION 'what was signed stays as it was';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER acceptances_keep BEFORE UPDATE OR DELETE ON acceptances FOR EACH ROW EXECUTE FUNCTION keep_acceptance();
`;

export class Connectors1700000000015 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(connectors + conformance + acceptances);
  }

  async down(): Promise<void> {
    throw new Error('What both sides signed is never taken away by a migration: restore a backup instead.');
  }
}

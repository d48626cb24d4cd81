import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is measured of a partner becomes a score and a band; every change is a row with its signals, so that what was done
 * because of it can be explained. Cases are people's: the database asks for two of them where money is at stake.
 */
export class Risk1700000000018 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE risk_reports (
        id uuid PRIMARY KEY,
        partner_id uuid NOT NULL REFERENCES partners,
        kind text NOT NULL CHECK (kind IN ('ownership_change','finance_change','key_person_change','invalid_traffic')),
        severity double precision NOT NULL CHECK (severity > 0 AND severity <= 1),
        source text NOT NULL CHECK (length(source) BETWEEN 1 AND 1000),
        reported_by uuid NOT NULL REFERENCES accounts,
        observed_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL CHECK (expires_at > observed_at)
      );
      CREATE INDEX risk_reports_partner_idx ON risk_reports (partner_id, expires_at);
      CREATE TABLE risk_scores (
        id uuid PRIMARY KEY,
        partner_id uuid NOT NULL REFERENCES partners,
        score double precision NOT NULL CHECK (score BETWEEN 0 AND 1),
        band text NOT NULL CHECK (band IN ('low','watch','high','critical')),
        band_since timestamptz NOT NULL,
        signals jsonb NOT NULL CHECK (jsonb_typeof(signals) = 'array'),
        at timestamptz NOT NULL
      );
      CREATE INDEX risk_scores_partner_idx ON risk_scores (partner_id, id DESC);
      CREATE TABLE risk_cases (
        id uuid PRIMARY KEY,
        code text NOT NULL UNIQUE,
        partner_id uuid NOT NULL REFERENCES partners,
        origin text NOT NULL CHECK (origin IN ('band','person')),
        severity text NOT NULL CHECK (severity IN ('watch','high','critical')),
        title text NOT NULL CHECK (length(title) BETWEEN 1 AND 300),
        state text NOT NULL DEFAULT 'open' CHECK (state IN ('open','in_review','decided','closed')),
        proposals text[] NOT NULL DEFAULT '{}',
        owner_id uuid REFERENCES accounts,
        due_at timestamptz NOT NULL,
        decision text CHECK (decision IN ('no_action','monitor','mitigate','suspend','end')),
        rationale text CHECK (length(rationale) BETWEEN 1 AND 4000),
        decided_by uuid REFERENCES accounts,
        closed_by uuid REFERENCES accounts,
        version int NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CHECK ((state IN ('decided','closed')) = (decision IS NOT NULL AND rationale IS NOT NULL AND decided_by IS NOT NULL)),
        CHECK ((state = 'closed') = (closed_by IS NOT NULL)),
        CHECK (state = 'open' OR owner_id IS NOT NULL),
        CONSTRAINT risk_cases_two_persons CHECK (severity <> 'critical' OR closed_by <> decided_by)
      );
      CREATE UNIQUE INDEX risk_cases_one_of_band_idx ON risk_cases (partner_id) WHERE origin = 'band' AND state <> 'closed';
      CREATE INDEX risk_cases_partner_idx ON risk_cases (partner_id, id DESC);
      CREATE TABLE risk_actions (
        id uuid PRIMARY KEY,
        partner_id uuid NOT NULL REFERENCES partners,
        case_id uuid NOT NULL REFERENCES risk_cases,
        action text NOT NULL CHECK (action IN ('hold_payouts')),
        reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
        score_id uuid NOT NULL REFERENCES risk_scores,
        at timestamptz NOT NULL,
        UNIQUE (case_id, action)
      );
      CREATE INDEX risk_actions_partner_idx ON risk_actions (partner_id);
      CREATE TABLE concentration_limits (
        dimension text PRIMARY KEY CHECK (dimension IN ('revenue','content','commitment')),
        limit_ppm int NOT NULL CHECK (limit_ppm BETWEEN 1 AND 1000000),
        set_by uuid NOT NULL REFERENCES accounts,
        updated_at timestamptz NOT NULL
      );
      CREATE TABLE concentration_waivers (
        id uuid PRIMARY KEY,
        dimension text NOT NULL REFERENCES concentration_limits,
        partner_id uuid NOT NULL REFERENCES partners,
        owner_id uuid NOT NULL REFERENCES accounts,
        reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
        until timestamptz NOT NULL,
        created_at timestamptz NOT NULL
      );
      CREATE INDEX concentration_waivers_partner_idx ON concentration_waivers (partner_id, dimension, until);
      CREATE TABLE service_level_windows (
        id uuid PRIMARY KEY,
        contract_id uuid NOT NULL REFERENCES contracts,
        contract_version_id uuid NOT NULL REFERENCES contract_versions,
        partner_id uuid NOT NULL REFERENCES partners,
        clause_key text NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL CHECK (ends_at > starts_at),
        measured double precision NOT NULL,
        is_missed boolean NOT NULL,
        noticed_at timestamptz NOT NULL,
        cure_until timestamptz,
        excused_by uuid REFERENCES accounts,
        excuse text CHECK (length(excuse) BETWEEN 1 AND 1000),
        currency char(3),
        credit_minor bigint CHECK (credit_minor >= 0),
        credited_at timestamptz,
        UNIQUE (contract_id, clause_key, starts_at),
        CHECK (is_missed = (cure_until IS NOT NULL)),
        CHECK ((excuse IS NULL) = (excused_by IS NULL)),
        CHECK (credited_at IS NULL OR (is_missed AND excuse IS NULL AND credit_minor IS NOT NULL AND currency IS NOT NULL))
      );
      CREATE INDEX service_level_windows_due_idx ON service_level_windows (cure_until) WHERE is_missed AND credited_at IS NULL AND excuse IS NULL;
      CREATE INDEX service_level_windows_partner_idx ON service_level_windows (partner_id, id DESC);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE service_level_windows; DROP TABLE concentration_waivers; DROP TABLE concentration_limits; DROP TABLE risk_actions; DROP TABLE risk_cases; DROP TABLE risk_scores; DROP TABLE risk_reports');
  }
}

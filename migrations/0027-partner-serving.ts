import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How far a partner's recommender may go in each feed, what it answered there, who stands in for a connector that fails, and
 * what rehearsals of that showed. One recommender at most is seen by the readers of a feed: two would be judged by each other.
 */
export class PartnerServing1700000000027 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE recommender_stages (
        connector_id uuid NOT NULL REFERENCES connectors,
        scenario text NOT NULL,
        stage text NOT NULL CHECK (stage IN ('off','shadow','interleaved','live')),
        since timestamptz NOT NULL,
        PRIMARY KEY (connector_id, scenario)
      );
      CREATE UNIQUE INDEX recommender_stages_seen_key ON recommender_stages (scenario) WHERE stage IN ('interleaved','live');
      CREATE TABLE recommender_answers (
        feed_id uuid NOT NULL,
        connector_id uuid NOT NULL REFERENCES connectors,
        scenario text NOT NULL,
        stage text NOT NULL CHECK (stage IN ('shadow','interleaved')),
        build_digest text NOT NULL,
        is_answered boolean NOT NULL,
        model_version text,
        overlap real CHECK (overlap BETWEEN 0 AND 1),
        rank_agreement real CHECK (rank_agreement BETWEEN 0 AND 1),
        -- By slot, of interleaved lists: o ours, p the partner's, - neither's.
        sides text,
        clicked smallint[] NOT NULL DEFAULT '{}',
        served_at timestamptz NOT NULL,
        PRIMARY KEY (feed_id, connector_id)
      );
      CREATE INDEX recommender_answers_connector_idx ON recommender_answers (connector_id, scenario, served_at DESC);
      CREATE INDEX recommender_answers_age_idx ON recommender_answers (served_at);
      CREATE TABLE fallback_plans (
        connector_id uuid PRIMARY KEY REFERENCES connectors,
        substitutes uuid[] NOT NULL CHECK (cardinality(substitutes) <= 3),
        recovery_ms int NOT NULL CHECK (recovery_ms BETWEEN 1 AND 60000),
        updated_at timestamptz NOT NULL
      );
      CREATE TABLE failover_drills (
        id uuid PRIMARY KEY,
        connector_id uuid NOT NULL REFERENCES connectors,
        substitutes uuid[] NOT NULL,
        recovery_ms int NOT NULL,
        state text NOT NULL CHECK (state IN ('queued','finished')),
        verdict text CHECK (verdict IN ('passed','failed')),
        asked int NOT NULL DEFAULT 0,
        unanswered int NOT NULL DEFAULT 0,
        out_of_order int NOT NULL DEFAULT 0,
        slowest_ms int NOT NULL DEFAULT 0,
        has_returned boolean NOT NULL DEFAULT false,
        phases jsonb NOT NULL DEFAULT '[]',
        started_at timestamptz NOT NULL,
        finished_at timestamptz,
        CHECK ((state = 'finished') = (verdict IS NOT NULL) AND (state = 'finished') = (finished_at IS NOT NULL))
      );
      CREATE INDEX failover_drills_connector_idx ON failover_drills (connector_id, started_at DESC);
      CREATE UNIQUE INDEX failover_drills_queued_key ON failover_drills (connector_id) WHERE state = 'queued';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE failover_drills; DROP TABLE fallback_plans; DROP TABLE recommender_answers; DROP TABLE recommender_stages');
  }
}

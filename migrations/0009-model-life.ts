import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A challenger runs in shadow before it serves, champions are watched for drift, and impressions name the features and
 * the probability that they were shown with: so training never recomputes what serving knew.
 */
export class ModelLife1700000000009 implements MigrationInterface {
  /** Impressions are many and written all the time: what reads them all is done beside their writers, outside of a transaction. */
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    const [{ begun }] = await runner.query("SELECT to_regclass('feature_sets') IS NOT NULL AS begun") as { begun: boolean }[];
    if (!begun) await this.makeTables(runner);
    await runner.query('ALTER TABLE impressions VALIDATE CONSTRAINT impressions_check1');
    // Nobody waits behind what follows, so it may wait for all that runs.
    await runner.query('SET lock_timeout = 0');
    // What an interrupted try has left is not valid, and would be taken for the index.
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS impressions_campaigns_idx');
    // Of a thousand pages a handful are sponsored; a campaign's impressions are found among those alone.
    await runner.query('CREATE INDEX CONCURRENTLY impressions_campaigns_idx ON impressions USING gin (array_remove(campaign_ids, NULL))');
    await runner.query('RESET lock_timeout');
  }

  /** One text without parameters is one transaction: all of it or nothing. */
  private makeTables(runner: QueryRunner): Promise<unknown> {
    return runner.query(`
      -- First, so that nothing else is locked while this one waits.
      ALTER TABLE impressions
        ADD COLUMN feature_set_id uuid,
        ADD COLUMN predicted real[],
        ADD CONSTRAINT impressions_check1 CHECK (cardinality(predicted) = cardinality(content_nos)) NOT VALID;
      ALTER TABLE model_runs
        ADD COLUMN ad_model text NOT NULL DEFAULT 'm0',
        ADD COLUMN trigger_reason text,
        ADD COLUMN shadow_requests int NOT NULL DEFAULT 0 CHECK (shadow_requests >= 0),
        ADD COLUMN shadow_minutes int NOT NULL DEFAULT 0 CHECK (shadow_minutes >= 0),
        ADD COLUMN shadow_at timestamptz,
        ADD COLUMN shadow jsonb,
        DROP CONSTRAINT model_runs_trigger_check,
        ADD CONSTRAINT model_runs_trigger_check CHECK (trigger IN ('schedule','api_key','cli','console','drift','volume','feedback'));
      DROP INDEX model_runs_one_active_idx;
      CREATE UNIQUE INDEX model_runs_one_active_idx ON model_runs (scenario)
        WHERE state IN ('queued','extracting','fitting','evaluating','candidate','shadow');
      CREATE TABLE shadow_comparisons (
        feed_id uuid PRIMARY KEY,
        model_run_id uuid NOT NULL REFERENCES model_runs ON DELETE CASCADE,
        champion_run_id uuid NOT NULL,
        reader_no int,
        served_nos int[] NOT NULL,
        served_scores real[] NOT NULL,
        shadow_nos int[] NOT NULL,
        shadow_scores real[] NOT NULL,
        overlap real CHECK (overlap BETWEEN 0 AND 1),
        rank_agreement real CHECK (rank_agreement BETWEEN 0 AND 1),
        latency_us int NOT NULL CHECK (latency_us >= 0),
        error text,
        served_at timestamptz NOT NULL,
        CHECK ((error IS NULL) = (overlap IS NOT NULL))
      );
      CREATE INDEX shadow_comparisons_run_idx ON shadow_comparisons (model_run_id, served_at);
      CREATE INDEX shadow_comparisons_age_idx ON shadow_comparisons (served_at);
      CREATE TABLE drift_reports (
        id uuid PRIMARY KEY,
        scenario text NOT NULL,
        model_run_id uuid NOT NULL REFERENCES model_runs ON DELETE CASCADE,
        reference_from timestamptz NOT NULL,
        reference_to timestamptz NOT NULL,
        window_from timestamptz NOT NULL,
        window_to timestamptz NOT NULL CHECK (window_to > window_from),
        event_count int NOT NULL,
        feed_count int NOT NULL,
        empty_feed_rate double precision,
        coverage double precision,
        negative_rate double precision,
        reference_negative_rate double precision,
        shifts jsonb NOT NULL,
        calibration jsonb NOT NULL,
        alarms jsonb NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (model_run_id, window_to)
      );
      CREATE INDEX drift_reports_age_idx ON drift_reports (scenario, window_to DESC);
      CREATE TABLE feature_sets (
        id uuid PRIMARY KEY,
        counted_to timestamptz NOT NULL,
        contents bytea NOT NULL,
        ads bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX feature_sets_age_idx ON feature_sets (counted_to DESC);
      -- What became known since a snapshot: the volume trigger counts it.
      CREATE INDEX model_runs_champion_idx ON model_runs (scenario, champion_at DESC) WHERE champion_at IS NOT NULL;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Shadow comparisons and drift reports cannot be taken away: restore a backup instead.');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Model runs with their snapshots and signed artefacts (files in chunks, so that any worker can continue a
 * run), one row of scores per reader and run, and one row per served feed page: the log that the next run learns from.
 */
export class ModelRunsAndFeeds1700000000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE model_runs (
        id uuid PRIMARY KEY,
        code text NOT NULL UNIQUE,
        scenario text NOT NULL DEFAULT 'home',
        model text NOT NULL,
        params jsonb NOT NULL DEFAULT '{}',
        seed int NOT NULL,
        state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued','extracting','fitting','evaluating','rejected','candidate','shadow','champion','retired','failed')),
        step_progress real NOT NULL DEFAULT 0 CHECK (step_progress BETWEEN 0 AND 1),
        step_message text NOT NULL DEFAULT '',
        trigger text NOT NULL CHECK (trigger IN ('schedule','api_key','cli','console','drift')),
        requested_by text NOT NULL,
        reason text,
        failure text,
        snapshot_at timestamptz,
        snapshot_hash bytea,
        interaction_count bigint,
        reader_count int,
        content_count int,
        metrics jsonb,
        card jsonb,
        pages_total int,
        created_at timestamptz NOT NULL DEFAULT now(),
        started_at timestamptz,
        finished_at timestamptz,
        scored_at timestamptz,
        champion_at timestamptz,
        version int NOT NULL DEFAULT 1
      );
      CREATE UNIQUE INDEX model_runs_one_active_idx ON model_runs (scenario)
        WHERE state IN ('queued','extracting','fitting','evaluating','candidate');
      CREATE INDEX model_runs_age_idx ON model_runs (created_at DESC, id DESC);
      CREATE TABLE model_aliases (
        scenario text NOT NULL,
        alias text NOT NULL CHECK (alias IN ('champion','previous','shadow')),
        model_run_id uuid NOT NULL REFERENCES model_runs,
        version int NOT NULL DEFAULT 1,
        updated_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (scenario, alias)
      );
      CREATE TABLE model_run_files (
        model_run_id uuid NOT NULL REFERENCES model_runs ON DELETE CASCADE,
        name text NOT NULL,
        chunk int NOT NULL CHECK (chunk >= 0),
        bytes bytea NOT NULL CHECK (length(bytes) <= 16777216),
        PRIMARY KEY (model_run_id, name, chunk)
      );
      CREATE TABLE model_run_pages (
        model_run_id uuid NOT NULL REFERENCES model_runs ON DELETE CASCADE,
        page int NOT NULL CHECK (page >= 0),
        reader_count int NOT NULL,
        scored_at timestamptz NOT NULL,
        PRIMARY KEY (model_run_id, page)
      );
      CREATE TABLE reader_scores (
        model_run_id uuid NOT NULL REFERENCES model_runs ON DELETE CASCADE,
        reader_no int NOT NULL,
        top bytea NOT NULL,
        scored_at timestamptz NOT NULL,
        PRIMARY KEY (model_run_id, reader_no)
      ) PARTITION BY LIST (model_run_id);
      CREATE TABLE feeds (
        id uuid PRIMARY KEY,
        reader_no int,
        scenario text NOT NULL,
        model_run_id uuid,
        policy_version text NOT NULL,
        entries bytea NOT NULL CHECK (length(entries) % 9 = 0),
        marks jsonb NOT NULL DEFAULT '[]',
        served_at timestamptz NOT NULL
      );
      CREATE INDEX feeds_age_idx ON feeds (served_at);
      -- Every api asks once a second which contents have changed.
      CREATE INDEX contents_changed_idx ON contents (updated_at);
      CREATE TABLE impressions (
        feed_id uuid NOT NULL,
        page int NOT NULL CHECK (page >= 0),
        reader_no int,
        policy_version text NOT NULL,
        content_nos int[] NOT NULL,
        slots smallint[] NOT NULL,
        propensities real[] NOT NULL,
        campaign_ids uuid[] NOT NULL,
        served_at timestamptz NOT NULL,
        PRIMARY KEY (feed_id, page),
        CHECK (cardinality(slots) = cardinality(content_nos) AND cardinality(propensities) = cardinality(content_nos) AND cardinality(campaign_ids) = cardinality(content_nos))
      );
      CREATE INDEX impressions_age_idx ON impressions (served_at);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Model runs cannot be taken away: restore a backup instead.');
  }
}

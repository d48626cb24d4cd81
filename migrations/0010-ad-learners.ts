import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How far the ad model of a champion has learnt online, one row per run: the row is the lock of its single writer, and
 * its place in the log of impressions; the state itself lies among the run's files.
 */
export class AdLearners1700000000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ad_learners (
        model_run_id uuid PRIMARY KEY REFERENCES model_runs ON DELETE CASCADE,
        learnt_to timestamptz NOT NULL,
        events bigint NOT NULL DEFAULT 0,
        frozen boolean NOT NULL DEFAULT false,
        running_loss double precision,
        published_events bigint NOT NULL DEFAULT 0,
        published_at timestamptz,
        note text NOT NULL DEFAULT ''
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('What ad models learnt cannot be taken away: restore a backup instead.');
  }
}

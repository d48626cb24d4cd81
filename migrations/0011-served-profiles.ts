import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The reader's profile that a list was made with, 100 little-endian float32: null where nobody is known or nothing of
 * him was asked. Models of who reads learn from it as it was, never from what it would be now.
 */
export class ServedProfiles1700000000011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE feeds ADD COLUMN profile bytea CHECK (length(profile) = 400);
      ALTER TABLE impressions ADD COLUMN profile bytea CHECK (length(profile) = 400);
    `);
  }

  async down(): Promise<void> {
    throw new Error('What was known when a page was shown cannot be taken away: restore a backup instead.');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The reader's profile that a list was made with, 100 little-endian float32: null where nobody is known or nothing of
 * him was asked. Models of who reads learn from it as it was, never from what it would be now.
 */
export class ServedProfiles1700000000011 implements MigrationInterface {
  /** The checks read every page that was ever shown: beside their writers, and so outside of the transaction that adds the columns. */
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    const [{ begun }] = await runner.query(
      "SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'impressions'::regclass AND attname = 'profile') AS begun") as { begun: boolean }[];
    // One text without parameters is one transaction.
    if (!begun) await runner.query(`
      ALTER TABLE impressions ADD COLUMN profile bytea, ADD CONSTRAINT impressions_profile_check CHECK (length(profile) = 400) NOT VALID;
      ALTER TABLE feeds ADD COLUMN profile bytea, ADD CONSTRAINT feeds_profile_check CHECK (length(profile) = 400) NOT VALID;
    `);
    for (const table of ['impressions', 'feeds']) await runner.query(`ALTER TABLE ${table} VALIDATE CONSTRAINT ${table}_profile_check`);
  }

  async down(): Promise<void> {
    throw new Error('What was known when a page was shown cannot be taken away: restore a backup instead.');
  }
}

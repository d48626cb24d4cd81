import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What opened a case that a band opened, as values: the console says it in the reader's language. Older cases keep their title alone. */
export class CaseSignals1700000000030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE risk_cases ADD score double precision CHECK (score BETWEEN 0 AND 1), ADD signals text[] NOT NULL DEFAULT '{}'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE risk_cases DROP score, DROP signals');
  }
}

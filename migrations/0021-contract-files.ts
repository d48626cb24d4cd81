import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A signed contract as a file is made once for each language and kept: what was given out can be told from what was changed. */
export class ContractFiles1700000000021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE contract_files (
        contract_version_id uuid NOT NULL REFERENCES contract_versions,
        locale text NOT NULL CHECK (locale IN ('zh','en')),
        bytes bytea NOT NULL CHECK (length(bytes) BETWEEN 1 AND 20000000),
        sha256 bytea NOT NULL CHECK (length(sha256) = 32),
        seal bytea NOT NULL CHECK (length(seal) = 64),
        made_at timestamptz NOT NULL,
        PRIMARY KEY (contract_version_id, locale)
      );
      CREATE INDEX contract_files_sha256_idx ON contract_files (sha256);
      CREATE INDEX contract_versions_content_idx ON contract_versions (content_hash);
      CREATE TRIGGER contract_files_append_only BEFORE UPDATE OR DELETE ON contract_files FOR EACH ROW EXECUTE FUNCTION refuse_change();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE contract_files; DROP INDEX contract_versions_content_idx');
  }
}

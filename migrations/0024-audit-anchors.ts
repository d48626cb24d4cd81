import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A hash chain shows what was changed inside it, but not that its end was cut off: the head is written down once a day, here
 * and in a file elsewhere, and these anchors are chained themselves.
 */
export class AuditAnchors1700000000024 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE signing_keys DROP CONSTRAINT signing_keys_purpose_check,
        ADD CONSTRAINT signing_keys_purpose_check CHECK (purpose IN ('access_token','artefact','contract','connector','message','audit'));
      CREATE TABLE audit_anchors (
        number int PRIMARY KEY CHECK (number > 0),
        day date NOT NULL UNIQUE,
        audit_seq bigint NOT NULL CHECK (audit_seq > 0),
        audit_hash bytea NOT NULL CHECK (length(audit_hash) = 32),
        made_at timestamptz NOT NULL,
        filed boolean NOT NULL,
        prev_hash bytea NOT NULL CHECK (length(prev_hash) = 32),
        hash bytea NOT NULL CHECK (length(hash) = 32),
        signature bytea NOT NULL CHECK (length(signature) = 64)
      );
      CREATE TRIGGER audit_anchors_append_only BEFORE UPDATE OR DELETE ON audit_anchors FOR EACH ROW EXECUTE FUNCTION refuse_change();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE audit_anchors; DELETE FROM signing_keys WHERE purpose = 'audit';
      ALTER TABLE signing_keys DROP CONSTRAINT signing_keys_purpose_check,
        ADD CONSTRAINT signing_keys_purpose_check CHECK (purpose IN ('access_token','artefact','contract','connector','message'))`);
  }
}

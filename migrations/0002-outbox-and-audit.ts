import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What makes every change safe to repeat and possible to check: the outbox (side effects leave in the
 * transaction that causes them), idempotency keys (same key, same answer) and the hash-chained audit log.
 */
export class OutboxAndAudit1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE outbox (
        id uuid PRIMARY KEY,
        job text NOT NULL,
        payload jsonb NOT NULL,
        delay_ms int NOT NULL DEFAULT 0 CHECK (delay_ms >= 0),
        created_at timestamptz NOT NULL DEFAULT now(),
        relayed_at timestamptz
      );
      CREATE INDEX outbox_waiting_idx ON outbox (id) WHERE relayed_at IS NULL;
      CREATE INDEX outbox_relayed_idx ON outbox (relayed_at) WHERE relayed_at IS NOT NULL;
      CREATE INDEX outbox_refund_idx ON outbox ((payload->>'paymentId')) WHERE job = 'refund-payment';
      CREATE INDEX outbox_run_idx ON outbox ((payload->>'runId'), id) WHERE payload ? 'runId';
      CREATE FUNCTION wake_relay() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_notify('outbox', ''); RETURN NULL; END $$;
      CREATE TRIGGER outbox_wakes_relay AFTER INSERT ON outbox FOR EACH STATEMENT EXECUTE FUNCTION wake_relay();
      CREATE TABLE idempotency_keys (
        actor text NOT NULL,
        key text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
        operation text NOT NULL,
        input_hash bytea NOT NULL,
        answer jsonb,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (actor, key)
      );
      CREATE INDEX idempotency_keys_age_idx ON idempotency_keys (created_at);
      CREATE TABLE audit_entries (
        id uuid PRIMARY KEY,
        seq bigint NOT NULL UNIQUE CHECK (seq > 0),
        at timestamptz NOT NULL,
        actor text NOT NULL,
        action text NOT NULL,
        noun text NOT NULL,
        noun_id uuid NOT NULL,
        detail jsonb NOT NULL,
        prev_hash bytea NOT NULL CHECK (length(prev_hash) = 32),
        hash bytea NOT NULL UNIQUE CHECK (length(hash) = 32)
      );
      CREATE INDEX audit_entries_noun_idx ON audit_entries (noun, noun_id, seq);
      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
      CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE ON audit_entries
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
    `);
  }

  async down(): Promise<void> {
    throw new Error('The audit log cannot be taken away: restore a backup instead.');
  }
}

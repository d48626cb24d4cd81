import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Messages to a partner follow from the audit log, which forgets nothing: each endpoint keeps the place that it has read to,
 * each message its attempts. What a partner sends is kept under its own id, so that a repeated one is known.
 */
export class Webhooks1700000000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE signing_keys DROP CONSTRAINT signing_keys_purpose_check,
        ADD CONSTRAINT signing_keys_purpose_check CHECK (purpose IN ('access_token','artefact','contract','connector','message'));
      ALTER TABLE connectors ADD COLUMN secret_rotated_at timestamptz;
      CREATE TABLE webhook_endpoints (
        connector_id uuid PRIMARY KEY REFERENCES connectors,
        read_to bigint NOT NULL CHECK (read_to >= 0),
        failing_since timestamptz,
        disabled_at timestamptz,
        disabled_because text CHECK (disabled_because IN ('gone','failing')),
        CHECK ((disabled_at IS NULL) = (disabled_because IS NULL))
      );
      CREATE TABLE webhook_deliveries (
        id uuid PRIMARY KEY,
        connector_id uuid NOT NULL REFERENCES connectors,
        partner_id uuid NOT NULL REFERENCES partners,
        sequence bigint,
        type text NOT NULL CHECK (length(type) BETWEEN 1 AND 100),
        body text NOT NULL CHECK (length(body) <= 65536),
        state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending','delivered','dead')),
        attempts int NOT NULL DEFAULT 0 CHECK (attempts >= 0),
        next_at timestamptz,
        created_at timestamptz NOT NULL,
        delivered_at timestamptz,
        UNIQUE (connector_id, sequence),
        CHECK ((state = 'pending') = (next_at IS NOT NULL)),
        CHECK ((state = 'delivered') = (delivered_at IS NOT NULL))
      );
      CREATE INDEX webhook_deliveries_due_idx ON webhook_deliveries (connector_id, next_at) WHERE state = 'pending';
      CREATE INDEX webhook_deliveries_partner_idx ON webhook_deliveries (partner_id, id DESC);
      CREATE TABLE webhook_attempts (
        delivery_id uuid NOT NULL REFERENCES webhook_deliveries ON DELETE CASCADE,
        number int NOT NULL CHECK (number > 0),
        at timestamptz NOT NULL,
        status int,
        failure text,
        answer text CHECK (length(answer) <= 4096),
        PRIMARY KEY (delivery_id, number)
      );
      CREATE TABLE inbound_messages (
        connector_id uuid NOT NULL REFERENCES connectors,
        message_id text NOT NULL CHECK (length(message_id) BETWEEN 1 AND 200),
        partner_id uuid NOT NULL REFERENCES partners,
        type text NOT NULL CHECK (length(type) BETWEEN 1 AND 100),
        body jsonb NOT NULL,
        received_at timestamptz NOT NULL,
        deliveries int NOT NULL DEFAULT 1 CHECK (deliveries > 0),
        PRIMARY KEY (connector_id, message_id)
      );
      CREATE INDEX inbound_messages_partner_idx ON inbound_messages (partner_id, received_at DESC);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE inbound_messages; DROP TABLE webhook_attempts; DROP TABLE webhook_deliveries; DROP TABLE webhook_endpoints;
      ALTER TABLE connectors DROP COLUMN secret_rotated_at`);
  }
}

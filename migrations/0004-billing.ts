import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Content has no price, an offer does; payment events are append-only and payments derive from them;
 * access is the union of many source-keyed grants. At most one settled payment pays an order.
 */
export class Billing1700000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE offers (
        id uuid PRIMARY KEY,
        content_id uuid REFERENCES contents,
        kind text NOT NULL CHECK (kind IN ('one_off','subscription','free')),
        title text NOT NULL,
        price_minor bigint NOT NULL CHECK (price_minor >= 0),
        currency char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
        period_days int CHECK (period_days > 0),
        state text NOT NULL DEFAULT 'active' CHECK (state IN ('active','retired')),
        version int NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        CHECK ((kind = 'free') = (price_minor = 0)),
        CHECK ((kind = 'subscription') = (period_days IS NOT NULL)),
        CHECK (kind = 'subscription' OR content_id IS NOT NULL)
      );
      CREATE INDEX offers_content_idx ON offers (content_id);
      CREATE TABLE orders (
        id uuid PRIMARY KEY,
        code text NOT NULL UNIQUE,
        account_id uuid NOT NULL REFERENCES accounts,
        offer_id uuid NOT NULL REFERENCES offers,
        state text NOT NULL CHECK (state IN ('created','awaiting_payment','paid','fulfilling','fulfilled','cancelled','expired','refunded')),
        payable_minor bigint NOT NULL CHECK (payable_minor >= 0),
        currency char(3) NOT NULL,
        expires_at timestamptz NOT NULL,
        version int NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX orders_account_idx ON orders (account_id, id DESC);
      CREATE INDEX orders_open_idx ON orders (expires_at) WHERE state IN ('created','awaiting_payment');
      CREATE TABLE payment_providers (
        name text PRIMARY KEY,
        webhook_secret text NOT NULL CHECK (webhook_secret LIKE 'whsec_%'),
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE TABLE payments (
        id uuid PRIMARY KEY,
        order_id uuid NOT NULL REFERENCES orders,
        provider text NOT NULL,
        provider_ref text NOT NULL,
        pay_url text,
        amount_minor bigint NOT NULL CHECK (amount_minor > 0),
        currency char(3) NOT NULL,
        state text NOT NULL CHECK (state IN ('created','pending','succeeded','failed','closed','disputed_amount','auto_refund')),
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (provider, provider_ref)
      );
      CREATE UNIQUE INDEX payments_one_success_idx ON payments (order_id) WHERE state = 'succeeded';
      CREATE INDEX payments_order_idx ON payments (order_id);
      CREATE INDEX payments_refund_idx ON payments (updated_at) WHERE state = 'auto_refund';
      CREATE TABLE payment_events (
        id uuid PRIMARY KEY,
        payment_id uuid NOT NULL REFERENCES payments,
        provider_event_id text NOT NULL UNIQUE,
        kind text NOT NULL CHECK (kind IN ('succeeded','failed','closed','refunded')),
        amount_minor bigint NOT NULL,
        currency char(3) NOT NULL,
        received_at timestamptz NOT NULL
      );
      CREATE INDEX payment_events_payment_idx ON payment_events (payment_id);
      CREATE TRIGGER payment_events_append_only BEFORE UPDATE OR DELETE ON payment_events
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TABLE grants (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts,
        content_id uuid REFERENCES contents,
        source text NOT NULL CHECK (source IN ('order','gift','staff')),
        source_id uuid NOT NULL,
        state text NOT NULL DEFAULT 'active' CHECK (state IN ('scheduled','active','held','revoked','expired')),
        starts_at timestamptz NOT NULL,
        ends_at timestamptz CHECK (ends_at > starts_at),
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE NULLS NOT DISTINCT (source, source_id, content_id)
      );
      CREATE INDEX grants_account_idx ON grants (account_id, content_id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Money is never taken away by a migration: restore a backup instead.');
  }
}

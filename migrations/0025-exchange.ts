import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A partner may be paid in another currency than its statement: the rate is fixed when the payout is proposed, so the second
 * person approves the exact amount. Rates are only added; a payout keeps the one it was made with.
 */
export class Exchange1700000000025 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE exchange_rates (
        id uuid PRIMARY KEY,
        source char(3) NOT NULL CHECK (source ~ '^[A-Z]{3}$'),
        target char(3) NOT NULL CHECK (target ~ '^[A-Z]{3}$'),
        rate_ppb bigint NOT NULL CHECK (rate_ppb BETWEEN 1 AND 1000000000000000),
        spread_ppm int NOT NULL CHECK (spread_ppm BETWEEN 0 AND 100000),
        set_by uuid NOT NULL REFERENCES accounts,
        valid_from timestamptz NOT NULL,
        UNIQUE (source, target, valid_from),
        CHECK (source <> target)
      );
      CREATE INDEX exchange_rates_set_by_idx ON exchange_rates (set_by);
      CREATE TRIGGER exchange_rates_append_only BEFORE UPDATE OR DELETE ON exchange_rates FOR EACH ROW EXECUTE FUNCTION refuse_change();
      ALTER TABLE payouts
        ADD COLUMN rate_id uuid REFERENCES exchange_rates,
        ADD COLUMN paid_currency char(3) CHECK (paid_currency <> currency),
        ADD COLUMN paid_minor bigint CHECK (paid_minor > 0),
        ADD COLUMN spread_minor bigint CHECK (spread_minor >= 0 AND spread_minor < amount_minor),
        ADD CONSTRAINT payouts_exchange_whole CHECK (num_nulls(rate_id, paid_currency, paid_minor, spread_minor) IN (0, 4));
      CREATE INDEX payouts_rate_idx ON payouts (rate_id) WHERE rate_id IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE payouts DROP COLUMN rate_id, DROP COLUMN paid_currency, DROP COLUMN paid_minor, DROP COLUMN spread_minor; DROP TABLE exchange_rates');
  }
}

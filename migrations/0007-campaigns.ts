import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Campaigns put sponsored contents in front of an audience within a schedule and a budget. The check on
 * spent_minor makes overspend impossible whatever the application does; charges are kept one row per click.
 */
export class Campaigns1700000000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE campaigns (
        id uuid PRIMARY KEY,
        code text NOT NULL UNIQUE,
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
        partner_id uuid NOT NULL REFERENCES partners,
        content_id uuid NOT NULL REFERENCES contents,
        ad_type smallint NOT NULL CHECK (ad_type BETWEEN 0 AND 9),
        state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft','review','approved','scheduled','running','paused','completing','completed','cancelled')),
        audience jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(audience) = 'object'),
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL CHECK (ends_at > starts_at),
        budget_minor bigint NOT NULL CHECK (budget_minor > 0),
        spent_minor bigint NOT NULL DEFAULT 0 CHECK (spent_minor BETWEEN 0 AND budget_minor),
        bid_minor bigint NOT NULL CHECK (bid_minor > 0),
        currency char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
        version int NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX campaigns_partner_idx ON campaigns (partner_id);
      CREATE INDEX campaigns_running_idx ON campaigns (ends_at) WHERE state = 'running';
      CREATE TABLE campaign_charges (
        event_id uuid PRIMARY KEY,
        campaign_id uuid NOT NULL REFERENCES campaigns,
        reader_no int NOT NULL,
        amount_minor bigint NOT NULL CHECK (amount_minor > 0),
        charged_at timestamptz NOT NULL,
        clicked_at timestamptz NOT NULL
      );
      CREATE INDEX campaign_charges_campaign_idx ON campaign_charges (campaign_id, charged_at);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Campaigns cannot be taken away: restore a backup instead.');
  }
}

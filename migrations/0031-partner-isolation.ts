import type { MigrationInterface, QueryRunner } from 'typeorm';

const own = 'partner_id = app_partner()';
const ofContract = 'EXISTS (SELECT FROM contracts c WHERE c.id = contract_id)';
const ofVersion = 'EXISTS (SELECT FROM contract_versions v WHERE v.id = contract_version_id)';
const ofStatement = 'EXISTS (SELECT FROM statements s WHERE s.id = statement_id)';
const ofConnector = 'EXISTS (SELECT FROM connectors c WHERE c.id = connector_id)';
const ofContent = 'EXISTS (SELECT FROM contents c WHERE c.id = content_id)';
const ofOwnAccount = 'EXISTS (SELECT FROM accounts a WHERE a.id = account_id AND a.partner_id = app_partner())';

/** The rows of each table that a partner may read; a table that is not here cannot be read at all. */
const readable: Readonly<Record<string, string>> = {
  partners: 'id = app_partner()',
  applications: own,
  evidence: own,
  assessments: own,
  criterion_sets: 'EXISTS (SELECT FROM assessments a WHERE a.criterion_set_id = criterion_sets.id)',
  contracts: own,
  contract_versions: ofContract,
  contract_offers: ofVersion,
  contract_signatures: ofVersion,
  contract_breaches: ofVersion,
  contract_comments: ofVersion,
  contract_rests: ofVersion,
  connectors: own,
  connector_minutes: ofConnector,
  connector_health: ofConnector,
  webhook_endpoints: ofConnector,
  webhook_deliveries: own,
  webhook_attempts: 'EXISTS (SELECT FROM webhook_deliveries d WHERE d.id = delivery_id)',
  inbound_messages: own,
  content_feeds: ofConnector,
  feed_imports: own,
  feed_pages: ofConnector,
  feed_items: own,
  quarantined_items: own,
  conformance_runs: own,
  conformance_evidence: own,
  acceptances: own,
  campaigns: own,
  campaign_charges: 'EXISTS (SELECT FROM campaigns c WHERE c.id = campaign_id)',
  statements: own,
  statement_lines: ofStatement,
  statement_disputes: ofStatement,
  settlement_events: own,
  accruals: own,
  payouts: own,
  payout_holds: own,
  data_exports: own,
  disclosures: own,
  erasure_tasks: own,
  aggregate_releases: own,
  epsilon_budgets: ofContract,
  risk_scores: own,
  service_level_windows: own,
  exchange_rates: 'EXISTS (SELECT FROM payouts p WHERE p.rate_id = exchange_rates.id)',
  ledger_accounts: own,
  // Its own accounts, and the people of the platform's side that it deals with; never a reader or another partner's account.
  accounts: `${own} OR role IN ('author','partner_manager','marketer','analyst','operator')`,
  api_keys: ofOwnAccount,
  orders: ofOwnAccount,
  grants: ofOwnAccount,
  readers: ofOwnAccount,
  // What everybody may see is no secret of anybody.
  contents: `${own} OR state IN ('published','unlisted')`,
  content_versions: ofContent,
  content_publications: ofContent,
  offers: 'true',
  deduction_rates: 'true',
};

/**
 * What the api reads for a partner it reads as a role that owns nothing and sees, by row-level security, that partner's rows
 * only: a filter that is forgotten in the code shows nothing of anybody else. The role can change nothing.
 * It stays the last migration: whoever adds a table that partners read moves it to the next number, and it runs again where it ran before.
 */
export class PartnerIsolation1700000000031 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tandem_partner') THEN CREATE ROLE tandem_partner NOLOGIN; END IF;
        EXECUTE format('GRANT tandem_partner TO %I', current_user);
      EXCEPTION
        WHEN duplicate_object THEN NULL;
        WHEN insufficient_privilege THEN
          RAISE EXCEPTION 'as an administrator of the database server, once: CREATE ROLE tandem_partner NOLOGIN; GRANT tandem_partner TO %;', current_user;
      END $$;
      CREATE OR REPLACE FUNCTION app_partner() RETURNS uuid LANGUAGE sql STABLE AS $$ SELECT nullif(current_setting('app.partner', true), '')::uuid $$;
      GRANT USAGE ON SCHEMA public TO tandem_partner;
      GRANT SELECT ON contract_periods TO tandem_partner;
    `);
    for (const [table, rows] of Object.entries(readable)) {
      await runner.query(`
        ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
        DROP POLICY IF EXISTS partner_reads ON ${table};
        CREATE POLICY partner_reads ON ${table} FOR SELECT TO tandem_partner USING (${rows});
        GRANT SELECT ON ${table} TO tandem_partner;
      `);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of Object.keys(readable)) {
      await runner.query(`DROP POLICY partner_reads ON ${table}; ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY; REVOKE ALL ON ${table} FROM tandem_partner`);
    }
    await runner.query('DROP FUNCTION app_partner(); REVOKE SELECT ON contract_periods FROM tandem_partner; REVOKE USAGE ON SCHEMA public FROM tandem_partner');
  }
}

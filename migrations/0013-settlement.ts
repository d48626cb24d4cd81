import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Double entry with the semantics of TigerBeetle: a transfer is posted, pending, or resolves a pending one (post, void);
 * nothing is ever changed, so a balance is the fold of its entries, and the counters that fold them are kept by the
 * same statement. All entries of a transfer are one statement: a half-written transfer cannot exist.
 */
const ledger = `
  CREATE TABLE ledger_accounts (
    id uuid PRIMARY KEY,
    partner_id uuid REFERENCES partners,
    kind text NOT NULL CHECK (kind IN ('cash','payer_wallet','partner_payable','platform_revenue','partner_cost','reserve','hold','clearing','tax','fx_liquidity')),
    subject text NOT NULL DEFAULT '',
    currency char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    limited boolean NOT NULL,
    debits_pending bigint NOT NULL DEFAULT 0 CHECK (debits_pending >= 0),
    debits_posted bigint NOT NULL DEFAULT 0 CHECK (debits_posted >= 0),
    credits_pending bigint NOT NULL DEFAULT 0 CHECK (credits_pending >= 0),
    credits_posted bigint NOT NULL DEFAULT 0 CHECK (credits_posted >= 0),
    UNIQUE NULLS NOT DISTINCT (partner_id, currency, kind, subject),
    UNIQUE (id, currency),
    CONSTRAINT ledger_accounts_limit CHECK (NOT limited OR debits_pending + debits_posted <= credits_posted)
  );
  CREATE TABLE ledger_transfers (
    id uuid PRIMARY KEY,
    key text NOT NULL UNIQUE CHECK (length(key) BETWEEN 1 AND 200),
    input_hash bytea NOT NULL CHECK (length(input_hash) = 32),
    kind text NOT NULL,
    phase text NOT NULL CHECK (phase IN ('posted','pending','post','void')),
    pending_id uuid UNIQUE REFERENCES ledger_transfers,
    at timestamptz NOT NULL,
    CHECK ((phase IN ('post','void')) = (pending_id IS NOT NULL))
  );
  CREATE TABLE ledger_entries (
    transfer_id uuid NOT NULL REFERENCES ledger_transfers,
    number int NOT NULL CHECK (number > 0),
    account_id uuid NOT NULL,
    currency char(3) NOT NULL,
    side text NOT NULL CHECK (side IN ('debit','credit')),
    posted_minor bigint NOT NULL CHECK (posted_minor >= 0),
    pending_minor bigint NOT NULL,
    PRIMARY KEY (transfer_id, number),
    FOREIGN KEY (account_id, currency) REFERENCES ledger_accounts (id, currency)
  );
  CREATE INDEX ledger_entries_account_idx ON ledger_entries (account_id);
  CREATE TRIGGER ledger_transfers_append_only BEFORE UPDATE OR DELETE ON ledger_transfers FOR EACH ROW EXECUTE FUNCTION refuse_change();
  CREATE TRIGGER ledger_entries_append_only BEFORE UPDATE OR DELETE ON ledger_entries FOR EACH ROW EXECUTE FUNCTION refuse_change();
  CREATE FUNCTION refuse_counters() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'balances follow from entries: write a transfer'; END $$;
  CREATE TRIGGER ledger_accounts_by_entries BEFORE UPDATE OR DELETE ON ledger_accounts
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse_counters();
  CREATE FUNCTION apply_ledger_entries() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (SELECT FROM written GROUP BY transfer_id, currency
        HAVING sum(CASE side WHEN 'credit' THEN posted_minor ELSE -posted_minor END) <> 0 OR sum(CASE side WHEN 'credit' THEN pending_minor ELSE -pending_minor END) <> 0) THEN
      RAISE EXCEPTION 'the entries of a transfer must balance in each currency' USING ERRCODE = '23514';
    END IF;
    IF EXISTS (SELECT FROM (SELECT transfer_id, count(*) AS entries FROM written GROUP BY transfer_id) w
        WHERE (SELECT count(*) FROM ledger_entries e WHERE e.transfer_id = w.transfer_id) <> w.entries) THEN
      RAISE EXCEPTION 'the entries of a transfer are written at once' USING ERRCODE = '23514';
    END IF;
    IF EXISTS (SELECT FROM written w JOIN ledger_transfers t ON t.id = w.transfer_id
        WHERE CASE t.phase WHEN 'posted' THEN pending_minor <> 0 WHEN 'pending' THEN posted_minor <> 0 OR pending_minor < 0
          WHEN 'post' THEN posted_minor > -pending_minor ELSE posted_minor <> 0 END) THEN
      RAISE EXCEPTION 'an entry is not of the phase of its transfer' USING ERRCODE = '23514';
    END IF;
    -- What a pending transfer reserved is given back whole, account by account, by what resolves it.
    IF EXISTS (SELECT FROM (
        SELECT t.id, w.account_id, w.side, w.pending_minor FROM written w JOIN ledger_transfers t ON t.id = w.transfer_id WHERE t.pending_id IS NOT NULL
        UNION ALL
        SELECT t.id, e.account_id, e.side, e.pending_minor FROM (SELECT DISTINCT transfer_id FROM written) w JOIN ledger_transfers t ON t.id = w.transfer_id
          JOIN ledger_entries e ON e.transfer_id = t.pending_id) both_sides
        GROUP BY id, account_id, side HAVING sum(pending_minor) <> 0) THEN
      RAISE EXCEPTION 'a pending transfer is resolved as it was made' USING ERRCODE = '23514';
    END IF;
    -- In one order, so that two transfers never wait for each other in a circle.
    PERFORM FROM ledger_accounts WHERE id IN (SELECT account_id FROM written) ORDER BY id FOR NO KEY UPDATE;
    UPDATE ledger_accounts a SET debits_pending = a.debits_pending + s.dp, debits_posted = a.debits_posted + s.d, credits_pending = a.credits_pending + s.cp, credits_posted = a.credits_posted + s.c
    FROM (SELECT account_id, coalesce(sum(pending_minor) FILTER (WHERE side = 'debit'), 0) AS dp, coalesce(sum(posted_minor) FILTER (WHERE side = 'debit'), 0) AS d,
        coalesce(sum(pending_minor) FILTER (WHERE side = 'credit'), 0) AS cp, coalesce(sum(posted_minor) FILTER (WHERE side = 'credit'), 0) AS c
      FROM written GROUP BY account_id) s WHERE a.id = s.account_id;
    RETURN NULL;
  END $$;
  CREATE TRIGGER ledger_entries_apply AFTER INSERT ON ledger_entries REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION apply_ledger_entries();
`;

/**
 * Accruals are facts: an event, the version in force when it happened, the base after deductions. What they come to is
 * fixed by the lines of their statement, which is computed once, hashed and never changed. Windows of a partner and
 * currency chain on instants, so none overlap.
 */
const statements = `
  ALTER TABLE partners ADD COLUMN time_zone text NOT NULL DEFAULT 'Asia/Shanghai' CHECK (length(time_zone) BETWEEN 1 AND 60);
  CREATE INDEX payment_events_received_idx ON payment_events (received_at);
  CREATE INDEX campaign_charges_charged_idx ON campaign_charges (charged_at);
  CREATE TABLE deduction_rates (
    kind text NOT NULL CHECK (kind IN ('tax','fee')),
    currency char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    valid_from timestamptz NOT NULL,
    ppm int NOT NULL CHECK (ppm BETWEEN 0 AND 1000000),
    PRIMARY KEY (kind, currency, valid_from)
  );
  -- 6 % of value added tax inside a price is 6/106 of it; 0.6 % is what the large payment providers take.
  INSERT INTO deduction_rates VALUES ('tax', 'CNY', '2000-01-01T00:00:00Z', 56604), ('fee', 'CNY', '2000-01-01T00:00:00Z', 6000);
  CREATE TABLE settlement_events (
    source text NOT NULL CHECK (source IN ('sale','refund','charge')),
    source_id uuid NOT NULL,
    sale_id uuid,
    partner_id uuid,
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    currency char(3) NOT NULL,
    gross_minor bigint NOT NULL CHECK (gross_minor > 0),
    tax_minor bigint NOT NULL CHECK (tax_minor >= 0),
    fee_minor bigint NOT NULL CHECK (fee_minor >= 0),
    PRIMARY KEY (source, source_id),
    CHECK (tax_minor + fee_minor <= gross_minor),
    CHECK ((source = 'refund') = (sale_id IS NOT NULL))
  );
  CREATE INDEX settlement_events_newest_idx ON settlement_events (source, occurred_at);
  CREATE TABLE statements (
    id uuid PRIMARY KEY,
    code text NOT NULL UNIQUE,
    partner_id uuid NOT NULL REFERENCES partners,
    currency char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    number int NOT NULL CHECK (number > 0),
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL CHECK (ends_at > starts_at),
    time_zone text NOT NULL,
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open','issued','acknowledged','disputed')),
    opening_minor bigint,
    closing_minor bigint,
    line_count int,
    merkle_root bytea CHECK (length(merkle_root) = 32),
    hash bytea CHECK (length(hash) = 32),
    issued_at timestamptz,
    version int NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (partner_id, currency, number),
    UNIQUE (id, partner_id),
    CHECK ((state = 'open') = (hash IS NULL)),
    CHECK (num_nulls(opening_minor, closing_minor, line_count, merkle_root, hash, issued_at) IN (0, 6)),
    EXCLUDE USING gist (partner_id WITH =, currency WITH =, tstzrange(starts_at, ends_at) WITH &&)
  );
  CREATE INDEX statements_open_idx ON statements (ends_at) WHERE state = 'open';
  CREATE TABLE accruals (
    id uuid PRIMARY KEY,
    partner_id uuid NOT NULL,
    statement_id uuid NOT NULL,
    source text NOT NULL CHECK (source IN ('sale','refund','charge','credit','adjustment','payout','forfeit')),
    source_id uuid NOT NULL,
    contract_id uuid,
    contract_version_id uuid,
    clause_key text,
    reverses_id uuid,
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    currency char(3) NOT NULL,
    gross_minor bigint NOT NULL,
    tax_minor bigint NOT NULL DEFAULT 0,
    fee_minor bigint NOT NULL DEFAULT 0,
    base_minor bigint NOT NULL,
    estimate_minor bigint NOT NULL,
    fixed_minor bigint,
    UNIQUE NULLS NOT DISTINCT (source_id, source, contract_id, clause_key),
    FOREIGN KEY (statement_id, partner_id) REFERENCES statements (id, partner_id),
    CHECK (num_nulls(contract_id, contract_version_id, clause_key) IN (0, 3)),
    CHECK ((fixed_minor IS NULL) = (contract_id IS NOT NULL))
  );
  CREATE INDEX accruals_statement_idx ON accruals (statement_id);
  CREATE INDEX accruals_reverses_idx ON accruals (reverses_id) WHERE reverses_id IS NOT NULL;
  CREATE TRIGGER accruals_append_only BEFORE UPDATE OR DELETE ON accruals FOR EACH ROW EXECUTE FUNCTION refuse_change();
  CREATE TABLE statement_lines (
    statement_id uuid NOT NULL,
    number int NOT NULL CHECK (number > 0),
    partner_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('share','reversal','charge','credit','adjustment','payout','forfeit','floor','cap','guarantee','recoupment')),
    accrual_id uuid,
    source_id uuid,
    contract_id uuid,
    contract_version_id uuid,
    clause_key text,
    occurred_at timestamptz NOT NULL,
    gross_minor bigint NOT NULL,
    tax_minor bigint NOT NULL,
    fee_minor bigint NOT NULL,
    base_minor bigint NOT NULL,
    below_minor bigint NOT NULL,
    amount_minor bigint NOT NULL,
    PRIMARY KEY (statement_id, number),
    FOREIGN KEY (statement_id, partner_id) REFERENCES statements (id, partner_id)
  );
  CREATE INDEX statement_lines_accrual_idx ON statement_lines (accrual_id) WHERE accrual_id IS NOT NULL;
  CREATE TRIGGER statement_lines_append_only BEFORE UPDATE OR DELETE ON statement_lines FOR EACH ROW EXECUTE FUNCTION refuse_change();
  CREATE FUNCTION keep_issued_statement() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'DELETE' OR (OLD.state <> 'open' AND (NEW.hash, NEW.merkle_root, NEW.opening_minor, NEW.closing_minor, NEW.line_count, NEW.starts_at, NEW.ends_at, NEW.partner_id, NEW.currency)
        IS DISTINCT FROM (OLD.hash, OLD.merkle_root, OLD.opening_minor, OLD.closing_minor, OLD.line_count, OLD.starts_at, OLD.ends_at, OLD.partner_id, OLD.currency)) THEN
      RAISE EXCEPTION 'an issued statement stays as it was: correct it in the next one';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER statements_keep_issued BEFORE UPDATE OR DELETE ON statements FOR EACH ROW EXECUTE FUNCTION keep_issued_statement();
`;

/** Whoever proposes a payout cannot approve it: the row itself refuses. At most one payout of a statement lives. */
const payouts = `
  CREATE TABLE statement_disputes (
    id uuid PRIMARY KEY,
    partner_id uuid NOT NULL REFERENCES partners,
    statement_id uuid NOT NULL,
    line_number int NOT NULL,
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open','upheld','adjusted')),
    reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
    decision text CHECK (length(decision) BETWEEN 1 AND 1000),
    adjustment_minor bigint,
    opened_by uuid,
    decided_by uuid,
    opened_at timestamptz NOT NULL,
    decided_at timestamptz,
    version int NOT NULL DEFAULT 1,
    FOREIGN KEY (statement_id, line_number) REFERENCES statement_lines (statement_id, number),
    CHECK ((state = 'open') = (decided_at IS NULL)),
    CHECK ((state = 'adjusted') = (adjustment_minor IS NOT NULL))
  );
  CREATE UNIQUE INDEX statement_disputes_open_idx ON statement_disputes (statement_id, line_number) WHERE state = 'open';
  CREATE TABLE payouts (
    id uuid PRIMARY KEY,
    code text NOT NULL UNIQUE,
    partner_id uuid NOT NULL REFERENCES partners,
    statement_id uuid NOT NULL REFERENCES statements,
    currency char(3) NOT NULL,
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    state text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed','cancelled','approved','submitted','settled','failed','returned')),
    proposed_by uuid NOT NULL REFERENCES accounts,
    approved_by uuid REFERENCES accounts,
    bank_reference text,
    failure text,
    version int NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT payouts_two_persons CHECK (approved_by <> proposed_by),
    CHECK (state IN ('proposed','cancelled') OR approved_by IS NOT NULL)
  );
  CREATE UNIQUE INDEX payouts_one_live_idx ON payouts (statement_id) WHERE state NOT IN ('cancelled','returned');
  CREATE INDEX payouts_moving_idx ON payouts (id) WHERE state IN ('approved','submitted');
  CREATE TABLE payout_holds (
    id uuid PRIMARY KEY,
    partner_id uuid NOT NULL REFERENCES partners,
    key text NOT NULL UNIQUE,
    reason text NOT NULL,
    state text NOT NULL DEFAULT 'held' CHECK (state IN ('held','released','confirmed')),
    held_at timestamptz NOT NULL,
    ended_at timestamptz,
    CHECK ((state = 'held') = (ended_at IS NULL))
  );
  CREATE INDEX payout_holds_open_idx ON payout_holds (partner_id) WHERE state = 'held';
  CREATE TABLE bank_transfers (
    reference text PRIMARY KEY,
    payee text NOT NULL,
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    currency char(3) NOT NULL,
    state text NOT NULL CHECK (state IN ('accepted','settled','failed')),
    failure text,
    at timestamptz NOT NULL
  );
`;

export class Settlement1700000000013 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ledger + statements + payouts);
  }

  async down(): Promise<void> {
    throw new Error('Money is never taken away by a migration: restore a backup instead.');
  }
}

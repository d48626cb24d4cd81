import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who may act: accounts, their credentials (kept on another row so that no account read can leak
 * them), sessions with rotating refresh tokens, scoped API keys, and the keys that the platform signs with.
 */
export class Accounts1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE accounts (
        id uuid PRIMARY KEY,
        email text NOT NULL CHECK (email = lower(email)),
        display_name text NOT NULL,
        role text NOT NULL CHECK (role IN ('reader','author','partner','partner_manager','marketer','analyst','operator','service')),
        state text NOT NULL DEFAULT 'active' CHECK (state IN ('active','suspended')),
        locale text NOT NULL DEFAULT 'zh' CHECK (locale IN ('zh','en')),
        partner_id uuid,
        version int NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        CHECK (role <> 'partner' OR partner_id IS NOT NULL)
      );
      CREATE UNIQUE INDEX accounts_email_key ON accounts (email);
      CREATE TABLE credentials (
        account_id uuid PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
        password_hash text NOT NULL,
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE TABLE sessions (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
        refresh_hash bytea NOT NULL UNIQUE,
        user_agent text,
        created_at timestamptz NOT NULL DEFAULT now(),
        refreshed_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz,
        revoked_reason text
      );
      CREATE INDEX sessions_account_idx ON sessions (account_id);
      CREATE TABLE sign_in_attempts (
        email text NOT NULL,
        address text NOT NULL,
        at timestamptz NOT NULL
      );
      CREATE INDEX sign_in_attempts_email_idx ON sign_in_attempts (email, at);
      CREATE INDEX sign_in_attempts_age_idx ON sign_in_attempts (at);
      CREATE TABLE api_keys (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
        name text NOT NULL,
        prefix text NOT NULL,
        key_hash bytea NOT NULL UNIQUE,
        scopes text[] NOT NULL CHECK (cardinality(scopes) > 0),
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz,
        revoked_at timestamptz
      );
      CREATE INDEX api_keys_account_idx ON api_keys (account_id);
      CREATE TABLE signing_keys (
        purpose text PRIMARY KEY CHECK (purpose IN ('access_token','artefact','contract')),
        private_key text NOT NULL,
        public_key text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('Accounts cannot be taken away: restore a backup instead.');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Keys of sealed fields, and the columns that are sealed. What stands there in the clear is sealed by the job rewrap-fields; addresses of
 * applications only ever counted against a day's limit.
 */
const sealedFields = `
  CREATE TABLE field_keys (
    id text PRIMARY KEY CHECK (id ~ '^[a-z0-9-]{1,20}$'),
    number int GENERATED ALWAYS AS IDENTITY,
    key_bytes bytea NOT NULL CHECK (length(key_bytes) = 32),
    created_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE TABLE lookup_keys (
    purpose text PRIMARY KEY,
    sealed_key text NOT NULL
  );
  ALTER TABLE partners ADD contact_email_lookup bytea CHECK (length(contact_email_lookup) = 32);
  ALTER TABLE applications DROP email, ADD email_lookup bytea CHECK (length(email_lookup) = 32);
  ALTER TABLE payment_providers DROP CONSTRAINT payment_providers_webhook_secret_check;
`;

export class Privacy1700000000017 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sealedFields);
  }

  async down(): Promise<void> {
    throw new Error('Sealed fields cannot be unsealed by a migration: restore a backup instead.');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was accepted is one build at one address: from `configured` on a connector knows all three, and the row refuses less.
 */
const connectors = `
  CREATE TABLE connectors (
    id uuid PRIMARY KEY,
    code text NOT NULL UNIQUE,
    partner_id uuid NOT NULL REFERENCES partners,
    kind text NOT NULL CHECK (kind IN ('content_feed','recommender','ad_delivery','webhook')),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    state text NOT NULL DEFAULT 'registered' CHECK (state IN ('registered','configured','testing','accepted','live','degraded','tripped','retired')),
    profile_version text CHECK (length(profile_version) BETWEEN 1 AND 40),
    capabilities text[] NOT NULL DEFAULT '{}',
    base_url text CHECK (length(base_url) BETWEEN 1 AND 2000),
    environment text NOT NULL DEFAULT 'sandbox' CHECK (environment IN ('sandbox','production')),
    build_digest text CHECK (build_digest ~ '^[0-9a-f]{64}$'),
    version int NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    UNIQUE (partner_id, name),
    UNIQUE (id, partner_id),
    CHECK (state IN ('registered','retired') OR (profile_version IS NOT NULL AND base_url IS NOT NULL AND build_digest IS NOT NULL))
  );
  CREATE INDEX connectors_carrying_idx ON connectors (kind, id) WHERE state IN ('live','degraded','tripped');
`;

export class Connectors1700000000015 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(connectors);
  }

  async down(): Promise<void> {
    throw new Error('What both sides signed is never taken away by a migration: restore a backup instead.');
  }
}

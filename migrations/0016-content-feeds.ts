import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a partner's feed brought is kept by the partner's own id and version beside the content that it became, so that pages
 * may come twice, in any order and after a crash; what cannot be taken waits in quarantine with its reason.
 */
export class ContentFeeds1700000000016 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE content_feeds (
        connector_id uuid PRIMARY KEY REFERENCES connectors,
        policy text NOT NULL DEFAULT 'review' CHECK (policy IN ('review','publish'))
      );
      CREATE TABLE feed_imports (
        id uuid PRIMARY KEY,
        connector_id uuid NOT NULL,
        partner_id uuid NOT NULL REFERENCES partners,
        state text NOT NULL DEFAULT 'running' CHECK (state IN ('running','finished','failed')),
        is_dry boolean NOT NULL,
        next_url text CHECK (length(next_url) <= 2000),
        leased_until timestamptz,
        failure text CHECK (length(failure) <= 60),
        attempts int NOT NULL DEFAULT 0 CHECK (attempts >= 0),
        pages int NOT NULL DEFAULT 0 CHECK (pages >= 0),
        created int NOT NULL DEFAULT 0 CHECK (created >= 0),
        changed int NOT NULL DEFAULT 0 CHECK (changed >= 0),
        unchanged int NOT NULL DEFAULT 0 CHECK (unchanged >= 0),
        withdrawn int NOT NULL DEFAULT 0 CHECK (withdrawn >= 0),
        quarantined int NOT NULL DEFAULT 0 CHECK (quarantined >= 0),
        started_at timestamptz NOT NULL,
        finished_at timestamptz,
        FOREIGN KEY (connector_id, partner_id) REFERENCES connectors (id, partner_id),
        CHECK ((state = 'running') = (next_url IS NOT NULL)),
        CHECK ((state = 'running') = (finished_at IS NULL)),
        CHECK (state <> 'failed' OR failure IS NOT NULL)
      );
      CREATE UNIQUE INDEX feed_imports_one_running_idx ON feed_imports (connector_id) WHERE state = 'running';
      CREATE INDEX feed_imports_connector_idx ON feed_imports (connector_id, id DESC);
      CREATE INDEX feed_imports_partner_idx ON feed_imports (partner_id, id DESC);
      CREATE TABLE feed_pages (
        connector_id uuid NOT NULL REFERENCES connectors,
        url text NOT NULL,
        import_id uuid NOT NULL REFERENCES feed_imports,
        etag text CHECK (length(etag) <= 500),
        last_modified text CHECK (length(last_modified) <= 100),
        next_url text,
        PRIMARY KEY (connector_id, url)
      );
      CREATE INDEX feed_pages_import_idx ON feed_pages (import_id);
      CREATE TABLE feed_items (
        connector_id uuid NOT NULL,
        item_id text NOT NULL CHECK (length(item_id) BETWEEN 1 AND 500),
        partner_id uuid NOT NULL REFERENCES partners,
        version bigint NOT NULL CHECK (version > 0),
        is_deleted boolean NOT NULL,
        hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
        content_id uuid REFERENCES contents,
        content_version_id uuid,
        withdrawn_from text CHECK (withdrawn_from IN ('draft','in_review','changes_requested','approved','scheduled','published','restored')),
        rights_from timestamptz,
        rights_until timestamptz,
        seen_at timestamptz NOT NULL,
        PRIMARY KEY (connector_id, item_id),
        UNIQUE (content_id),
        FOREIGN KEY (connector_id, partner_id) REFERENCES connectors (id, partner_id),
        CHECK ((content_id IS NULL) = (content_version_id IS NULL)),
        CHECK (is_deleted OR content_id IS NOT NULL),
        CHECK (rights_from < rights_until)
      );
      CREATE INDEX feed_items_partner_idx ON feed_items (partner_id);
      CREATE INDEX feed_items_rights_idx ON feed_items (content_id) WHERE rights_from IS NOT NULL OR rights_until IS NOT NULL;
      CREATE TABLE quarantined_items (
        id uuid PRIMARY KEY,
        connector_id uuid NOT NULL,
        item_id text NOT NULL CHECK (length(item_id) BETWEEN 1 AND 500),
        partner_id uuid NOT NULL REFERENCES partners,
        version bigint NOT NULL CHECK (version >= 0),
        hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
        reason text NOT NULL,
        item jsonb NOT NULL,
        state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting','released','discarded','overtaken')),
        seen_at timestamptz NOT NULL,
        UNIQUE (connector_id, item_id),
        FOREIGN KEY (connector_id, partner_id) REFERENCES connectors (id, partner_id)
      );
      CREATE INDEX quarantined_items_partner_idx ON quarantined_items (partner_id, id DESC);
      CREATE INDEX outbox_import_idx ON outbox ((payload->>'partnerId'), created_at) WHERE job = 'import-feeds';
    `);
  }

  async down(): Promise<void> {
    throw new Error('What came from partners cannot be told from our own without these tables: restore a backup instead.');
  }
}

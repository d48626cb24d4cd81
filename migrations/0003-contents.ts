import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A content is a stable row that points at immutable versions: the draft pointer is what editors see, the
 * live pointer what readers get. \`no\` is the small running number that models and feeds use. The row repeats title,
 * summary, language and tags of the live version (of the draft while nothing is live), so that lists join nothing.
 */
export class Contents1700000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE contents (
        id uuid PRIMARY KEY,
        no int GENERATED ALWAYS AS IDENTITY UNIQUE,
        external_id text UNIQUE,
        kind text NOT NULL CHECK (kind IN ('article','audio','video','course','column')),
        state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft','in_review','changes_requested','approved','scheduled','published','unlisted','archived','takedown','restored')),
        author_id uuid REFERENCES accounts,
        partner_id uuid,
        draft_version_id uuid NOT NULL,
        live_version_id uuid,
        title text NOT NULL,
        summary text NOT NULL,
        language text NOT NULL,
        tags text[] NOT NULL,
        publish_at timestamptz,
        published_at timestamptz,
        version int NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        CHECK (state <> 'published' OR (live_version_id IS NOT NULL AND published_at IS NOT NULL)),
        CHECK (state <> 'scheduled' OR publish_at IS NOT NULL)
      );
      CREATE TABLE content_versions (
        id uuid PRIMARY KEY,
        content_id uuid NOT NULL REFERENCES contents ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        number int NOT NULL CHECK (number > 0),
        title text NOT NULL CHECK (length(title) BETWEEN 1 AND 300),
        summary text NOT NULL DEFAULT '',
        body text NOT NULL DEFAULT '',
        preview_chars int NOT NULL DEFAULT 200 CHECK (preview_chars >= 0),
        media_url text,
        language text NOT NULL DEFAULT 'zh' CHECK (language IN ('zh','en')),
        tags text[] NOT NULL DEFAULT '{}',
        content_hash bytea NOT NULL CHECK (length(content_hash) = 32),
        created_by uuid,
        created_at timestamptz NOT NULL DEFAULT now(),
        search tsvector NOT NULL,
        UNIQUE (content_id, number)
      );
      ALTER TABLE contents
        ADD FOREIGN KEY (draft_version_id) REFERENCES content_versions DEFERRABLE INITIALLY DEFERRED,
        ADD FOREIGN KEY (live_version_id) REFERENCES content_versions DEFERRABLE INITIALLY DEFERRED;
      CREATE INDEX contents_listing_idx ON contents (published_at DESC, id DESC) WHERE state = 'published';
      CREATE UNIQUE INDEX contents_live_idx ON contents (live_version_id);
      CREATE INDEX contents_author_idx ON contents (author_id);
      CREATE INDEX contents_partner_idx ON contents (partner_id);
      CREATE INDEX contents_due_idx ON contents (publish_at) WHERE state = 'scheduled';
      CREATE INDEX content_versions_search_idx ON content_versions USING gin (search);
      CREATE TRIGGER content_versions_immutable BEFORE UPDATE ON content_versions
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TABLE content_publications (
        id uuid PRIMARY KEY,
        content_id uuid NOT NULL REFERENCES contents ON DELETE CASCADE,
        from_version_id uuid,
        to_version_id uuid,
        actor text NOT NULL,
        at timestamptz NOT NULL
      );
      CREATE INDEX content_publications_content_idx ON content_publications (content_id, at, id);
      CREATE TRIGGER content_publications_append_only BEFORE UPDATE ON content_publications
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE FUNCTION show_content_version() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          SELECT title, summary, language, tags INTO NEW.title, NEW.summary, NEW.language, NEW.tags
            FROM content_versions WHERE id = coalesce(NEW.live_version_id, NEW.draft_version_id) AND content_id = NEW.id;
          IF NOT FOUND THEN
            RAISE EXCEPTION 'content % points at a version that is not its own or not there yet: insert the version first', NEW.id;
          END IF;
          RETURN NEW;
        END $$;
      CREATE TRIGGER contents_show_version BEFORE INSERT OR UPDATE OF draft_version_id, live_version_id ON contents
        FOR EACH ROW EXECUTE FUNCTION show_content_version();
    `);
  }

  async down(): Promise<void> {
    throw new Error('Contents cannot be taken away: restore a backup instead.');
  }
}

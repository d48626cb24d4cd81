import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What readers do, in day partitions (UTC days of occurred_at) so that old days can leave at once. Rows carry the
 * small running numbers of reader and content; (occurred_at, event_id) makes a repeated event harmless.
 */
export class ReadersAndInteractions1700000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE readers (
        id uuid PRIMARY KEY,
        no int GENERATED ALWAYS AS IDENTITY UNIQUE,
        external_id text UNIQUE,
        account_id uuid UNIQUE REFERENCES accounts,
        personalised boolean NOT NULL DEFAULT true,
        locale text NOT NULL DEFAULT 'zh' CHECK (locale IN ('zh','en')),
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE TABLE interactions (
        occurred_at timestamptz NOT NULL,
        event_id uuid NOT NULL,
        reader_no int NOT NULL,
        content_no int NOT NULL,
        kind text NOT NULL CHECK (kind IN ('view','click','read','complete','like','enrol','purchase','less','rate')),
        value real,
        feed_id uuid,
        slot smallint CHECK (slot >= 0),
        received_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (occurred_at, event_id)
      ) PARTITION BY RANGE (occurred_at);
      CREATE INDEX interactions_reader_idx ON interactions (reader_no, occurred_at DESC) INCLUDE (content_no, kind);
      -- Attached while it is empty: ATTACH lets reads pass, where CREATE … PARTITION OF would stop them behind a long one.
      CREATE FUNCTION ensure_interaction_day(day date) RETURNS void LANGUAGE plpgsql AS $$
        DECLARE name text := 'interactions_' || to_char(day, 'YYYYMMDD');
        BEGIN
          IF to_regclass(name) IS NULL THEN
            PERFORM pg_advisory_xact_lock(hashtext('interaction-partitions'));
            -- Asked of the table itself: what to_regclass remembers may be older than the wait for the lock.
            IF EXISTS (SELECT FROM pg_class WHERE relname = name AND relnamespace = current_schema()::regnamespace) THEN RETURN; END IF;
            EXECUTE format('CREATE TABLE %I (LIKE interactions INCLUDING ALL)', name);
            EXECUTE format('ALTER TABLE interactions ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
              name, day::text || ' 00:00:00+00', (day + 1)::text || ' 00:00:00+00');
          END IF;
        END $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Interactions cannot be taken away: restore a backup instead.');
  }
}

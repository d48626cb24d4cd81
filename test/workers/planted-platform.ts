import type { Database } from '../../server/platform/database.js';

export interface PlantedPlatform {
  readers: number;
  contents: number;
  /** Interactions of each reader, most of them with contents of his group. */
  perReader: number;
  groups: number;
}

export const smallPlatform: PlantedPlatform = { readers: 260, contents: 60, perReader: 12, groups: 4 };

/**
 * Published contents and readers with a taste: reader r belongs to group r mod groups, and nine in ten of his interactions
 * are with contents of that group. Written as SQL alone, so that every run plants the same. Times lie in the last days.
 */
export async function plantPlatform(database: Database, { readers, contents, perReader, groups }: PlantedPlatform = smallPlatform): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.query(`CREATE TEMPORARY TABLE planted ON COMMIT DROP AS
      SELECT no, gen_random_uuid() AS id, gen_random_uuid() AS version FROM generate_series(1, ${contents}) AS no`);
    await tx.query(`INSERT INTO content_versions (id, content_id, number, title, content_hash, search)
      SELECT version, id, 1, 'Course ' || no, sha256(no::text::bytea), '' FROM planted`);
    await tx.query(`INSERT INTO contents (id, kind, state, draft_version_id, live_version_id, published_at)
      SELECT id, 'course', 'published', version, version, now() - interval '30 days' FROM planted ORDER BY no`);
  });
  await database.query(`INSERT INTO readers (id, external_id) SELECT gen_random_uuid(), 'r' || n FROM generate_series(1, ${readers}) AS n ORDER BY n`);
  await database.query(`SELECT ensure_interaction_day((now() AT TIME ZONE 'UTC')::date - d) FROM generate_series(0, 4) AS d`);
  await database.query(`INSERT INTO interactions (occurred_at, event_id, reader_no, content_no, kind)
    SELECT DISTINCT ON (r.no, c.no) date_trunc('hour', now()) - make_interval(hours => 2 + (e * 89 + r.no * 13) % 90), gen_random_uuid(), r.no, c.no,
      (ARRAY['view', 'click', 'read', 'enrol'])[1 + (e + r.no) % 4]
    FROM readers r, generate_series(1, ${perReader}) AS e
    JOIN LATERAL (
      SELECT 1 + CASE WHEN (r.no * 7 + e * 3) % 10 > 0 THEN (r.no % ${groups}) + ${groups} * ((r.no * 31 + e * 17 + (e * e * r.no) % 11) % (${contents} / ${groups})) ELSE (r.no * 5 + e * 29) % ${contents} END AS wanted
    ) AS w ON true
    JOIN (SELECT no, row_number() OVER (ORDER BY no) AS place FROM contents) AS c ON c.place = w.wanted
    ORDER BY r.no, c.no, e`);
}

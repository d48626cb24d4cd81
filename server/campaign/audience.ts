import { z } from 'zod';
import type { Audience } from '../../schema/audience.js';
import type { ContentKind } from '../../schema/content.js';

const DAY_MS = 86_400_000;

/** What is known of a reader when an audience is asked. Times are the newest of their sort. */
export interface AudienceProfile {
  locale: string;
  /** Newest interaction of any kind; null: none. */
  lastActiveAt: Date | null;
  /** Newest reading (readingKinds) per kind of content. */
  lastReadAt: Partial<Record<ContentKind, Date>>;
}

/** Interactions that count as reading. "less" and "rate" tell an opinion, not that something was read. */
export const readingKinds = ['view', 'click', 'read', 'complete', 'like', 'enrol', 'purchase'] as const;

export const audienceShape = z.strictObject({
  kinds: z.array(z.enum(['article', 'audio', 'video', 'course', 'column'])).max(5).default([]),
  locales: z.array(z.enum(['zh', 'en'])).max(2).default([]),
  activeWithinDays: z.int().min(1).max(365).nullable().default(null),
});

/** Whether the reader belongs to the audience at `now`; the same answer as `audienceSql`. */
export function matchesAudience(audience: Audience, profile: AudienceProfile, now: Date): boolean {
  const since = audience.activeWithinDays === null ? -Infinity : now.getTime() - audience.activeWithinDays * DAY_MS;
  const within = (at: Date | null | undefined) => at != null && at.getTime() >= since && at <= now;
  if (audience.locales.length && !audience.locales.includes(profile.locale as 'zh' | 'en')) return false;
  if (audience.activeWithinDays !== null && !within(profile.lastActiveAt)) return false;
  return !audience.kinds.length || audience.kinds.some((kind) => within(profile.lastReadAt[kind]));
}

/**
 * The same rule for all readers at once: `audience` is an SQL expression of type jsonb, `now` one of timestamptz, `reader`
 * the alias of a row of readers. IN, not EXISTS: beside OR Postgres hashes an IN once but probes an EXISTS for every reader.
 * Days partition the interactions, so a window reads only its own partitions.
 */
export function audienceSql(audience: string, now: string, reader: string): string {
  const since = `COALESCE(${now} - make_interval(hours => 24 * (${audience}->>'activeWithinDays')::int), '-infinity')`;
  const readings = readingKinds.map((kind) => `'${kind}'`).join(', ');
  return `(
    (jsonb_array_length(${audience}->'locales') = 0 OR ${audience}->'locales' ? ${reader}.locale)
    AND (${audience}->>'activeWithinDays' IS NULL OR ${reader}.no IN (
      SELECT i.reader_no FROM interactions i WHERE i.occurred_at >= ${since} AND i.occurred_at <= ${now}))
    AND (jsonb_array_length(${audience}->'kinds') = 0 OR ${reader}.no IN (
      SELECT i.reader_no FROM interactions i JOIN contents c ON c.no = i.content_no
      WHERE i.occurred_at >= ${since} AND i.occurred_at <= ${now} AND i.kind IN (${readings}) AND ${audience}->'kinds' ? c.kind)))`;
}

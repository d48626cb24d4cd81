import type { AdRecord, ContentRecord } from '../../models/serving.js';
import type { Database } from '../platform/database.js';

/**
 * What is known of contents and ads for the ad model, counted from the impressions of a window. Training and serving read
 * these same statements, for the same window: the snapshot's.
 */
const windowDays = 30;

export interface ShownContent extends ContentRecord { no: number }
export interface ShownAd extends AdRecord { id: string }

/** Impressions before this are another season: from…to of the window that ends at `toMs`. */
export function shownWindow(toMs: number): [Date, Date] {
  return [new Date(toMs - windowDays * 86_400_000), new Date(toMs)];
}

/** All contents that are or were live; with `contentNos` only these. */
export function readShownContents(database: Database, toMs: number, contentNos: readonly number[] | null = null): Promise<ShownContent[]> {
  return database.query<ShownContent>(contentSql, [...shownWindow(toMs), contentNos]);
}

/** All campaigns; with `campaignIds` only these. */
export function readShownAds(database: Database, toMs: number, campaignIds: readonly string[] | null = null): Promise<ShownAd[]> {
  return database.query<ShownAd>(adSql, [...shownWindow(toMs), campaignIds]);
}

/** $1, $2: the window; a click counts where it names the feed that showed the content. */
export const clicksSql = `SELECT DISTINCT feed_id, content_no FROM interactions
  WHERE kind = 'click' AND feed_id IS NOT NULL AND occurred_at >= $1 AND occurred_at < $2 AND received_at < $2`;
export const entriesSql = `SELECT i.feed_id, i.page, i.served_at, e.content_no, e.campaign_id
  FROM impressions i, unnest(i.content_nos, i.campaign_ids) AS e (content_no, campaign_id) WHERE i.served_at >= $1 AND i.served_at < $2`;

const contentSql = `SELECT c.no, c.kind, extract(epoch FROM COALESCE(c.published_at, c.created_at))::float8 * 1000 AS "publishedAtMs",
    COALESCE(o.price, 0)::float8 AS "priceMinor", COALESCE(s.impressions, 0)::float8 AS impressions,
    COALESCE(r.clicks, 0)::float8 AS clicks, COALESCE(r.reads, 0)::float8 AS reads, v.title || ' ' || v.summary AS text
  FROM contents c JOIN content_versions v ON v.id = c.live_version_id
  LEFT JOIN (SELECT content_id, min(price_minor) AS price FROM offers WHERE state = 'active' GROUP BY 1) AS o ON o.content_id = c.id
  LEFT JOIN (SELECT content_no, count(*) AS impressions FROM (${entriesSql}) AS e GROUP BY 1) AS s ON s.content_no = c.no
  LEFT JOIN (SELECT content_no, count(*) FILTER (WHERE kind = 'click' AND feed_id IS NOT NULL) AS clicks, count(*) FILTER (WHERE kind IN ('read', 'complete')) AS reads
    FROM interactions WHERE occurred_at >= $1 AND occurred_at < $2 GROUP BY 1) AS r ON r.content_no = c.no
  WHERE $3::int[] IS NULL OR c.no = ANY($3)`;

const adSql = `SELECT k.id, extract(epoch FROM k.starts_at)::float8 * 1000 AS "startedAtMs", k.bid_minor::float8 AS "bidMinor",
    COALESCE(s.impressions, 0)::float8 AS impressions, COALESCE(s.clicks, 0)::float8 AS clicks,
    (1 - k.spent_minor::float8 / k.budget_minor) AS "budgetLeftShare", true AS "partnerOwned"
  FROM campaigns k LEFT JOIN (
    SELECT e.campaign_id, count(*) AS impressions, count(c.feed_id) AS clicks
    FROM (${entriesSql}) AS e LEFT JOIN (${clicksSql}) AS c USING (feed_id, content_no) WHERE e.campaign_id IS NOT NULL GROUP BY 1
  ) AS s ON s.campaign_id = k.id
  WHERE $3::uuid[] IS NULL OR k.id = ANY($3)`;

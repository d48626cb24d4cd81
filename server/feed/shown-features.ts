import type { AdRecord, ContentRecord } from '../../models/serving.js';
import type { Database } from '../platform/database.js';

/**
 * What is known of contents and ads for the ad model, counted from the impressions of a window. Sets of features are made
 * from these statements and from nowhere else.
 */
const windowDays = 30;

export interface ShownContent extends ContentRecord { no: number; versionId: string }
export interface ShownAd extends AdRecord { id: string }

/** Impressions before this are another season: from…to of the window that ends at `toMs`. */
export function shownWindow(toMs: number): [Date, Date] {
  return [new Date(toMs - windowDays * 86_400_000), new Date(toMs)];
}

/** All contents that are or were live. */
export function readShownContents(database: Database, toMs: number): Promise<ShownContent[]> {
  return database.query<ShownContent>(contentSql, shownWindow(toMs));
}

/** All campaigns. */
export function readShownAds(database: Database, toMs: number): Promise<ShownAd[]> {
  return database.query<ShownAd>(adSql, shownWindow(toMs));
}

/** $1, $2: the window; a click counts where it names the feed that showed the content. */
export const clicksSql = `SELECT DISTINCT feed_id, content_no FROM interactions
  WHERE kind = 'click' AND feed_id IS NOT NULL AND occurred_at >= $1 AND occurred_at < $2 AND received_at < $2`;
export const entriesSql = `SELECT i.feed_id, i.page, i.reader_no, i.served_at, i.feature_set_id AS set_id, e.content_no, e.campaign_id, e.slot
  FROM impressions i, unnest(i.content_nos, i.campaign_ids, i.slots) AS e (content_no, campaign_id, slot) WHERE i.served_at >= $1 AND i.served_at < $2`;

const contentSql = `SELECT c.no, v.id AS "versionId", c.kind, extract(epoch FROM COALESCE(c.published_at, c.created_at))::float8 * 1000 AS "publishedAtMs",
    COALESCE(o.price, 0)::float8 AS "priceMinor", COALESCE(s.impressions, 0)::float8 AS impressions,
    COALESCE(r.clicks, 0)::float8 AS clicks, COALESCE(r.reads, 0)::float8 AS reads, v.title || ' ' || v.summary AS text
  FROM contents c JOIN content_versions v ON v.id = c.live_version_id
  LEFT JOIN (SELECT content_id, min(price_minor) AS price FROM offers WHERE state = 'active' GROUP BY 1) AS o ON o.content_id = c.id
  LEFT JOIN (SELECT content_no, count(*) AS impressions FROM (${entriesSql}) AS e GROUP BY 1) AS s ON s.content_no = c.no
  LEFT JOIN (SELECT content_no, count(*) FILTER (WHERE kind = 'click' AND feed_id IS NOT NULL) AS clicks, count(*) FILTER (WHERE kind IN ('read', 'complete')) AS reads
    FROM interactions WHERE occurred_at >= $1 AND occurred_at < $2 GROUP BY 1) AS r ON r.content_no = c.no`;

const adSql = `SELECT k.id, extract(epoch FROM k.starts_at)::float8 * 1000 AS "startedAtMs", k.bid_minor::float8 AS "bidMinor",
    COALESCE(s.impressions, 0)::float8 AS impressions, COALESCE(s.clicks, 0)::float8 AS clicks,
    (1 - k.spent_minor::float8 / k.budget_minor) AS "budgetLeftShare", true AS "partnerOwned"
  FROM campaigns k LEFT JOIN (
    SELECT e.campaign_id, count(*) AS impressions, count(c.feed_id) AS clicks
    FROM (${entriesSql}) AS e LEFT JOIN (${clicksSql}) AS c USING (feed_id, content_no) WHERE e.campaign_id IS NOT NULL GROUP BY 1
  ) AS s ON s.campaign_id = k.id`;

import type { ImpressionTable } from '../../models/dataset.js';
import { AD_WIDTH, CONTENT_WIDTH } from '../../models/features/spec.js';
import { adVector, contentVector } from '../../models/features/vectors.js';
import { clicksSql, entriesSql, readShownAds, readShownContents, shownWindow } from '../../server/feed/shown-features.js';
import type { Database } from '../../server/platform/database.js';

const mostRows = 100_000;
const width = CONTENT_WIDTH + AD_WIDTH;

interface ShownRow { contentNo: number; campaignId: string | null; servedAtMs: number; clicked: boolean }

/**
 * What was shown, newest first, with what it was and whether it was clicked: x = content ⊕ ad, the ad's part zero for a
 * content that nobody paid for. Null where nothing was shown, or where all or none was clicked: nothing can be learnt.
 */
export async function readImpressions(database: Database, toMs: number): Promise<ImpressionTable | null> {
  const shown = await database.query<ShownRow>(shownSql, [...shownWindow(toMs), mostRows]);
  const clicks = shown.filter(({ clicked }) => clicked).length;
  if (clicks === 0 || clicks === shown.length) return null;
  const contents = new Map((await readShownContents(database, toMs)).map((row) => [row.no, contentVector(row, toMs)]));
  const ads = new Map((await readShownAds(database, toMs)).map((row) => [row.id, adVector(row, toMs)]));
  const usable = shown.filter(({ contentNo }) => contents.has(contentNo));
  const features = new Float32Array(usable.length * width);
  usable.forEach(({ contentNo, campaignId }, row) => {
    features.set(contents.get(contentNo)!, row * width);
    const ad = campaignId === null ? undefined : ads.get(campaignId);
    if (ad) features.set(ad, row * width + CONTENT_WIDTH);
  });
  return {
    rowCount: usable.length, featureCount: width, features,
    labels: Uint8Array.from(usable, ({ clicked }) => Number(clicked)), weights: new Float32Array(usable.length).fill(1),
  };
}

const shownSql = `SELECT e.content_no AS "contentNo", e.campaign_id AS "campaignId", extract(epoch FROM e.served_at)::float8 * 1000 AS "servedAtMs", c.feed_id IS NOT NULL AS clicked
  FROM (${entriesSql} ORDER BY i.served_at DESC, i.feed_id, i.page, e.content_no LIMIT $3) AS e LEFT JOIN (${clicksSql}) AS c USING (feed_id, content_no)
  ORDER BY e.served_at DESC, e.feed_id, e.page, e.content_no`;

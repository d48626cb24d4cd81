import type { ImpressionTable } from '../../models/dataset.js';
import { AD_WIDTH, CONTENT_WIDTH } from '../../models/features/spec.js';
import { adVector, contentVector } from '../../models/features/vectors.js';
import { adKeyOf } from '../../models/ranker/ad-ranker.js';
import { readFeatures, readVersionTexts } from '../../server/feed/feature-sets.js';
import { clicksSql, entriesSql, shownWindow } from '../../server/feed/shown-features.js';
import type { Database } from '../../server/platform/database.js';

const mostRows = 100_000;
const width = CONTENT_WIDTH + AD_WIDTH;

interface ShownRow { contentNo: number; campaignId: string | null; servedAtMs: number; slot: number; setId: string | null; clicked: boolean }

/**
 * What was shown, newest first, with what was known of it then and whether it was clicked: x = content ⊕ ad, the ad's part
 * zero for a content that nobody paid for. Each page names the set of features that it was made with, and the vectors are
 * made of that set; pages from before there were sets take `fallbackSetId`. A content that its set does not know had no
 * features when it was shown, and is left out. Null where all or none was clicked: nothing can be learnt.
 */
export async function readImpressions(database: Database, toMs: number, fallbackSetId: string): Promise<ImpressionTable | null> {
  const shown = await database.query<ShownRow>(shownSql, [...shownWindow(toMs), mostRows]);
  const clicks = shown.filter(({ clicked }) => clicked).length;
  if (clicks === 0 || clicks === shown.length) return null;
  const features = new Float32Array(shown.length * width);
  const isKnown = new Uint8Array(shown.length);
  for (const [setId, rows] of rowsBySet(shown, fallbackSetId)) await fill(database, setId, shown, rows, { features, isKnown });
  const kept = shown.flatMap((_, row) => (isKnown[row] ? [row] : []));
  if (kept.length === 0) return null;
  kept.forEach((row, at) => features.copyWithin(at * width, row * width, (row + 1) * width));
  return {
    rowCount: kept.length, featureCount: width, features: features.slice(0, kept.length * width),
    labels: Uint8Array.from(kept, (row) => Number(shown[row].clicked)), weights: new Float32Array(kept.length).fill(1),
    timesMs: Float64Array.from(kept, (row) => shown[row].servedAtMs),
    adKeys: Uint32Array.from(kept, (row) => (shown[row].campaignId === null ? 0 : adKeyOf(shown[row].campaignId))),
    slots: Uint8Array.from(kept, (row) => Math.min(255, shown[row].slot)),
  };
}

function rowsBySet(shown: readonly ShownRow[], fallbackSetId: string): Map<string, number[]> {
  const bySet = new Map<string, number[]>();
  shown.forEach(({ setId }, row) => {
    const rows = bySet.get(setId ?? fallbackSetId);
    if (rows) rows.push(row);
    else bySet.set(setId ?? fallbackSetId, [row]);
  });
  return bySet;
}

/** One set at a time, and each of its vectors once. */
async function fill(database: Database, setId: string, shown: readonly ShownRow[], rows: readonly number[], into: { features: Float32Array; isKnown: Uint8Array }): Promise<void> {
  const set = await readFeatures(database, setId);
  if (!set) return;
  const wanted = [...new Set(rows.map((row) => shown[row].contentNo))].flatMap((no) => set.contents.get(no) ?? []);
  const texts = await readVersionTexts(database, wanted.map(({ versionId }) => versionId));
  const contents = new Map(wanted.map((content) => [content.no, contentVector({ ...content, text: texts.get(content.versionId) ?? '' }, set.countedToMs)]));
  const ads = new Map([...set.ads.values()].map((ad) => [ad.id, adVector(ad, set.countedToMs)]));
  for (const row of rows) {
    const { contentNo, campaignId } = shown[row];
    const content = contents.get(contentNo);
    if (!content) continue;
    into.isKnown[row] = 1;
    into.features.set(content, row * width);
    const ad = campaignId === null ? undefined : ads.get(campaignId);
    if (ad) into.features.set(ad, row * width + CONTENT_WIDTH);
  }
}

const shownSql = `SELECT e.content_no AS "contentNo", e.campaign_id AS "campaignId", e.slot, e.set_id AS "setId", extract(epoch FROM e.served_at)::float8 * 1000 AS "servedAtMs", c.feed_id IS NOT NULL AS clicked
  FROM (${entriesSql} ORDER BY i.served_at DESC, i.feed_id, i.page, e.content_no LIMIT $3) AS e LEFT JOIN (${clicksSql}) AS c USING (feed_id, content_no)
  ORDER BY e.served_at DESC, e.feed_id, e.page, e.content_no`;

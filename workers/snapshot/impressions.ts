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
  return tableOf(database, shown, fallbackSetId);
}

/**
 * The next impressions of the log after a place in it, oldest first, each with the click that came within `delayMs`: the
 * same rows and labels whenever it is asked, as long as `toMs` is at least that delay ago. Pages that name no features are
 * passed over. Cut where a moment ends, so that the next call begins after it; null where nothing was shown.
 */
export async function readImpressionLog(database: Database, window: { fromMs: number; toMs: number; delayMs: number; most: number }): Promise<{ table: ImpressionTable | null; toMs: number }> {
  const { fromMs, toMs, delayMs, most } = window;
  const found = await database.query<ShownRow>(logSql, [new Date(fromMs), new Date(toMs), delayMs / 1000, most + 1]);
  // What was shown at the moment of the cut is left for the next call, whole.
  const shown = found.length <= most ? found : found.filter(({ servedAtMs }) => servedAtMs < found[found.length - 1].servedAtMs);
  if (found.length > most && shown.length === 0) throw new RangeError(`more than ${most} impressions of one moment`);
  return { table: shown.length > 0 ? await tableOf(database, shown, '') : null, toMs: found.length <= most ? toMs : shown[shown.length - 1].servedAtMs };
}

async function tableOf(database: Database, shown: readonly ShownRow[], fallbackSetId: string): Promise<ImpressionTable | null> {
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

/** $1 exclusive, $2 inclusive, $3: seconds until a label counts, $4: rows. */
const logSql = `SELECT e.content_no AS "contentNo", e.campaign_id AS "campaignId", e.slot, i.feature_set_id AS "setId", extract(epoch FROM i.served_at)::float8 * 1000 AS "servedAtMs",
    EXISTS (SELECT FROM interactions k WHERE k.reader_no = i.reader_no AND k.kind = 'click' AND k.feed_id = i.feed_id AND k.content_no = e.content_no
      AND k.occurred_at >= i.served_at - interval '1 day' AND k.received_at < i.served_at + make_interval(secs => $3)) AS clicked
  FROM impressions i, unnest(i.content_nos, i.campaign_ids, i.slots) AS e (content_no, campaign_id, slot)
  WHERE i.served_at > $1 AND i.served_at <= $2 AND i.feature_set_id IS NOT NULL ORDER BY i.served_at, i.feed_id, i.page, e.slot LIMIT $4`;

const shownSql = `SELECT e.content_no AS "contentNo", e.campaign_id AS "campaignId", e.slot, e.set_id AS "setId", extract(epoch FROM e.served_at)::float8 * 1000 AS "servedAtMs", c.feed_id IS NOT NULL AS clicked
  FROM (${entriesSql} ORDER BY i.served_at DESC, i.feed_id, i.page, e.content_no LIMIT $3) AS e LEFT JOIN (${clicksSql}) AS c USING (feed_id, content_no)
  ORDER BY e.served_at DESC, e.feed_id, e.page, e.content_no`;

import type { ImpressionTable } from '../../models/dataset.js';
import { decodeProfile } from '../../models/features/reader-profile.js';
import { AD_WIDTH, CONTENT_WIDTH } from '../../models/features/spec.js';
import { adVector, contentVector } from '../../models/features/vectors.js';
import { adKeyOf } from '../../models/ranker/ad-ranker.js';
import { UNKNOWN } from '../../models/ranker/deep/ranking-table.js';
import { readFeatures, readVersionTexts } from '../../server/feed/feature-sets.js';
import { clicksSql, entriesSql, shownWindow } from '../../server/feed/shown-features.js';
import type { Database } from '../../server/platform/database.js';

const mostRows = 100_000;
const width = CONTENT_WIDTH + AD_WIDTH;

interface ShownRow {
  feedId: string; page: number; contentNo: number; campaignId: string | null; servedAtMs: number; slot: number; setId: string | null; clicked: boolean;
  /** What the reader did after his click, where that was asked. */
  dwell?: boolean | null; complete?: boolean | null; buy?: boolean | null;
}
const dayMs = 86_400_000;
/** What follows a click counts for so long after the showing; until then its label is not known. */
const windowMs = { dwell: dayMs, complete: dayMs, buy: 3 * dayMs } as const;
type Outcome = keyof typeof windowMs;
/** Pages whose profiles are read in one statement. */
const profilePages = 2_000;

/**
 * What was shown, newest first, with what was known of it then and whether it was clicked: x = content ⊕ ad, the ad's part
 * zero for a content that nobody paid for. Each page names the set of features that it was made with, and the vectors are
 * made of that set; pages from before there were sets take `fallbackSetId`. A content that its set does not know had no
 * features when it was shown, and is left out. Null where all or none was clicked: nothing can be learnt.
 * Beside the click stand three outcomes of the way that it began, each 0 without a click: dwell (a good part was read) and
 * complete within a day, buy (an event or a paid order) within three.
 */
export async function readImpressions(database: Database, toMs: number, fallbackSetId: string): Promise<ImpressionTable | null> {
  const shown = await database.query<ShownRow>(shownSql, [...shownWindow(toMs), mostRows]);
  const clicks = shown.filter(({ clicked }) => clicked).length;
  if (clicks === 0 || clicks === shown.length) return null;
  const kept = await knownRows(database, shown, fallbackSetId);
  return kept && { ...await tableOf(database, kept), outcomes: outcomesOf(kept.rows, toMs) };
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
  const kept = shown.length > 0 ? await knownRows(database, shown, '') : null;
  return { table: kept && await tableOf(database, kept), toMs: found.length <= most ? toMs : shown[shown.length - 1].servedAtMs };
}

/** Rows whose content had features when it was shown, with x [rows, 105]. */
interface KnownRows { rows: ShownRow[]; features: Float32Array }

async function knownRows(database: Database, shown: readonly ShownRow[], fallbackSetId: string): Promise<KnownRows | null> {
  const features = new Float32Array(shown.length * width);
  const isKnown = new Uint8Array(shown.length);
  for (const [setId, rows] of rowsBySet(shown, fallbackSetId)) await fill(database, setId, shown, rows, { features, isKnown });
  const kept = shown.flatMap((_, row) => (isKnown[row] ? [row] : []));
  kept.forEach((row, at) => features.copyWithin(at * width, row * width, (row + 1) * width));
  return kept.length > 0 ? { rows: kept.map((row) => shown[row]), features: features.slice(0, kept.length * width) } : null;
}

async function tableOf(database: Database, { rows, features }: KnownRows): Promise<ImpressionTable> {
  return {
    rowCount: rows.length, featureCount: width, features,
    labels: Uint8Array.from(rows, ({ clicked }) => Number(clicked)), weights: new Float32Array(rows.length).fill(1),
    timesMs: Float64Array.from(rows, ({ servedAtMs }) => servedAtMs),
    adKeys: Uint32Array.from(rows, ({ campaignId }) => (campaignId === null ? 0 : adKeyOf(campaignId))),
    slots: Uint8Array.from(rows, ({ slot }) => Math.min(255, slot)),
    profiles: await profilesOf(database, rows),
  };
}

/** u [rows, 100] as each page was served with it, zero where nobody was known. */
async function profilesOf(database: Database, rows: readonly ShownRow[]): Promise<Float32Array> {
  const profiles = new Float32Array(rows.length * CONTENT_WIDTH);
  const byPage = new Map<string, { feedId: string; page: number; rows: number[] }>();
  rows.forEach(({ feedId, page }, row) => {
    const key = `${feedId}/${page}`;
    const known = byPage.get(key);
    if (known) known.rows.push(row);
    else byPage.set(key, { feedId, page, rows: [row] });
  });
  const pages = [...byPage.values()];
  for (let from = 0; from < pages.length; from += profilePages) {
    const some = pages.slice(from, from + profilePages);
    const found = await database.query<{ at: number; profile: Buffer }>(
      `SELECT w.at::int - 1 AS at, i.profile FROM unnest($1::uuid[], $2::int[]) WITH ORDINALITY AS w (feed_id, page, at) JOIN impressions i USING (feed_id, page) WHERE i.profile IS NOT NULL`,
      [some.map(({ feedId }) => feedId), some.map(({ page }) => page)]);
    for (const { at, profile } of found) {
      const numbers = decodeProfile(profile);
      for (const row of some[at].rows) profiles.set(numbers, row * CONTENT_WIDTH);
    }
  }
  return profiles;
}

/** 0, 1, or UNKNOWN while the window is open: who buys late must not count as one who never buys. */
function outcomesOf(rows: readonly ShownRow[], toMs: number): Record<Outcome, Uint8Array> {
  const labels = (outcome: Outcome): Uint8Array => Uint8Array.from(rows, (row) => (row.servedAtMs + windowMs[outcome] > toMs ? UNKNOWN : Number(row[outcome] === true)));
  return { dwell: labels('dwell'), complete: labels('complete'), buy: labels('buy') };
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

const columns = `e.feed_id AS "feedId", e.page, e.content_no AS "contentNo", e.campaign_id AS "campaignId", e.slot, e.set_id AS "setId", extract(epoch FROM e.served_at)::float8 * 1000 AS "servedAtMs"`;

/** $1 exclusive, $2 inclusive, $3: seconds until a label counts, $4: rows. */
const logSql = `SELECT ${columns},
    EXISTS (SELECT FROM interactions k WHERE k.reader_no = e.reader_no AND k.kind = 'click' AND k.feed_id = e.feed_id AND k.content_no = e.content_no
      AND k.occurred_at >= e.served_at - interval '1 day' AND k.received_at < e.served_at + make_interval(secs => $3)) AS clicked
  FROM (SELECT i.feed_id, i.page, i.reader_no, i.served_at, i.feature_set_id AS set_id, c.content_no, c.campaign_id, c.slot
    FROM impressions i, unnest(i.content_nos, i.campaign_ids, i.slots) AS c (content_no, campaign_id, slot)
    WHERE i.served_at > $1 AND i.served_at <= $2 AND i.feature_set_id IS NOT NULL ORDER BY i.served_at, i.feed_id, i.page, c.slot LIMIT $4) AS e
  ORDER BY e.served_at, e.feed_id, e.page, e.slot`;

/** A reader's clock may be a little behind ours: what he did so long before the showing is still after it. */
const clockSlack = `interval '5 minutes'`;
const within = (outcome: Outcome): string => `interval '${windowMs[outcome] / 1000} seconds'`;

/** $1, $2: the window, $3: rows. What follows is looked up for what was clicked, by reader and day, and for nothing else. */
const shownSql = `SELECT ${columns}, c.feed_id IS NOT NULL AS clicked, o.dwell, o.complete, o.buy
      OR EXISTS (SELECT FROM readers r JOIN orders d ON d.account_id = r.account_id JOIN offers f ON f.id = d.offer_id JOIN contents n ON n.id = f.content_id
        WHERE c.feed_id IS NOT NULL AND r.no = e.reader_no AND n.no = e.content_no AND d.state IN ('paid', 'fulfilling', 'fulfilled')
          AND d.created_at >= e.served_at AND d.created_at < e.served_at + ${within('buy')} AND d.created_at < $2) AS buy
  FROM (${entriesSql} ORDER BY i.served_at DESC, i.feed_id, i.page, e.content_no LIMIT $3) AS e LEFT JOIN (${clicksSql}) AS c USING (feed_id, content_no)
  LEFT JOIN LATERAL (
    SELECT bool_or(k.kind IN ('read', 'complete') AND k.occurred_at < e.served_at + ${within('dwell')}) AS dwell,
      bool_or(k.kind = 'complete' AND k.occurred_at < e.served_at + ${within('complete')}) AS complete, COALESCE(bool_or(k.kind = 'purchase'), false) AS buy
    FROM interactions k WHERE c.feed_id IS NOT NULL AND k.reader_no = e.reader_no AND k.content_no = e.content_no AND k.received_at < $2
      AND k.occurred_at >= e.served_at - ${clockSlack} AND k.occurred_at < e.served_at + ${within('buy')}
  ) AS o ON true
  ORDER BY e.served_at DESC, e.feed_id, e.page, e.content_no`;

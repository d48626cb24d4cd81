import { AD_WIDTH, CONTENT_WIDTH, FEATURE_SPEC } from '../../models/features/spec.js';
import { adVector, contentVector } from '../../models/features/vectors.js';
import { decodeTopContents } from '../../models/top-items-blob.js';
import { readFeatures } from '../../server/feed/feature-sets.js';
import { thaw, type Mark } from '../../server/feed/frozen-list.js';
import type { Database } from '../../server/platform/database.js';

export interface Window { from: Date; to: Date }

/** More observations than this say no more about a distribution. */
const most = 20_000;

export interface EventCounts { events: number; readers: number; negative: number; kinds: Record<string, number>; contentKinds: Record<string, number>; ages: number[]; popularities: number[] }

/** What readers did in a window; popularity is counted in the training window, for both sides. */
export async function readEvents(database: Database, { from, to }: Window, reference: Window): Promise<EventCounts> {
  const [{ events, readers, negative }] = await database.query<{ events: number; readers: number; negative: number }>(
    `SELECT count(*)::int AS events, count(DISTINCT reader_no)::int AS readers, (count(*) FILTER (WHERE kind = 'less' OR (kind = 'rate' AND value < 3)))::int AS negative FROM interactions WHERE occurred_at >= $1 AND occurred_at < $2`, [from, to]);
  const counts = async (sql: string) => Object.fromEntries((await database.query<{ name: string; count: number }>(sql, [from, to])).map(({ name, count }) => [name, count]));
  const kinds = await counts('SELECT kind AS name, count(*)::int AS count FROM interactions WHERE occurred_at >= $1 AND occurred_at < $2 GROUP BY 1');
  const contentKinds = await counts(
    'SELECT c.kind AS name, count(*)::int AS count FROM interactions i JOIN contents c ON c.no = i.content_no WHERE i.occurred_at >= $1 AND i.occurred_at < $2 GROUP BY 1');
  const rows = await database.query<{ age: number; popularity: number }>(
    `SELECT extract(epoch FROM i.occurred_at - COALESCE(c.published_at, c.created_at))::float8 / 86400 AS age, COALESCE(p.count, 0)::float8 AS popularity
     FROM (SELECT occurred_at, content_no FROM interactions WHERE occurred_at >= $1 AND occurred_at < $2 ORDER BY occurred_at DESC, event_id LIMIT ${most}) i
     JOIN contents c ON c.no = i.content_no
     LEFT JOIN (SELECT content_no, count(*) AS count FROM interactions WHERE occurred_at >= $3 AND occurred_at < $4 GROUP BY 1) p ON p.content_no = i.content_no`,
    [from, to, reference.from, reference.to]);
  return { events, readers, negative, kinds, contentKinds, ages: rows.map(({ age }) => age), popularities: rows.map(({ popularity }) => popularity) };
}

/** Numbers of the feature spec that drift is watched for, with their place in the vector c ⊕ a. */
const watched = placesOf(FEATURE_SPEC.content, 'content', 0).concat(placesOf(FEATURE_SPEC.ad, 'ad', CONTENT_WIDTH));

function placesOf(features: readonly { name: string; op: string; values?: readonly string[]; width?: number }[], side: string, from: number): { name: string; place: number }[] {
  let place = from;
  return features.flatMap(({ name, op, values, width }) => {
    const found = { name: `${side}.${name}`, place };
    place += values?.length ?? width ?? 1;
    // Words and kinds are watched where they were read; texts are not numbers.
    return op === 'oneHot' || op === 'hashedNgrams' || op === 'hanShare' ? [] : [found];
  });
}

/** Numbers of one quantity, and how many independent sources they come from: what one reader is shown hangs together, and what one content or ad is, whoever sees it. */
export interface Sample { values: number[]; sources: number }

interface ShownEntry { setId: string; readerNo: number | null; contentNo: number; campaignId: string | null; predicted: number | null }

/** Samples by name of what was shown in a window, as it was known when it was shown. Empty for pages that name no features. */
export async function readShown(database: Database, { from, to }: Window): Promise<Map<string, Sample>> {
  const shown = await database.query<ShownEntry>(
    `SELECT i.feature_set_id AS "setId", i.reader_no AS "readerNo", e.content_no AS "contentNo", e.campaign_id AS "campaignId", e.predicted
     FROM (SELECT * FROM impressions WHERE served_at >= $1 AND served_at < $2 AND feature_set_id IS NOT NULL ORDER BY served_at DESC, feed_id, page LIMIT ${most / 20}) i,
       unnest(i.content_nos, i.campaign_ids, i.predicted) AS e (content_no, campaign_id, predicted)`, [from, to]);
  const samples = new Map<string, number[]>(watched.map(({ name }) => [name, []]));
  for (const setId of new Set(shown.map((entry) => entry.setId))) {
    const set = await readFeatures(database, setId);
    if (!set) continue;
    const pair = new Float32Array(CONTENT_WIDTH + AD_WIDTH);
    for (const { contentNo, campaignId } of shown.filter((entry) => entry.setId === setId)) {
      const [content, ad] = [set.contents.get(contentNo), campaignId === null ? undefined : set.ads.get(campaignId)];
      if (!content) continue;
      pair.set(contentVector({ ...content, text: '' }, set.countedToMs));
      if (ad) pair.set(adVector(ad, set.countedToMs), CONTENT_WIDTH);
      for (const { name, place } of watched) if (place < CONTENT_WIDTH || ad) samples.get(name)!.push(pair[place]);
    }
  }
  samples.set('score.ads', shown.flatMap(({ predicted }) => predicted ?? []));
  const readers = new Set(shown.map(({ readerNo }) => readerNo)).size;
  const contents = new Set(shown.map(({ contentNo }) => contentNo)).size;
  const campaigns = new Set(shown.flatMap(({ campaignId }) => campaignId ?? [])).size;
  return new Map([...samples].map(([name, values]) => [name, { values, sources: Math.min(readers, name.startsWith('content.') ? contents : campaigns) }]));
}

/** Scores that batch scoring gave: the first 20 of lists all over the readers. */
export async function readBatchScores(database: Database, runId: string): Promise<Sample> {
  const rows = await database.query<{ top: Buffer }>(
    `SELECT top FROM reader_scores WHERE model_run_id = $1 AND length(top) > 0 ORDER BY hashint4(reader_no), reader_no LIMIT ${most / 20}`, [runId]);
  return { values: rows.flatMap(({ top }) => [...decodeTopContents(top).scores.subarray(0, 20)]), sources: rows.length };
}

/** Personal scores among the first 20 of the newest feed that this champion made for each reader of the window. */
export async function readServedScores(database: Database, runId: string, { from, to }: Window): Promise<Sample> {
  const rows = await database.query<{ entries: Buffer; marks: Mark[] }>(
    `SELECT DISTINCT ON (reader_no) entries, marks FROM feeds WHERE model_run_id = $1 AND served_at >= $2 AND served_at < $3 ORDER BY reader_no, served_at DESC, id LIMIT ${most / 20}`, [runId, from, to]);
  const lists = rows.map((row) => thaw(row).filter(({ source }) => source === 'personal').slice(0, 20)).filter(({ length }) => length > 0);
  return { values: lists.flat().map(({ score }) => score), sources: lists.length };
}

export interface FeedFacts { feeds: number; empty: number; shownContents: number; publishedContents: number }

/** Feeds are those that this champion made. */
export async function readFeedFacts(database: Database, runId: string, { from, to }: Window): Promise<FeedFacts> {
  const [facts] = await database.query<FeedFacts>(
    `SELECT (SELECT count(*)::int FROM feeds WHERE model_run_id = $3 AND served_at >= $1 AND served_at < $2) AS feeds,
       (SELECT count(*)::int FROM feeds WHERE model_run_id = $3 AND served_at >= $1 AND served_at < $2 AND length(entries) = 0) AS empty,
       (SELECT count(DISTINCT no)::int FROM impressions, unnest(content_nos) AS s (no) JOIN contents c USING (no) WHERE served_at >= $1 AND served_at < $2 AND c.state = 'published') AS "shownContents",
       (SELECT count(*)::int FROM contents WHERE state = 'published') AS "publishedContents"`, [from, to, runId]);
  return facts;
}

export interface PredictedClick { slot: number; kind: string; predicted: number; clicked: boolean }

/** Sponsored impressions of a window with what was predicted and what came; a click counts where it names the feed. */
export function readPredictedClicks(database: Database, { from, to }: Window): Promise<PredictedClick[]> {
  return database.query<PredictedClick>(
    `SELECT e.slot, c.kind, e.predicted::float8 AS predicted, EXISTS (
       SELECT FROM interactions k WHERE k.reader_no = i.reader_no AND k.kind = 'click' AND k.feed_id = i.feed_id AND k.content_no = e.content_no AND k.occurred_at >= $1) AS clicked
     FROM impressions i, unnest(i.content_nos, i.campaign_ids, i.predicted, i.slots) AS e (content_no, campaign_id, predicted, slot) JOIN contents c ON c.no = e.content_no
     WHERE i.served_at >= $1 AND i.served_at < $2 AND e.predicted IS NOT NULL ORDER BY i.served_at DESC, i.feed_id, e.slot LIMIT ${most}`, [from, to]);
}

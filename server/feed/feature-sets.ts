import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import type { AdRecord, ContentRecord } from '../../models/serving.js';
import type { Database } from '../platform/database.js';
import type { NewId } from '../platform/ids.js';
import { readShownAds, readShownContents } from './shown-features.js';

/** What is known of a content, but for its text: that of a version never changes and is read from there. */
export interface CountedContent extends Omit<ContentRecord, 'text'> { no: number; versionId: string }
export interface CountedAd extends AdRecord { id: string }

/**
 * Features of all contents and ads as counted at one moment. Impressions name the set that they were shown with, so
 * training sees what serving saw, to the bit: the raw values are kept, and models/features makes vectors of them on both sides.
 */
export interface FeatureSet {
  id: string;
  countedToMs: number;
  contents: ReadonlyMap<number, CountedContent>;
  ads: ReadonlyMap<string, CountedAd>;
}

/** Counts a set up to `toMs` unless there is one of that moment; its id. */
export async function countFeatures(database: Database, newId: NewId, toMs: number): Promise<string> {
  const [known] = await database.query<{ id: string }>('SELECT id FROM feature_sets WHERE counted_to = $1', [new Date(toMs)]);
  if (known) return known.id;
  const contents = (await readShownContents(database, toMs)).map(({ text: _text, ...counted }) => counted);
  const ads = await readShownAds(database, toMs);
  const id = newId();
  await database.query('INSERT INTO feature_sets (id, counted_to, contents, ads) VALUES ($1, $2, $3, $4)', [id, new Date(toMs), await pack(contents), await pack(ads)]);
  return id;
}

interface SetRow { id: string; counted_to: Date; contents: Buffer; ads: Buffer }

/** The newest set where it is another one than `knownId`; null: there is none, or it is known. */
export async function readNewerFeatures(database: Database, knownId: string | null): Promise<FeatureSet | null> {
  const [row] = await database.prepared<SetRow>(
    'feed-newest-features',
    `SELECT id, counted_to, contents, ads FROM feature_sets
     WHERE id = (SELECT id FROM feature_sets ORDER BY counted_to DESC, id DESC LIMIT 1) AND id IS DISTINCT FROM $1::uuid`, [knownId]);
  return row ? setOf(row) : null;
}

/** One after another: sets are large, and whoever reads many needs one at a time. */
export async function readFeatures(database: Database, id: string): Promise<FeatureSet | null> {
  const [row] = await database.query<SetRow>('SELECT id, counted_to, contents, ads FROM feature_sets WHERE id = $1', [id]);
  return row ? setOf(row) : null;
}

/** Title and summary of content versions by their id. */
export async function readVersionTexts(database: Database, versionIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await database.query<{ id: string; text: string }>(`SELECT id, title || ' ' || summary AS text FROM content_versions WHERE id = ANY($1::uuid[])`, [versionIds]);
  return new Map(rows.map(({ id, text }) => [id, text]));
}

async function setOf({ id, counted_to: countedTo, contents, ads }: SetRow): Promise<FeatureSet> {
  return {
    id, countedToMs: countedTo.getTime(),
    contents: await unpack<CountedContent, number>(contents, ({ no }) => no),
    ads: await unpack<CountedAd, string>(ads, (ad) => ad.id),
  };
}

/** Rows of one line: about a millisecond of parsing. */
const LINE_ROWS = 250;
const NEWLINE = 10;

/**
 * Lines of at most 250 rows, [names, column, column, …] each: columns instead of rows, because deflate finds more in them;
 * JSON gives every double back exactly. (Sets from before there were lines are one long line.)
 */
async function pack(rows: readonly object[]): Promise<Buffer> {
  const names = Object.keys(rows[0] ?? {});
  const lines = Array.from({ length: Math.max(1, Math.ceil(rows.length / LINE_ROWS)) }, (_, line) => {
    const ofLine = rows.slice(line * LINE_ROWS, (line + 1) * LINE_ROWS);
    return JSON.stringify([names, ...names.map((name) => ofLine.map((row) => (row as Record<string, unknown>)[name]))]);
  });
  return promisify(deflateRaw)(lines.join('\n'));
}

/** A line in a turn of the event loop, so that the requests of an api do not wait for the whole set; inflated off the loop. */
async function unpack<Row, Key>(bytes: Buffer, keyOf: (row: Row) => Key): Promise<Map<Key, Row>> {
  const text = await promisify(inflateRaw)(bytes);
  const found = new Map<Key, Row>();
  for (let from = 0; from < text.length;) {
    const newline = text.indexOf(NEWLINE, from);
    const to = newline < 0 ? text.length : newline;
    const [names, ...columns] = JSON.parse(text.toString('utf8', from, to)) as [string[], ...unknown[][]];
    for (let at = 0; at < (columns[0]?.length ?? 0); at++) {
      const row = Object.fromEntries(names.map((name, column) => [name, columns[column][at]])) as Row;
      found.set(keyOf(row), row);
    }
    from = to + 1;
    await nextTurn();
  }
  return found;
}

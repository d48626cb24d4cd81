import { parse as parseCsv } from 'csv-parse/sync';
import { parseFeed } from 'feedsmith';
import type { FeedFormat } from '../../schema/content-feed.js';
import { excerptOf, isRefusal, readItem, type FeedItem, type Refusal } from './feed-items.js';

/** One page as it was read: whole items, what could not be taken, and where the next page lies as the page says it. */
export interface FeedPage {
  readonly items: FeedItem[];
  readonly refusals: Refusal[];
  readonly nextUrl: string | null;
}

/** The page as a whole cannot be read. */
export class FeedUnreadable extends Error {}

interface RawPage { records: unknown[]; nextUrl: string | null; language: string | null; refusals?: Refusal[] }

const MOST_ITEMS = 5_000;

const readers: Readonly<Record<FeedFormat, (text: string) => RawPage>> = { json_feed: readJsonFeed, xml: readXml, csv: readCsv, json_lines: readJsonLines };

/** Throws FeedUnreadable with a sentence for the partner. Of an item that comes twice on a page both are given. */
export function readPage(format: FeedFormat, body: Buffer): FeedPage {
  const text = body.toString('utf8').replace(/^\uFEFF/, '');
  const { records, nextUrl, language, refusals = [] } = readers[format](text);
  if (records.length > MOST_ITEMS) throw new FeedUnreadable(`A page has at most ${MOST_ITEMS} items; this one has ${records.length}.`);
  const read = records.map((record) => readItem(record, language));
  return { items: read.filter((item): item is FeedItem => !isRefusal(item)), refusals: [...refusals, ...read.filter(isRefusal)], nextUrl };
}

function readJsonFeed(text: string): RawPage {
  const page = parseJson(text) as { version?: unknown; items?: unknown; next_url?: unknown; language?: unknown } | undefined;
  if (!page || typeof page.version !== 'string' || !page.version.startsWith('https://jsonfeed.org/version/1') || !Array.isArray(page.items)) {
    throw new FeedUnreadable('This is no JSON Feed 1.1: version and items are missing.');
  }
  return { records: page.items, nextUrl: textOrNull(page.next_url), language: textOrNull(page.language) };
}

/** A bad line is refused, the others are read. */
function readJsonLines(text: string): RawPage {
  const [records, refusals]: [unknown[], Refusal[]] = [[], []];
  for (const [index, line] of text.split('\n').entries()) {
    if (!line.trim()) continue;
    const record = parseJson(line);
    if (record === undefined) refusals.push({ key: null, version: null, reason: 'unreadable', detail: `Line ${index + 1} is not JSON.`, excerpt: excerptOf(line) });
    else records.push(record);
  }
  return { records, nextUrl: null, language: null, refusals };
}

/** Columns: id, version, checksum, deleted, rights_from, rights_until, title, summary, content_text, content_html, language, tags (between |), media_url, date_modified. */
function readCsv(text: string): RawPage {
  let rows: Record<string, string>[];
  try {
    rows = parseCsv(text, { columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()), skip_empty_lines: true, relax_column_count: true, max_record_size: 1_000_000 });
  } catch (error) {
    throw new FeedUnreadable(`This is no CSV: ${(error as Error).message}`);
  }
  if (rows.length && !('id' in rows[0])) throw new FeedUnreadable('The first line of a CSV names the columns, and one of them is id.');
  const orNull = (value: string | undefined) => value?.trim() || null;
  return {
    nextUrl: null, language: null,
    records: rows.map((row) => ({
      ...row, language: orNull(row.language), tags: orNull(row.tags)?.split('|') ?? [], attachments: orNull(row.media_url) ? [{ url: row.media_url.trim() }] : [],
      date_modified: orNull(row.date_modified),
      _tandem: {
        version: orNull(row.version), checksum: orNull(row.checksum), deleted: ['true', '1', 'yes'].includes((row.deleted ?? '').trim().toLowerCase()),
        rights: { from: orNull(row.rights_from), until: orNull(row.rights_until) },
      },
    })),
  };
}

function readXml(text: string): RawPage {
  // No feed needs declarations of its own: they are how XML files grow without end.
  if (/<!(DOCTYPE|ENTITY)/i.test(text.slice(0, 10_000))) throw new FeedUnreadable('A feed declares no document type.');
  let parsed: ReturnType<typeof parseFeed>;
  try {
    parsed = parseFeed(text);
  } catch {
    throw new FeedUnreadable('This is neither RSS nor Atom.');
  }
  if (parsed.format === 'rss') {
    const { feed } = parsed;
    return {
      language: feed.language ?? null, nextUrl: linkNext(feed.atom?.links),
      records: (feed.items ?? []).map((item) => ({
        id: item.guid?.value ?? item.link, title: item.title && unlabelled(item.title), summary: item.content?.encoded ? item.description : '', content_html: item.content?.encoded ?? item.description,
        tags: (item.categories ?? []).map(({ name }) => name ?? ''), attachments: (item.enclosures ?? []).filter(({ url }) => url), date_modified: item.atom?.updated ?? item.pubDate ?? item.dc?.dates?.[0],
      })),
    };
  }
  if (parsed.format !== 'atom') throw new FeedUnreadable('This is neither RSS 2.0 nor Atom.');
  const { feed } = parsed;
  return {
    language: null, nextUrl: linkNext(feed.links),
    records: (feed.entries ?? []).map((entry) => ({
      id: entry.id, title: entry.title?.value && unlabelled(entry.title.value), summary: entry.content?.value ? entry.summary?.value : '', content_html: entry.content?.value ?? entry.summary?.value,
      tags: (entry.categories ?? []).map(({ term }) => term ?? ''), attachments: (entry.links ?? []).filter(({ rel, href }) => rel === 'enclosure' && href).map(({ href }) => ({ url: href })),
      date_modified: entry.updated ?? entry.published,
    })),
  };
}

function linkNext(links: readonly { href?: string; rel?: string }[] | undefined): string | null {
  return links?.find(({ rel }) => rel === 'next')?.href ?? null;
}

/** Titles of RSS are text or HTML, and nobody says which. */
function unlabelled(title: string): string {
  return title.replace(/<[a-z/][^>]*>/gi, '').trim();
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value ? value : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

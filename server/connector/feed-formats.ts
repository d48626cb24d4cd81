import { parse as parseCsv } from 'csv-parse/sync';
import type { FeedPage } from './feed-page.js';
import { readXml } from './feed-xml.js';
import { storable } from './storable-json.js';

// oxlint-disable-next-line typescript/no-explicit-any -- a stranger's JSON: every use checks what it finds
type Json = any;

export class UnreadablePage extends Error {}

/** Items of one page, most. */
export const MOST_ITEMS = 1_000;

/** Each reads the bytes of one page; the first whose media type fits is taken. */
const formats: readonly { readonly type: RegExp; readonly read: (text: string) => FeedPage }[] = [
  { type: /^application\/(x-ndjson|jsonl|x-jsonlines)$/, read: readLines },
  { type: /^application\/(feed\+)?json$/, read: readJsonFeed },
  { type: /^text\/csv$/, read: readCsv },
  { type: /^(application\/(rss\+|atom\+)?xml|text\/xml)$/, read: readXml },
];

/** Throws UnreadablePage with a reason in one word: media_type, syntax (also for what is nested too deep), too_many_items. */
export function readPage(contentType: string | undefined, body: Buffer): FeedPage {
  const type = contentType?.split(';')[0].trim().toLowerCase() ?? '';
  const format = formats.find((one) => one.type.test(type));
  if (!format) throw new UnreadablePage('media_type');
  let page: FeedPage;
  try {
    page = format.read(new TextDecoder('utf-8', { fatal: true }).decode(body));
    for (const item of page.items) storable(item);
  } catch (error) {
    throw new UnreadablePage('syntax', { cause: error });
  }
  if (page.items.length > MOST_ITEMS) throw new UnreadablePage('too_many_items');
  return page;
}

function readJsonFeed(text: string): FeedPage {
  const feed = JSON.parse(text) as Json;
  if (!Array.isArray(feed?.items)) throw new TypeError('there is no array of items');
  return { items: feed.items as unknown[], next: typeof feed.next_url === 'string' ? feed.next_url : null };
}

/** One item of JSON Feed on each line. */
function readLines(text: string): FeedPage {
  return { items: text.split('\n').filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as unknown), next: null };
}

/** RFC 4180 with a head: id, version, title, text, and if wanted summary, language, tags (with |), checksum, deleted (true), from, until. */
function readCsv(text: string): FeedPage {
  const rows = parseCsv(text, { columns: true, bom: true, skip_empty_lines: true, max_record_size: 1_000_000 }) as Record<string, string>[];
  return { items: rows.map(itemOfRow), next: null };
}

function itemOfRow(row: Record<string, string>): object {
  const given = (name: string) => row[name]?.trim() || undefined;
  const deleted = given('deleted') === 'true';
  return {
    id: given('id'), ...(!deleted && { title: given('title'), content_text: row.text, summary: given('summary'), language: given('language'), tags: given('tags')?.split('|') }),
    _tandem: { version: Number(given('version')), checksum: given('checksum'), deleted, rights: { from: given('from'), until: given('until') } },
  };
}

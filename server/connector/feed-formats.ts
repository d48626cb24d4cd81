import { parse as parseCsv } from 'csv-parse/sync';

// oxlint-disable-next-line typescript/no-explicit-any -- a stranger's JSON: every use checks what it finds
type Json = any;

export interface FeedPage {
  /** As JSON Feed has them; nothing of them is checked yet. */
  readonly items: readonly unknown[];
  /** As it stands in the page. */
  readonly next: string | null;
}

export class UnreadablePage extends Error {}

/** Items of one page, most. */
export const MOST_ITEMS = 1_000;

/** Each reads the bytes of one page; the first whose media type fits is taken. */
const formats: readonly { readonly type: RegExp; readonly read: (text: string) => FeedPage }[] = [
  { type: /^application\/(x-ndjson|jsonl|x-jsonlines)$/, read: readLines },
  { type: /^application\/(feed\+)?json$/, read: readJsonFeed },
  { type: /^text\/csv$/, read: readCsv },
];

/** Throws UnreadablePage with a reason in one word: media_type, syntax, too_many_items. */
export function readPage(contentType: string | undefined, body: Buffer): FeedPage {
  const type = contentType?.split(';')[0].trim().toLowerCase() ?? '';
  const format = formats.find((one) => one.type.test(type));
  if (!format) throw new UnreadablePage('media_type');
  let page: FeedPage;
  try {
    page = format.read(new TextDecoder('utf-8', { fatal: true }).decode(body));
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

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** The words of HTML: bodies here are plain text, so nothing of a stranger's markup is kept. */
export function plainText(html: string): string {
  return html
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/<(script|style|template|noscript)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, '')
    .replace(/<\/?(?:p|div|br|li|ul|ol|h[1-6]|blockquote|pre|tr|table|section|article|hr)\b[^>]*>/gi, '\n')
    .replace(/<\/?[a-z][^>]*(?:>|$)/gi, '')
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,5}));/gi, (whole, decimal?: string, hexadecimal?: string, name?: string) => {
      if (name) return entities[name.toLowerCase()] ?? whole;
      const point = decimal ? Number(decimal) : Number.parseInt(hexadecimal!, 16);
      return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : '';
    })
    .replace(/[ \t]+\n/g, '\n').replace(/\n{3,}/g, '\n\n').trim();
}

import { parseAtomFeed, parseRssFeed } from 'feedsmith';
import type { FeedPage } from './feed-page.js';
import { plainText } from './plain-text.js';

// oxlint-disable-next-line typescript/no-explicit-any -- a stranger's document: every use checks what it finds
type Parsed = any;

/** RSS 2.0 or Atom 1.0 as items of JSON Feed; the next page is a link of Atom (RFC 5005). Throws for a document type: entities are how small documents become large. */
export function readXml(text: string): FeedPage {
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new SyntaxError('a document type is not taken');
  return /<(?:[\w.-]{1,50}:)?(feed|rss|RDF)[\s>]/.exec(text)?.[1] === 'feed' ? readAtom(text) : readRss(text);
}

function readRss(text: string): FeedPage {
  const feed: Parsed = parseRssFeed(text);
  return { items: listOf(feed.items).map(itemOfRss), next: nextOf(feed.atom?.links) };
}

function itemOfRss(item: Parsed): object {
  const body = item.content?.encoded ?? item.description;
  return {
    id: item.guid?.value ?? item.link, title: item.title, content_html: body, ...(item.content?.encoded !== undefined && { summary: item.description }), language: item.dc?.language,
    date_modified: isoOf(item.atom?.updated ?? item.dcterms?.modified ?? item.pubDate), tags: namesOf(item.categories, 'name'),
    attachments: listOf(item.enclosures).map((one) => ({ url: one.url, mime_type: one.type })),
  };
}

function readAtom(text: string): FeedPage {
  const feed: Parsed = parseAtomFeed(text);
  return { items: listOf(feed.entries).map((entry) => itemOfAtom(entry, feed.xml?.lang)), next: nextOf(feed.links) };
}

function itemOfAtom(entry: Parsed, language: unknown): object {
  const body = entry.content?.src === undefined ? entry.content ?? entry.summary : undefined;
  return {
    id: entry.id, title: wordsOf(entry.title), ...(isMarked(body) ? { content_html: body?.value } : { content_text: body?.value }), ...(entry.content !== undefined && { summary: wordsOf(entry.summary) }),
    language: entry.content?.lang ?? entry.xml?.lang ?? language, date_modified: isoOf(entry.updated), tags: namesOf(entry.categories, 'term'),
    attachments: listOf(entry.links).filter((one) => one.rel === 'enclosure').map((one) => ({ url: one.href, mime_type: one.type })),
  };
}

const listOf = (value: Parsed): Parsed[] => (Array.isArray(value) ? value : []);
const isMarked = (text: Parsed): boolean => text?.type !== undefined && /html/.test(String(text.type));
const wordsOf = (text: Parsed): unknown => (isMarked(text) && typeof text.value === 'string' ? plainText(text.value) : text?.value);
const namesOf = (categories: Parsed, name: string): unknown[] | undefined => (Array.isArray(categories) ? categories.map((one: Parsed) => one[name] as unknown).filter((one) => typeof one === 'string') : undefined);
const nextOf = (links: Parsed): string | null => {
  const next: unknown = listOf(links).find((one) => one.rel === 'next')?.href;
  return typeof next === 'string' ? next : null;
};
const isoOf = (date: unknown): string | undefined => (typeof date === 'string' && !Number.isNaN(Date.parse(date)) ? new Date(date).toISOString() : undefined);

import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import type { QuarantineReason } from '../../schema/quarantined-item.js';
import { parseContentText, type ContentText } from '../content/content-text.js';
import { DomainError } from '../platform/errors.js';
import { plainText } from './feed-text.js';

/** From when until when a content may be shown; null: without limit on that side. */
export interface RightsWindow {
  readonly from: Date | null;
  readonly until: Date | null;
}

/** One item as the partner means it. `text` is null in a tombstone. */
export interface FeedItem {
  readonly key: string;
  readonly version: bigint;
  readonly isDeleted: boolean;
  readonly rights: RightsWindow;
  readonly text: ContentText | null;
  /** SHA-256 over what is said of the item, hexadecimal. */
  readonly digest: string;
}

/** Why an item was not taken, with what is known of it. */
export interface Refusal {
  readonly key: string | null;
  readonly version: bigint | null;
  readonly reason: QuarantineReason;
  readonly detail: string;
  readonly excerpt: string;
}

const EXCERPT_CHARS = 2_000;
const KEY_MAX = 200;

const moment = z.union([z.string(), z.null()]).optional();
const shape = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  title: z.string().nullish(), summary: z.string().nullish(), content_text: z.string().nullish(), content_html: z.string().nullish(),
  language: z.string().nullish(), tags: z.array(z.string()).nullish(), date_modified: moment, date_published: moment,
  attachments: z.array(z.object({ url: z.string() })).nullish(),
  _tandem: z.object({
    version: z.union([z.number(), z.string()]).nullish(), checksum: z.string().nullish(), deleted: z.boolean().nullish(),
    rights: z.object({ from: moment, until: moment }).nullish(),
  }).nullish(),
});
type Shape = z.output<typeof shape>;

/**
 * An item of a JSON Feed 1.1, which every other format is turned into. Its version is `_tandem.version`, a whole number that
 * grows, else the time of its last change in milliseconds. `language`: of the feed, for items that name none.
 */
export function readItem(raw: unknown, language: string | null): FeedItem | Refusal {
  const parsed = shape.safeParse(raw);
  const known = { key: parsed.success ? keyOf(parsed.data) : null, version: parsed.success ? versionOf(parsed.data) : null };
  const refuse = (reason: QuarantineReason, detail: string): Refusal => ({ ...known, reason, detail, excerpt: excerptOf(raw) });
  if (!parsed.success) return refuse('unreadable', `${parsed.error.issues[0].path.join('.')}: ${parsed.error.issues[0].message}`);
  const item = parsed.data;
  const { key, version } = known;
  if (key === null) return refuse('no_id', `An id has 1 to ${KEY_MAX} characters.`);
  if (version === null) return refuse('no_version', '_tandem.version is a whole number from 0; without it date_modified or date_published is a time.');
  const rights = { from: timeOf(item._tandem?.rights?.from), until: timeOf(item._tandem?.rights?.until) };
  if ([rights.from, rights.until].some((time) => time && Number.isNaN(time.getTime())) || (rights.from && rights.until && rights.from >= rights.until)) {
    return refuse('bad_rights', 'Rights begin before they end, and both are times (ISO 8601).');
  }
  if (item._tandem?.deleted) return whole({ key, version, isDeleted: true, rights: { from: null, until: null }, text: null });
  const checksum = item._tandem?.checksum?.toLowerCase();
  if (checksum && checksum !== sha256(item.content_text ?? '')) return refuse('checksum', 'checksum is the SHA-256 of content_text in UTF-8, 64 hexadecimal digits.');
  try {
    return whole({ key, version, isDeleted: false, rights, text: textOf(item, language) });
  } catch (error) {
    if (error instanceof DomainError) return refuse('bad_content', error.message);
    throw error;
  }
}

/**
 * Whether `next` takes the place of `known`. A total order (version, then tombstone, then digest): whatever order items come
 * in and however often, the same one stays.
 */
export function supersedes(next: Pick<FeedItem, 'version' | 'isDeleted' | 'digest'>, known: Pick<FeedItem, 'version' | 'isDeleted' | 'digest'>): boolean {
  if (next.version !== known.version) return next.version > known.version;
  if (next.isDeleted !== known.isDeleted) return next.isDeleted;
  return next.digest > known.digest;
}

export function isRefusal(item: FeedItem | Refusal): item is Refusal {
  return 'reason' in item;
}

export function excerptOf(raw: unknown): string {
  return (typeof raw === 'string' ? raw : JSON.stringify(raw) ?? '').replaceAll('\0', '').slice(0, EXCERPT_CHARS).replace(/\p{Cs}/gu, '');
}

function whole(item: Omit<FeedItem, 'digest'>): FeedItem {
  const { isDeleted, rights, text } = item;
  return { ...item, digest: sha256(canonicalize({ isDeleted, from: rights.from?.toISOString() ?? null, until: rights.until?.toISOString() ?? null, text })!) };
}

function keyOf({ id }: Shape): string | null {
  const key = String(id ?? '').trim();
  return key.length >= 1 && key.length <= KEY_MAX && !/[\0\p{Cs}]/u.test(key) ? key : null;
}

function versionOf({ _tandem, date_modified, date_published }: Shape): bigint | null {
  const stated = _tandem?.version ?? null;
  if (stated !== null) return /^\d{1,15}$/.test(String(stated)) ? BigInt(stated) : null;
  const changed = timeOf(date_modified) ?? timeOf(date_published);
  return changed && !Number.isNaN(changed.getTime()) && changed.getTime() >= 0 ? BigInt(changed.getTime()) : null;
}

function timeOf(text: string | null | undefined): Date | null {
  return text ? new Date(text) : null;
}

function textOf(item: Shape, feedLanguage: string | null): ContentText {
  const media = item.attachments?.[0]?.url ?? null;
  const language = (item.language ?? feedLanguage ?? 'zh').toLowerCase().split(/[-_]/)[0];
  return parseContentText({
    title: item.title ?? '', summary: plainText(item.summary ?? ''), body: item.content_text ?? plainText(item.content_html ?? ''),
    mediaUrl: media, language: language as 'zh', tags: (item.tags ?? []).map((tag) => tag.trim()).filter(Boolean).slice(0, 50),
  });
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { ContentKind } from '../../schema/content.js';
import { parseContentText, type ContentText } from '../content/content-text.js';
import { storable } from './storable-json.js';
import { plainText } from './plain-text.js';

/** Why an item is not taken. `releasable`: a person may take it all the same; the others cannot become a content at all. */
export const quarantineReasons = {
  no_id: { releasable: false },
  no_version: { releasable: false },
  no_title: { releasable: false },
  no_text: { releasable: false },
  unfit_text: { releasable: false },
  rights_unclear: { releasable: false },
  checksum_differs: { releasable: true },
  tombstone_with_text: { releasable: true },
  /** The platform does not ask where its readers are: a person decides whether such a limit can be kept. */
  territory_limited: { releasable: true },
  /** Somebody here has changed the text since it came. */
  edited_here: { releasable: true },
} as const satisfies Record<string, { releasable: boolean }>;
export type QuarantineReason = keyof typeof quarantineReasons;

/** The place of an item in the order of its own history. */
export interface ItemPlace {
  readonly itemId: string;
  readonly version: number;
  /** SHA-256 over the RFC 8785 form of what came, hexadecimal. */
  readonly hash: string;
}

export interface SoundItem extends ItemPlace {
  readonly isDeleted: boolean;
  readonly kind: ContentKind;
  /** Null for a tombstone. */
  readonly text: ContentText | null;
  readonly rightsFrom: Date | null;
  readonly rightsUntil: Date | null;
}

export type JudgedItem = { readonly sound: SoundItem } | { readonly unsound: ItemPlace & { readonly reason: QuarantineReason } };

// oxlint-disable-next-line typescript/no-explicit-any -- a stranger's JSON: every use checks what it finds
type Json = any;

const MOST_ID = 500;
/** Postgres and people know the times between these years. */
const [EARLIEST, LATEST] = [Date.UTC(1900, 0), Date.UTC(9999, 0)];
const wordsOf = (value: Json): string => (typeof value === 'string' ? value : '');
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/**
 * One item of JSON Feed 1.1 with what `_tandem` adds: version, checksum (of the text as it came), deleted, rights { from, until,
 * territories }. An item without `_tandem` has its time of change as its version. `released`: people have looked, the checks that
 * allow it are left out.
 */
export function judgeItem(item: Json, released = false): JudgedItem {
  const hash = sha256(canonicalize(storable(item))!);
  const extra = item?._tandem ?? {};
  const hasId = typeof item?.id === 'string' && item.id.length >= 1 && item.id.length <= MOST_ID && !/[\0\p{Cs}]/u.test(item.id);
  const version: unknown = item?._tandem === undefined ? Date.parse(wordsOf(item?.date_modified) || wordsOf(item?.date_published)) : extra.version;
  const hasVersion = Number.isSafeInteger(version) && (version as number) > 0;
  const place: ItemPlace = { itemId: hasId ? item.id : `#${hash}`, version: hasVersion ? version as number : 0, hash };
  const refuse = (reason: QuarantineReason): JudgedItem => ({ unsound: { ...place, reason } });
  if (!hasId) return refuse('no_id');
  if (!hasVersion) return refuse('no_version');
  const text = textOf(item);
  if (extra.deleted === true) {
    if (!released && text !== undefined) return refuse('tombstone_with_text');
    return { sound: { ...place, isDeleted: true, kind: 'article', text: null, rightsFrom: null, rightsUntil: null } };
  }
  if (typeof item.title !== 'string' || item.title.trim() === '') return refuse('no_title');
  if (text === undefined) return refuse('no_text');
  const rights = rightsOf(extra.rights);
  if (!rights) return refuse('rights_unclear');
  if (!released && extra.checksum !== undefined && extra.checksum !== sha256(item.content_text ?? item.content_html)) return refuse('checksum_differs');
  if (!released && extra.rights?.territories !== undefined && extra.rights.territories !== null) return refuse('territory_limited');
  const written = writtenOf(item, text);
  return written ? { sound: { ...place, isDeleted: false, ...written, ...rights } } : refuse('unfit_text');
}

/** Whether `next` replaces `known`: the higher version, a tombstone at equal versions, else the higher hash. A total order: what wins does not depend on what came first. */
export function isLater(next: Pick<SoundItem, 'version' | 'isDeleted' | 'hash'>, known: Pick<SoundItem, 'version' | 'isDeleted' | 'hash'>): boolean {
  if (next.version !== known.version) return next.version > known.version;
  if (next.isDeleted !== known.isDeleted) return next.isDeleted;
  return next.hash > known.hash;
}

function textOf(item: Json): string | undefined {
  if (typeof item.content_text === 'string') return item.content_text;
  return typeof item.content_html === 'string' ? plainText(item.content_html) : undefined;
}

function writtenOf(item: Json, body: string): { kind: ContentKind; text: ContentText } | undefined {
  const media: Json = Array.isArray(item.attachments) ? item.attachments[0] : undefined;
  const kind = (['audio', 'video'] as const).find((one) => wordsOf(media?.mime_type).startsWith(`${one}/`)) ?? 'article';
  const says = typeof item.language === 'string' ? item.language.toLowerCase() : '';
  const language = says ? (says.startsWith('zh') ? 'zh' : 'en') : /\p{Script=Han}/u.test(item.title as string) ? 'zh' : 'en';
  try {
    const text = parseContentText({
      title: item.title, body, language, ...(typeof item.summary === 'string' && { summary: plainText(item.summary) }), ...(Array.isArray(item.tags) && { tags: item.tags }),
      ...(kind !== 'article' && { mediaUrl: media.url }),
    });
    return { kind, text };
  } catch {
    return undefined;
  }
}

function rightsOf(rights: Json): Pick<SoundItem, 'rightsFrom' | 'rightsUntil'> | undefined {
  const moment = (value: Json) => (value === undefined || value === null ? null : typeof value === 'string' ? new Date(value) : new Date(Number.NaN));
  const [rightsFrom, rightsUntil] = [moment(rights?.from), moment(rights?.until)];
  if ([rightsFrom, rightsUntil].some((one) => one !== null && !(one.getTime() >= EARLIEST && one.getTime() < LATEST))) return undefined;
  return rightsFrom && rightsUntil && rightsFrom >= rightsUntil ? undefined : { rightsFrom, rightsUntil };
}

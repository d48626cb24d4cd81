import { hash } from 'node:crypto';
import { interactionKinds, type InteractionKind } from '../../schema/interaction.js';
import { isUuid } from '../platform/ids.js';

/** What a client says happened; who and what are still names, not numbers. */
export interface ReaderEvent {
  eventId: string;
  /** External id of the reader; null: the reader who sends it. */
  readerKey: string | null;
  /** A content's uuid, or its external id. */
  contentKey: string;
  kind: InteractionKind;
  occurredAtMs: number;
  value: number | null;
  feedId: string | null;
  slot: number | null;
}

export type RejectReason =
  | 'not_json' | 'line_too_long' | 'bad_event_id' | 'bad_reader' | 'bad_content' | 'bad_kind' | 'bad_time'
  | 'bad_value' | 'bad_feed' | 'bad_slot' | 'too_old' | 'in_future' | 'unknown_content' | 'reader_not_allowed';

export interface EventWindow {
  oldestMs: number;
  newestMs: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Clients keep events for weeks without a network; their clocks run ahead by minutes. */
export function liveWindow(nowMs: number): EventWindow {
  return { oldestMs: nowMs - 60 * DAY_MS, newestMs: nowMs + 5 * MINUTE_MS };
}

/** A partner's system may bring a year of history through its key; each day becomes a partition, so not more. */
export function serviceWindow(nowMs: number): EventWindow {
  return { oldestMs: nowMs - 400 * DAY_MS, newestMs: nowMs + 5 * MINUTE_MS };
}

/** What an operator imports may be of any age. */
export function importWindow(nowMs: number): EventWindow {
  return { oldestMs: Date.UTC(1990, 0, 1), newestMs: nowMs + 5 * MINUTE_MS };
}

const kinds: ReadonlySet<unknown> = new Set(interactionKinds);
const KEY_LENGTH_MAX = 200;
const SLOT_MAX = 1000;

/**
 * One event of untrusted input, or why it is refused. `contentIdOf` turns a global id into a uuid and leaves every other
 * text (an external id) as it is.
 */
export function parseEvent(input: unknown, window: EventWindow, contentIdOf: (text: string) => string): ReaderEvent | RejectReason {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return 'not_json';
  const { eventId, readerId, contentId, kind, occurredAt, value, feedId, slot } = input as Record<string, unknown>;
  if (!isKey(eventId)) return 'bad_event_id';
  if (readerId != null && !isKey(readerId)) return 'bad_reader';
  if (!isKey(contentId)) return 'bad_content';
  if (!kinds.has(kind)) return 'bad_kind';
  const occurredAtMs = timeOf(occurredAt);
  if (Number.isNaN(occurredAtMs)) return 'bad_time';
  if (occurredAtMs < window.oldestMs) return 'too_old';
  if (occurredAtMs > window.newestMs) return 'in_future';
  if (value != null && !(typeof value === 'number' && Math.abs(value) <= 1e9)) return 'bad_value';
  if (feedId != null && !(typeof feedId === 'string' && isUuid(feedId))) return 'bad_feed';
  if (slot != null && !(Number.isInteger(slot) && (slot as number) >= 0 && (slot as number) <= SLOT_MAX)) return 'bad_slot';
  return {
    eventId: isUuid(eventId) ? eventId.toLowerCase() : uuidOf(eventId),
    readerKey: (readerId as string | undefined) ?? null,
    contentKey: isUuid(contentId) ? contentId.toLowerCase() : contentIdOf(contentId),
    kind: kind as InteractionKind,
    occurredAtMs,
    value: (value as number | undefined) ?? null,
    feedId: (feedId as string | undefined)?.toLowerCase() ?? null,
    slot: (slot as number | undefined) ?? null,
  };
}

// NUL and halves of surrogate pairs are legal in JSON; Postgres refuses the one and comes back with another text for the
// other, so either would fail the whole batch instead of this one event.
const unkeepable = /[\0\p{Cs}]/u;

function isKey(text: unknown): text is string {
  return typeof text === 'string' && text.length > 0 && text.length <= KEY_LENGTH_MAX && !unkeepable.test(text);
}

/** Unix milliseconds, or an ISO 8601 time that says its zone: a local time would mean another moment on each server. */
function timeOf(input: unknown): number {
  if (input instanceof Date) return input.getTime();
  if (typeof input === 'number') return Number.isInteger(input) ? input : Number.NaN;
  if (typeof input !== 'string' || !/(Z|[+-]\d\d:?\d\d)$/.test(input)) return Number.NaN;
  return Date.parse(input);
}

/** The same text always gives the same uuid (version 8, RFC 9562: the first bits of a SHA-256). */
export function uuidOf(text: string): string {
  const hex = hash('sha256', text);
  const variant = ((Number.parseInt(hex[16], 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

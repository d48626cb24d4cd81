import { decodeTopContents, HISTORY_LIMIT, type HistoryEvent, type TopContents } from '../../models/serving.js';
import type { InteractionKind } from '../../schema/interaction.js';
import type { Database } from '../platform/database.js';

/** What a feed knows of its reader at one moment. */
export interface ReaderContext {
  readerNo: number;
  personalised: boolean;
  locale: 'zh' | 'en';
  /** Batch scores of the champion; null: not scored. */
  scores: TopContents | null;
  /** Newest first, at most HISTORY_LIMIT. */
  events: HistoryEvent[];
  /** Earlier ones were not read; null: `events` is all that models look at. */
  since: Date | null;
  /** When the platform last heard of one of them, in Unix milliseconds; null: of none. */
  lastReceivedMs: number | null;
}

interface Row {
  no: number;
  personalised: boolean;
  locale: 'zh' | 'en';
  top: Buffer | null;
  content_nos: number[] | null;
  kinds: InteractionKind[] | null;
  marks: (number | null)[] | null;
  times_ms: number[] | null;
  last_received_ms: number | null;
}

/**
 * One statement for all of it; each day's events are found through the index of the reader. `since` stands in the text as
 * a constant: the days before it are then left out when the statement is planned, not looked at in every request. It hangs
 * on the champion, so a new text comes about once a day.
 */
const contextSql = (reader: string, since: Date | null) => `
  SELECT r.no, r.personalised, r.locale, s.top, h.*
  FROM readers r
  LEFT JOIN reader_scores s ON s.model_run_id = $2 AND s.reader_no = r.no
  LEFT JOIN LATERAL (
    SELECT array_agg(content_no) AS content_nos, array_agg(kind) AS kinds, array_agg(value) AS marks,
      array_agg(extract(epoch FROM occurred_at)::float8 * 1000) AS times_ms, extract(epoch FROM max(received_at))::float8 * 1000 AS last_received_ms
    FROM (
      SELECT content_no, kind, value, occurred_at, received_at FROM interactions
      WHERE reader_no = r.no AND received_at <= COALESCE($3::timestamptz, 'infinity') ${since ? `AND occurred_at >= '${since.toISOString()}'` : ''}
      ORDER BY occurred_at DESC, event_id LIMIT ${HISTORY_LIMIT}
    ) newest
  ) h ON true
  WHERE ${reader} = $1`;

export type ReaderKey = { accountId: string } | { readerId: string } | { externalId: string };

export interface ContextWish {
  /** The champion whose scores are wanted. */
  runId: string | null;
  /** Only events that occurred from here on; null: all. */
  since?: Date | null;
  /**
   * What was received later does not count: a page of a frozen list explains itself by what was known when it was
   * frozen. Null: everything counts.
   */
  until?: Date | null;
}

/** Null: nobody has this key. */
export async function readReaderContext(database: Database, key: ReaderKey, { runId, since = null, until = null }: ContextWish): Promise<ReaderContext | null> {
  const { name, column, value } = lookupOf(key);
  const [row] = await database.prepared<Row>(`feed-context-by-${name}-${since?.getTime() ?? 'all'}`, contextSql(column, since), [value, runId, until]);
  if (!row) return null;
  return {
    readerNo: row.no,
    personalised: row.personalised,
    locale: row.locale,
    scores: row.top && decodeTopContents(row.top),
    since,
    events: (row.content_nos ?? []).map((contentNo, at) => (
      { contentNo, kind: row.kinds![at], value: row.marks![at], occurredAtMs: row.times_ms![at] })),
    lastReceivedMs: row.last_received_ms,
  };
}

/** The column of readers (alias r) that a key looks in. */
export function lookupOf(key: ReaderKey): { name: string; column: string; value: string } {
  if ('accountId' in key) return { name: 'account', column: 'r.account_id', value: key.accountId };
  if ('readerId' in key) return { name: 'id', column: 'r.id', value: key.readerId };
  return { name: 'external-id', column: 'r.external_id', value: key.externalId };
}

/** After these a content does not come back: it is known, or it was not wanted. */
const consumingKinds: ReadonlySet<InteractionKind> = new Set(['read', 'complete', 'enrol', 'purchase', 'less']);

export function consumedOf(events: readonly HistoryEvent[]): Set<number> {
  return new Set(events.filter(({ kind }) => consumingKinds.has(kind)).map(({ contentNo }) => contentNo));
}

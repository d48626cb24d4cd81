import type { InteractionKind } from '../../schema/interaction.js';
import type { Database } from '../platform/database.js';
import type { ReaderEvent } from './event.js';
import type { RunningNumbers } from './running-numbers.js';

export interface NumberedEvent extends ReaderEvent {
  readerNo: number;
  contentNo: number;
}

export interface Acceptance {
  accepted: number;
  /** Events that were here before. */
  duplicates: number;
  /** Places in the given array whose content nobody knows. */
  unknownContents: number[];
}

/** Told of every accepted click that came out of a feed, repeats included: charging must not depend on who came first. */
export interface FeedClickListener {
  clicked(clicks: readonly NumberedEvent[]): Promise<void>;
}

const DAY_MS = 86_400_000;
const NO_PARTITION = '23514';

/** What readers did. Events come and go by the batch: one statement for thousands of rows. */
export class Interactions {
  private readonly knownDays = new Set<number>();

  constructor(
    private readonly database: Database,
    private readonly numbers: RunningNumbers,
    private readonly listeners: readonly FeedClickListener[],
  ) {}

  /**
   * Stores a batch (best: some thousands). Repeating an event, in the same batch or years later, changes nothing.
   * `senderNo` is the reader of events that name none; such events must not occur without it.
   */
  async accept(events: readonly ReaderEvent[], senderNo: number | null): Promise<Acceptance> {
    const numbered: NumberedEvent[] = [];
    const unknownContents: number[] = [];
    const contents = await this.numbers.ofContents(events.map((event) => event.contentKey));
    // Readers only of events that stay, so that a refused event leaves no reader behind.
    const named = events.filter((event) => event.readerKey !== null && contents.has(event.contentKey));
    const readers = await this.numbers.ofReaders(named.map((event) => event.readerKey!));
    events.forEach((event, place) => {
      const contentNo = contents.get(event.contentKey);
      if (contentNo === undefined) {
        unknownContents.push(place);
        return;
      }
      const readerNo = event.readerKey === null ? senderNo : readers.get(event.readerKey)!;
      if (readerNo === null) throw new Error('An event without a reader reached the table.');
      // The same object: fifty thousand copies a second would be felt.
      numbered.push(Object.assign(event, { readerNo, contentNo }));
    });
    const accepted = await this.store(numbered);
    const clicks = numbered.filter((event) => event.kind === 'click' && event.feedId !== null && event.slot !== null);
    if (clicks.length > 0) for (const listener of this.listeners) await listener.clicked(clicks);
    return { accepted, duplicates: numbered.length - accepted, unknownContents };
  }

  private async store(events: NumberedEvent[]): Promise<number> {
    if (events.length === 0) return 0;
    // One order for everybody: two senders that repeat the same events then cannot wait for each other in a circle.
    events.sort((a, b) => a.occurredAtMs - b.occurredAtMs || (a.eventId < b.eventId ? -1 : 1));
    const values = [
      arrayOf(events, (event) => event.occurredAtMs),
      arrayOf(events, (event) => event.eventId),
      arrayOf(events, (event) => event.readerNo),
      arrayOf(events, (event) => event.contentNo),
      arrayOf(events, (event) => event.kind satisfies InteractionKind),
      arrayOf(events, (event) => event.value),
      arrayOf(events, (event) => event.feedId),
      arrayOf(events, (event) => event.slot),
    ];
    await this.ensureDays(events);
    try {
      return await this.insert(values);
    } catch (error) {
      if ((error as { code?: string }).code !== NO_PARTITION) throw error;
      // The day's partition was dropped by house-keeping after we had seen it.
      this.knownDays.clear();
      await this.ensureDays(events);
      return await this.insert(values);
    }
  }

  private async insert(values: string[]): Promise<number> {
    this.database.statementCount += 1;
    const { rowCount } = await this.database.pool.query({
      name: 'feed-interactions-insert',
      text: `INSERT INTO interactions (occurred_at, event_id, reader_no, content_no, kind, value, feed_id, slot)
        SELECT to_timestamp(ms / 1000), event_id, reader_no, content_no, kind, value, feed_id, slot
        FROM unnest($1::float8[], $2::uuid[], $3::int[], $4::int[], $5::text[], $6::real[], $7::uuid[], $8::smallint[])
          AS e (ms, event_id, reader_no, content_no, kind, value, feed_id, slot)
        ON CONFLICT (occurred_at, event_id) DO NOTHING`,
      values,
    });
    return rowCount ?? 0;
  }

  private async ensureDays(events: readonly NumberedEvent[]): Promise<void> {
    const days = new Set(events.map((event) => Math.floor(event.occurredAtMs / DAY_MS)));
    for (const day of days) {
      if (this.knownDays.has(day)) continue;
      await this.database.query('SELECT ensure_interaction_day($1::date)', [new Date(day * DAY_MS).toISOString().slice(0, 10)]);
      this.knownDays.add(day);
    }
  }
}

/** A Postgres array as text. Only for numbers, uuids and enum words: nothing here needs quotes, and pg's own is slower. */
function arrayOf<Row>(rows: readonly Row[], value: (row: Row) => string | number | null): string {
  let text = '{';
  for (let at = 0; at < rows.length; at++) {
    if (at > 0) text += ',';
    text += value(rows[at]) ?? 'NULL';
  }
  return `${text}}`;
}

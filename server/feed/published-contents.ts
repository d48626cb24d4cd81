import type { ContentKind } from '../../schema/content.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { ContentCards } from './content-cards.js';

export interface PublishedContent {
  no: number;
  id: string;
  /** Whose it is; null: the platform's own. */
  partnerId: string | null;
  kind: ContentKind;
  publishedAtMs: number;
}

interface Row {
  id: string;
  no: number;
  partner_id: string | null;
  kind: ContentKind;
  state: string;
  published_at: Date | null;
}

/** What a clock that was wrong, or a transaction that took its time, has hidden from us, is found by reading everything. */
const WHOLE_EVERY = 300;
/** Transactions commit out of order, and clocks differ a little: what changed so shortly before the last reading is read again. */
const OVERLAP_MS = 10_000;

/**
 * What is published, in memory, a second or two behind the table: good enough to choose from. Whatever is shown is asked of
 * the table again (ContentCards), so an unpublished content is never served.
 */
export class PublishedContents {
  readonly cards: ContentCards;
  private readonly byNo = new Map<number, PublishedContent>();
  private readonly noById = new Map<string, number>();
  private newest: readonly number[] = [];
  private readAtMs = 0;
  private turn = 0;

  constructor(private readonly database: Database, private readonly clock: Clock) {
    this.cards = new ContentCards(database);
  }

  get(contentNo: number): PublishedContent | undefined {
    return this.byNo.get(contentNo);
  }

  /** The running number of a content that was ever published. */
  noOf(id: string): number | undefined {
    return this.noById.get(id);
  }

  /** Content numbers, last published first. */
  get newestNos(): readonly number[] {
    return this.newest;
  }

  /** Those published after `sinceMs`, last first, at most `limit`. */
  newerThan(sinceMs: number, limit: number): number[] {
    const found: number[] = [];
    for (const no of this.newest) {
      if (found.length === limit || this.byNo.get(no)!.publishedAtMs <= sinceMs) break;
      found.push(no);
    }
    return found;
  }

  /** Reads what changed since the last time; at first, and now and then, everything. */
  async refresh(): Promise<void> {
    if (this.turn++ % WHOLE_EVERY === 0) this.readAtMs = 0;
    const readAtMs = this.clock().getTime();
    const rows = await this.database.prepared<Row>(
      'feed-published-contents',
      'SELECT id, no, partner_id, kind, state, published_at FROM contents WHERE updated_at > $1',
      [new Date(this.readAtMs - OVERLAP_MS)],
    );
    let changed = false;
    for (const { id, no, partner_id: partnerId, kind, state, published_at: publishedAt } of rows) {
      const known = this.byNo.get(no);
      if (state === 'published') {
        if (known?.publishedAtMs === publishedAt!.getTime() && known.kind === kind && known.partnerId === partnerId) continue;
        this.byNo.set(no, { no, id, partnerId, kind, publishedAtMs: publishedAt!.getTime() });
        this.noById.set(id, no);
        changed = true;
      } else if (this.byNo.delete(no)) {
        changed = true;
      }
    }
    if (changed) {
      this.newest = [...this.byNo.values()].sort((a, b) => b.publishedAtMs - a.publishedAtMs || b.no - a.no).map(({ no }) => no);
    }
    this.readAtMs = readAtMs;
  }
}

import { chargeClicks, type SponsoredClick } from '../campaign/charges.js';
import type { Database } from '../platform/database.js';
import { uuidOf } from './event.js';
import type { FeedClickListener, NumberedEvent } from './interactions.js';

interface ServedSlot {
  feedId: string;
  slot: number;
  campaignId: string;
  readerNo: number;
  at: Date;
}

/**
 * Clicks that came out of a feed, and what they cost. Whether a slot was sponsored, by whom, and for whom it was shown is
 * read from our own impressions; a click that does not fit them costs nobody anything.
 */
export class SponsoredClicks implements FeedClickListener {
  constructor(private readonly database: Database) {}

  async clicked(clicks: readonly NumberedEvent[]): Promise<void> {
    const served = await this.servedSlots(clicks);
    if (served.length === 0) return;
    // One shown slot costs once, however many clicks with ids of their own a client makes of it.
    const charges: SponsoredClick[] = served.map(({ feedId, slot, campaignId, readerNo, at }) => (
      { eventId: uuidOf(`charge\n${feedId}\n${slot}`), campaignId, readerNo, at }));
    await this.database.withClient(async (client) => {
      await client.query('BEGIN');
      try {
        await chargeClicks(client, charges);
        await client.query('COMMIT');
      } catch (error) {
        await client.query('ROLLBACK');
        throw error;
      }
    });
  }

  private servedSlots(clicks: readonly NumberedEvent[]): Promise<ServedSlot[]> {
    return this.database.prepared<ServedSlot>(
      'feed-served-sponsored-slots',
      `SELECT DISTINCT ON (i.feed_id, c.slot) i.feed_id AS "feedId", c.slot, c.campaign_id AS "campaignId", i.reader_no AS "readerNo", e.at
       FROM unnest($1::uuid[], $2::smallint[], $3::int[], $4::int[], $5::timestamptz[]) AS e (feed_id, slot, content_no, reader_no, at)
       JOIN impressions i ON i.feed_id = e.feed_id AND i.reader_no = e.reader_no
       CROSS JOIN LATERAL unnest(i.content_nos, i.slots, i.campaign_ids) AS c (content_no, slot, campaign_id)
       WHERE c.slot = e.slot AND c.content_no = e.content_no AND c.campaign_id IS NOT NULL
       ORDER BY i.feed_id, c.slot, e.at`,
      [
        clicks.map((click) => click.feedId), clicks.map((click) => click.slot), clicks.map((click) => click.contentNo),
        clicks.map((click) => click.readerNo), clicks.map((click) => new Date(click.occurredAtMs)),
      ],
    );
  }
}

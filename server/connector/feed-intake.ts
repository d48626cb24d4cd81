import type { EntityManager } from 'typeorm';
import type { ContentFeed } from '../../schema/content-feed.js';
import type { FeedImport } from '../../schema/feed-import.js';
import type { Contributions } from '../content/contributions.js';
import type { Actor } from '../platform/actor.js';
import type { NewId } from '../platform/ids.js';
import { supersedes, type FeedItem, type Refusal } from './feed-items.js';

export type FeedCounts = Pick<FeedImport, 'created' | 'updated' | 'withdrawn' | 'unchanged' | 'quarantined'>;

interface KnownItem { version: bigint; isDeleted: boolean; digest: string; contentId: string | null }

/** Takes the items of one page into the contents of their partner, in the transaction of the caller. */
export class FeedIntake {
  constructor(private readonly contributions: Contributions, private readonly newId: NewId) {}

  async take(tx: EntityManager, feed: ContentFeed, items: readonly FeedItem[], refusals: readonly Refusal[], now: Date, actor: Actor): Promise<FeedCounts> {
    const counts: FeedCounts = { created: 0, updated: 0, withdrawn: 0, unchanged: 0, quarantined: refusals.length };
    const newest = newestOf(items);
    const known = await this.knownOf(tx, feed.connectorId, [...newest.keys()]);
    counts.unchanged += items.length - newest.size;
    // In one order always: two transactions that hold contents cannot wait for each other.
    for (const item of [...newest.values()].sort((a, b) => (a.key < b.key ? -1 : 1))) counts[await this.takeOne(tx, feed, item, known.get(item.key), now, actor)] += 1;
    await this.quarantine(tx, feed, refusals, now);
    await this.release(tx, feed.connectorId, newest.values());
    return counts;
  }

  /** Withdraws the contents whose rights have ended; at most `most`. Answers how many ended. */
  async endRights(tx: EntityManager, now: Date, most: number, actor: Actor): Promise<number> {
    const due: { connector_id: string; item_key: string; content_id: string | null }[] = await tx.query(
      'SELECT connector_id, item_key, content_id FROM feed_items WHERE rights_until <= $1 ORDER BY connector_id, item_key LIMIT $2 FOR UPDATE SKIP LOCKED', [now, most]);
    for (const { content_id: contentId } of due) if (contentId) await this.contributions.withdraw(tx, contentId, actor);
    for (const { connector_id: connector, item_key: key } of due) await tx.query('UPDATE feed_items SET rights_until = NULL WHERE connector_id = $1 AND item_key = $2', [connector, key]);
    return due.length;
  }

  private async takeOne(tx: EntityManager, feed: ContentFeed, item: FeedItem, known: KnownItem | undefined, now: Date, actor: Actor): Promise<keyof FeedCounts> {
    if (known && !supersedes(item, known)) return 'unchanged';
    const { contentId, outcome } = await this.apply(tx, feed, item, known?.contentId ?? null, now, actor);
    const isOver = item.rights.until !== null && item.rights.until <= now;
    await tx.query(`
      INSERT INTO feed_items (connector_id, item_key, partner_id, item_version, is_deleted, digest, rights_until, content_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      ON CONFLICT (connector_id, item_key) DO UPDATE SET item_version = EXCLUDED.item_version, is_deleted = EXCLUDED.is_deleted, digest = EXCLUDED.digest,
        rights_until = EXCLUDED.rights_until, content_id = EXCLUDED.content_id`,
    [feed.connectorId, item.key, feed.partnerId, String(item.version), item.isDeleted, item.digest, isOver ? null : item.rights.until, contentId]);
    return outcome;
  }

  private async apply(tx: EntityManager, feed: ContentFeed, { text, rights }: FeedItem, contentId: string | null, now: Date, actor: Actor): Promise<{ contentId: string | null; outcome: keyof FeedCounts }> {
    const isOver = rights.until !== null && rights.until <= now;
    if (text === null || isOver) {
      // Nothing of ours to take back: the tombstone is remembered all the same, for older versions that come later.
      const withdrawn = contentId !== null && await this.contributions.withdraw(tx, contentId, actor);
      return { contentId, outcome: withdrawn ? 'withdrawn' : 'unchanged' };
    }
    const show = feed.policy === 'review' ? 'review' : rights.from && rights.from > now ? rights.from : 'now';
    return this.contributions.put(tx, { contentId, kind: feed.contentKind, partnerId: feed.partnerId, text, show }, actor);
  }

  private async knownOf(tx: EntityManager, connectorId: string, keys: readonly string[]): Promise<Map<string, KnownItem>> {
    const rows: { item_key: string; item_version: string; is_deleted: boolean; digest: string; content_id: string | null }[] = await tx.query(
      'SELECT item_key, item_version, is_deleted, digest, content_id FROM feed_items WHERE connector_id = $1 AND item_key = ANY($2) ORDER BY item_key FOR UPDATE', [connectorId, keys]);
    return new Map(rows.map((row) => [row.item_key, { version: BigInt(row.item_version), isDeleted: row.is_deleted, digest: row.digest, contentId: row.content_id }]));
  }

  /** The same wrong item seen again is one row. What is known in that version or a newer one need not wait. */
  private async quarantine(tx: EntityManager, { connectorId, partnerId }: ContentFeed, refusals: readonly Refusal[], now: Date): Promise<void> {
    for (const { key, version, reason, detail, excerpt } of refusals) {
      await tx.query(`
        INSERT INTO quarantined_items (id, connector_id, partner_id, item_key, item_version, reason, detail, excerpt, first_seen_at, last_seen_at)
        SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $9
         WHERE NOT EXISTS (SELECT FROM feed_items WHERE connector_id = $2 AND item_key = $4 AND item_version >= $5)
        ON CONFLICT (connector_id, reason, md5(excerpt), coalesce(item_key, ''), coalesce(item_version, -1)) DO UPDATE SET last_seen_at = EXCLUDED.last_seen_at, detail = EXCLUDED.detail`,
      [this.newId(), connectorId, partnerId, key, version === null ? null : String(version), reason, detail, excerpt, now]);
    }
  }

  /** A whole version takes the broken ones up to it out of quarantine. */
  private async release(tx: EntityManager, connectorId: string, items: Iterable<FeedItem>): Promise<void> {
    const whole = [...items];
    await tx.query(`
      DELETE FROM quarantined_items q USING unnest($2::text[], $3::bigint[]) AS fine (item_key, item_version)
       WHERE q.connector_id = $1 AND q.item_key = fine.item_key AND coalesce(q.item_version, 0) <= fine.item_version`,
    [connectorId, whole.map(({ key }) => key), whole.map(({ version }) => String(version))]);
  }
}

/** Of each key the item that stays. */
export function newestOf(items: readonly FeedItem[]): Map<string, FeedItem> {
  const newest = new Map<string, FeedItem>();
  for (const item of items) {
    const known = newest.get(item.key);
    if (!known || supersedes(item, known)) newest.set(item.key, item);
  }
  return newest;
}

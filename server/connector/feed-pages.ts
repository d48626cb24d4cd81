import type { EntityManager } from 'typeorm';
import type { FeedPolicy } from '../../schema/feed-import.js';
import type { Audit } from '../audit/audit.js';
import { PartnerContents } from '../content/partner-contents.js';
import type { Actor } from '../platform/actor.js';
import type { AuditEvent } from '../platform/audit-trail.js';
import type { Clock } from '../platform/clock.js';
import type { NewId } from '../platform/ids.js';
import { judgeItem, type JudgedItem, type SoundItem } from './content-feed-items.js';
import { heldItems, knownItems, saveHeld, saveItems, saveOvertaken, type KnownItem } from './feed-rows.js';
import { foretell, settle, take, type Taking, type TakingOutcome } from './feed-taking.js';
import { verdictOf, type HeldItem } from './feed-verdicts.js';

export interface FeedOwner {
  readonly connectorId: string;
  readonly partnerId: string;
}
export type PageCounts = Record<TakingOutcome | 'quarantined', number>;
export interface FeedItem { readonly judged: JudgedItem; readonly item: unknown }

/** What a page of a feed does to the contents of its partner. Each method belongs in the caller's transaction and appends to the audit log: call it last. */
export class FeedPages {
  private readonly contents: PartnerContents;

  constructor(private readonly audit: Audit, private readonly clock: Clock, private readonly newId: NewId) {
    this.contents = new PartnerContents(clock, newId);
  }

  /** `isDry`: counts only. Items that stand in the page twice are counted twice. */
  async apply(tx: EntityManager, owner: FeedOwner, items: readonly unknown[], actor: Actor, isDry = false): Promise<PageCounts> {
    return this.applyJudged(tx, owner, items.map((item) => ({ judged: judgeItem(item), item })), actor, isDry);
  }

  async applyJudged(tx: EntityManager, owner: FeedOwner, items: readonly FeedItem[], actor: Actor, isDry = false): Promise<PageCounts> {
    const policy = await lockFeed(tx, owner.connectorId);
    const ids = [...new Set(items.map(({ judged }) => placeOf(judged).itemId))];
    const [known, held] = [await knownItems(tx, owner.connectorId, ids), await heldItems(tx, owner.connectorId, ids)];
    const taking = this.taking(tx, owner, policy, actor);
    const counts: PageCounts = { created: 0, changed: 0, unchanged: 0, withdrawn: 0, quarantined: 0 };
    const [taken, holding, overtaken] = [new Set<string>(), new Map<string, { id: string; held: HeldItem; item: unknown }>(), new Set<string>()];
    for (const { judged, item } of items) {
      const { itemId } = placeOf(judged);
      const verdict = verdictOf(judged, known.get(itemId), held.get(itemId));
      if (verdict.hold) {
        held.set(itemId, verdict.hold);
        holding.set(itemId, { id: this.newId(), held: verdict.hold, item });
        overtaken.delete(itemId);
      }
      if (verdict.overtake) {
        const past: HeldItem = { ...held.get(itemId)!, state: 'overtaken' };
        held.set(itemId, past);
        const fresh = holding.get(itemId);
        if (fresh) holding.set(itemId, { ...fresh, held: past });
        else overtaken.add(itemId);
      }
      let outcome: keyof PageCounts = verdict.hold?.state === 'waiting' ? 'quarantined' : 'unchanged';
      if (verdict.take && isDry) {
        outcome = await foretell(tx, verdict.take, known.get(itemId));
        known.set(itemId, { content: null, contentVersionId: null, withdrawnFrom: null, ...known.get(itemId), ...verdict.take, isEdited: false });
      } else if (verdict.take) {
        const result = await take(taking, verdict.take, known.get(itemId));
        outcome = result.outcome;
        known.set(itemId, result.known);
        taken.add(itemId);
      }
      counts[outcome] += 1;
    }
    if (isDry) return counts;
    const place = { ...owner, now: taking.now };
    await saveItems(tx, place, [...taken].map((id) => known.get(id)!));
    await saveHeld(tx, place, [...holding.values()]);
    await saveOvertaken(tx, owner.connectorId, [...overtaken]);
    await this.tell(tx, taking.entries);
    return counts;
  }

  /** Takes an item whatever its checks say and whoever has changed its text since. */
  async release(tx: EntityManager, { connectorId, partnerId }: FeedOwner, item: SoundItem, actor: Actor): Promise<void> {
    const policy = await lockFeed(tx, connectorId);
    const taking = this.taking(tx, { connectorId, partnerId }, policy, actor);
    const known = (await knownItems(tx, connectorId, [item.itemId])).get(item.itemId);
    const { known: taken } = await take(taking, item, known);
    await saveItems(tx, { connectorId, partnerId, now: taking.now }, [taken]);
    await this.tell(tx, taking.entries);
  }

  /** Shows what may be shown since, and hides what may not any more, of at most `most` items; answers how many moved. */
  async settleRights(tx: EntityManager, owner: FeedOwner, actor: Actor, most: number): Promise<number> {
    const policy = await lockFeed(tx, owner.connectorId);
    const taking = this.taking(tx, owner, policy, actor);
    const due = await tx.query<{ item_id: string }[]>(dueSql, [owner.connectorId, taking.now, policy === 'publish', most]);
    const moved: KnownItem[] = [];
    for (const known of (await knownItems(tx, owner.connectorId, due.map(({ item_id: id }) => id))).values()) {
      if (await settle(taking, known)) moved.push(known);
    }
    await saveItems(tx, { ...owner, now: taking.now }, moved);
    await this.tell(tx, taking.entries);
    return moved.length;
  }

  private taking(tx: EntityManager, { partnerId }: FeedOwner, policy: FeedPolicy, actor: Actor): Taking & { readonly entries: AuditEvent[] } {
    return { tx, contents: this.contents, partnerId, policy, now: this.clock(), actor, entries: [] };
  }

  private async tell(tx: EntityManager, entries: readonly AuditEvent[]): Promise<void> {
    for (const entry of entries) await this.audit.append(tx, entry);
  }
}

/** What changes one feed waits in one line. */
export async function lockFeed(tx: EntityManager, connectorId: string): Promise<FeedPolicy> {
  await tx.query('INSERT INTO content_feeds (connector_id) VALUES ($1) ON CONFLICT DO NOTHING', [connectorId]);
  return (await tx.query<{ policy: FeedPolicy }[]>('SELECT policy FROM content_feeds WHERE connector_id = $1 FOR UPDATE', [connectorId]))[0].policy;
}

const placeOf = (judged: JudgedItem) => ('sound' in judged ? judged.sound : judged.unsound);

/** Texts that people have changed since are theirs to show; hiding what may not be shown is not asked of them. */
const dueSql = `
  SELECT i.item_id FROM feed_items i JOIN contents c ON c.id = i.content_id
  WHERE i.connector_id = $1 AND NOT i.is_deleted AND (i.rights_from IS NOT NULL OR i.rights_until IS NOT NULL) AND CASE
    WHEN coalesce(i.rights_from <= $2, true) AND coalesce($2 < i.rights_until, true)
      THEN c.draft_version_id = i.content_version_id AND (
        (i.withdrawn_from IS NOT NULL AND c.state IN ('unlisted','takedown','restored') AND ($3 OR c.live_version_id = c.draft_version_id AND c.state = 'unlisted')) OR ($3 AND c.state = 'draft' AND c.live_version_id IS NULL AND i.rights_from IS NOT NULL))
    ELSE c.state = 'published' END
  ORDER BY i.item_id LIMIT $4`;

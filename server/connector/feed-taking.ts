import type { EntityManager } from 'typeorm';
import type { FeedPolicy } from '../../schema/feed-import.js';
import { ContentVersion } from '../../schema/content-version.js';
import { contentHash } from '../content/content-text.js';
import type { PartnerContents } from '../content/partner-contents.js';
import type { Actor } from '../platform/actor.js';
import type { AuditEvent } from '../platform/audit-trail.js';
import type { SoundItem } from './content-feed-items.js';
import type { KnownItem } from './feed-rows.js';

export type TakingOutcome = 'created' | 'changed' | 'unchanged' | 'withdrawn';

/** What `take` would answer, without doing it. */
export async function foretell(tx: EntityManager, item: SoundItem, known: KnownItem | undefined): Promise<TakingOutcome> {
  if (item.isDeleted) return known?.content && !isHidden(known.content.state) ? 'withdrawn' : 'unchanged';
  if (!known?.content) return known && !known.isDeleted ? 'changed' : 'created';
  const draft = await tx.findOneByOrFail(ContentVersion, { id: known.content.draftVersionId });
  return !known.isDeleted && known.content.kind === item.kind && draft.contentHash.equals(contentHash(item.text!)) ? 'unchanged' : 'changed';
}

export interface Taking {
  readonly tx: EntityManager;
  readonly contents: PartnerContents;
  readonly partnerId: string;
  readonly policy: FeedPolicy;
  readonly now: Date;
  readonly actor: Actor;
  /** For the audit log, at the end of the transaction. */
  readonly entries: AuditEvent[];
}

const hidden = ['unlisted', 'archived', 'takedown'] as const;
const isHidden = (state: string) => (hidden as readonly string[]).includes(state);

/** Makes of a sound item what it says: the content with its text, shown or not. Answers what is known from now on. */
export async function take(taking: Taking, item: SoundItem, known: KnownItem | undefined): Promise<{ known: KnownItem; outcome: TakingOutcome }> {
  const { itemId, version, hash, isDeleted, rightsFrom, rightsUntil } = item;
  const next: KnownItem = {
    itemId, version, hash, isDeleted, rightsFrom, rightsUntil, isEdited: false,
    content: known?.content ?? null, contentVersionId: known?.contentVersionId ?? null, withdrawnFrom: known?.withdrawnFrom ?? null,
  };
  if (isDeleted) return { known: next, outcome: await withdraw(taking, next) };
  const { tx, contents, actor, entries, partnerId } = taking;
  const text = { kind: item.kind, text: item.text! };
  let outcome: TakingOutcome = 'created';
  if (next.content) outcome = await contents.revise(tx, next.content, text, actor, entries) || known!.isDeleted ? 'changed' : 'unchanged';
  else next.content = await contents.create(tx, partnerId, text, actor, entries);
  next.contentVersionId = next.content.draftVersionId;
  return { known: next, outcome: await settle(taking, next) && outcome === 'unchanged' ? 'changed' : outcome };
}

/** Nobody new reads it; what the staff has taken away already stays as they left it. */
async function withdraw({ tx, contents, actor, entries }: Taking, item: KnownItem): Promise<TakingOutcome> {
  const { content } = item;
  if (!content || isHidden(content.state)) return 'unchanged';
  item.withdrawnFrom = content.state;
  await contents.move(tx, content, content.state === 'published' ? 'contentUnlist' : 'contentTakeDown', 'feed_tombstone', actor, entries);
  return 'withdrawn';
}

/** Shows or hides the content of an item that is not deleted, as its rights and the policy have it now. Answers whether it moved. */
export async function settle(taking: Taking, item: KnownItem): Promise<boolean> {
  const { tx, contents, policy, now, actor, entries } = taking;
  const content = item.content!;
  const isWithin = (item.rightsFrom === null || item.rightsFrom <= now) && (item.rightsUntil === null || now < item.rightsUntil);
  if (!isWithin) {
    if (content.state !== 'published') return false;
    item.withdrawnFrom = 'published';
    await contents.move(tx, content, 'contentUnlist', 'feed_rights', actor, entries);
    return true;
  }
  // What the feed has taken away it may give back; what the staff has taken away it may not.
  const isOurs = item.withdrawnFrom !== null;
  let moved = false;
  if (isOurs && item.withdrawnFrom !== 'published' && content.state === 'takedown') {
    await contents.move(tx, content, 'contentRestore', 'feed_returned', actor, entries);
    moved = true;
  }
  const isLive = content.liveVersionId === content.draftVersionId;
  if (policy === 'publish' && (content.state === 'draft' || (content.state === 'published' && !isLive) || (isOurs && ['unlisted', 'restored'].includes(content.state)))) {
    await contents.publish(tx, content, actor, entries);
    moved = true;
  } else if (isOurs && isLive && content.state === 'unlisted') {
    await contents.move(tx, content, 'contentRelist', 'feed_returned', actor, entries);
    moved = true;
  }
  if (!isHidden(content.state)) item.withdrawnFrom = null;
  return moved;
}

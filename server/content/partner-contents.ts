import type { EntityManager } from 'typeorm';
import { Content, type ContentKind, type ContentState } from '../../schema/content.js';
import { ContentVersion } from '../../schema/content-version.js';
import type { Actor } from '../platform/actor.js';
import type { AuditEvent } from '../platform/audit-trail.js';
import type { Clock } from '../platform/clock.js';
import type { NewId } from '../platform/ids.js';
import { ContentRows } from './content-rows.js';
import { assertContentAction } from './content-states.js';
import { contentHash, type ContentText } from './content-text.js';

export interface PartnerText {
  readonly kind: ContentKind;
  readonly text: ContentText;
}

/** States in which people judge a text: another text is not what they judged. */
const judged: readonly ContentState[] = ['in_review', 'approved', 'scheduled'];

/**
 * What a partner sends becomes contents of that partner by the statements and the moves that people's contents have. Every method
 * belongs in the caller's transaction with the row locked, leaves `content` as it was written, and pushes onto `entries` what the
 * caller appends to the audit log last.
 */
export class PartnerContents {
  private readonly rows: ContentRows;

  constructor(private readonly clock: Clock, newId: NewId) {
    this.rows = new ContentRows(clock, newId);
  }

  /** A draft of the partner, with no author. */
  async create(tx: EntityManager, partnerId: string, { kind, text }: PartnerText, actor: Actor, entries: AuditEvent[]): Promise<Content> {
    const id = await this.rows.insert(tx, kind, text, { authorId: null, partnerId }, actor);
    entries.push({ actor, action: 'contentCreate', noun: 'Content', nounId: id, detail: { kind, title: text.title, authorId: null, partnerId } });
    return tx.findOneByOrFail(Content, { id });
  }

  /** A new draft; what is live stays. What is under judgement goes back to draft. An equal text changes nothing. */
  async revise(tx: EntityManager, content: Content, { kind, text }: PartnerText, actor: Actor, entries: AuditEvent[]): Promise<boolean> {
    const draft = await tx.findOneByOrFail(ContentVersion, { id: content.draftVersionId });
    if (draft.contentHash.equals(contentHash(text)) && content.kind === kind) return false;
    const number = (await tx.maximum(ContentVersion, 'number', { contentId: content.id }))! + 1;
    const from = content.state;
    const draftVersionId = await this.rows.insertVersion(tx, content.id, number, text, actor);
    await this.write(tx, content, { kind, draftVersionId, ...(judged.includes(from) && { state: 'draft', publishAt: null }) });
    entries.push({ actor, action: 'contentEdit', noun: 'Content', nounId: content.id, detail: { number, contentHash: contentHash(text).toString('hex'), ...(from !== content.state && { from, to: content.state }) } });
    return true;
  }

  /** Makes the draft live, from any state but those that only people end; the partner's feed is trusted, which stands for review and approval. */
  async publish(tx: EntityManager, content: Content, actor: Actor, entries: AuditEvent[]): Promise<void> {
    const { state: from, liveVersionId, draftVersionId } = content;
    await this.write(tx, content, { state: 'published', liveVersionId: draftVersionId, publishedAt: content.publishedAt ?? this.clock(), publishAt: null });
    if (liveVersionId !== draftVersionId) await this.rows.publish(tx, content.id, liveVersionId, draftVersionId, actor);
    entries.push({ actor, action: 'contentPublish', noun: 'Content', nounId: content.id, detail: { from, to: 'published', trusted: true } });
  }

  /** Throws ILLEGAL_TRANSITION where the table of moves has no such move. */
  async move(tx: EntityManager, content: Content, action: 'contentUnlist' | 'contentRelist' | 'contentTakeDown' | 'contentRestore', reason: string, actor: Actor, entries: AuditEvent[]): Promise<void> {
    assertContentAction(action, content, actor);
    const from = content.state;
    const to = ({ contentUnlist: 'unlisted', contentRelist: 'published', contentTakeDown: 'takedown', contentRestore: 'restored' } as const)[action];
    await this.write(tx, content, { state: to, publishAt: null });
    entries.push({ actor, action, noun: 'Content', nounId: content.id, detail: { from, to, reason } });
  }

  private async write(tx: EntityManager, content: Content, values: Partial<Pick<Content, 'kind' | 'state' | 'draftVersionId' | 'liveVersionId' | 'publishedAt' | 'publishAt'>>): Promise<void> {
    const columns = { kind: 'kind', state: 'state', draftVersionId: 'draft_version_id', liveVersionId: 'live_version_id', publishedAt: 'published_at', publishAt: 'publish_at' } as const;
    await this.rows.change(tx, content, Object.fromEntries(Object.entries(values).map(([name, value]) => [columns[name as keyof typeof columns], value])));
    Object.assign(content, values, { version: content.version + 1 });
  }
}

import type { EntityManager } from 'typeorm';
import { Content, ContentKind } from '../../schema/content.js';
import { ContentPublication } from '../../schema/content-publication.js';
import { ContentVersion } from '../../schema/content-version.js';
import type { Audit } from '../audit/audit.js';
import type { Actor } from '../platform/actor.js';
import { actorAccountId } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';
import { ContentRows } from './content-rows.js';
import { assertContentAction, type ContentTransition, contentTransitions, isEditor, seesWorkshop } from './content-states.js';
import { contentHash, type ContentText, parseContentText } from './content-text.js';

export interface ContentDraft extends Partial<ContentText> {
  title: string;
}

export interface NewContent extends ContentDraft {
  kind: ContentKind;
  /** Editors may write for somebody; everybody else writes as himself, a partner for his partner. */
  authorId?: string | null;
  partnerId?: string | null;
}

export interface ContentMove {
  id: string;
  expectedVersion: number;
  /** Required for contentRequestChanges and contentTakeDown. */
  reason?: string | null;
  /** Required for contentSchedule: a time to come. */
  publishAt?: Date | null;
}

const needsReason: readonly ContentTransition[] = ['contentRequestChanges', 'contentTakeDown'];

/**
 * What may happen to a content. Every change: rights, expectedVersion, state, guarded update, publish log, audit, in
 * one transaction. Throws NOT_FOUND, FORBIDDEN, CONFLICT (currentVersion), ILLEGAL_TRANSITION (from, allowed), BAD_INPUT.
 */
export class Contents {
  private readonly rows: ContentRows;

  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
    newId: NewId,
  ) {
    this.rows = new ContentRows(clock, newId);
  }

  async create({ kind, authorId, partnerId, ...draft }: NewContent, actor: Actor): Promise<Content> {
    const text = parseContentText(draft);
    const owner = isEditor(actor) ? { authorId: authorId ?? actorAccountId(actor), partnerId: partnerId ?? null } : ownOwner(actor);
    return this.database.transaction(async (tx) => {
      await assertOwnerExists(tx, owner);
      const id = await this.rows.insert(tx, kind, text, owner, actor);
      await this.audit.append(tx, { actor, action: 'contentCreate', noun: 'Content', nounId: id, detail: { kind, title: text.title, ...owner } });
      return load(tx, id);
    });
  }

  /** Fields that are absent stay as they are in the draft. An equal text changes nothing: no version, no audit entry. */
  edit({ id, expectedVersion, ...changes }: Partial<ContentText> & { id: string; expectedVersion: number }, actor: Actor): Promise<Content> {
    return this.changing('contentEdit', { id, expectedVersion }, actor, async (tx, content) => {
      const draft = await tx.findOneByOrFail(ContentVersion, { id: content.draftVersionId });
      const text = parseContentText({ ...textOf(draft), ...withoutAbsent(changes) });
      if (contentHash(text).equals(draft.contentHash)) return null;
      const number = await tx.maximum(ContentVersion, 'number', { contentId: id });
      const draftVersionId = await this.rows.insertVersion(tx, id, number! + 1, text, actor);
      await this.rows.change(tx, content, { draft_version_id: draftVersionId });
      return { number: number! + 1, contentHash: contentHash(text).toString('hex') };
    });
  }

  /** Any move of the state machine. Publishing makes the draft live; relisting keeps what was live. */
  async move(action: ContentTransition, input: ContentMove, actor: Actor): Promise<Content> {
    const reason = input.reason?.trim() || null;
    if (needsReason.includes(action) && !reason) throw new DomainError('BAD_INPUT', { path: ['reason'] }, 'Say why.');
    if (action === 'contentSchedule' && !(input.publishAt && input.publishAt > this.clock())) {
      throw new DomainError('BAD_INPUT', { path: ['publishAt'] }, 'publishAt must be a time to come.');
    }
    return this.changing(action, input, actor, async (tx, content) => {
      const to = contentTransitions[action].to;
      if (action === 'contentPublish') await this.publish(tx, content, actor);
      else await this.rows.change(tx, content, { state: to, publish_at: action === 'contentSchedule' ? input.publishAt : null });
      return { from: content.state, to, ...(reason && { reason }), ...(input.publishAt && { publishAt: input.publishAt.toISOString() }) };
    });
  }

  /** Undoes one line of the publish log: its pair swapped. Only the line that made the present live version can be undone. */
  revert({ id, expectedVersion, publicationId }: { id: string; expectedVersion: number; publicationId: string }, actor: Actor): Promise<Content> {
    return this.changing('contentRevert', { id, expectedVersion }, actor, async (tx, content) => {
      const publication = await tx.findOneBy(ContentPublication, { id: publicationId, contentId: id });
      if (!publication) throw new DomainError('NOT_FOUND', { path: ['publicationId'] });
      const { fromVersionId, toVersionId } = publication;
      if (toVersionId !== content.liveVersionId || !fromVersionId) {
        throw new DomainError('BAD_INPUT', { path: ['publicationId'] }, 'Only the publication that made the present live version can be reverted, and only when there was one before.');
      }
      await this.rows.change(tx, content, { live_version_id: fromVersionId });
      await this.rows.publish(tx, id, toVersionId, fromVersionId, actor);
      return { fromVersionId: toVersionId, toVersionId: fromVersionId };
    });
  }

  /** Publishes what is due, at most `most` contents in one transaction each; answers how many. Safe to run twice at once. */
  async publishDue(actor: Actor, most = 100): Promise<number> {
    for (let published = 0; published < most; published++) {
      const found = await this.database.transaction(async (tx) => {
        const [due] = await tx.query<{ id: string }[]>(
          `SELECT id FROM contents WHERE state = 'scheduled' AND publish_at <= $1 ORDER BY publish_at LIMIT 1 FOR UPDATE SKIP LOCKED`, [this.clock()]);
        if (!due) return false;
        const content = await load(tx, due.id);
        await this.publish(tx, content, actor);
        await this.audit.append(tx, { actor, action: 'contentPublish', noun: 'Content', nounId: due.id, detail: { from: 'scheduled', to: 'published' } });
        return true;
      });
      if (!found) return published;
    }
    return most;
  }

  private async publish(tx: EntityManager, content: Content, actor: Actor): Promise<void> {
    if (content.state === 'published' && content.liveVersionId === content.draftVersionId) {
      throw new DomainError('BAD_INPUT', {}, 'The draft is what readers see already.');
    }
    await this.rows.change(tx, content, {
      state: 'published', live_version_id: content.draftVersionId, published_at: content.publishedAt ?? this.clock(), publish_at: null,
    });
    if (content.liveVersionId !== content.draftVersionId) await this.rows.publish(tx, content.id, content.liveVersionId, content.draftVersionId, actor);
  }

  /** `work` answers the audit detail, or null when there was nothing to change. */
  private changing(
    action: string, { id, expectedVersion }: { id: string; expectedVersion: number }, actor: Actor,
    work: (tx: EntityManager, content: Content) => Promise<Record<string, unknown> | null>,
  ): Promise<Content> {
    return this.database.transaction(async (tx) => {
      // Locked, so that of two changes at once the second sees the first one's version.
      const content = await tx.findOne(Content, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!content || !seesWorkshop(actor, content)) throw new DomainError('NOT_FOUND');
      if (content.version !== expectedVersion) throw new DomainError('CONFLICT', { currentVersion: content.version });
      assertContentAction(action, content, actor);
      const detail = await work(tx, content);
      if (detail) await this.audit.append(tx, { actor, action, noun: 'Content', nounId: id, detail });
      return load(tx, id);
    });
  }
}

function load(tx: EntityManager, id: string): Promise<Content> {
  return tx.findOneByOrFail(Content, { id });
}

function textOf({ title, summary, body, previewChars, mediaUrl, language, tags }: ContentVersion): ContentText {
  return { title, summary, body, previewChars, mediaUrl, language, tags };
}

function withoutAbsent<T extends object>(changes: T): Partial<T> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<T>;
}

function ownOwner(actor: Actor): { authorId: string | null; partnerId: string | null } {
  if (!('role' in actor) || !['author', 'partner'].includes(actor.role)) throw new DomainError('FORBIDDEN');
  return { authorId: actor.accountId, partnerId: actor.partnerId };
}

async function assertOwnerExists(tx: EntityManager, { authorId, partnerId }: { authorId: string | null; partnerId: string | null }): Promise<void> {
  const [found] = await tx.query<{ author: boolean; partner: boolean }[]>(
    `SELECT $1::uuid IS NULL OR EXISTS (SELECT FROM accounts WHERE id = $1) AS author, $2::uuid IS NULL OR EXISTS (SELECT FROM partners WHERE id = $2) AS partner`,
    [authorId, partnerId]);
  if (!found.author) throw new DomainError('BAD_INPUT', { path: ['authorId'] }, 'There is no such author.');
  if (!found.partner) throw new DomainError('BAD_INPUT', { path: ['partnerId'] }, 'There is no such partner.');
}

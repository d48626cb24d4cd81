import type { EntityManager } from 'typeorm';
import type { Content, ContentKind } from '../../schema/content.js';
import { type Actor, actorAccountId, actorLabel } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';
import { type ContentText, versionColumns, versionValues } from './content-text.js';

/** The statements of one change; every one of them belongs in the transaction of its caller. */
export class ContentRows {
  constructor(private readonly clock: Clock, private readonly newId: NewId) {}

  async insert(tx: EntityManager, kind: ContentKind, text: ContentText, owner: { authorId: string | null; partnerId: string | null }, actor: Actor): Promise<string> {
    const [id, now] = [this.newId(), this.clock()];
    const versionId = await this.insertVersion(tx, id, 1, text, actor);
    await tx.query(
      `INSERT INTO contents (id, kind, state, author_id, partner_id, draft_version_id, created_at, updated_at) VALUES ($1, $2, 'draft', $3, $4, $5, $6, $6)`,
      [id, kind, owner.authorId, owner.partnerId, versionId, now],
    );
    return id;
  }

  /** `number`: the place in the content's line; unique, so a race that the row's version missed would still fail. */
  async insertVersion(tx: EntityManager, contentId: string, number: number, text: ContentText, actor: Actor): Promise<string> {
    const versionId = this.newId();
    await tx.query(
      `INSERT INTO content_versions (id, content_id, number, created_by, created_at, ${versionColumns})
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14::tsvector)`,
      [versionId, contentId, number, actorAccountId(actor), this.clock(), ...versionValues(text)],
    );
    return versionId;
  }

  /**
   * The guarded update that every change goes through. No row means somebody was faster: CONFLICT with currentVersion.
   * `values` are columns of contents.
   */
  async change(tx: EntityManager, content: Content, values: Record<string, unknown>): Promise<void> {
    const columns = Object.keys(values);
    const [, count] = await tx.query<[unknown, number]>(
      `UPDATE contents SET ${columns.map((column, at) => `${column} = $${at + 5}, `).join('')}version = version + 1, updated_at = $4
        WHERE id = $1 AND version = $2 AND state = $3`,
      [content.id, content.version, content.state, this.clock(), ...Object.values(values)],
    );
    if (!count) throw new DomainError('CONFLICT', { currentVersion: await this.versionOf(tx, content.id) });
  }

  async publish(tx: EntityManager, contentId: string, fromVersionId: string | null, toVersionId: string, actor: Actor): Promise<void> {
    await tx.query('INSERT INTO content_publications (id, content_id, from_version_id, to_version_id, actor, at) VALUES ($1, $2, $3, $4, $5, $6)',
      [this.newId(), contentId, fromVersionId, toVersionId, actorLabel(actor), this.clock()]);
  }

  private async versionOf(tx: EntityManager, id: string): Promise<number> {
    return (await tx.query<{ version: number }[]>('SELECT version FROM contents WHERE id = $1', [id]))[0].version;
  }
}

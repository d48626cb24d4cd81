import type { Content } from '../../schema/content.js';
import { Grant } from '../../schema/grant.js';
import { Offer } from '../../schema/offer.js';
import { cutPreview } from '../content/preview.js';
import { seesWorkshop } from '../content/content-states.js';
import { type Actor, actorAccountId } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { rowReader } from '../platform/rows.js';
import { type AccessDecision, decideAccess } from './access.js';

/**
 * The only place that hands out the text of a body. Everything made from a body (excerpt, highlight, and what later
 * nouns derive) must be made from `bodies`, which is cut already. Statements do not grow with the number of contents.
 */
export class Paywall {
  constructor(private readonly database: Database, private readonly clock: Clock) {}

  /** One decision per content, in order. Three statements; two for who has no account. */
  async decisions(contents: readonly Content[], actor: Actor): Promise<AccessDecision[]> {
    const ids = contents.map(({ id }) => id);
    const [offers, grants, previews] = await Promise.all([this.offers(ids), this.grants(ids, actor), this.previewChars(contents)]);
    const now = this.clock();
    return contents.map((content) => decideAccess({
      content,
      previewChars: previews.get(content.liveVersionId ?? '') ?? 0,
      offers: offers.filter(({ contentId }) => contentId === null || contentId === content.id),
      grants: grants.filter(({ contentId }) => contentId === null || contentId === content.id),
    }, actor, now));
  }

  /**
   * What the actor may read, in order: the live text, cut where the decision says; null where nothing may be read. Who
   * works on a content that is not live yet reads its draft.
   */
  async bodies(contents: readonly Content[], decisions: readonly AccessDecision[], actor: Actor): Promise<(string | null)[]> {
    const shown = contents.map((content) => content.liveVersionId ?? (seesWorkshop(actor, content) ? content.draftVersionId : null));
    const rows = await this.database.prepared<{ id: string; body: string }>('paywall.bodies', 'SELECT id, body FROM content_versions WHERE id = ANY($1)', [shown.filter(Boolean)]);
    const bodies = new Map(rows.map(({ id, body }) => [id, body]));
    return shown.map((id, at) => {
      const body = id === null ? undefined : bodies.get(id);
      const { previewUntil } = decisions[at];
      if (body === undefined || previewUntil === 0) return null;
      return previewUntil === null ? body : cutPreview(body, previewUntil);
    });
  }

  private async offers(contentIds: readonly string[]): Promise<Offer[]> {
    const { columns, instances } = rowReader(this.database.dataSource, Offer);
    return instances(await this.database.prepared('paywall.offers',
      `SELECT ${columns} FROM offers WHERE content_id = ANY($1) UNION ALL SELECT ${columns} FROM offers WHERE content_id IS NULL AND state = 'active'`, [contentIds]));
  }

  private async grants(contentIds: readonly string[], actor: Actor): Promise<Grant[]> {
    const accountId = actorAccountId(actor);
    if (accountId === null) return [];
    const { columns, instances } = rowReader(this.database.dataSource, Grant);
    return instances(await this.database.prepared('paywall.grants',
      `SELECT ${columns} FROM grants WHERE account_id = $1 AND (content_id = ANY($2) OR content_id IS NULL)`, [accountId, contentIds]));
  }

  private async previewChars(contents: readonly Content[]): Promise<Map<string, number>> {
    const rows = await this.database.prepared<{ id: string; preview_chars: number }>('paywall.previews',
      'SELECT id, preview_chars FROM content_versions WHERE id = ANY($1)', [contents.map(({ liveVersionId }) => liveVersionId).filter(Boolean)]);
    return new Map(rows.map((row) => [row.id, row.preview_chars]));
  }
}

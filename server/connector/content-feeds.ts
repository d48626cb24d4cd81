import type { EntityManager } from 'typeorm';
import { Connector } from '../../schema/connector.js';
import { FeedImport, type FeedPolicy } from '../../schema/feed-import.js';
import { QuarantinedItem } from '../../schema/quarantined-item.js';
import type { Audit } from '../audit/audit.js';
import { maySeePartner, sideOf } from '../partner/sides.js';
import type { Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';
import type { Outbox } from '../platform/outbox.js';
import { holdConnector, writeConnector, type ConnectorChange } from './connector-rows.js';
import { judgeItem, quarantineReasons, type ItemPlace, type QuarantineReason } from './content-feed-items.js';
import { firstPage } from './feed-imports.js';
import { FeedPages, lockFeed } from './feed-pages.js';

/**
 * What people do with the feeds of partners. What the actor may not see is NOT_FOUND, another kind of connector BAD_INPUT, what is
 * not possible now ILLEGAL_TRANSITION; a refusal changes nothing.
 */
export class ContentFeeds {
  private readonly pages: FeedPages;

  constructor(private readonly database: Database, private readonly outbox: Outbox, private readonly audit: Audit, private readonly clock: Clock, private readonly newId: NewId) {
    this.pages = new FeedPages(audit, clock, newId);
  }

  /** Begins an import; answers its id. ILLEGAL_TRANSITION while the connector is not live, ALREADY_EXISTS while an import is running. `isDry`: counts what would come. */
  async start(tx: EntityManager, { connectorId, isDry }: { connectorId: string; isDry: boolean }, actor: Actor): Promise<string> {
    const connector = await tx.findOne(Connector, { where: { id: connectorId }, lock: { mode: 'pessimistic_write' } });
    if (!connector || !maySeePartner(actor, connector.partnerId)) throw new DomainError('NOT_FOUND');
    if (sideOf(actor, connector.partnerId) === null) throw new DomainError('FORBIDDEN');
    requireFeed(connector);
    if (connector.state !== 'live' && connector.state !== 'degraded') throw new DomainError('ILLEGAL_TRANSITION', { from: connector.state, allowed: [] }, 'Only a live feed is imported.');
    if (await tx.existsBy(FeedImport, { connectorId, state: 'running' })) throw new DomainError('ALREADY_EXISTS', { path: ['connectorId'] }, 'An import of this feed is running.');
    const id = this.newId();
    await tx.query('INSERT INTO feed_imports (id, connector_id, partner_id, is_dry, next_url, started_at) VALUES ($1, $2, $3, $4, $5, $6)', [id, connectorId, connector.partnerId, isDry, firstPage(connector.baseUrl!), this.clock()]);
    await this.outbox.add(tx, 'import-feeds', { importId: id });
    await this.audit.append(tx, { actor, action: 'contentFeedImport', noun: 'Connector', nounId: connectorId, detail: { importId: id, isDry } });
    return id;
  }

  /** Holds for what comes from now on. */
  setPolicy({ policy, ...change }: ConnectorChange & { policy: FeedPolicy }, actor: Actor): Promise<Connector> {
    return this.database.transaction(async (tx) => {
      const { connector } = await holdConnector(tx, change, actor);
      requireFeed(connector);
      const from = await lockFeed(tx, connector.id);
      await tx.query('UPDATE content_feeds SET policy = $2 WHERE connector_id = $1', [connector.id, policy]);
      await writeConnector(tx, connector, {}, this.clock());
      await this.audit.append(tx, { actor, action: 'contentFeedSet', noun: 'Connector', nounId: connector.id, detail: { from, to: policy } });
      return connector;
    });
  }

  /** Takes an item all the same. ILLEGAL_TRANSITION for one that does not wait any more, BAD_INPUT for one that cannot become a content. */
  release(input: { id: string }, actor: Actor): Promise<QuarantinedItem> {
    return this.decide('quarantineRelease', input, actor, async (tx, row) => {
      const place: ItemPlace = { itemId: row.itemId, version: Number(row.version), hash: row.hash };
      const judged = judgeItem(row.item, true);
      if (!quarantineReasons[row.reason as QuarantineReason].releasable || !('sound' in judged)) throw new DomainError('BAD_INPUT', { path: ['id'] }, 'This item cannot become a content; the partner must send it anew.');
      await tx.update(QuarantinedItem, { id: row.id }, { state: 'released' });
      await this.pages.release(tx, row, { ...judged.sound, ...place }, actor);
    });
  }

  /** It stays out; the same item is not held again. */
  discard(input: { id: string }, actor: Actor): Promise<QuarantinedItem> {
    return this.decide('quarantineDiscard', input, actor, (tx, row) => tx.update(QuarantinedItem, { id: row.id }, { state: 'discarded' }));
  }

  private decide(action: string, { id }: { id: string }, actor: Actor, work: (tx: EntityManager, row: QuarantinedItem) => Promise<unknown>): Promise<QuarantinedItem> {
    return this.database.transaction(async (tx) => {
      const found = await tx.findOneBy(QuarantinedItem, { id });
      if (!found || !maySeePartner(actor, found.partnerId)) throw new DomainError('NOT_FOUND');
      if (sideOf(actor, found.partnerId) !== 'platform') throw new DomainError('FORBIDDEN');
      await lockFeed(tx, found.connectorId);
      const row = await tx.findOneByOrFail(QuarantinedItem, { id });
      if (row.state !== 'waiting') throw new DomainError('ILLEGAL_TRANSITION', { from: row.state, allowed: [] }, 'This item does not wait any more.');
      await work(tx, row);
      await this.audit.append(tx, { actor, action, noun: 'QuarantinedItem', nounId: id, detail: { connectorId: row.connectorId, itemId: row.itemId, reason: row.reason } });
      return tx.findOneByOrFail(QuarantinedItem, { id });
    });
  }
}

function requireFeed({ kind }: Connector): void {
  if (kind !== 'content_feed') throw new DomainError('BAD_INPUT', { path: ['connectorId'] }, 'This connector is no content feed.');
}

import type { EntityManager } from 'typeorm';
import { Content, type ContentState } from '../../schema/content.js';
import type { QuarantineState } from '../../schema/quarantined-item.js';
import type { QuarantineReason } from './content-feed-items.js';
import type { HeldItem, TakenItem } from './feed-verdicts.js';
import { storable } from './storable-json.js';

/** What is known of one id of a feed. */
export interface KnownItem extends TakenItem {
  content: Content | null;
  /** The version that the feed made last. */
  contentVersionId: string | null;
  /** The state out of which the feed took the content away; null while the feed does not hold it back. */
  withdrawnFrom: ContentState | null;
  rightsFrom: Date | null;
  rightsUntil: Date | null;
}

interface ItemRow {
  item_id: string; version: string; is_deleted: boolean; hash: string; content_id: string | null; content_version_id: string | null;
  withdrawn_from: ContentState | null; rights_from: Date | null; rights_until: Date | null;
}
interface HeldRow { item_id: string; version: string; hash: string; reason: QuarantineReason; state: QuarantineState }

/** The items of these ids with their contents locked, in one order for everybody. */
export async function knownItems(tx: EntityManager, connectorId: string, itemIds: readonly string[]): Promise<Map<string, KnownItem>> {
  const rows = await tx.query<ItemRow[]>(
    'SELECT item_id, version, is_deleted, hash, content_id, content_version_id, withdrawn_from, rights_from, rights_until FROM feed_items WHERE connector_id = $1 AND item_id = ANY($2)', [connectorId, itemIds]);
  const ids = rows.flatMap(({ content_id: id }) => id ?? []);
  const contents = ids.length ? await tx.createQueryBuilder(Content, 'content').setLock('pessimistic_write').where('content.id = ANY(:ids)', { ids }).orderBy('content.id').getMany() : [];
  const byId = new Map(contents.map((content) => [content.id, content]));
  return new Map(rows.map((row) => {
    const content = row.content_id === null ? null : byId.get(row.content_id)!;
    return [row.item_id, {
      itemId: row.item_id, version: Number(row.version), isDeleted: row.is_deleted, hash: row.hash, content, contentVersionId: row.content_version_id, withdrawnFrom: row.withdrawn_from,
      rightsFrom: row.rights_from, rightsUntil: row.rights_until, isEdited: content !== null && content.draftVersionId !== row.content_version_id,
    }];
  }));
}

export async function heldItems(tx: EntityManager, connectorId: string, itemIds: readonly string[]): Promise<Map<string, HeldItem>> {
  const rows = await tx.query<HeldRow[]>('SELECT item_id, version, hash, reason, state FROM quarantined_items WHERE connector_id = $1 AND item_id = ANY($2)', [connectorId, itemIds]);
  return new Map(rows.map((row) => [row.item_id, { itemId: row.item_id, version: Number(row.version), hash: row.hash, reason: row.reason, state: row.state }]));
}

interface Place { readonly connectorId: string; readonly partnerId: string; readonly now: Date }

/** One statement for all. */
export async function saveItems(tx: EntityManager, { connectorId, partnerId, now }: Place, items: readonly KnownItem[]): Promise<void> {
  if (!items.length) return;
  await tx.query(`
    INSERT INTO feed_items (connector_id, partner_id, seen_at, item_id, version, is_deleted, hash, content_id, content_version_id, withdrawn_from, rights_from, rights_until)
    SELECT $1, $2, $3, * FROM unnest($4::text[], $5::bigint[], $6::boolean[], $7::text[], $8::uuid[], $9::uuid[], $10::text[], $11::timestamptz[], $12::timestamptz[])
    ON CONFLICT (connector_id, item_id) DO UPDATE SET version = excluded.version, is_deleted = excluded.is_deleted, hash = excluded.hash, content_id = excluded.content_id,
      content_version_id = excluded.content_version_id, withdrawn_from = excluded.withdrawn_from, rights_from = excluded.rights_from, rights_until = excluded.rights_until, seen_at = excluded.seen_at`, [
    connectorId, partnerId, now, items.map((one) => one.itemId), items.map((one) => one.version), items.map((one) => one.isDeleted), items.map((one) => one.hash), items.map((one) => one.content?.id ?? null),
    items.map((one) => one.contentVersionId), items.map((one) => one.withdrawnFrom), items.map((one) => one.rightsFrom), items.map((one) => one.rightsUntil),
  ]);
}

/** One statement for all; `id` counts for new rows only. An item is kept without what Postgres cannot hold. */
export async function saveHeld(tx: EntityManager, { connectorId, partnerId, now }: Place, held: readonly { readonly id: string; readonly held: HeldItem; readonly item: unknown }[]): Promise<void> {
  if (!held.length) return;
  await tx.query(`
    INSERT INTO quarantined_items (connector_id, partner_id, seen_at, id, item_id, version, hash, reason, state, item)
    SELECT $1, $2, $3, id, item_id, version, hash, reason, state, item::jsonb
    FROM unnest($4::uuid[], $5::text[], $6::bigint[], $7::text[], $8::text[], $9::text[], $10::text[]) AS row (id, item_id, version, hash, reason, state, item)
    ON CONFLICT (connector_id, item_id) DO UPDATE SET version = excluded.version, hash = excluded.hash, reason = excluded.reason, state = excluded.state, item = excluded.item, seen_at = excluded.seen_at`, [
    connectorId, partnerId, now, held.map(({ id }) => id), held.map((one) => one.held.itemId), held.map((one) => one.held.version), held.map((one) => one.held.hash), held.map((one) => one.held.reason),
    held.map((one) => one.held.state), held.map(({ item }) => JSON.stringify(storable(item))),
  ]);
}

export async function saveOvertaken(tx: EntityManager, connectorId: string, itemIds: readonly string[]): Promise<void> {
  if (itemIds.length) await tx.query(`UPDATE quarantined_items SET state = 'overtaken' WHERE connector_id = $1 AND item_id = ANY($2) AND state = 'waiting'`, [connectorId, itemIds]);
}

import { createHash } from 'node:crypto';
import type { PartnerHttp, PartnerHttpRequest, PartnerHttpResponse } from '../../../server/adapters/partner-http/port.js';
import { FeedImports } from '../../../server/connector/feed-imports.js';
import { FeedPages } from '../../../server/connector/feed-pages.js';
import type { Outcome } from '../../../server/connector/health-rules.js';
import type { FeedPolicy } from '../../../schema/feed-import.js';
import { newId } from '../../../server/platform/ids.js';
import { openPartnerWorld } from '../partner/partner-world.js';

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
type Answer = Partial<Omit<PartnerHttpResponse, 'body'>> & { body?: string };

/** Pages of JSON Feed, one behind the other, at `base`/feed. */
export function pagesOf(base: string, pages: readonly (readonly unknown[])[]): Map<string, Answer> {
  const urlOf = (at: number) => `${base}/feed${at ? `?cursor=${at}` : ''}`;
  return new Map(pages.map((items, at) => [urlOf(at), {
    headers: { 'content-type': 'application/feed+json', etag: `"${sha256(JSON.stringify(items))}"` }, body: JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', items, ...(at + 1 < pages.length && { next_url: urlOf(at + 1) }) }),
  }]));
}

/** A sound item; `extra` goes over `_tandem`. */
export function item(id: string, version: number, text = `text ${version}`, extra: Record<string, unknown> = {}, over: Record<string, unknown> = {}) {
  return { id, title: `${id} ${text}`, content_text: text, _tandem: { version, checksum: sha256(text), ...extra }, ...over };
}
export const tombstone = (id: string, version: number) => ({ id, _tandem: { version, deleted: true } });

/** Two partners and feeds that are served from memory, conditionally; `fault` is asked before each answer. */
export async function openFeedWorld() {
  const world = await openPartnerWorld();
  const site = new Map<string, Answer>();
  const asked: PartnerHttpRequest[] = [];
  const recorded: [string, Outcome][] = [];
  const hooks: { fault: (request: PartnerHttpRequest) => void; audit: () => void } = { fault: () => {}, audit: () => {} };
  const http: PartnerHttp = {
    send: async (request) => {
      asked.push(request);
      hooks.fault(request);
      const answer = site.get(request.url) ?? { status: 404 };
      const isKnown = answer.headers?.etag !== undefined && request.headers?.['if-none-match'] === answer.headers.etag;
      return { status: isKnown ? 304 : answer.status ?? 200, headers: answer.headers ?? {}, body: Buffer.from(isKnown ? '' : answer.body ?? '') };
    },
  };
  const audit = Object.assign(Object.create(world.audit) as typeof world.audit, { append: (...given: Parameters<typeof world.audit.append>) => { hooks.audit(); return world.audit.append(...given); } });
  const pages = new FeedPages(audit, world.clock, newId);
  const imports = new FeedImports(world.database, pages, world.clock, newId, { http, secrets: { secretOf: async () => 'whsec_c2VjcmV0' }, record: (...one) => { recorded.push(one); } });

  const feed = async (partnerId: string, policy: FeedPolicy = 'publish') => {
    const id = newId();
    const base = `https://${id}.example`;
    await world.database.query(
      `INSERT INTO connectors (id, code, partner_id, kind, name, state, profile_version, base_url, build_digest, secret_number, created_at, updated_at) VALUES ($1::uuid, $1::text, $2, 'content_feed', $1::text, 'live', '1.0', $3, $4, 1, now(), now())`,
      [id, partnerId, base, 'a'.repeat(64)]);
    await world.database.query('INSERT INTO content_feeds (connector_id, policy) VALUES ($1, $2)', [id, policy]);
    return { id, base };
  };
  const serve = (base: string, served: readonly (readonly unknown[])[]) => { for (const [url, answer] of pagesOf(base, served)) site.set(url, answer); };
  const latest = async (connectorId: string) => (await world.database.query(
    'SELECT state, failure, pages, created, changed, unchanged, withdrawn, quarantined FROM feed_imports WHERE connector_id = $1 ORDER BY id DESC LIMIT 1', [connectorId]))[0];
  /** Begins an import of this feed alone, or goes on with it, to its end or its fault. */
  const take = async ({ id }: { id: string }) => {
    await world.database.query(`UPDATE connectors SET state = CASE WHEN id = $1 THEN 'live' ELSE 'accepted' END WHERE kind = 'content_feed'`, [id]);
    for (const importId of await imports.open(null)) {
      const [{ of }] = await world.database.query<{ of: string }>('SELECT connector_id AS of FROM feed_imports WHERE id = $1', [importId]);
      if (of === id) await imports.run(importId, world.system);
    }
    return latest(id);
  };
  /** All that a feed has made: its items with what is shown of them, and its quarantine. */
  const standing = async (connectorId: string) => ({
    items: await world.database.query(`
      SELECT i.item_id, i.version::int, i.is_deleted, i.hash, coalesce(c.state = 'published', false) AS is_shown, CASE WHEN NOT i.is_deleted THEN v.body END AS body
      FROM feed_items i LEFT JOIN contents c ON c.id = i.content_id LEFT JOIN content_versions v ON v.id = coalesce(c.live_version_id, c.draft_version_id) WHERE i.connector_id = $1 ORDER BY 1`, [connectorId]),
    held: await world.database.query('SELECT item_id, version::int, hash, reason, state FROM quarantined_items WHERE connector_id = $1 ORDER BY 1', [connectorId]),
  });
  const contentsOf = (connectorId: string) => world.database.query<{ item_id: string; id: string; state: string; title: string; partner_id: string; version: number; live: boolean }>(
    'SELECT i.item_id, c.id, c.state, c.title, c.partner_id, c.version, c.live_version_id = c.draft_version_id AS live FROM feed_items i JOIN contents c ON c.id = i.content_id WHERE i.connector_id = $1 ORDER BY 1', [connectorId]);
  return { ...world, site, asked, recorded, hooks, imports, pages, feed, serve, take, latest, standing, contentsOf };
}
export type FeedWorld = Awaited<ReturnType<typeof openFeedWorld>>;

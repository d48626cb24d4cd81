import type { EntityManager } from 'typeorm';
import { PartnerHttpError } from '../adapters/partner-http/failures.js';
import type { PartnerHttp, PartnerHttpResponse } from '../adapters/partner-http/port.js';
import type { Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import type { NewId } from '../platform/ids.js';
import { byFailure } from './asking.js';
import type { ConnectorSecrets } from './connector-secrets.js';
import { readPage, UnreadablePage } from './feed-formats.js';
import type { FeedPage } from './feed-page.js';
import type { FeedPages, PageCounts } from './feed-pages.js';
import type { Outcome } from './health-rules.js';
import { signedHeaders } from './partner-calls.js';

/** Pages of one import, most. */
export const MOST_PAGES = 1_000;
/** Tries of one page before its import has failed. */
export const MOST_TRIES = 5;
/** A worker that dies with an import leaves it to the next after this time. */
export const LEASE_MS = 180_000;
const MOST_URL = 2_000;
const RIGHTS_AT_ONCE = 200;
const limits = { deadlineMs: 30_000, maxBytes: 5_000_000 };

interface Running {
  readonly id: string; readonly connector_id: string; readonly partner_id: string; readonly is_dry: boolean; readonly next_url: string; readonly pages: number;
  readonly base_url: string; readonly secret_number: number; readonly connector_state: string;
}
interface StoredPage { readonly etag: string | null; readonly last_modified: string | null; readonly next_url: string | null }
/** `page` null: as it was when it was last taken. */
type Fetched = { readonly page: FeedPage | null; readonly next: string | null; readonly etag: string | null; readonly lastModified: string | null } | { readonly failure: string; readonly isFinal: boolean };

export interface ImportTools {
  readonly http: PartnerHttp;
  readonly secrets: Pick<ConnectorSecrets, 'secretOf'>;
  readonly record: (connectorId: string, outcome: Outcome) => void;
}

/**
 * Imports of the feeds of live connectors, one at a time each: page by page, each page one transaction with the place where to go
 * on. Every method may run in several workers at once. What a partner does wrong is written down, never thrown.
 */
export class FeedImports {
  constructor(private readonly database: Database, private readonly pages: FeedPages, private readonly clock: Clock, private readonly newId: NewId, private readonly tools: ImportTools) {}

  /** Begins an import of every live feed (of the partner, if one is given) that has none; answers all that are running. */
  async open(partnerId: string | null): Promise<string[]> {
    const feeds = await this.database.query<{ id: string; partner_id: string; base_url: string }>(
      `SELECT id, partner_id, base_url FROM connectors WHERE kind = 'content_feed' AND state IN ('live','degraded') AND ($1::uuid IS NULL OR partner_id = $1) ORDER BY id`, [partnerId]);
    for (const feed of feeds) {
      await this.database.query(
        `INSERT INTO feed_imports (id, connector_id, partner_id, is_dry, next_url, started_at) VALUES ($1, $2, $3, false, $4, $5) ON CONFLICT (connector_id) WHERE state = 'running' DO NOTHING`,
        [this.newId(), feed.id, feed.partner_id, firstPage(feed.base_url), this.clock()]);
    }
    const running = await this.database.query<{ id: string }>(`SELECT id FROM feed_imports WHERE state = 'running' AND ($1::uuid IS NULL OR partner_id = $1) ORDER BY id`, [partnerId]);
    return running.map(({ id }) => id);
  }

  /** Goes on with an import until it ends or a page cannot be had now; nothing where another worker has it. */
  async run(importId: string, actor: Actor, signal?: AbortSignal): Promise<void> {
    if (!await this.lease(importId)) return;
    try {
      for (let step = 0; step <= MOST_PAGES && !signal?.aborted; step++) {
        const running = await this.running(importId);
        if (!running) return;
        if (!['live', 'degraded'].includes(running.connector_state)) return await this.fail(running, { failure: 'connector_not_live', isFinal: true });
        const fetched = await this.fetch(running);
        if ('failure' in fetched) return await this.fail(running, fetched);
        await this.applyPage(running, fetched, actor);
      }
    } catch (error) {
      const running = await this.running(importId);
      if (running) await this.fail(running, { failure: 'internal', isFinal: false });
      throw error;
    } finally {
      await this.database.query('UPDATE feed_imports SET leased_until = NULL WHERE id = $1', [importId]);
    }
  }

  /** Shows and hides what begins and ends to be allowed; answers how many contents moved. */
  async keepRights(actor: Actor): Promise<number> {
    const feeds = await this.database.query<{ connector_id: string; partner_id: string }>(
      'SELECT DISTINCT connector_id, partner_id FROM feed_items WHERE rights_from IS NOT NULL OR rights_until IS NOT NULL ORDER BY 1');
    let moved = 0;
    for (const { connector_id: connectorId, partner_id: partnerId } of feeds) {
      for (let round = RIGHTS_AT_ONCE; round === RIGHTS_AT_ONCE; moved += round) {
        round = await this.database.transaction((tx) => this.pages.settleRights(tx, { connectorId, partnerId }, actor, RIGHTS_AT_ONCE));
      }
    }
    return moved;
  }

  private async lease(importId: string): Promise<boolean> {
    const now = this.clock();
    const leased = await this.database.query(
      `UPDATE feed_imports SET leased_until = $2 WHERE id = $1 AND state = 'running' AND (leased_until IS NULL OR leased_until <= $3) RETURNING id`, [importId, new Date(now.getTime() + LEASE_MS), now]);
    return leased.length === 1;
  }

  private async running(importId: string): Promise<Running | undefined> {
    const [running] = await this.database.query<Running>(
      `SELECT i.id, i.connector_id, i.partner_id, i.is_dry, i.next_url, i.pages, c.base_url, c.secret_number, c.state AS connector_state
       FROM feed_imports i JOIN connectors c ON c.id = i.connector_id WHERE i.id = $1 AND i.state = 'running'`, [importId]);
    return running;
  }

  private async fetch({ connector_id: id, next_url: url, base_url: base, secret_number: secretNumber, is_dry: isDry }: Running): Promise<Fetched> {
    if (!isOfEnd(url, base)) return { failure: 'other_origin', isFinal: true };
    const [known] = isDry ? [] : await this.database.query<StoredPage>('SELECT etag, last_modified, next_url FROM feed_pages WHERE connector_id = $1 AND url = $2', [id, url]);
    const condition = { ...(known?.etag && { 'if-none-match': known.etag }), ...(known?.last_modified && { 'if-modified-since': known.last_modified }) };
    const signature = signedHeaders({ id: `msg_${this.newId()}`, at: this.clock(), body: '', secret: await this.tools.secrets.secretOf({ id, secretNumber }) });
    let outcome: Outcome = 'invalid';
    try {
      const answer = await this.tools.http.send({ method: 'GET', url, headers: { accept: 'application/feed+json, application/json, application/x-ndjson, application/rss+xml, application/atom+xml, text/csv', ...condition, ...signature }, ...limits });
      const isKnown = answer.status === 304 && Object.keys(condition).length > 0;
      if (answer.status !== 200 && !isKnown) {
        outcome = 'refused';
        return { failure: 'bad_status', isFinal: answer.status < 500 && ![408, 425, 429].includes(answer.status) };
      }
      const fetched = isKnown ? { page: null, next: known.next_url, etag: known.etag, lastModified: known.last_modified } : read(answer, url);
      outcome = 'answered';
      return fetched;
    } catch (error) {
      if (error instanceof UnreadablePage) return { failure: `unreadable_${error.message}`, isFinal: true };
      if (!(error instanceof PartnerHttpError)) throw error;
      outcome = byFailure[error.kind] ?? 'unreachable';
      return { failure: error.kind, isFinal: error.kind === 'refused_url' || error.kind === 'refused_address' };
    } finally {
      this.tools.record(id, outcome);
    }
  }

  private applyPage({ id, connector_id: connectorId, partner_id: partnerId, next_url: url, base_url: base }: Running, fetched: Exclude<Fetched, { failure: string }>, actor: Actor): Promise<void> {
    return this.database.transaction(async (tx) => {
      const [row] = await tx.query<{ pages: number; is_dry: boolean }[]>(`SELECT pages, is_dry FROM feed_imports WHERE id = $1 AND state = 'running' AND next_url = $2 FOR UPDATE`, [id, url]);
      if (!row) return; // another worker has taken this page
      const next = fetched.next;
      const [seen] = next === null ? [] : await tx.query<object[]>('SELECT 1 FROM feed_pages WHERE connector_id = $1 AND url = $2 AND import_id = $3', [connectorId, next, id]);
      const failure = next === null ? null : !isOfEnd(next, base) ? 'other_origin' : seen || next === url ? 'page_repeats' : row.pages + 1 >= MOST_PAGES ? 'too_many_pages' : null;
      if (!row.is_dry) await keepPage(tx, { connectorId, url, importId: id, isLast: next === null }, fetched);
      const now = this.clock();
      await tx.query(
        `UPDATE feed_imports SET pages = pages + 1, attempts = 0, leased_until = $2, next_url = $3, failure = $4, state = $5, finished_at = $6 WHERE id = $1`,
        [id, new Date(now.getTime() + LEASE_MS), failure ? null : next, failure, failure ? 'failed' : next === null ? 'finished' : 'running', failure || next === null ? now : null]);
      if (!fetched.page) return;
      const counted = (counts: PageCounts) => Object.entries(counts).map(([name, count]) => `${name} = ${name} + ${Number(count)}`).join(', ');
      const counts = await this.pages.apply(tx, { connectorId, partnerId }, fetched.page.items, actor, row.is_dry);
      await tx.query(`UPDATE feed_imports SET ${counted(counts)} WHERE id = $1`, [id]);
    });
  }

  private async fail({ id, next_url: url }: Running, { failure, isFinal }: { failure: string; isFinal: boolean }): Promise<void> {
    await this.database.query(
      `UPDATE feed_imports SET attempts = attempts + 1, failure = $3,
         state = CASE WHEN $4 OR attempts + 1 >= $5 THEN 'failed' ELSE 'running' END,
         next_url = CASE WHEN $4 OR attempts + 1 >= $5 THEN NULL ELSE next_url END,
         finished_at = CASE WHEN $4 OR attempts + 1 >= $5 THEN $6::timestamptz END
       WHERE id = $1 AND state = 'running' AND next_url = $2`, [id, url, failure, isFinal, MOST_TRIES, this.clock()]);
  }
}

export const firstPage = (baseUrl: string): string => new URL(`${baseUrl}/feed`).href;

/** A page that lies elsewhere is not the end that was registered. */
const isOfEnd = (url: string, base: string): boolean => url.length <= MOST_URL && new URL(url).origin === new URL(base).origin;

function read({ headers, body }: PartnerHttpResponse, url: string): Exclude<Fetched, { failure: string }> {
  const page = readPage(headers['content-type'], body);
  if (page.next !== null && !URL.canParse(page.next, url)) throw new UnreadablePage('next_url');
  const short = (name: 'etag' | 'last-modified', most: number) => (headers[name] && headers[name].length <= most ? headers[name] : null);
  return { page, next: page.next === null ? null : new URL(page.next, url).href, etag: short('etag', 500), lastModified: short('last-modified', 100) };
}

/** The last page of an import takes along the pages that it did not come by: they are no longer part of the feed. */
async function keepPage(tx: EntityManager, { connectorId, url, importId, isLast }: { connectorId: string; url: string; importId: string; isLast: boolean }, { etag, lastModified, next }: Exclude<Fetched, { failure: string }>): Promise<void> {
  await tx.query(
    `INSERT INTO feed_pages (connector_id, url, import_id, etag, last_modified, next_url) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (connector_id, url) DO UPDATE SET import_id = excluded.import_id, etag = excluded.etag, last_modified = excluded.last_modified, next_url = excluded.next_url`, [connectorId, url, importId, etag, lastModified, next]);
  if (isLast) await tx.query('DELETE FROM feed_pages WHERE connector_id = $1 AND import_id <> $2', [connectorId, importId]);
}

import { Content, type ContentKind, type ContentLanguage } from '../../schema/content.js';
import type { Database } from '../platform/database.js';
import type { PageWindow } from '../platform/page-window.js';
import { rowReader } from '../platform/rows.js';
import { searchQuery } from './search-text.js';

export interface CatalogueFilter {
  kinds?: readonly ContentKind[] | null;
  language?: ContentLanguage | null;
  /** All of these. */
  tags?: readonly string[] | null;
  authorId?: string | null;
  partnerId?: string | null;
}

/** Where a row stands: microseconds as text, because a JS Date drops them; rank null without a query. */
export interface CataloguePlace {
  rank: number | null;
  publishedAt: string;
  id: string;
}

export interface CatalogueRow {
  content: Content;
  place: CataloguePlace;
}

/** Conditions with their values. Only those that say something are written: with `$1 IS NULL OR …` the one plan for all would read the whole table. */
class Conditions {
  private readonly parts: string[] = [];
  readonly values: unknown[] = [];
  /** Names the prepared statement: one per set of conditions, so at most a few dozen. */
  shape = '';

  constructor({ kinds, language, tags, authorId, partnerId }: CatalogueFilter) {
    this.add('k', kinds, (at) => `c.kind = ANY(${at}::text[])`);
    this.add('l', language, (at) => `c.language = ${at}`);
    this.add('t', tags?.length ? tags : null, (at) => `c.tags @> ${at}::text[]`);
    this.add('a', authorId, (at) => `c.author_id = ${at}::uuid`);
    this.add('p', partnerId, (at) => `c.partner_id = ${at}::uuid`);
  }

  add(letter: string, value: unknown, condition: (at: string) => string): void {
    if (value == null) return;
    this.shape += letter;
    this.parts.push(condition(this.bind(value)));
  }

  bind(value: unknown): string {
    return `$${this.values.push(value)}`;
  }

  get sql(): string {
    return ["c.state = 'published'", ...this.parts].join(' AND ');
  }
}

/** What everybody may list and find: published contents, newest first, or best match first. A page is one prepared statement. */
export class Catalogue {
  constructor(private readonly database: Database) {}

  async page(filter: CatalogueFilter, { most, isBackward, after, before }: PageWindow<CataloguePlace>): Promise<CatalogueRow[]> {
    const where = new Conditions(filter);
    where.add('>', after?.publishedAt, (at) => `(c.published_at, c.id) < (${at}::timestamptz, ${where.bind(after!.id)}::uuid)`);
    where.add('<', before?.publishedAt, (at) => `(c.published_at, c.id) > (${at}::timestamptz, ${where.bind(before!.id)}::uuid)`);
    const [limit, direction] = [where.bind(most), isBackward ? 'ASC' : 'DESC'];
    return this.rows(`catalogue.page.${where.shape}.${direction}`, (columns) => `
      SELECT ${columns}, c.published_at::text AS place_at, NULL AS place_rank FROM contents c
       WHERE ${where.sql} ORDER BY c.published_at ${direction}, c.id ${direction} LIMIT ${limit}`, where.values);
  }

  /**
   * The same for a search: every word of `query` occurs (zh segmented, en whole words). Ranked by cover density over
   * title, tags, summary and preview; words past the preview cut match but weigh nothing. Nothing found: no rows.
   */
  async search(query: string, filter: CatalogueFilter, { most, isBackward, after, before }: PageWindow<CataloguePlace>): Promise<CatalogueRow[]> {
    const words = searchQuery(query);
    if (!words) return [];
    const where = new Conditions(filter);
    const [sought, limit] = [where.bind(words), where.bind(most)];
    // Of the rows that were found, so not among the conditions that find them.
    const beyond = (comparison: '<' | '>', place: CataloguePlace | null) => (
      place?.rank == null ? [] : [`(c.place_rank, c.id) ${comparison} (${where.bind(place.rank)}::real, ${where.bind(place.id)}::uuid)`]);
    const [between, direction] = [[...beyond('<', after), ...beyond('>', before)], isBackward ? 'ASC' : 'DESC'];
    return this.rows(`catalogue.search.${where.shape}${after ? '>' : ''}${before ? '<' : ''}.${direction}`, (columns) => `
      WITH found AS (
        SELECT c.*, ts_rank_cd(v.search, ${sought}::tsquery) AS place_rank
          FROM content_versions v JOIN contents c ON c.live_version_id = v.id
         WHERE v.search @@ ${sought}::tsquery AND ${where.sql})
      SELECT ${columns}, c.published_at::text AS place_at, c.place_rank FROM found c ${between.length ? `WHERE ${between.join(' AND ')}` : ''}
       ORDER BY c.place_rank ${direction}, c.id ${direction} LIMIT ${limit}`, where.values);
  }

  async count(query: string | null, filter: CatalogueFilter): Promise<number> {
    const words = query === null ? null : searchQuery(query);
    if (query !== null && !words) return 0;
    const where = new Conditions(filter);
    const sought = words && `content_versions v JOIN contents c ON c.live_version_id = v.id AND v.search @@ ${where.bind(words)}::tsquery`;
    const [{ count }] = await this.database.prepared<{ count: string }>(
      `catalogue.count.${where.shape}${words ? '?' : ''}`, `SELECT count(*) FROM ${sought ?? 'contents c'} WHERE ${where.sql}`, where.values);
    return Number(count);
  }

  private async rows(name: string, sql: (columns: string) => string, values: unknown[]): Promise<CatalogueRow[]> {
    const { columns, instances } = rowReader(this.database.dataSource, Content);
    const rows = await this.database.prepared<CatalogueSql>(name, sql(columns.replaceAll(/"(\w+)" AS/g, 'c."$1" AS')), values);
    return instances(rows).map((content, at) => ({ content, place: { rank: rows[at].place_rank, publishedAt: rows[at].place_at, id: rows[at].id } }));
  }
}

interface CatalogueSql {
  id: string;
  place_at: string;
  place_rank: number | null;
}

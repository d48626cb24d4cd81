import { LRUCache } from 'lru-cache';
import { Content } from '../../schema/content.js';
import type { Database } from '../platform/database.js';
import { rowReader } from '../platform/rows.js';
import { SharedRead } from './shared-read.js';

const CARDS_MAX = 20_000;

interface Card {
  /** Postgres's own mark of a row's version: every UPDATE of the row gives it another one. */
  xmin: string;
  content: Content;
}

/**
 * What a feed shows of its contents: only what is published at this moment, as it is at this moment. Each call asks the
 * table for both; the rows themselves are read again only where they have changed, for most of the cost of a page is in
 * carrying and parsing twenty rows that were the same a moment ago.
 */
export class ContentCards {
  private readonly cards = new LRUCache<number, Card>({ max: CARDS_MAX });
  private readonly shared = new SharedRead<number, ReadonlyMap<number, Content>>((contentNos) => this.look(contentNos));

  constructor(private readonly database: Database) {}

  /**
   * By running number; perhaps with others that somebody else asked for at the same time. Treat them as constants, they are
   * shared. Contents that are not published (any more) are absent.
   */
  published(contentNos: readonly number[]): Promise<ReadonlyMap<number, Content>> {
    return this.shared.ask(contentNos);
  }

  private async look(contentNos: readonly number[]): Promise<ReadonlyMap<number, Content>> {
    const rows = await this.database.prepared<{ no: number; xmin: string }>(
      'feed-published-nos', `SELECT no, xmin FROM contents WHERE no = ANY($1::int[]) AND state = 'published'`, [contentNos]);
    const found = new Map<number, Content>();
    const stale: number[] = [];
    for (const { no, xmin } of rows) {
      const card = this.cards.get(no);
      if (card?.xmin === xmin) found.set(no, card.content);
      else stale.push(no);
    }
    if (stale.length > 0) for (const content of await this.read(stale)) found.set(content.no, content);
    return found;
  }

  private async read(contentNos: readonly number[]): Promise<Content[]> {
    const { columns, instances } = rowReader(this.database.dataSource, Content);
    const rows = await this.database.prepared<{ xmin: string }>(
      'feed-content-cards', `SELECT ${columns}, xmin FROM contents WHERE no = ANY($1::int[]) AND state = 'published'`, [contentNos]);
    const contents = instances(rows);
    contents.forEach((content, at) => this.cards.set(content.no, { xmin: rows[at].xmin, content: Object.freeze(content) }));
    return contents;
  }
}

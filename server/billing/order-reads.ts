import { Order } from '../../schema/order.js';
import type { Database } from '../platform/database.js';
import type { PageWindow } from '../platform/page-window.js';
import { rowReader } from '../platform/rows.js';

/** Prepared reads of orders. */
export class OrderReads {
  constructor(private readonly database: Database) {}

  /** One buyer's orders, newest first (ids sort by time); places are ids. */
  async page(accountId: string, { most, isBackward, after, before }: PageWindow<string>): Promise<Order[]> {
    const { columns, instances } = rowReader(this.database.dataSource, Order);
    return instances(await this.database.prepared(isBackward ? 'orders.pageBackward' : 'orders.page',
      `SELECT ${columns} FROM orders WHERE account_id = $1 AND ($2::uuid IS NULL OR id < $2) AND ($3::uuid IS NULL OR id > $3)
        ORDER BY id ${isBackward ? 'ASC' : 'DESC'} LIMIT $4`, [accountId, after, before, most]));
  }

  async count(accountId: string): Promise<number> {
    const [{ count }] = await this.database.prepared<{ count: string }>('orders.count', 'SELECT count(*) FROM orders WHERE account_id = $1', [accountId]);
    return Number(count);
  }

  /** Order ids → where the newest open payment is paid. */
  async payUrls(orderIds: readonly string[]): Promise<(string | null)[]> {
    const rows = await this.database.prepared<{ order_id: string; pay_url: string }>('orders.payUrls',
      `SELECT DISTINCT ON (order_id) order_id, pay_url FROM payments WHERE order_id = ANY($1) AND state = 'pending' ORDER BY order_id, id DESC`, [orderIds]);
    const urls = new Map(rows.map((row) => [row.order_id, row.pay_url]));
    return orderIds.map((id) => urls.get(id) ?? null);
  }
}

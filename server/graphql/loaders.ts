import DataLoader from 'dataloader';
import type { FindOptionsOrder } from 'typeorm';
import type { Node } from '../../schema/node.js';
import type { Database } from '../platform/database.js';
import { rowReader } from '../platform/rows.js';

type Load<K, V> = (keys: readonly K[]) => Promise<(V | Error)[]>;

/**
 * One per request. Everything asked for in one tick becomes one statement, so that a page costs the same number of
 * statements whatever its length.
 */
export class Loaders {
  private readonly loaders = new Map<unknown, DataLoader<never, unknown>>();

  constructor(private readonly database: Database) {}

  /** uuid → row or null. */
  byId<T extends Node>(entity: new () => T): DataLoader<string, T | null> {
    return this.named(entity, async (ids: readonly string[]) => {
      const { table, columns, instances } = rowReader(this.database.dataSource, entity);
      const rows = await this.database.prepared(`${entity.name}.byId`, `SELECT ${columns} FROM ${table} WHERE "id" = ANY($1)`, [ids]);
      const found = new Map(instances(rows).map((row) => [row.id, row]));
      return ids.map((id) => found.get(id) ?? null);
    });
  }

  /**
   * Foreign key → the rows that carry it, ordered (by id where nothing is said). `most`, for keys that are uuids: only the
   * first so many of each key, where people can add without end.
   */
  of<T extends object>(entity: new () => T, property: keyof T & string, order: FindOptionsOrder<T> = {}, most?: number): DataLoader<string, T[]> {
    const name = `${entity.name}.of.${property}.${JSON.stringify(order)}${most === undefined ? '' : `.${most}`}`;
    return this.named(name, async (keys: readonly string[]) => {
      const { table, columns, column, instances } = rowReader(this.database.dataSource, entity);
      const orderBy = [
        ...Object.entries(order).map(([key, direction]) => `${column(key as keyof T & string)} ${String(direction).toLowerCase() === 'desc' || direction === -1 ? 'DESC' : 'ASC'}`),
        column('id' as keyof T & string),
      ].join(', ');
      const rows = await this.database.prepared(name, most === undefined
        ? `SELECT ${columns} FROM ${table} WHERE ${column(property)} = ANY($1) ORDER BY ${orderBy}`
        : `SELECT child.* FROM unnest($1::uuid[]) AS parent (key), LATERAL (SELECT ${columns} FROM ${table} WHERE ${column(property)} = parent.key ORDER BY ${orderBy} LIMIT ${most}) AS child`, [keys]);
      const children = new Map<string, T[]>(keys.map((key) => [key, []]));
      for (const row of instances(rows)) children.get(String(row[property]))?.push(row);
      return keys.map((key) => children.get(key)!);
    });
  }

  /** Anything else: `load` gets the distinct keys of one tick and answers in their order. `name` must belong to this one `load`. */
  batch<K, V>(name: string, load: Load<K, V>): DataLoader<K, V> {
    return this.named(`batch.${name}`, load);
  }

  /** After a change: what was read before it must not answer for a later mutation of the same document. */
  forget(): void {
    this.loaders.clear();
  }

  private named<K, V>(key: unknown, load: Load<K, V>): DataLoader<K, V> {
    const known = this.loaders.get(key);
    if (known) return known as unknown as DataLoader<K, V>;
    const loader = new DataLoader<K, V>(load, { maxBatchSize: 1000 });
    this.loaders.set(key, loader as unknown as DataLoader<never, unknown>);
    return loader;
  }
}

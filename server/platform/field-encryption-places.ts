import type { Database } from './database.js';
import { sealedPrefix, type FieldEncryption } from './field-encryption.js';

/** A sealed text column. `lookup`: the column beside it by which equal texts are found, whose key has the purpose `table.lookup`. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** Name of its primary key. */
  readonly key: string;
  readonly lookup?: string;
}

/** Every column that is sealed: what is not named here is not sealed anew when a key changes. */
export const sealedColumns = [
  { table: 'partners', column: 'contact_email', key: 'id', lookup: 'contact_email_lookup' },
  { table: 'payment_providers', column: 'webhook_secret', key: 'name' },
  { table: 'signing_keys', column: 'private_key', key: 'purpose' },
  { table: 'lookup_keys', column: 'sealed_key', key: 'purpose' },
  { table: 'pseudonym_keys', column: 'sealed_key', key: 'id' },
  { table: 'data_exports', column: 'sealed_key', key: 'id' },
] as const satisfies readonly SealedColumn[];

const rowsPerTurn = 200;

/** Spelling does not tell people apart: one lookup value for all of an address's cases. */
export const lookupText = (text: string) => text.trim().toLowerCase();
export const lookupPurpose = ({ table, lookup }: { table: string; lookup: string }) => `${table}.${lookup}`;

/**
 * Seals whatever is not sealed under the newest key, row by row beside running writers: a row that somebody changes meanwhile is left
 * to them, and to the next run. May be cut off anywhere and started again. Answers how many texts were sealed.
 */
export async function rewrapFields(database: Database, fields: FieldEncryption, signal?: AbortSignal): Promise<number> {
  const prefix = sealedPrefix((await fields.keys.current()).id);
  let done = 0;
  for (const column of sealedColumns as readonly SealedColumn[]) {
    for (let after: string | null = null; !signal?.aborted;) {
      const rows: { id: string; text: string }[] = await database.query<{ id: string; text: string }>(
        `SELECT ${column.key}::text AS id, ${column.column} AS text FROM ${column.table}
         WHERE ${column.column} IS NOT NULL AND NOT starts_with(${column.column}, $1) AND ($2::text IS NULL OR ${column.key}::text > $2) ORDER BY ${column.key}::text LIMIT ${rowsPerTurn}`, [prefix, after]);
      if (!rows.length) break;
      for (const row of rows) done += await rewrap(database, fields, column, row);
      after = rows[rows.length - 1].id;
    }
  }
  return done;
}

async function rewrap(database: Database, fields: FieldEncryption, { table, column, key, lookup }: SealedColumn, { id, text }: { id: string; text: string }): Promise<number> {
  const place = { table, column, rowId: id };
  const open = await fields.open(place, text);
  const found = lookup ? await fields.lookup(lookupPurpose({ table, lookup }), lookupText(open)) : null;
  const written = await database.query(
    `UPDATE ${table} SET ${column} = $3${lookup ? `, ${lookup} = $4` : ''} WHERE ${key}::text = $1 AND ${column} = $2 RETURNING 1`, [id, text, await fields.seal(place, open), ...(lookup ? [found] : [])]);
  return written.length;
}

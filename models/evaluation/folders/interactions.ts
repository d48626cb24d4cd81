import type { ContentTable } from '../../dataset.js';
import { attributeRows } from './sequences.js';
import type { OrderedInteractions } from './sequences.js';
import { indexOfKeys, KeyedRows } from './keyed-rows.js';
import { eachRecord, FolderError } from './lines.js';
import type { Listing } from './lines.js';

const ROWS_FILE = /^(interactions|events|ratings)\.(csv|tsv|jsonl)$/;
const CONTENTS_FILE = /^(contents|items)\.(csv|tsv|jsonl)$/;

/** The names a column may have; the first is ours. */
const COLUMNS = {
  reader: ['reader', 'user', 'readerId', 'reader_id', 'userId', 'user_id'],
  content: ['content', 'item', 'contentId', 'content_id', 'itemId', 'item_id', 'movieId', 'movie_id'],
  time: ['time', 'occurredAt', 'occurred_at', 'timestamp'],
  weight: ['weight', 'rating', 'value'],
  text: ['text', 'title', 'body', 'description'],
  tags: ['tags', 'attributes', 'genres'],
  createdAt: ['createdAt', 'created_at', 'publishedAt', 'published_at'],
} as const;

export function interactionsFile({ names }: Listing): string | null {
  return names.find((name) => ROWS_FILE.test(name)) ?? null;
}

type Cell = string | number | undefined;

function cellOf(record: Record<string, unknown>, column: keyof typeof COLUMNS): Cell {
  for (const name of COLUMNS[column]) {
    const value = record[name];
    if (value !== undefined && value !== null && value !== '') return value as Cell;
  }
  return undefined;
}

function keyOf(record: Record<string, unknown>, column: 'reader' | 'content', where: string): string {
  const value = cellOf(record, column);
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new FolderError(`${where}: no ${column}; the column may be called ${COLUMNS[column].join(', ')}`);
}

/** ISO 8601, or a number: seconds below 10¹¹ (the year 5138), else milliseconds. */
export function timeMsOf(value: Cell, where: string): number {
  const number = typeof value === 'number' ? value : /^-?\d+(\.\d+)?$/.test(value ?? '') ? Number(value) : NaN;
  const timeMs = Number.isNaN(number) ? Date.parse(String(value ?? '')) : number < 1e11 ? number * 1000 : number;
  if (!Number.isFinite(timeMs)) throw new FolderError(`${where}: '${String(value ?? '').slice(0, 40)}' is no time; write ISO 8601 or Unix seconds`);
  return timeMs;
}

/**
 * A table of what happened and when (CSV, TSV or JSON lines): reader, content, time, and a weight where rows count
 * differently; beside it, where there is one, a table of the contents: content, text, tags (split at | or a list), createdAt.
 */
export async function loadInteractions(listing: Listing): Promise<OrderedInteractions> {
  const rows = new KeyedRows();
  const file = interactionsFile(listing)!;
  await eachRecord(listing.folder, file, (record, where) => {
    const weight = Number(cellOf(record, 'weight') ?? 1);
    if (!(weight > 0 && weight < Infinity)) throw new FolderError(`${where}: the weight ${String(cellOf(record, 'weight'))} is not above 0; leave such rows out`);
    rows.push(keyOf(record, 'reader', where), keyOf(record, 'content', where), weight, timeMsOf(cellOf(record, 'time'), where));
  });
  if (rows.length === 0) throw new FolderError(`${file} has no rows`);
  const contents = listing.names.find((name) => CONTENTS_FILE.test(name));
  if (!contents) return { table: rows.finish().table, contents: null };
  const described = await describedContents(listing.folder, contents);
  const { table, itemKeys } = rows.finish(described.keys());
  return { table, contents: contentTable(itemKeys, described) };
}

interface Described {
  readonly text: string;
  readonly tags: readonly string[];
  readonly createdMs: number;
}

async function describedContents(folder: string, file: string): Promise<Map<string, Described>> {
  const described = new Map<string, Described>();
  await eachRecord(folder, file, (record, where) => {
    const key = keyOf(record, 'content', where);
    if (described.has(key)) throw new FolderError(`${where}: content ${key} is described twice`);
    const tags: unknown = cellOf(record, 'tags') ?? [];
    const created = cellOf(record, 'createdAt');
    described.set(key, {
      text: COLUMNS.text.map((name) => record[name]).filter((text) => typeof text === 'string' && text !== '').join('\n'),
      tags: (Array.isArray(tags) ? tags.map(String) : String(tags).split('|')).filter((tag) => tag !== ''),
      createdMs: created === undefined ? NaN : timeMsOf(created, where),
    });
  });
  return described;
}

function contentTable(itemKeys: readonly string[], described: Map<string, Described>): ContentTable {
  const own = itemKeys.map((key) => described.get(key));
  const columns = indexOfKeys(own.flatMap((one) => one?.tags ?? []));
  const hasTimes = own.some((one) => one && !Number.isNaN(one.createdMs));
  return {
    texts: own.map((one) => one?.text ?? ''),
    attributes: columns.size === 0 ? null : attributeRows(own.map((one) => (one?.tags ?? []).map((tag) => columns.get(tag)!)), columns.size),
    createdMs: hasTimes ? Float64Array.from(own, (one) => one?.createdMs ?? NaN) : null,
  };
}

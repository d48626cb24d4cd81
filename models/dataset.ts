import type { Histories } from './candidate-model.js';
import type { Head, RankingTable } from './ranker/deep/ranking-table.js';
import { find, transpose } from './sparse.js';
import type { SparseRows } from './sparse.js';

/** Interactions as columns of equal length; readers and items are dense indices below their counts. */
export interface InteractionTable {
  readonly readerCount: number;
  readonly itemCount: number;
  readonly readers: Int32Array;
  readonly items: Int32Array;
  readonly weights: Float32Array;
  /** Unix milliseconds; all zero where a published set has no times. */
  readonly timesMs: Float64Array;
}

/** Logged ad impressions: row-major features (content ⊕ ad, as logged when shown), label 1 = clicked, row weights. */
export interface ImpressionTable {
  readonly rowCount: number;
  readonly featureCount: number;
  readonly features: Float32Array;
  readonly labels: Uint8Array;
  readonly weights: Float32Array;
  /** Unix milliseconds when shown; without this column the rows are newest first. */
  readonly timesMs?: Float64Array;
  /** Which ad: `adKeyOf(campaign id)`, 0 for a content that nobody paid for. */
  readonly adKeys?: Uint32Array;
  /** The reader's profile when shown [rows, content width], row-major; a zero row where nobody is known. */
  readonly profiles?: Float32Array;
  /** Place on the page, from 0. */
  readonly slots?: Uint8Array;
  /** What followed the click, 0, 1 or UNKNOWN (ranking-table.ts) where it may still come. */
  readonly outcomes?: Readonly<Partial<Record<Exclude<Head, 'click'>, Uint8Array>>>;
}

/** Side information on items, by dense index; what a published folder does not have is empty or null. */
export interface ContentTable {
  /** '' where a text is unknown. */
  readonly texts: readonly string[];
  /** [items, attributes]: concepts, teachers, tags. */
  readonly attributes: SparseRows | null;
  /** Unix milliseconds. */
  readonly createdMs: Float64Array | null;
}

/** Everything a trainer may look at. `itemKeys[dense index]` is the content number in the database. */
export interface Dataset {
  readonly snapshotId: string;
  readonly codeRevision: string;
  readonly window: { readonly fromMs: number; readonly toMs: number };
  readonly itemKeys: Int32Array;
  readonly interactions: InteractionTable;
  readonly impressions: ImpressionTable | null;
  /** What was shown in fields of ids and numbers, with the labels of all heads; without it rankers learn from `impressions`. */
  readonly ranking?: RankingTable | null;
  readonly contents: ContentTable | null;
}

export class DatasetError extends Error {
  override readonly name: string = 'DatasetError';
}

/** Refuses columns of different lengths, indices out of range, and weights that are not positive numbers. */
export function checkInteractions(table: InteractionTable): void {
  const { readers, items, weights, timesMs, readerCount, itemCount } = table;
  const rows = readers.length;
  if (items.length !== rows || weights.length !== rows || timesMs.length !== rows) {
    throw new DatasetError(
      `columns differ in length: readers ${rows}, items ${items.length}, weights ${weights.length}, times ${timesMs.length}`,
    );
  }
  for (let row = 0; row < rows; row++) {
    if (readers[row] < 0 || readers[row] >= readerCount || items[row] < 0 || items[row] >= itemCount) {
      throw new DatasetError(`row ${row}: reader ${readers[row]} or item ${items[row]} is out of range`);
    }
    if (!(weights[row] > 0 && weights[row] < Infinity)) {
      throw new DatasetError(`row ${row}: weight ${weights[row]} is not a positive number`);
    }
  }
}

/**
 * The interaction matrix R by readers [readers, items]. A pair that occurs often counts once, with its largest weight:
 * a replayed event then changes nothing, and one reader's reloads do not become a taste.
 */
export function readerRows(table: InteractionTable): SparseRows {
  checkInteractions(table);
  return mergePairs(transpose(transpose(unsortedRows(table))));
}

/**
 * The cells of `rows` (as `readerRows` made them from this table) as histories: each reader's items by the time of their
 * last row, equal times by item, so that a table without times stays in item order.
 */
export function timedHistories(table: InteractionTable, rows: SparseRows): Histories {
  const lastMs = new Float64Array(rows.columns.length).fill(-Infinity);
  for (let row = 0; row < table.readers.length; row++) {
    const cell = find(rows, table.readers[row], table.items[row]);
    lastMs[cell] = Math.max(lastMs[cell], table.timesMs[row]);
  }
  const order = Int32Array.from(rows.columns, (_, cell) => cell);
  for (let reader = 0; reader < rows.rowCount; reader++) {
    order.subarray(rows.offsets[reader], rows.offsets[reader + 1]).sort((a, b) => lastMs[a] - lastMs[b] || a - b);
  }
  return { offsets: rows.offsets, items: order.map((cell) => rows.columns[cell]), weights: Float32Array.from(order, (cell) => rows.values[cell]) };
}

/** The same matrix by items [items, readers]. */
export function itemRows(rows: SparseRows): SparseRows {
  return transpose(rows);
}

function unsortedRows(table: InteractionTable): SparseRows {
  const { readerCount, itemCount, readers, items, weights } = table;
  const offsets = new Int32Array(readerCount + 1);
  for (let row = 0; row < readers.length; row++) offsets[readers[row] + 1]++;
  for (let reader = 0; reader < readerCount; reader++) offsets[reader + 1] += offsets[reader];
  const next = offsets.slice();
  const columns = new Int32Array(readers.length);
  const values = new Float32Array(readers.length);
  for (let row = 0; row < readers.length; row++) {
    const to = next[readers[row]]++;
    columns[to] = items[row];
    values[to] = weights[row];
  }
  return { rowCount: readerCount, columnCount: itemCount, offsets, columns, values };
}

/** Joins equal neighbours of sorted rows, keeping the larger value; works in place. */
function mergePairs(sorted: SparseRows): SparseRows {
  const { rowCount, columnCount, columns, values } = sorted;
  const offsets = new Int32Array(rowCount + 1);
  let to = 0;
  for (let row = 0; row < rowCount; row++) {
    for (let at = sorted.offsets[row]; at < sorted.offsets[row + 1]; at++) {
      if (to > offsets[row] && columns[to - 1] === columns[at]) {
        values[to - 1] = Math.max(values[to - 1], values[at]);
      } else {
        columns[to] = columns[at];
        values[to++] = values[at];
      }
    }
    offsets[row + 1] = to;
  }
  return { rowCount, columnCount, offsets, columns: columns.subarray(0, to), values: values.subarray(0, to) };
}

/** The rows that `keep` accepts (it is asked once of each), in their order, over the same readers and items. */
export function filterInteractions(table: InteractionTable, keep: (row: number) => boolean): InteractionTable {
  // A mask and not a list of rows: tens of millions of boxed numbers take more than the tables.
  const isKept = new Uint8Array(table.readers.length);
  let count = 0;
  for (let row = 0; row < isKept.length; row++) if (keep(row)) count += isKept[row] = 1;
  const { readerCount, itemCount } = table;
  const kept = { readerCount, itemCount, readers: new Int32Array(count), items: new Int32Array(count), weights: new Float32Array(count), timesMs: new Float64Array(count) };
  for (let row = 0, to = 0; row < isKept.length; row++) {
    if (isKept[row] === 0) continue;
    kept.readers[to] = table.readers[row];
    kept.items[to] = table.items[row];
    kept.weights[to] = table.weights[row];
    kept.timesMs[to++] = table.timesMs[row];
  }
  return kept;
}

/** The rows of both, over the same readers and items. */
export function joinInteractions(first: InteractionTable, second: InteractionTable): InteractionTable {
  const rows = first.readers.length;
  const joined = {
    ...first,
    readers: new Int32Array(rows + second.readers.length),
    items: new Int32Array(rows + second.readers.length),
    weights: new Float32Array(rows + second.readers.length),
    timesMs: new Float64Array(rows + second.readers.length),
  };
  for (const column of ['readers', 'items', 'weights', 'timesMs'] as const) {
    joined[column].set(first[column]);
    joined[column].set(second[column], rows);
  }
  return joined;
}

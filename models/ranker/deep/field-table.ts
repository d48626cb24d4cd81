import { DatasetError } from '../../dataset.js';
import type { FieldColumn, RankingTable } from './ranking-table.js';

/**
 * How ids become rows of one embedding table, and numbers become standardised numbers. It is data: training, serving and
 * the artefact share it, so both sides read a row in one way.
 */
export interface FittedField {
  readonly name: string;
  readonly kind: 'id' | 'list';
  readonly pool: 'mean' | 'sum';
  /** The field has rows firstRow … firstRow + rowCount − 1 of the table. */
  readonly firstRow: number;
  readonly rowCount: number;
  /**
   * Admitted ids, ascending: the k-th has row firstRow + 1 + k, and every other id shares firstRow. Null where ids are
   * hashed into rowCount buckets.
   */
  readonly ids: Int32Array | null;
}

export interface FieldTable {
  readonly fields: readonly FittedField[];
  readonly rowCount: number;
  readonly numberNames: readonly string[];
  /** (x − mean) · scale, cut at ±NUMBER_LIMIT; a number that never varied has the scale 0. */
  readonly means: Float64Array;
  readonly scales: Float64Array;
}

/** A row as the network sees it: slot s = row · fields + field pools table rows[offsets[s] .. offsets[s+1]). */
export interface EncodedRows {
  readonly rowCount: number;
  readonly offsets: Int32Array;
  readonly rows: Int32Array;
  /** Standardised, row-major. */
  readonly numbers: Float32Array;
}

export const NUMBER_LIMIT = 10;
export const TABLE_ROW_LIMIT = 50_000_000;

/** Learns the table from training rows: an id is admitted once it occurs `admitAfter` times. */
export function fitFieldTable(table: RankingTable, admitAfter: number): FieldTable {
  let next = 0;
  const fields = table.fields.map((column): FittedField => {
    const ids = column.buckets === undefined ? admitted(column.ids, admitAfter) : null;
    const rowCount = ids ? ids.length + 1 : column.buckets!;
    const field = { name: column.name, kind: column.kind, pool: column.kind === 'list' ? column.pool : 'sum', firstRow: next, rowCount, ids } as const;
    next += rowCount;
    return field;
  });
  if (next > TABLE_ROW_LIMIT) throw new DatasetError(`the fields have ${next} rows and at most ${TABLE_ROW_LIMIT} fit; raise admitAfter or hash a field`);
  return { fields, rowCount: next, numberNames: table.numberNames, ...moments(table) };
}

function admitted(ids: Int32Array, admitAfter: number): Int32Array {
  const sorted = ids.slice().sort();
  const kept: number[] = [];
  for (let start = 0; start < sorted.length; ) {
    let end = start + 1;
    while (end < sorted.length && sorted[end] === sorted[start]) end++;
    if (sorted[start] >= 0 && end - start >= admitAfter) kept.push(sorted[start]);
    start = end;
  }
  return Int32Array.from(kept);
}

function moments({ rowCount, numbers, numberNames }: RankingTable): { means: Float64Array; scales: Float64Array } {
  const width = numberNames.length;
  const means = new Float64Array(width);
  const squares = new Float64Array(width);
  for (let at = 0; at < numbers.length; at++) means[at % width] += numbers[at] / rowCount;
  for (let at = 0; at < numbers.length; at++) squares[at % width] += (numbers[at] - means[at % width]) ** 2 / rowCount;
  // A spread of rounding errors is none.
  const scales = squares.map((square, at) => (square <= 1e-12 * (1 + means[at] ** 2) ? 0 : 1 / Math.sqrt(square)));
  return { means, scales };
}

/** murmur3's finaliser: neighbouring ids fall into unrelated buckets. */
export function bucketOf(id: number, buckets: number): number {
  let hash = Math.imul(id ^ (id >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % buckets;
}

/** The table row of an id ≥ 0. */
export function rowOfId(field: FittedField, id: number): number {
  const { ids, firstRow } = field;
  if (!ids) return firstRow + bucketOf(id, field.rowCount);
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ids[middle] < id) low = middle + 1;
    else high = middle;
  }
  return ids[low] === id ? firstRow + 1 + low : firstRow;
}

/** Rows of any table with the same columns; its labels are not looked at. */
export function encodeRows(fieldTable: FieldTable, table: Pick<RankingTable, 'rowCount' | 'fields' | 'numbers' | 'numberNames'>): EncodedRows {
  checkColumns(fieldTable, table);
  const { fields } = fieldTable;
  const offsets = new Int32Array(table.rowCount * fields.length + 1);
  const rows = new Int32Array(table.fields.reduce((sum, field) => sum + field.ids.length, 0));
  let to = 0;
  for (let row = 0; row < table.rowCount; row++) {
    for (let at = 0; at < fields.length; at++) {
      const column = table.fields[at];
      const [start, end] = column.kind === 'id' ? [row, row + 1] : [column.offsets[row], column.offsets[row + 1]];
      for (let entry = start; entry < end; entry++) if (column.ids[entry] >= 0) rows[to++] = rowOfId(fields[at], column.ids[entry]);
      offsets[row * fields.length + at + 1] = to;
    }
  }
  return { rowCount: table.rowCount, offsets, rows: rows.subarray(0, to), numbers: standardise(fieldTable, table.numbers) };
}

function standardise({ means, scales }: FieldTable, numbers: Float32Array): Float32Array {
  const width = means.length;
  return numbers.map((value, at) => Math.max(-NUMBER_LIMIT, Math.min(NUMBER_LIMIT, (value - means[at % width]) * scales[at % width])));
}

function checkColumns(fieldTable: FieldTable, table: { fields: readonly FieldColumn[]; numberNames: readonly string[] }): void {
  const describe = (fields: readonly { name: string; kind: string }[], names: readonly string[]): string =>
    [...fields.map((field) => `${field.name}:${field.kind}`), ...names].join(', ');
  const wanted = describe(fieldTable.fields, fieldTable.numberNames);
  const given = describe(table.fields, table.numberNames);
  if (wanted !== given) throw new DatasetError(`the model was fitted on other columns; give ${wanted.slice(0, 300)}, not ${given.slice(0, 300)}`);
}

import { DatasetError } from '../../dataset.js';

/** What may follow a showing. The first head is the one that orders ads. */
export const HEADS = ['click', 'dwell', 'complete', 'buy'] as const;
export type Head = (typeof HEADS)[number];

/** The label of a head that was not observed on this row: it takes no part in the loss. */
export const UNKNOWN = 255;

/** An id column: one whole number ≥ 0 per row, −1 where there is none. */
export interface IdColumn {
  readonly name: string;
  readonly kind: 'id';
  readonly ids: Int32Array;
  /** Ids are hashed into so many rows instead of being listed: for spaces too large to list. */
  readonly buckets?: number;
}

/** A column of several ids per row: row r has ids[offsets[r] .. offsets[r+1]), whose vectors are pooled. */
export interface ListColumn {
  readonly name: string;
  readonly kind: 'list';
  readonly pool: 'mean' | 'sum';
  readonly offsets: Int32Array;
  readonly ids: Int32Array;
  readonly buckets?: number;
}

export type FieldColumn = IdColumn | ListColumn;

/** What a ranker learns from: fields of ids, numbers row-major [rows, names], and a label 0, 1 or UNKNOWN per head. */
export interface RankingTable {
  readonly rowCount: number;
  readonly fields: readonly FieldColumn[];
  readonly numberNames: readonly string[];
  readonly numbers: Float32Array;
  readonly labels: Readonly<Partial<Record<Head, Uint8Array>>>;
  readonly weights: Float32Array;
  /** Unix milliseconds. The last tenth by time is held out for early stopping and calibration. */
  readonly timesMs: Float64Array;
}

/** The heads that a table has labels for, in the order of HEADS. */
export const headsOf = (table: RankingTable): Head[] => HEADS.filter((head) => table.labels[head] !== undefined);

/** Refuses columns that do not fit together and a head without both labels: nothing can be learnt of it. */
export function checkRanking(table: RankingTable): void {
  const { rowCount, fields, numbers, numberNames, weights, timesMs } = table;
  if (rowCount === 0) throw new DatasetError('a ranker learns from logged impressions, and there are none yet');
  const names = [...fields.map((field) => field.name), ...numberNames];
  const repeated = names.find((name, at) => names.indexOf(name) !== at);
  if (repeated !== undefined) throw new DatasetError(`two columns are named '${repeated}'`);
  for (const field of fields) checkField(field, rowCount);
  if (numbers.length !== rowCount * numberNames.length) {
    throw new DatasetError(`${rowCount} rows of ${numberNames.length} numbers need ${rowCount * numberNames.length} values, not ${numbers.length}`);
  }
  const bad = numbers.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new DatasetError(`row ${Math.floor(bad / numberNames.length)}: ${numberNames[bad % numberNames.length]} is ${numbers[bad]}`);
  if (weights.length !== rowCount || timesMs.length !== rowCount) {
    throw new DatasetError(`${rowCount} rows, ${weights.length} weights, ${timesMs.length} times`);
  }
  const light = weights.findIndex((weight) => !(weight > 0 && weight < Infinity));
  if (light >= 0) throw new DatasetError(`row ${light} has the weight ${weights[light]}`);
  const heads = headsOf(table);
  if (heads.length === 0) throw new DatasetError(`no labels; give at least one of ${HEADS.join(', ')}`);
  for (const head of heads) checkLabels(head, table.labels[head]!, rowCount);
}

function checkField(field: FieldColumn, rowCount: number): void {
  const { name, ids } = field;
  if (field.kind === 'id' && ids.length !== rowCount) throw new DatasetError(`field ${name} has ${ids.length} ids for ${rowCount} rows`);
  if (field.kind === 'list' && (field.offsets.length !== rowCount + 1 || field.offsets[rowCount] !== ids.length)) {
    throw new DatasetError(`the offsets of field ${name} do not fit ${rowCount} rows and ${ids.length} ids`);
  }
  const least = field.kind === 'id' ? -1 : 0;
  const bad = ids.findIndex((id) => id < least);
  if (bad >= 0) throw new DatasetError(`field ${name} has the id ${ids[bad]}`);
  if (field.buckets !== undefined && !(Number.isInteger(field.buckets) && field.buckets >= 1)) {
    throw new DatasetError(`field ${name} is hashed into ${field.buckets} buckets; give a whole number above 0`);
  }
}

function checkLabels(head: Head, labels: Uint8Array, rowCount: number): void {
  if (labels.length !== rowCount) throw new DatasetError(`${labels.length} labels of ${head} for ${rowCount} rows`);
  const bad = labels.findIndex((label) => label > 1 && label !== UNKNOWN);
  if (bad >= 0) throw new DatasetError(`row ${bad} has the ${head} label ${labels[bad]}, not 0, 1 or ${UNKNOWN}`);
  if (!labels.includes(0) || !labels.includes(1)) throw new DatasetError(`every known label of ${head} is the same: nothing can be learnt`);
}

/** Some rows in the order given. */
export function rankingRows(table: RankingTable, rows: ArrayLike<number>): RankingTable {
  const pick = <A extends Int32Array | Float32Array | Float64Array | Uint8Array>(values: A, width: number, into: A): A => {
    for (let at = 0; at < rows.length; at++) into.set(values.subarray(rows[at] * width, (rows[at] + 1) * width), at * width);
    return into;
  };
  const width = table.numberNames.length;
  const labels: Partial<Record<Head, Uint8Array>> = {};
  for (const head of headsOf(table)) labels[head] = pick(table.labels[head]!, 1, new Uint8Array(rows.length));
  return {
    rowCount: rows.length,
    fields: table.fields.map((field) => pickField(field, rows)),
    numberNames: table.numberNames,
    numbers: pick(table.numbers, width, new Float32Array(rows.length * width)),
    labels,
    weights: pick(table.weights, 1, new Float32Array(rows.length)),
    timesMs: pick(table.timesMs, 1, new Float64Array(rows.length)),
  };
}

function pickField(field: FieldColumn, rows: ArrayLike<number>): FieldColumn {
  if (field.kind === 'id') return { ...field, ids: Int32Array.from(rows, (row) => field.ids[row]) };
  const offsets = new Int32Array(rows.length + 1);
  for (let at = 0; at < rows.length; at++) offsets[at + 1] = offsets[at] + field.offsets[rows[at] + 1] - field.offsets[rows[at]];
  const ids = new Int32Array(offsets[rows.length]);
  for (let at = 0; at < rows.length; at++) ids.set(field.ids.subarray(field.offsets[rows[at]], field.offsets[rows[at] + 1]), offsets[at]);
  return { ...field, offsets, ids };
}

import { Pace } from '../pace.js';
import type { SparseRows } from '../sparse.js';
import type { Report } from '../trainer.js';

/** One row of XᵀX: sums [items], and the columns that are not zero, ascending. Both are reused for the next row. */
export interface GramRow {
  readonly item: number;
  readonly sums: Float64Array;
  readonly columns: Int32Array;
}

/**
 * Visits the rows of G = XᵀX for X = rows [readers, items] with positive values; O(Σ_reader degree²) in all, and never
 * more than one row in memory. `columns` is the transpose of `rows`.
 */
export async function forEachGramRow(
  rows: SparseRows,
  columns: SparseRows,
  visit: (row: GramRow) => void,
  report: Report,
): Promise<void> {
  const itemCount = rows.columnCount;
  const pace = new Pace(report);
  const sums = new Float64Array(itemCount);
  const touched = new Int32Array(itemCount);
  for (let item = 0; item < itemCount; item++) {
    const count = addRow(rows, columns, item, sums, touched);
    const cells = touched.subarray(0, count);
    visit({ item, sums, columns: cells });
    for (let at = 0; at < count; at++) sums[cells[at]] = 0;
    const pause = pace.step(item / itemCount, () => `${item} of ${itemCount} items`);
    if (pause) await pause;
  }
}

/** Adds up one row and lists its columns. A heavy row skips the bookkeeping and is scanned whole. */
function addRow(rows: SparseRows, columns: SparseRows, item: number, sums: Float64Array, touched: Int32Array): number {
  const first = columns.offsets[item];
  const last = columns.offsets[item + 1];
  let work = 0;
  for (let at = first; at < last; at++) work += rows.offsets[columns.columns[at] + 1] - rows.offsets[columns.columns[at]];
  const heavy = work * 8 > sums.length;
  let count = 0;
  for (let at = first; at < last; at++) {
    const reader = columns.columns[at];
    const weight = columns.values[at];
    const end = rows.offsets[reader + 1];
    let cell = rows.offsets[reader];
    if (heavy) {
      for (; cell < end; cell++) sums[rows.columns[cell]] += weight * rows.values[cell];
    } else {
      for (; cell < end; cell++) {
        const column = rows.columns[cell];
        if (sums[column] === 0) touched[count++] = column;
        sums[column] += weight * rows.values[cell];
      }
    }
  }
  if (!heavy) {
    touched.subarray(0, count).sort();
    return count;
  }
  for (let column = 0; column < sums.length; column++) if (sums[column] !== 0) touched[count++] = column;
  return count;
}

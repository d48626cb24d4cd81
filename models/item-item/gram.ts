import { Arena } from '../kernels/memory.js';
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
 * Visits the rows of G = XᵀX for X = rows [readers, items] with positive values; O(Σ_reader degree²) in all, in the WASM
 * kernel, and never more than one row in memory. `columns` is the transpose of `rows`.
 */
export async function forEachGramRow(
  rows: SparseRows,
  columns: SparseRows,
  visit: (row: GramRow) => void,
  report: Report,
): Promise<void> {
  const itemCount = rows.columnCount;
  const pace = new Pace(report);
  const cells = rows.columns.length;
  const arena = new Arena(Arena.bytesFor(rows.rowCount + 1, itemCount + 1, cells, cells, cells, cells, 2 * itemCount, itemCount + 1));
  const views = [rows, columns].flatMap((side) => [
    arena.i32From(side.offsets).byteOffset, arena.i32From(side.columns).byteOffset, arena.f32From(side.values).byteOffset,
  ]) as [number, number, number, number, number, number];
  const sums = arena.f64(itemCount);
  const touched = arena.i32(itemCount + 1); // the kernel writes one past the last
  for (let item = 0; item < itemCount; item++) {
    const count = arena.kernels.gramRow(...views, item, sums.byteOffset, touched.byteOffset);
    const found = ascending(sums, touched, count);
    visit({ item, sums, columns: found });
    for (let at = 0; at < count; at++) sums[found[at]] = 0;
    const pause = pace.step(item / itemCount, () => `${item} of ${itemCount} items`);
    if (pause) await pause;
  }
}

/** Sorts the columns that were touched; where they are many, reads them off the sums. */
function ascending(sums: Float64Array, touched: Int32Array, count: number): Int32Array {
  if (count * 16 < sums.length) return touched.subarray(0, count).sort();
  let found = 0;
  for (let column = 0; column < sums.length; column++) if (sums[column] !== 0) touched[found++] = column;
  return touched.subarray(0, found);
}

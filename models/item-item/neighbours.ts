import { RowBuilder } from '../sparse.js';
import type { SparseRows } from '../sparse.js';
import { TopSelector } from '../top-k.js';

/**
 * Collects the rows of an item–item matrix and keeps, of each, the K cells of largest magnitude (ties by lower column),
 * in ascending order of columns; K = 0 keeps all. The diagonal never counts: a reader's own items are masked anyway.
 */
export class NeighbourRows {
  private readonly builder: RowBuilder;
  private readonly selector: TopSelector | null;
  private readonly columns: Int32Array;
  private readonly values: Float32Array;
  private readonly magnitudes: Float32Array;

  constructor(itemCount: number, keep: number) {
    this.builder = new RowBuilder(itemCount, itemCount);
    this.selector = keep > 0 && keep < itemCount ? new TopSelector(keep) : null;
    this.columns = new Int32Array(itemCount);
    this.values = new Float32Array(itemCount);
    this.magnitudes = new Float32Array(itemCount);
  }

  /** `columns` ascending; valueOf(column) is the cell. */
  add(item: number, columns: Int32Array, valueOf: (column: number) => number): void {
    let count = 0;
    for (let at = 0; at < columns.length; at++) {
      if (columns[at] === item) continue;
      const value = Math.fround(valueOf(columns[at]));
      if (value === 0) continue;
      this.columns[count] = columns[at];
      this.values[count] = value;
      this.magnitudes[count++] = Math.abs(value);
    }
    if (this.selector && count > this.selector.capacity) {
      // Positions, not columns: ascending positions are ascending columns.
      this.selector.select(this.magnitudes, count);
      const kept = this.selector.indices.subarray(0, this.selector.count).sort();
      for (const at of kept) this.builder.push(this.columns[at], this.values[at]);
    } else {
      for (let at = 0; at < count; at++) this.builder.push(this.columns[at], this.values[at]);
    }
    this.builder.endRow();
  }

  finish(): SparseRows {
    return this.builder.finish();
  }
}

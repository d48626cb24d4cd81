import type { SparseRows } from '../sparse.js';

/** Σ of each row and of each column: the degrees D_u [rows] and D_i [columns] of the bipartite graph. */
export function degrees(rows: SparseRows): { ofRows: Float64Array; ofColumns: Float64Array } {
  const ofRows = new Float64Array(rows.rowCount);
  const ofColumns = new Float64Array(rows.columnCount);
  for (let row = 0; row < rows.rowCount; row++) {
    for (let cell = rows.offsets[row]; cell < rows.offsets[row + 1]; cell++) {
      ofRows[row] += rows.values[cell];
      ofColumns[rows.columns[cell]] += rows.values[cell];
    }
  }
  return { ofRows, ofColumns };
}

/** degree^exponent, and 0 where nothing is known: an item that nobody read must not become infinitely near. */
export function powers(degree: Float64Array, exponent: number): Float64Array {
  return degree.map((value) => (value > 0 ? Math.pow(value, exponent) : 0));
}

/** diag(ofRows) · X · diag(ofColumns). */
export function scaled(rows: SparseRows, ofRows: Float64Array, ofColumns: Float64Array): SparseRows {
  const values = new Float32Array(rows.values.length);
  for (let row = 0; row < rows.rowCount; row++) {
    for (let cell = rows.offsets[row]; cell < rows.offsets[row + 1]; cell++) {
      values[cell] = ofRows[row] * rows.values[cell] * ofColumns[rows.columns[cell]];
    }
  }
  return { ...rows, values };
}

import { Random } from '../../../models/random.js';
import type { SparseRows } from '../../../models/sparse.js';

/** What the kernels must equal, in plain float64 TypeScript: matrices are arrays of rows. */
export type Rows = number[][];

export const normals = (length: number, seed: number): Float32Array => {
  const random = new Random(seed);
  return Float32Array.from({ length }, () => random.normal());
};

export const rowsOf = (flat: Float32Array, width: number): Rows =>
  Array.from({ length: width === 0 ? 0 : flat.length / width }, (_, row) => [...flat.subarray(row * width, (row + 1) * width)]);

export const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at] * b[at];
  return sum;
};

/** AᵀA + shift·I. */
export function gramOf(a: Rows, width: number, shift = 0): Rows {
  return Array.from({ length: width }, (_, i) => Array.from({ length: width }, (_, j) =>
    a.reduce((sum, row) => sum + row[i] * row[j], i === j ? shift : 0)));
}

/** Gauss elimination with pivoting. */
export function solve(matrix: Rows, right: readonly number[]): number[] {
  const n = right.length;
  const rows = matrix.map((row, at) => [...row, right[at]]);
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column; row < n; row++) if (Math.abs(rows[row][column]) > Math.abs(rows[pivot][column])) pivot = row;
    [rows[column], rows[pivot]] = [rows[pivot], rows[column]];
    for (let row = 0; row < n; row++) {
      if (row === column) continue;
      const factor = rows[row][column] / rows[column][column];
      for (let at = column; at <= n; at++) rows[row][at] -= factor * rows[column][at];
    }
  }
  return rows.map((row, at) => row[n] / row[at]);
}

export function sparseOf(dense: Rows, columnCount: number): SparseRows {
  const offsets = new Int32Array(dense.length + 1);
  const columns: number[] = [];
  const values: number[] = [];
  dense.forEach((row, at) => {
    row.forEach((value, column) => {
      if (value !== 0) {
        columns.push(column);
        values.push(value);
      }
    });
    offsets[at + 1] = columns.length;
  });
  return { rowCount: dense.length, columnCount, offsets, columns: Int32Array.from(columns), values: Float32Array.from(values) };
}

/** A sparse matrix of about `share` non-zeros in 1…3 and its dense form. */
export function randomSparse(rowCount: number, columnCount: number, share: number, seed: number): { dense: Rows; sparse: SparseRows } {
  const random = new Random(seed);
  const dense = Array.from({ length: rowCount }, () => Array.from({ length: columnCount }, () => (random.unit() < share ? 1 + random.below(3) : 0)));
  return { dense, sparse: sparseOf(dense, columnCount) };
}

/** max |a − b| relative to max(1, |b|). */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let worst = 0;
  for (let at = 0; at < a.length; at++) {
    const error = Math.abs(a[at] - b[at]) / Math.max(1, Math.abs(b[at]));
    if (!(error <= worst)) worst = error;
  }
  return worst;
}

import type { SparseRows } from '../sparse.js';
import type { IalsParams } from './ials-fit.js';

/** What fitting and fold-in have in common, so that both build the same system to the bit. */

/** Rows per partial Gram, whose float32 sums then stay short. */
const CHUNK_ROWS = 2048;

/** The kernels want vectors of a multiple of four. */
export const strideOf = (width: number): number => Math.ceil(width / 4) * 4;

export const chunkCount = (rows: number): number => Math.ceil(rows / CHUNK_ROWS);

export function chunkRange(rows: number, chunk: number): [number, number] {
  return [chunk * CHUNK_ROWS, Math.min(rows, (chunk + 1) * CHUNK_ROWS)];
}

/** base ← scale · Σ partials, of which only the lower triangles are read; both triangles are written. */
export function sumGram(partials: Float32Array, stride: number, scale: number, base: Float32Array): void {
  const size = stride * stride;
  for (let row = 0; row < stride; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = 0;
      for (let at = row * stride + column; at < partials.length; at += size) sum += partials[at];
      base[row * stride + column] = base[column * stride + row] = scale * sum;
    }
  }
}

/** λ (n + α₀·others)^ν. */
export function regulariser(weightSum: number, others: number, { lambda, alpha0, nu }: IalsParams): number {
  return lambda * Math.pow(weightSum + alpha0 * others, nu);
}

/** One per row, [rows]. */
export function regularisers({ rowCount, columnCount, offsets, values }: SparseRows, params: IalsParams): Float32Array {
  const regs = new Float32Array(rowCount);
  for (let row = 0; row < rowCount; row++) {
    let sum = 0;
    for (let cell = offsets[row]; cell < offsets[row + 1]; cell++) sum += values[cell];
    regs[row] = regulariser(sum, columnCount, params);
  }
  return regs;
}

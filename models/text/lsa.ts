import { truncatedSvd } from '../linear-algebra/randomised-svd.js';
import type { SparseRows } from '../sparse.js';
import type { Report } from '../trainer.js';

/**
 * Latent semantic analysis (Deerwester et al. 1990): X ≈ U S Vᵀ of TF-IDF rows; a text is x V S^(−power), L2-normalised.
 * power 0 weights a direction by its singular value, 1 whitens, ½ is between.
 */
export interface Lsa {
  readonly rank: number;
  /** V S^(−power) [features, rank]; columns of zero singular values are zero. */
  readonly projection: Float32Array;
}

export async function fitLsa(x: SparseRows, rank: number, options: { seed: number; power: number; report?: Report }): Promise<Lsa> {
  const most = Math.min(rank, x.rowCount, x.columnCount);
  const { s, v } = await truncatedSvd(x, most, { seed: options.seed, report: options.report });
  const scale = Float64Array.from(s, (value) => (value > 0 ? value ** -options.power : 0));
  return { rank: most, projection: v.map((value, at) => value * scale[at % most]) };
}

/** [rows, width]: the sum of the table's rows by each text's values, L2-normalised; zero for a text without known grams. */
export function project(x: SparseRows, table: Float32Array, width: number): Float32Array {
  if (table.length !== x.columnCount * width) throw new RangeError(`a table of ${table.length} numbers for ${x.columnCount} features of width ${width}`);
  const vectors = new Float32Array(x.rowCount * width);
  const sum = new Float64Array(width);
  for (let row = 0; row < x.rowCount; row++) {
    sum.fill(0);
    for (let at = x.offsets[row]; at < x.offsets[row + 1]; at++) {
      const base = x.columns[at] * width;
      const value = x.values[at];
      for (let k = 0; k < width; k++) sum[k] += value * table[base + k];
    }
    const norm = Math.sqrt(sum.reduce((squares, value) => squares + value * value, 0));
    if (norm > 0) for (let k = 0; k < width; k++) vectors[row * width + k] = sum[k] / norm;
  }
  return vectors;
}

/** Dense rows as sparse ones, so that a linear model reads them. */
export function asSparse(vectors: Float32Array, width: number): SparseRows {
  const rowCount = vectors.length / width;
  const offsets = Int32Array.from({ length: rowCount + 1 }, (_, row) => row * width);
  return { rowCount, columnCount: width, offsets, columns: Int32Array.from(vectors, (_, at) => at % width), values: vectors };
}

/** Columns of several matrices of the same rows side by side, each times its weight. */
export function besides(parts: readonly { x: SparseRows; weight: number }[]): SparseRows {
  const { rowCount } = parts[0].x;
  const size = parts.reduce((sum, { x }) => sum + x.columns.length, 0);
  const [columns, values, offsets] = [new Int32Array(size), new Float32Array(size), new Int32Array(rowCount + 1)];
  let at = 0;
  for (let row = 0; row < rowCount; row++) {
    let shift = 0;
    for (const { x, weight } of parts) {
      for (let from = x.offsets[row]; from < x.offsets[row + 1]; from++) {
        columns[at] = shift + x.columns[from];
        values[at++] = weight * x.values[from];
      }
      shift += x.columnCount;
    }
    offsets[row + 1] = at;
  }
  return { rowCount, columnCount: parts.reduce((sum, { x }) => sum + x.columnCount, 0), offsets, columns, values };
}

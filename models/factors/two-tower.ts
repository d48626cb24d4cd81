import { readerRows } from '../dataset.js';
import type { MatrixParams } from '../item-item/matrix-trainer.js';
import { matrixTrainer } from '../item-item/matrix-trainer.js';
import { NeighbourRows } from '../item-item/neighbours.js';
import { Pace } from '../pace.js';
import type { SparseRows } from '../sparse.js';
import { ParamsError, requireBetween, SizeError } from '../trainer.js';
import type { Report } from '../trainer.js';
import { FactorProduct } from './factor-product.js';
import { ItemVectors } from './item-vectors.js';
import { fitTwoTower } from './two-tower-fit.js';
import type { TwoTowerFit } from './two-tower-fit.js';

type TwoTowerParams = MatrixParams & TwoTowerFit & { readonly width: number; readonly attributes: number };

/** Cells of a whole matrix: above this it must be pruned. */
const MOST_CELLS = 2 ** 28;
/** Numbers of the pooled rows of one step, as many as a row table takes at once. */
const MOST_POOLED = 2 ** 25 - 16;
/** Wider rows would not fit a row table's staging; see RowTable.batchLimit. */
const WIDEST = 1024;
const BLOCK = 256;

/**
 * B_ij = v_i · v_j/|v_j|: with the reader tower u = Σ w_i v_i, Σ_i w_i B_ij = |u| cos(u, v_j). |u| is one number per reader,
 * so the matrix ranks exactly as the towers do, and an item model serves it, explains by it and prunes it.
 */
async function vectorProducts(vectors: Float32Array, width: number, neighbours: number, report: Report): Promise<SparseRows> {
  const items = vectors.length / width;
  if (neighbours === 0 && items * items > MOST_CELLS) {
    throw new SizeError(`${items} × ${items} cells are too many to keep; set neighbours, for example to 200`);
  }
  const rows = new NeighbourRows(items, neighbours);
  const product = new FactorProduct(normalisedRows(vectors, width), width);
  const columns = Int32Array.from({ length: items }, (_, item) => item);
  const pace = new Pace(report);
  try {
    for (let from = 0; from < items; from += BLOCK) {
      const scores = await product.times(vectors.slice(from * width, (from + BLOCK) * width));
      for (let row = 0; row * items < scores.length; row++) rows.add(from + row, columns, (column) => scores[row * items + column]);
      const pause = pace.step(0.9 + (0.1 * from) / items, () => `neighbours of ${from} of ${items} items`);
      if (pause) await pause;
    }
  } finally {
    await product.close();
  }
  return rows.finish();
}

function normalisedRows(vectors: Float32Array, width: number): Float32Array {
  const unit = vectors.slice();
  for (let from = 0; from < unit.length; from += width) {
    const row = unit.subarray(from, from + width);
    const norm = Math.hypot(...row);
    if (norm > 0) row.forEach((value, at) => (row[at] = value / norm));
  }
  return unit;
}

/** Two towers over shared item vectors, with attributes where the dataset has them and `attributes` is 1. */
export const twoTower = matrixTrainer<TwoTowerParams>({
  name: 'two-tower',
  defaults: { width: 64, epochs: 20, batch: 1024, pooled: 32, temperature: 0.1, rate: 0.1, attributes: 1, neighbours: 200, halfLifeDays: 30 },
  space: { temperature: { low: 0.05, high: 0.5, scale: 'log' }, rate: { low: 0.02, high: 0.5, scale: 'log' } },
  async matrix(dataset, params, report, seed) {
    for (const name of ['width', 'epochs', 'batch', 'pooled'] as const) {
      requireBetween(name, params[name], 1, name === 'width' ? WIDEST : 65536);
      if (!Number.isInteger(params[name])) throw new ParamsError(`parameter ${name} must be a whole number, not ${params[name]}`);
    }
    if (params.batch * params.pooled * (params.width + 1) > MOST_POOLED) {
      throw new SizeError(`a step of ${params.batch} pairs × ${params.pooled} pooled items × ${params.width} columns is too large; lower batch or pooled`);
    }
    requireBetween('temperature', params.temperature, 0.01, 10);
    requireBetween('rate', params.rate, 1e-6, 10);
    requireBetween('attributes', params.attributes, 0, 1);
    const attributes = params.attributes === 1 ? dataset.contents?.attributes ?? null : null;
    const vectors = new ItemVectors(dataset.interactions.itemCount, attributes, { width: params.width, seed, scale: 1 / Math.sqrt(params.width) });
    await fitTwoTower(readerRows(dataset.interactions), vectors, params, seed, (share, message) => report(0.9 * share, message));
    return vectorProducts(vectors.all(), params.width, params.neighbours, report);
  },
});

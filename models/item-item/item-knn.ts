import { itemRows, readerRows } from '../dataset.js';
import type { SparseRows } from '../sparse.js';
import { requireBetween } from '../trainer.js';
import type { Report } from '../trainer.js';
import { forEachGramRow } from './gram.js';
import { matrixTrainer } from './matrix-trainer.js';
import type { MatrixParams } from './matrix-trainer.js';
import { NeighbourRows } from './neighbours.js';

export interface ItemKnnParams extends MatrixParams {
  /** h: pairs that few readers share count less. */
  readonly shrink: number;
}

/**
 * Item–item nearest neighbours: B_ij = x_i·x_j / (‖x_i‖ ‖x_j‖ + h), the cosine of two columns of X [readers, items]
 * shrunk towards 0 (Bell & Koren 2007). The baseline that every table must hold (Dacrema et al. 2019).
 */
export async function itemKnnMatrix(rows: SparseRows, params: ItemKnnParams, report: Report): Promise<SparseRows> {
  requireBetween('shrink', params.shrink, 0, 1e6);
  const norms = new Float64Array(rows.columnCount);
  for (let cell = 0; cell < rows.columns.length; cell++) norms[rows.columns[cell]] += rows.values[cell] ** 2;
  for (let item = 0; item < norms.length; item++) norms[item] = Math.sqrt(norms[item]);
  const collected = new NeighbourRows(rows.columnCount, params.neighbours);
  await forEachGramRow(rows, itemRows(rows), ({ item, sums, columns }) => {
    collected.add(item, columns, (column) => sums[column] / (norms[item] * norms[column] + params.shrink));
  }, report);
  return collected.finish();
}

export const itemKnn = matrixTrainer<ItemKnnParams>({
  name: 'item-knn',
  defaults: { shrink: 10, neighbours: 200, halfLifeDays: 14 },
  space: { shrink: { low: 1, high: 300, scale: 'log' } },
  matrix: (dataset, params, report) => itemKnnMatrix(readerRows(dataset.interactions), params, report),
});

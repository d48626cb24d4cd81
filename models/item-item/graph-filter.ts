import { itemRows, readerRows } from '../dataset.js';
import type { Dataset } from '../dataset.js';
import { ItemModel } from '../item-model.js';
import { itemTrainer } from '../item-trainer.js';
import { decayedPopularity } from '../popularity/decay.js';
import type { SparseRows } from '../sparse.js';
import { requireBetween } from '../trainer.js';
import type { Report } from '../trainer.js';
import { forEachGramRow } from './gram.js';
import { NeighbourRows } from './neighbours.js';

export interface GraphFilterParams extends Readonly<Record<string, number>> {
  /** a: 0 normalises by items alone, 1 by readers alone. */
  readonly alpha: number;
  /** s: below 1 lifts weak links, above 1 sharpens. */
  readonly power: number;
  /** K; 0 keeps the whole matrix. */
  readonly neighbours: number;
  readonly halfLifeDays: number;
}

/**
 * The linear graph filter (Turbo-CF, Park et al. 2024): R~ = D_u^(−a) R D_i^(a−1), P = (R~ᵀ R~)^∘s, scores r·P, with R
 * [readers, items] and the degrees D its row and column sums. No training: one pass of the sparse Gram.
 */
export async function graphFilterMatrix(rows: SparseRows, params: GraphFilterParams, report: Report): Promise<SparseRows> {
  requireBetween('alpha', params.alpha, 0, 1);
  requireBetween('power', params.power, 0.1, 4);
  requireBetween('neighbours', params.neighbours, 0, 1e6);
  const normal = normalise(rows, params.alpha);
  const itemCount = rows.columnCount;
  const collected = new NeighbourRows(itemCount, params.neighbours);
  const { power } = params;
  await forEachGramRow(normal, itemRows(normal), ({ item, sums, columns }) => {
    collected.add(item, columns, power === 1 ? (column) => sums[column] : (column) => Math.pow(sums[column], power));
  }, report);
  return collected.finish();
}

function normalise(rows: SparseRows, alpha: number): SparseRows {
  const readerSums = new Float64Array(rows.rowCount);
  const itemSums = new Float64Array(rows.columnCount);
  for (let reader = 0; reader < rows.rowCount; reader++) {
    for (let cell = rows.offsets[reader]; cell < rows.offsets[reader + 1]; cell++) {
      readerSums[reader] += rows.values[cell];
      itemSums[rows.columns[cell]] += rows.values[cell];
    }
  }
  const values = new Float32Array(rows.values.length);
  const itemScale = itemSums.map((sum) => Math.pow(sum, alpha - 1));
  for (let reader = 0; reader < rows.rowCount; reader++) {
    const readerScale = Math.pow(readerSums[reader], -alpha);
    for (let cell = rows.offsets[reader]; cell < rows.offsets[reader + 1]; cell++) {
      values[cell] = readerScale * rows.values[cell] * itemScale[rows.columns[cell]];
    }
  }
  return { ...rows, values };
}

async function learn(dataset: Dataset, params: GraphFilterParams, report: Report): Promise<ItemModel> {
  const matrix = await graphFilterMatrix(readerRows(dataset.interactions), params, report);
  const popularity = decayedPopularity(dataset.interactions, dataset.window.toMs, params.halfLifeDays);
  return new ItemModel({ itemKeys: dataset.itemKeys, popularity, matrix });
}

export const graphFilter = itemTrainer<GraphFilterParams>({
  name: 'graph-filter',
  defaults: { alpha: 0.6, power: 0.7, neighbours: 200, halfLifeDays: 14 },
  learn,
});

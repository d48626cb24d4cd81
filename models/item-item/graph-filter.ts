import { itemRows, readerRows } from '../dataset.js';
import type { SparseRows } from '../sparse.js';
import { requireBetween } from '../trainer.js';
import type { Report } from '../trainer.js';
import { forEachGramRow } from './gram.js';
import { matrixTrainer } from './matrix-trainer.js';
import type { MatrixParams } from './matrix-trainer.js';
import { NeighbourRows } from './neighbours.js';
import { degrees, powers, scaled } from './scaling.js';

export interface GraphFilterParams extends MatrixParams {
  /** a: 0 normalises by items alone, 1 by readers alone. */
  readonly alpha: number;
  /** s: below 1 lifts weak links, above 1 sharpens. */
  readonly power: number;
  /** Exponent of the degree of the item that was read; below 0 lets popular history items say less. */
  readonly source: number;
  /** Exponent of the degree of the item that is recommended; above 0 favours popular items. */
  readonly target: number;
}

/**
 * The linear graph filter (Turbo-CF, Park et al. 2024): R~ = D_u^(−a) R D_i^(a−1), P = (R~ᵀ R~)^∘s, with R
 * [readers, items] and the degrees D its row and column sums; scores r·D_i^source·P·D_i^target. With source = target = 0
 * it is the published filter, with a = 1/2, s = 1 the linear part of GF-CF (Shen et al. 2021). The two exponents free how
 * an item's popularity counts as evidence from how it counts as a prior, which one exponent for both cannot.
 * No training: one pass of the sparse Gram.
 */
export async function graphFilterMatrix(rows: SparseRows, params: GraphFilterParams, report: Report): Promise<SparseRows> {
  requireBetween('alpha', params.alpha, 0, 1);
  requireBetween('power', params.power, 0.1, 4);
  requireBetween('source', params.source, -2, 2);
  requireBetween('target', params.target, -2, 2);
  const { ofRows, ofColumns } = degrees(rows);
  const normal = scaled(rows, powers(ofRows, -params.alpha), powers(ofColumns, params.alpha - 1));
  const sources = powers(ofColumns, params.source);
  const targets = powers(ofColumns, params.target);
  const collected = new NeighbourRows(rows.columnCount, params.neighbours);
  const { power } = params;
  await forEachGramRow(normal, itemRows(normal), ({ item, sums, columns }) => {
    const source = sources[item];
    collected.add(item, columns, power === 1
      ? (column) => source * sums[column] * targets[column]
      : (column) => source * Math.pow(sums[column], power) * targets[column]);
  }, report);
  return collected.finish();
}

export const graphFilter = matrixTrainer<GraphFilterParams>({
  name: 'graph-filter',
  defaults: { alpha: 0.6, power: 0.7, source: 0, target: 0, neighbours: 200, halfLifeDays: 14 },
  space: {
    alpha: { low: 0.3, high: 0.7 },
    power: { low: 0.5, high: 2 },
    source: { low: -0.4, high: 0.4 },
    target: { low: -0.3, high: 0.6 },
  },
  matrix: (dataset, params, report) => graphFilterMatrix(readerRows(dataset.interactions), params, report),
});

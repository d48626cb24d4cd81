import { readerRows } from '../dataset.js';
import type { ContentTable } from '../dataset.js';
import type { SparseRows } from '../sparse.js';
import { requireBetween } from '../trainer.js';
import type { Report } from '../trainer.js';
import { contentFeatures, stacked, withColumnLength } from './content-features.js';
import { ridgeInverse, ridgeNeighbours } from './ease.js';
import type { EaseParams } from './ease.js';
import { matrixTrainer } from './matrix-trainer.js';
import { degrees } from './scaling.js';

export interface CeaseParams extends EaseParams {
  /** α_t: how many readers the text of an item is worth. */
  readonly text: number;
  /** α_a: the same of its concepts, teachers and tags. */
  readonly attributes: number;
  /** λ of the regression that gives cold items their columns, where the features of an item have length 1. */
  readonly coldLambda: number;
}

/**
 * CEASE (Jeunen et al. 2020, collective EASE): features F [features, items] as pseudo-readers,
 *   P = (XᵀX + FᵀF + Λ)⁻¹,  B_ij = −P_ij / P_jj,  B_jj = 0.
 * For an item that nobody has read the readers' part would ask B to predict that nobody ever will. It is unknown, not
 * zero, so the columns of cold items solve the same equation without it: Q = (CᵀC + λ_c I)⁻¹ with C the features at
 * length 1, B_ij = −Q_ij / Q_jj. A cold item then scores what its content shares with the history.
 */
export async function ceaseMatrix(
  rows: SparseRows,
  contents: ContentTable | null,
  params: CeaseParams,
  report: Report,
): Promise<SparseRows> {
  requireBetween('text', params.text, 0, 1e6);
  requireBetween('attributes', params.attributes, 0, 1e6);
  const items = rows.columnCount;
  const features = await contentFeatures(contents, params, (share, message) => report(0.1 * share, message));
  const cold = coldItems(rows);
  const columns = await coldColumns(features, cold, params, (share, message) => report(0.1 + 0.3 * share, message));
  const inverse = await ridgeInverse(stacked(rows, features), params, (share, message) => report(0.4 + 0.5 * share, message));
  const place = new Int32Array(items).fill(-1);
  cold.forEach((item, at) => { place[item] = at; });
  return ridgeNeighbours(inverse, items, params.neighbours, (share, message) => report(0.9 + 0.1 * share, message),
    (row, column, value) => (place[column] < 0 ? value : columns[place[column] * items + row]));
}

/** Items without a reader, ascending. */
function coldItems(rows: SparseRows): Int32Array {
  const { ofColumns } = degrees(rows);
  return Int32Array.from({ length: rows.columnCount }, (_, item) => item).filter((item) => ofColumns[item] === 0);
}

/** Columns of B for the cold items, [cold, items]: column of item cold[c] is at c · items. */
async function coldColumns(features: SparseRows, cold: Int32Array, params: CeaseParams, report: Report): Promise<Float32Array> {
  const items = features.columnCount;
  const columns = new Float32Array(cold.length * items);
  if (cold.length === 0) return columns;
  const inverse = await ridgeInverse(withColumnLength(features, 1), { lambda: params.coldLambda, dropout: 0 }, report);
  cold.forEach((item, at) => {
    for (let row = 0; row < items; row++) {
      columns[at * items + row] = row === item ? 0 : -inverse[row * items + item] / inverse[item * items + item];
    }
  });
  return columns;
}

export const cease = matrixTrainer<CeaseParams>({
  name: 'cease',
  defaults: { lambda: 20, dropout: 0.25, text: 40, attributes: 20, coldLambda: 4, neighbours: 200, halfLifeDays: 14 },
  space: {
    lambda: { low: 10, high: 2000, scale: 'log' },
    text: { low: 5, high: 1000, scale: 'log' },
    attributes: { low: 5, high: 1000, scale: 'log' },
  },
  matrix: (dataset, params, report) => ceaseMatrix(readerRows(dataset.interactions), dataset.contents, params, report),
});

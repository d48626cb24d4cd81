import { itemRows, readerRows } from '../dataset.js';
import type { SparseRows } from '../sparse.js';
import { requireBetween } from '../trainer.js';
import type { Report } from '../trainer.js';
import { forEachGramRow } from './gram.js';
import { matrixTrainer } from './matrix-trainer.js';
import type { MatrixParams } from './matrix-trainer.js';
import { NeighbourRows } from './neighbours.js';
import { degrees, powers, scaled } from './scaling.js';

export interface Rp3betaParams extends MatrixParams {
  /** Exponent of each step's probability. */
  readonly alpha: number;
  /** β: how much a popular end of the walk is held down. */
  readonly beta: number;
  /** 1 divides each pruned row by its sum, so that every history item gives as much; 0 does not. */
  readonly normalise: number;
}

/**
 * RP3β (Paudel et al. 2017): a walk item → reader → item, each probability raised to alpha, the end weighed down by its
 * popularity: B_ij = d_j^(−β) Σ_u (x_ui / d_i)^a (x_uj / d_u)^a, X [readers, items], d its column and row sums. The Gram
 * of X' with x'_ui = x_ui^a d_u^(−a/2) gives the sum over readers.
 */
export async function rp3betaMatrix(rows: SparseRows, params: Rp3betaParams, report: Report): Promise<SparseRows> {
  const { alpha, beta } = params;
  requireBetween('alpha', alpha, 0.05, 4);
  requireBetween('beta', beta, 0, 2);
  requireBetween('normalise', params.normalise, 0, 1);
  const { ofRows, ofColumns } = degrees(rows);
  const ones = new Float64Array(rows.columnCount).fill(1);
  const raised = { ...rows, values: rows.values.map((value) => Math.pow(value, alpha)) };
  const steps = scaled(raised, powers(ofRows, -alpha / 2), ones);
  const starts = powers(ofColumns, -alpha);
  const ends = powers(ofColumns, -beta);
  const collected = new NeighbourRows(rows.columnCount, params.neighbours);
  await forEachGramRow(steps, itemRows(steps), ({ item, sums, columns }) => {
    collected.add(item, columns, (column) => starts[item] * sums[column] * ends[column]);
  }, report);
  const matrix = collected.finish();
  if (params.normalise > 0) divideRowsBySum(matrix);
  return matrix;
}

function divideRowsBySum({ rowCount, offsets, values }: SparseRows): void {
  for (let row = 0; row < rowCount; row++) {
    let sum = 0;
    for (let cell = offsets[row]; cell < offsets[row + 1]; cell++) sum += values[cell];
    for (let cell = offsets[row]; cell < offsets[row + 1]; cell++) values[cell] /= sum;
  }
}

export const rp3beta = matrixTrainer<Rp3betaParams>({
  name: 'rp3beta',
  defaults: { alpha: 0.6, beta: 0.3, normalise: 1, neighbours: 200, halfLifeDays: 14 },
  space: { alpha: { low: 0.3, high: 1.6 }, beta: { low: 0, high: 0.9 }, normalise: { choices: [0, 1] } },
  matrix: (dataset, params, report) => rp3betaMatrix(readerRows(dataset.interactions), params, report),
});

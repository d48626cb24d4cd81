import { itemRows, readerRows } from '../dataset.js';
import { Pace } from '../pace.js';
import type { SparseRows } from '../sparse.js';
import { ParamsError, requireBetween, SizeError } from '../trainer.js';
import type { Report } from '../trainer.js';
import { lowerGram } from './dense-gram.js';
import { matrixTrainer } from './matrix-trainer.js';
import type { MatrixParams } from './matrix-trainer.js';
import { NeighbourRows } from './neighbours.js';
import { invertSpd } from '../linear-algebra/spd-inverse.js';

export interface EaseParams extends MatrixParams {
  /** λ of the ridge penalty. Below about 5 the float32 inverse loses the order of the scores. */
  readonly lambda: number;
  /** p of the dropout that EDLAE (Steck 2020) trains with in closed form: the penalty of item i grows by p/(1−p) · (XᵀX)_ii. */
  readonly dropout: number;
}

/** The dense inverse takes about 18 bytes × items² at its peak: 4.6 GB at this size. */
export const EASE_ITEM_LIMIT = 16_000;

/** How far G·P may be from the identity, applied to a vector of ±1. */
const RESIDUAL_LIMIT = 1e-2;

/** P = (XᵀX + Λ)⁻¹ [items, items], Λ = diag(λ + p/(1−p) · (XᵀX)_ii), dense, with a check of the residual; X = rows [readers, items]. */
export async function ridgeInverse(
  rows: SparseRows,
  { lambda, dropout }: { readonly lambda: number; readonly dropout: number },
  report: Report,
): Promise<Float32Array> {
  requireBetween('lambda', lambda, 1e-3, 1e7);
  requireBetween('dropout', dropout, 0, 0.95);
  const itemCount = rows.columnCount;
  if (itemCount > EASE_ITEM_LIMIT) {
    throw new SizeError(
      `EASE inverts a dense ${itemCount}×${itemCount} matrix and takes at most ${EASE_ITEM_LIMIT} items; use graph-filter, or leave rare items out`,
    );
  }
  const inverse = await lowerGram(rows, itemRows(rows), (share, message) => report(0.1 * share, message));
  const penalties = Float64Array.from({ length: itemCount }, (_, item) => lambda + (dropout / (1 - dropout)) * inverse[item * itemCount + item]);
  penalties.forEach((penalty, item) => { inverse[item * itemCount + item] += penalty; });
  await invertSpd(inverse, itemCount, (fraction) => report(0.1 + 0.9 * fraction, `inverse of ${itemCount} × ${itemCount}`));
  checkInverse(rows, inverse, penalties);
  return inverse;
}

/** Rows of B_ij = −P_ij / P_jj, B_jj = 0, or of what `cell` puts in the place of a column. */
export async function ridgeNeighbours(
  inverse: Float32Array,
  itemCount: number,
  neighbours: number,
  report: Report,
  cell: (row: number, column: number, value: number) => number = (_row, _column, value) => value,
): Promise<SparseRows> {
  const collected = new NeighbourRows(itemCount, neighbours);
  const all = Int32Array.from({ length: itemCount }, (_, item) => item);
  const pace = new Pace(report);
  const diagonal = Float64Array.from(all, (item) => inverse[item * itemCount + item]);
  for (let item = 0; item < itemCount; item++) {
    const start = item * itemCount;
    collected.add(item, all, (column) => cell(item, column, -inverse[start + column] / diagonal[column]));
    const pause = pace.step(item / itemCount, () => `neighbours of ${item} of ${itemCount} items`);
    if (pause) await pause;
  }
  return collected.finish();
}

/**
 * EASE^R (Steck 2019): P = (XᵀX + Λ)⁻¹, B_ij = −P_ij / P_jj, B_jj = 0; scores x·B. X [readers, items].
 * A dense model: the Gram is made sparse, the inverse by blocks in onnxruntime.
 */
export async function easeMatrix(rows: SparseRows, params: EaseParams, report: Report): Promise<SparseRows> {
  const inverse = await ridgeInverse(rows, params, (share, message) => report(0.9 * share, message));
  return ridgeNeighbours(inverse, rows.columnCount, params.neighbours, (share, message) => report(0.9 + 0.1 * share, message));
}

/** max |(XᵀX + Λ) P v − v| for v of alternating signs; XᵀX is applied as Xᵀ(X·), so the Gram need not be kept. */
function checkInverse(rows: SparseRows, inverse: Float32Array, penalties: Float64Array): void {
  const itemCount = rows.columnCount;
  const signs = Float64Array.from({ length: itemCount }, (_, item) => ((item * 2654435761) & 0x10000 ? 1 : -1));
  const solved = new Float64Array(itemCount);
  for (let row = 0; row < itemCount; row++) {
    let sum = 0;
    for (let column = 0; column < itemCount; column++) sum += inverse[row * itemCount + column] * signs[column];
    solved[row] = sum;
  }
  const back = solved.map((value, item) => penalties[item] * value);
  for (let reader = 0; reader < rows.rowCount; reader++) {
    let sum = 0;
    for (let cell = rows.offsets[reader]; cell < rows.offsets[reader + 1]; cell++) {
      sum += rows.values[cell] * solved[rows.columns[cell]];
    }
    for (let cell = rows.offsets[reader]; cell < rows.offsets[reader + 1]; cell++) {
      back[rows.columns[cell]] += rows.values[cell] * sum;
    }
  }
  const worst = back.reduce((max, value, item) => Math.max(max, Math.abs(value - signs[item])), 0);
  if (!(worst <= RESIDUAL_LIMIT)) {
    throw new ParamsError(`the inverse of EASE is off by ${worst.toExponential(1)}; raise lambda`);
  }
}

export const ease = matrixTrainer<EaseParams>({
  name: 'ease',
  defaults: { lambda: 100, dropout: 0, neighbours: 200, halfLifeDays: 14 },
  space: { lambda: { low: 10, high: 2000, scale: 'log' }, dropout: { low: 0, high: 0.6 } },
  matrix: (dataset, params, report) => easeMatrix(readerRows(dataset.interactions), params, report),
});

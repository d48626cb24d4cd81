import { itemRows, readerRows } from '../dataset.js';
import type { Dataset } from '../dataset.js';
import { ItemModel } from '../item-model.js';
import { itemTrainer } from '../item-trainer.js';
import { decayedPopularity } from '../popularity/decay.js';
import { Pace } from '../pace.js';
import type { SparseRows } from '../sparse.js';
import { ParamsError, requireBetween, SizeError } from '../trainer.js';
import type { Report } from '../trainer.js';
import { forEachGramRow } from './gram.js';
import { NeighbourRows } from './neighbours.js';
import { invertSpd } from './spd-inverse.js';

export interface EaseParams extends Readonly<Record<string, number>> {
  /** λ of the ridge penalty. Below about 5 the float32 inverse loses the order of the scores. */
  readonly lambda: number;
  /** K; 0 keeps the whole matrix. */
  readonly neighbours: number;
  readonly halfLifeDays: number;
}

/** The dense inverse takes about 18 bytes × items² at its peak: 4.6 GB at this size. */
export const EASE_ITEM_LIMIT = 16_000;

/** How far G·P may be from the identity, applied to a vector of ±1. */
const RESIDUAL_LIMIT = 1e-2;

/**
 * EASE^R (Steck 2019): P = (XᵀX + λI)⁻¹, B_ij = −P_ij / P_jj, B_jj = 0; scores x·B. X [readers, items].
 * The one dense model here: the Gram is made sparse, the inverse by blocks in onnxruntime.
 */
export async function easeMatrix(rows: SparseRows, params: EaseParams, report: Report): Promise<SparseRows> {
  requireBetween('lambda', params.lambda, 1e-3, 1e7);
  requireBetween('neighbours', params.neighbours, 0, 1e6);
  const itemCount = rows.columnCount;
  if (itemCount > EASE_ITEM_LIMIT) {
    throw new SizeError(
      `EASE inverts a dense ${itemCount}×${itemCount} matrix and takes at most ${EASE_ITEM_LIMIT} items; use graph-filter, or leave rare items out`,
    );
  }
  const inverse = new Float32Array(itemCount * itemCount);
  await forEachGramRow(rows, itemRows(rows), ({ item, sums, columns }) => {
    for (let at = 0; at < columns.length; at++) inverse[item * itemCount + columns[at]] = sums[columns[at]];
    inverse[item * itemCount + item] += params.lambda;
  }, (share, message) => report(0.1 * share, message));
  await invertSpd(inverse, itemCount, (fraction) => report(0.1 + 0.8 * fraction, `inverse of ${itemCount} × ${itemCount}`));
  checkInverse(rows, inverse, params.lambda);
  const collected = new NeighbourRows(itemCount, params.neighbours);
  const all = Int32Array.from({ length: itemCount }, (_, item) => item);
  const pace = new Pace(report);
  const diagonal = Float64Array.from(all, (item) => inverse[item * itemCount + item]);
  for (let item = 0; item < itemCount; item++) {
    const start = item * itemCount;
    collected.add(item, all, (column) => -inverse[start + column] / diagonal[column]);
    const pause = pace.step(0.9 + (0.1 * item) / itemCount, () => `neighbours of ${item} of ${itemCount} items`);
    if (pause) await pause;
  }
  return collected.finish();
}

/** max |(XᵀX + λI) P v − v| for v of alternating signs; XᵀX is applied as Xᵀ(X·), so the Gram need not be kept. */
function checkInverse(rows: SparseRows, inverse: Float32Array, lambda: number): void {
  const itemCount = rows.columnCount;
  const sign = (item: number): number => ((item * 2654435761) & 0x10000 ? 1 : -1);
  const solved = new Float64Array(itemCount);
  for (let row = 0; row < itemCount; row++) {
    let sum = 0;
    for (let column = 0; column < itemCount; column++) sum += inverse[row * itemCount + column] * sign(column);
    solved[row] = sum;
  }
  const back = solved.map((value) => lambda * value);
  for (let reader = 0; reader < rows.rowCount; reader++) {
    let sum = 0;
    for (let cell = rows.offsets[reader]; cell < rows.offsets[reader + 1]; cell++) {
      sum += rows.values[cell] * solved[rows.columns[cell]];
    }
    for (let cell = rows.offsets[reader]; cell < rows.offsets[reader + 1]; cell++) {
      back[rows.columns[cell]] += rows.values[cell] * sum;
    }
  }
  const worst = back.reduce((max, value, item) => Math.max(max, Math.abs(value - sign(item))), 0);
  if (!(worst <= RESIDUAL_LIMIT)) {
    throw new ParamsError(`the inverse of EASE is off by ${worst.toExponential(1)}; raise lambda (now ${lambda})`);
  }
}

async function learn(dataset: Dataset, params: EaseParams, report: Report): Promise<ItemModel> {
  const matrix = await easeMatrix(readerRows(dataset.interactions), params, report);
  const popularity = decayedPopularity(dataset.interactions, dataset.window.toMs, params.halfLifeDays);
  return new ItemModel({ itemKeys: dataset.itemKeys, popularity, matrix });
}

export const ease = itemTrainer<EaseParams>({
  name: 'ease',
  defaults: { lambda: 100, neighbours: 200, halfLifeDays: 14 },
  learn,
});

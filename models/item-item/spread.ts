import type { Histories } from '../candidate-model.js';
import type { ItemModel } from '../item-model.js';
import { TallProducts } from '../linear-algebra/products.js';
import type { SparseRows } from '../sparse.js';
import type { LowRank } from './low-rank-model.js';

/** Readers whose scores say how far a source's scores spread. */
const SAMPLE = 256;

/** The histories of up to 256 readers that have one, evenly spaced. */
export function sampleHistories(rows: SparseRows): Histories {
  const filled = Int32Array.from({ length: rows.rowCount }, (_, row) => row).filter((row) => rows.offsets[row + 1] > rows.offsets[row]);
  const step = Math.max(1, Math.floor(filled.length / SAMPLE));
  const chosen = filled.filter((_, at) => at % step === 0).subarray(0, SAMPLE);
  const offsets = new Int32Array(chosen.length + 1);
  chosen.forEach((row, at) => { offsets[at + 1] = offsets[at] + rows.offsets[row + 1] - rows.offsets[row]; });
  const items = new Int32Array(offsets[chosen.length]);
  const weights = new Float32Array(items.length);
  chosen.forEach((row, at) => {
    items.set(rows.columns.subarray(rows.offsets[row], rows.offsets[row + 1]), offsets[at]);
    weights.set(rows.values.subarray(rows.offsets[row], rows.offsets[row + 1]), offsets[at]);
  });
  return { offsets, items, weights };
}

/** The z of "z-scored sources": the standard deviation of all scores of the sample, 0 where a source says nothing. */
export function spreadOf(model: ItemModel, sample: Histories): number {
  const scores = new Float32Array(model.itemKeys.length);
  const moments = new Moments();
  for (let reader = 0; reader + 1 < sample.offsets.length; reader++) {
    const [from, to] = [sample.offsets[reader], sample.offsets[reader + 1]];
    model.scoreInto(sample.items.subarray(from, to), sample.weights.subarray(from, to), scores);
    moments.add(scores);
  }
  return moments.deviation();
}

/** The same of scores r·L·Rᵀ; R [items, rank] times (r·L)ᵀ [rank, sample]. */
export async function lowRankSpread({ rank, left, right }: LowRank, { offsets, items, weights }: Histories): Promise<number> {
  const readers = offsets.length - 1;
  const tastes = new Float32Array(rank * readers);
  for (let reader = 0; reader < readers; reader++) {
    for (let at = offsets[reader]; at < offsets[reader + 1]; at++) {
      for (let axis = 0; axis < rank; axis++) tastes[axis * readers + reader] += weights[at] * left[items[at] * rank + axis];
    }
  }
  const products = new TallProducts();
  try {
    const moments = new Moments();
    moments.add(await products.times(right, tastes, rank));
    return moments.deviation();
  } finally {
    await products.close();
  }
}

class Moments {
  private count = 0;
  private sum = 0;
  private squares = 0;

  add(values: Float32Array): void {
    for (let at = 0; at < values.length; at++) {
      this.sum += values[at];
      this.squares += values[at] * values[at];
    }
    this.count += values.length;
  }

  deviation(): number {
    return this.count === 0 ? 0 : Math.sqrt(Math.max(0, this.squares / this.count - (this.sum / this.count) ** 2));
  }
}

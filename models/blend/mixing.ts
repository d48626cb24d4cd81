import { NeighbourRows } from '../item-item/neighbours.js';
import type { ItemModel } from '../item-model.js';
import { Pace } from '../pace.js';
import type { SparseRows } from '../sparse.js';
import { TopSelector } from '../top-k.js';
import type { Report } from '../trainer.js';
import type { HeldOutReader } from './weights.js';

export interface Source {
  readonly model: ItemModel;
  /** σ of its scores; 0 where it says nothing. */
  readonly spread: number;
}

/** z = score / σ. The mean is the same for all items of a reader and changes no order. */
const zFactor = ({ spread }: Source): number => (spread > 0 ? 1 / spread : 0);

/** Up to `most` readers that have something in `test`, evenly spaced. */
export function testedReaders(test: SparseRows, most: number): Int32Array {
  const tested = Int32Array.from({ length: test.rowCount }, (_, reader) => reader).filter((reader) => test.offsets[reader + 1] > test.offsets[reader]);
  const step = Math.max(1, tested.length / most);
  return Int32Array.from({ length: Math.min(most, tested.length) }, (_, at) => tested[Math.floor(at * step)]);
}

/**
 * The union of the best unseen items of each source, as many of each as the selector holds. `scores` is one row [items]
 * per source, whose history is overwritten with −∞; factors[s] makes them z-scores.
 */
export function shownTo(
  { history, relevant }: { readonly history: Int32Array; readonly relevant: Int32Array }, scores: readonly Float32Array[], factors: ArrayLike<number>,
  selector: TopSelector,
): HeldOutReader {
  const found = new Set<number>();
  for (const own of scores) {
    for (const item of history) own[item] = -Infinity;
    selector.select(own, own.length);
    for (let at = 0; at < selector.count; at++) found.add(selector.indices[at]);
  }
  const candidates = Int32Array.from(found).sort();
  const zScores = new Float32Array(candidates.length * scores.length);
  candidates.forEach((item, at) => scores.forEach((own, source) => {
    zScores[at * scores.length + source] = own[item] * factors[source];
  }));
  return { candidates, zScores, relevant: new Set(relevant) };
}

/**
 * For up to `most` readers with held-out items: the union of the `candidates` best unseen items of each source, which
 * holds all but the most unlikely members of any mix's top 20, with the z-scores of every source.
 */
export function heldOutReaders(
  sources: readonly Source[], train: SparseRows, test: SparseRows, limits: { readonly most: number; readonly candidates: number },
): HeldOutReader[] {
  const readers = testedReaders(test, limits.most);
  const scores = sources.map(() => new Float32Array(train.columnCount));
  const selector = new TopSelector(Math.min(limits.candidates, train.columnCount));
  return Array.from(readers, (reader) => {
    const [from, to] = [train.offsets[reader], train.offsets[reader + 1]];
    const history = train.columns.subarray(from, to);
    sources.forEach(({ model }, source) => model.scoreInto(history, train.values.subarray(from, to), scores[source]));
    const relevant = test.columns.subarray(test.offsets[reader], test.offsets[reader + 1]);
    return shownTo({ history, relevant }, scores, sources.map(zFactor), selector);
  });
}

/** Σ_s w_s B_s / σ_s, with the K cells of largest magnitude of each row. */
export async function sumOfMatrices(sources: readonly Source[], weights: Float64Array, neighbours: number, report: Report): Promise<SparseRows> {
  const items = sources[0].model.itemKeys.length;
  const collected = new NeighbourRows(items, neighbours);
  const sums = new Float64Array(items);
  const pace = new Pace(report);
  for (let item = 0; item < items; item++) {
    const touched = new Set<number>();
    sources.forEach((source, at) => {
      const { offsets, columns, values } = source.model.matrix;
      const factor = weights[at] * zFactor(source);
      for (let cell = offsets[item]; cell < offsets[item + 1]; cell++) {
        touched.add(columns[cell]);
        sums[columns[cell]] += factor * values[cell];
      }
    });
    const cells = Int32Array.from(touched).sort();
    collected.add(item, cells, (column) => sums[column]);
    for (const column of cells) sums[column] = 0;
    const pause = pace.step(item / items, () => `mixed ${item} of ${items} items`);
    if (pause) await pause;
  }
  return collected.finish();
}

import { DatasetError } from '../dataset.js';
import { Random } from '../random.js';

/** Fewer of one label cannot be in train, dev and test. */
export const FEWEST_PER_LABEL = 3;

/**
 * Rows of train, dev and test, ascending: of each label `devShare` and `testShare` at random (at least one row each where the
 * share is above 0), the rest in train. The same seed gives the same split.
 */
export function stratifiedSplit(
  labels: ArrayLike<number>, shares: { dev: number; test: number }, seed: number, nameOf: (label: number) => string = String,
): { train: Int32Array; dev: Int32Array; test: Int32Array } {
  const random = new Random(seed);
  const rows = new Map<number, number[]>();
  for (let row = 0; row < labels.length; row++) {
    const own = rows.get(labels[row]);
    if (own) own.push(row);
    else rows.set(labels[row], [row]);
  }
  const parts = { train: [] as number[], dev: [] as number[], test: [] as number[] };
  for (const label of [...rows.keys()].sort((a, b) => a - b)) {
    const own = rows.get(label) as number[];
    if (own.length < FEWEST_PER_LABEL) {
      throw new DatasetError(`the label '${nameOf(label)}' stands on ${own.length} of the lines; give at least ${FEWEST_PER_LABEL} of each, or leave it out`);
    }
    for (let at = own.length - 1; at > 0; at--) {
      const other = random.below(at + 1);
      [own[at], own[other]] = [own[other], own[at]];
    }
    const sizeOf = (share: number): number => (share > 0 ? Math.max(1, Math.round(share * own.length)) : 0);
    const [dev, test] = [sizeOf(shares.dev), sizeOf(shares.test)];
    parts.dev.push(...own.slice(0, dev));
    parts.test.push(...own.slice(dev, dev + test));
    parts.train.push(...own.slice(dev + test));
  }
  const ascending = (part: number[]): Int32Array => Int32Array.from(part).sort();
  return { train: ascending(parts.train), dev: ascending(parts.dev), test: ascending(parts.test) };
}

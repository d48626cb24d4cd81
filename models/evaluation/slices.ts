import { itemRows, readerRows } from '../dataset.js';
import type { InteractionTable } from '../dataset.js';
import { bootstrap } from '../metrics/interval.js';
import type { Interval } from '../metrics/interval.js';
import type { Split } from '../splits.js';
import type { RankingResult } from './rank.js';

/** A part of the readers or of the test items, with the figure of each model there. */
export interface Slice {
  readonly by: 'activity' | 'popularity' | 'age';
  /** Ends included; NaN for `low` of an unknown age. */
  readonly low: number;
  readonly high: number;
  /** Readers who have a test item in it. */
  readonly readers: number;
  /** Share of each reader's test items in the slice that are on his list, mean over readers. */
  readonly recall: Interval;
}

const DAY_MS = 86_400_000;
const PARTS = 4;

/** Ends of up to `parts` groups of about equal size; equal values are never parted. */
export function groups(values: ArrayLike<number>, parts: number): { low: number; high: number }[] {
  const sorted = Float64Array.from(values).sort();
  const found: { low: number; high: number }[] = [];
  let start = 0;
  for (let part = 1; part <= parts && start < sorted.length; part++) {
    const high = sorted[Math.max(start, Math.ceil((part * sorted.length) / parts) - 1)];
    found.push({ low: sorted[start], high });
    while (start < sorted.length && sorted[start] <= high) start++;
  }
  return found;
}

/**
 * Recall by reader activity (items in his history), by how many read the test item in train (0: a cold item), and by the
 * item's age in days at the end of train where times are known. Quarters of the test pairs, cold items apart.
 */
export function slicesOf(result: RankingResult, split: Split, createdMs: Float64Array | null, seed: number): Slice[] {
  const { at, items } = result.pairs;
  const { activity } = result.perReader;
  const popularity = readerCounts(split.train);
  const ages = agesInDays(split.train, createdMs);
  const slice = (by: Slice['by'], values: Float64Array, ends: readonly { low: number; high: number }[]): Slice[] =>
    ends.map(({ low, high }) => ({ by, low, high, ...recallWithin(result, (pair) => values[pair] >= low && values[pair] <= high, seed) }));
  const activityOf = Float64Array.from(at, (place) => activity[place]);
  const popularityOf = Float64Array.from(items, (item) => popularity[item]);
  const cold = popularityOf.includes(0) ? [{ low: 0, high: 0 }] : [];
  const slices = [
    ...slice('activity', activityOf, groups(activityOf, PARTS)),
    ...slice('popularity', popularityOf, [...cold, ...groups(popularityOf.filter((count) => count > 0), PARTS)]),
  ];
  if (!ages) return slices;
  const ageOf = Float64Array.from(items, (item) => ages[item]);
  return [...slices, ...slice('age', ageOf, groups(ageOf.filter((age) => !Number.isNaN(age)), PARTS))];
}

function recallWithin({ perReader, pairs }: RankingResult, isIn: (pair: number) => boolean, seed: number): { readers: number; recall: Interval } {
  const wanted = new Float64Array(perReader.readers.length);
  const hits = new Float64Array(perReader.readers.length);
  for (let pair = 0; pair < pairs.at.length; pair++) {
    if (!isIn(pair)) continue;
    wanted[pairs.at[pair]]++;
    if (pairs.ranks[pair] >= 0) hits[pairs.at[pair]]++;
  }
  const recalls = hits.map((count, place) => count / wanted[place]).filter((_, place) => wanted[place] > 0);
  return { readers: recalls.length, recall: bootstrap([recalls], (mean) => mean, seed, 200)[0] };
}

/** Distinct readers of each item. */
function readerCounts(table: InteractionTable): Int32Array {
  const { offsets } = itemRows(readerRows(table));
  return Int32Array.from({ length: table.itemCount }, (_, item) => offsets[item + 1] - offsets[item]);
}

/** Days from when an item was made (or first read) to the end of train; null where all rows have one time. */
function agesInDays(train: InteractionTable, createdMs: Float64Array | null): Float64Array | null {
  const born = new Float64Array(train.itemCount).fill(Infinity);
  let endMs = -Infinity;
  for (let row = 0; row < train.items.length; row++) {
    born[train.items[row]] = Math.min(born[train.items[row]], train.timesMs[row]);
    endMs = Math.max(endMs, train.timesMs[row]);
  }
  // Places in a list are no times: they never reach a day.
  if (!createdMs && endMs < DAY_MS) return null;
  return born.map((firstMs, item) => {
    const sinceMs = createdMs && !Number.isNaN(createdMs[item]) ? createdMs[item] : firstMs;
    return sinceMs === Infinity ? NaN : Math.max(0, endMs - sinceMs) / DAY_MS;
  });
}

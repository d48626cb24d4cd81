import { Random } from '../random.js';

/** A value with the ends of its 95 % interval. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Per-unit values of several metrics: columns[metric][unit], all of one length. */
export type MetricColumns = readonly Float64Array[];

const RESAMPLES = 1000;

function means(columns: MetricColumns, counts: Int32Array | null): number[] {
  const units = columns[0].length;
  return columns.map((column) => {
    let sum = 0;
    if (counts) for (let unit = 0; unit < units; unit++) sum += counts[unit] * column[unit];
    else for (let unit = 0; unit < units; unit++) sum += column[unit];
    return sum / units;
  });
}

/**
 * Percentile bootstrap over units (readers): `statistics` turns the means of the columns into the reported numbers, so
 * that a ratio such as F1 gets its interval from the same resamples as its parts. Seeded: same seed, same interval.
 */
export function bootstrap(
  columns: MetricColumns,
  statistics: (means: number[]) => number[],
  seed: number,
  resamples = RESAMPLES,
): Interval[] {
  const units = columns[0].length;
  if (units === 0 || columns.some((column) => column.length !== units)) {
    throw new RangeError(`a bootstrap needs columns of one length above 0, not ${columns.map((c) => c.length).join(', ')}`);
  }
  const random = new Random(seed);
  const counts = new Int32Array(units);
  const drawn: number[][] = [];
  for (let resample = 0; resample < resamples; resample++) {
    counts.fill(0);
    for (let draw = 0; draw < units; draw++) counts[random.below(units)]++;
    drawn.push(statistics(means(columns, counts)));
  }
  return statistics(means(columns, null)).map((value, at) => {
    const sorted = Float64Array.from(drawn, (row) => row[at]).sort();
    return { value, low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) };
  });
}

/** Linear interpolation between the order statistics of a sorted array. */
export function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}

/** Mean of a_u − b_u over the same units, with its 95 % interval; pairing removes what makes a reader easy or hard. */
export function pairedDifference(a: Float64Array, b: Float64Array, seed: number, resamples = RESAMPLES): Interval {
  if (a.length !== b.length) throw new RangeError(`paired metrics of ${a.length} and ${b.length} units`);
  return bootstrap([a.map((value, unit) => value - b[unit])], (mean) => mean, seed, resamples)[0];
}

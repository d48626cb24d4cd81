/**
 * Isotonic regression: the non-decreasing values nearest to `targets` in weighted squares, by pooling adjacent violators
 * (Barlow et al. 1972) in O(n): each target is a block; while a block is not above the one before it, they become one
 * with their weighted mean. Weights are positive.
 */
export function poolAdjacentViolators(targets: ArrayLike<number>, weights: ArrayLike<number>): Float64Array {
  const count = targets.length;
  if (weights.length !== count) throw new RangeError(`${count} targets, ${weights.length} weights`);
  const means = new Float64Array(count);
  const masses = new Float64Array(count);
  const ends = new Int32Array(count);
  let blocks = 0;
  for (let at = 0; at < count; at++) {
    means[blocks] = targets[at];
    masses[blocks] = weights[at];
    ends[blocks++] = at + 1;
    while (blocks > 1 && means[blocks - 2] >= means[blocks - 1]) {
      const mass = masses[blocks - 2] + masses[blocks - 1];
      means[blocks - 2] += ((means[blocks - 1] - means[blocks - 2]) * masses[blocks - 1]) / mass;
      masses[blocks - 2] = mass;
      ends[blocks - 2] = ends[--blocks];
    }
  }
  const fitted = new Float64Array(count);
  for (let block = 0, from = 0; block < blocks; from = ends[block++]) fitted.fill(means[block], from, ends[block]);
  return fitted;
}

/** A non-decreasing curve through (knots, values), linear between them, level outside. Both ascending, of one length. */
export interface Isotonic {
  readonly kind: 'isotonic';
  readonly knots: Float64Array;
  readonly values: Float64Array;
}

/** More rows than this are first grouped into so many bins of equal mass: a curve needs no finer steps, an ONNX graph no more nodes. */
export const MOST_KNOTS = 64;

/**
 * p → what was clicked where p was said. Rows of equal p count as one; each pooled block becomes a knot at its mean p, so
 * that the order of most predictions survives. Needs one row at least.
 */
export function fitIsotonic(probabilities: ArrayLike<number>, labels: ArrayLike<number>, weights: ArrayLike<number>): Isotonic {
  const bins = binsOf(probabilities, labels, weights);
  const fitted = poolAdjacentViolators(bins.map(({ y }) => y), bins.map(({ mass }) => mass));
  const knots: number[] = [];
  const values: number[] = [];
  for (let start = 0; start < bins.length; ) {
    let [end, mass, moment] = [start, 0, 0];
    for (; end < bins.length && fitted[end] === fitted[start]; end++) {
      mass += bins[end].mass;
      moment += bins[end].mass * bins[end].p;
    }
    knots.push(moment / mass);
    values.push(fitted[start]);
    start = end;
  }
  return { kind: 'isotonic', knots: Float64Array.from(knots), values: Float64Array.from(values) };
}

interface Bin { p: number; y: number; mass: number }

/** Weighted means of p and y, by ascending p. Equal p never part. */
function binsOf(probabilities: ArrayLike<number>, labels: ArrayLike<number>, weights: ArrayLike<number>): Bin[] {
  const count = probabilities.length;
  if (count === 0 || labels.length !== count || weights.length !== count) {
    throw new RangeError(`a calibration needs rows: ${count} probabilities, ${labels.length} labels, ${weights.length} weights`);
  }
  const order = Uint32Array.from({ length: count }, (_, at) => at).sort((a, b) => probabilities[a] - probabilities[b] || a - b);
  const least = count > MOST_KNOTS ? order.reduce((sum, row) => sum + weights[row], 0) / MOST_KNOTS : 0;
  const bins: Bin[] = [];
  let bin: Bin = { p: 0, y: 0, mass: 0 };
  for (let at = 0; at < count; at++) {
    const row = order[at];
    bin.mass += weights[row];
    bin.p += ((probabilities[row] - bin.p) * weights[row]) / bin.mass;
    bin.y += ((labels[row] - bin.y) * weights[row]) / bin.mass;
    const isLast = at + 1 === count;
    if (!isLast && (bin.mass < least || probabilities[order[at + 1]] === probabilities[row])) continue;
    bins.push(bin);
    bin = { p: 0, y: 0, mass: 0 };
  }
  return bins;
}

/** The curve at p. */
export function isotonicAt({ knots, values }: Isotonic, p: number): number {
  const last = knots.length - 1;
  if (p <= knots[0]) return values[0];
  if (p >= knots[last]) return values[last];
  let [low, high] = [0, last];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (knots[middle] <= p) low = middle;
    else high = middle;
  }
  return values[low] + ((p - knots[low]) / (knots[high] - knots[low])) * (values[high] - values[low]);
}

/**
 * Population stability index between two samples of one quantity, over the same bins:
 * PSI = Σ_b (a_b − e_b) · ln(a_b / e_b), with e the shares of the reference and a those of what came later. It is the
 * symmetric Kullback–Leibler divergence (Siddiqi, Credit Risk Scorecards, 2006, ch. 8): 0 for equal shares; in use, below 0.1
 * nothing moved, above 0.25 it did. Empty bins would make it infinite, so every count begins at `SMOOTHING`.
 */
export interface Shift {
  readonly psi: number;
  /** Share of the reference in each bin, before smoothing. */
  readonly expected: readonly number[];
  readonly actual: readonly number[];
}

/** Half an observation per bin (Jeffreys' prior of a multinomial). */
const SMOOTHING = 0.5;

/** Counts of one length. Throws RangeError for different lengths, no bins, or a sample without observations. */
export function shiftOfCounts(expected: ArrayLike<number>, actual: ArrayLike<number>): Shift {
  const bins = expected.length;
  if (bins === 0 || actual.length !== bins) throw new RangeError(`${bins} and ${actual.length} bins cannot be compared`);
  const [before, after] = [sum(expected), sum(actual)];
  if (!(before > 0 && after > 0)) throw new RangeError('a sample without observations has no distribution');
  let psi = 0;
  for (let bin = 0; bin < bins; bin++) {
    const e = (expected[bin] + SMOOTHING) / (before + SMOOTHING * bins);
    const a = (actual[bin] + SMOOTHING) / (after + SMOOTHING * bins);
    psi += (a - e) * Math.log(a / e);
  }
  return { psi, expected: Array.from(expected, (count) => count / before), actual: Array.from(actual, (count) => count / after) };
}

/** What smoothing and chance alone give: E[PSI] ≈ (bins − 1) · (1/n + 1/m) for samples of one distribution (χ² of two samples). */
export function psiOfChance(bins: number, expectedCount: number, actualCount: number): number {
  return (bins - 1) * (1 / expectedCount + 1 / actualCount);
}

/**
 * Upper bounds of bins that hold equal parts of the sample, ascending and distinct; the last bin is open. A quantity with
 * few values gets a bin for each of them. Bin b holds values v with edges[b − 1] < v ≤ edges[b].
 */
export function quantileEdges(sample: ArrayLike<number>, bins: number): Float64Array {
  if (!(Number.isInteger(bins) && bins >= 2)) throw new RangeError(`a distribution needs two bins or more, not ${bins}`);
  const sorted = Float64Array.from(sample).filter((value) => !Number.isNaN(value)).sort();
  if (sorted.length === 0) throw new RangeError('a sample without observations has no quantiles');
  const edges: number[] = [];
  for (let bin = 1; bin < bins; bin++) {
    const edge = sorted[Math.min(sorted.length - 1, Math.ceil((bin * sorted.length) / bins) - 1)];
    // An edge at the greatest value would leave the open bin empty.
    if (edge < sorted[sorted.length - 1] && edge !== edges.at(-1)) edges.push(edge);
  }
  return Float64Array.from(edges);
}

/** How many values fall into each of edges.length + 1 bins; values that are not numbers are left out. */
export function countInBins(values: ArrayLike<number>, edges: Float64Array): Float64Array {
  const counts = new Float64Array(edges.length + 1);
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    if (Number.isNaN(value)) continue;
    let [low, high] = [0, edges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value <= edges[middle]) high = middle;
      else low = middle + 1;
    }
    counts[low]++;
  }
  return counts;
}

/**
 * The shift of a quantity, in bins that hold equal parts of the reference. A reference of one value c has a bin for what is
 * within a hundredth of it (a millionth, where c = 0) between two for what lies below and above: one that leaves c has moved.
 */
export function shiftOf(reference: ArrayLike<number>, recent: ArrayLike<number>, bins = 10): Shift & { readonly edges: Float64Array } {
  const quantiles = quantileEdges(reference, bins);
  const edges = quantiles.length > 0 ? quantiles : aroundConstant(reference);
  return { ...shiftOfCounts(countInBins(reference, edges), countInBins(recent, edges)), edges };
}

function aroundConstant(sample: ArrayLike<number>): Float64Array {
  const constant = Array.from(sample).find((value) => !Number.isNaN(value)) ?? 0;
  const margin = Math.abs(constant) / 100 || 1e-6;
  return Float64Array.of(constant - margin, constant + margin);
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let at = 0; at < values.length; at++) {
    if (!(values[at] >= 0)) throw new RangeError(`bin ${at} holds ${values[at]} observations`);
    total += values[at];
  }
  return total;
}

/** Judgements a_ij of how much more i matters than j: positive, a_ij·a_ji = 1, a_ii = 1 (Saaty 1980). */
export type Judgements = readonly (readonly number[])[];

export class WeightError extends Error {}

export interface ExpertWeights {
  /** Sum 1, in the order of the rows. */
  readonly weights: readonly number[];
  readonly lambdaMax: number;
  /** Consistency ratio: 0 where the judgements agree with each other; at 0.1 and above they are refused. */
  readonly consistencyRatio: number;
}

export const HIGHEST_INCONSISTENCY = 0.1;

/** Saaty's random indices for n = 1 … 10: the mean consistency index of random judgements. */
const RANDOM_INDEX = [0, 0, 0.58, 0.9, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49];
const ROUNDS = 1000;

/** A reciprocal matrix from the judgements above its diagonal, row by row: [a12, a13, a23] for n = 3. Throws WeightError for another number of them. */
export function reciprocal(upper: readonly number[], n: number): Judgements {
  if (upper.length !== n * (n - 1) / 2) throw new WeightError(`${n} things are compared by ${n * (n - 1) / 2} judgements, not ${upper.length}.`);
  const matrix = Array.from({ length: n }, () => new Array<number>(n).fill(1));
  let at = 0;
  for (let row = 0; row < n; row++) {
    for (let column = row + 1; column < n; column++, at++) {
      matrix[row][column] = upper[at];
      matrix[column][row] = 1 / upper[at];
    }
  }
  return matrix;
}

/**
 * AHP: the principal right eigenvector, by power iteration (Perron–Frobenius: a positive matrix has one, and it is reached), and
 * CR = ((λmax − n)/(n − 1))/RI. Throws WeightError for what is no such matrix and for CR ≥ 0.1.
 */
export function expertWeights(judgements: Judgements): ExpertWeights {
  const n = judgements.length;
  if (n < 1 || n > RANDOM_INDEX.length) throw new WeightError(`Between 1 and ${RANDOM_INDEX.length} things are compared at once.`);
  for (const [row, all] of judgements.entries()) {
    if (all.length !== n || all.some((a, column) => !(a > 0 && Number.isFinite(a)) || Math.abs(a * judgements[column][row] - 1) > 1e-9)) {
      throw new WeightError('Judgements are positive, and each is the inverse of its opposite.');
    }
  }
  let weights: number[] = new Array<number>(n).fill(1 / n);
  let lambdaMax = n;
  for (let round = 0; round < ROUNDS; round++) {
    const product = judgements.map((row) => row.reduce((sum, a, column) => sum + a * weights[column], 0));
    lambdaMax = product.reduce((sum, value) => sum + value, 0);
    const next = product.map((value) => value / lambdaMax);
    const moved = Math.max(...next.map((value, at) => Math.abs(value - weights[at])));
    weights = next;
    if (moved < 1e-16) break;
  }
  const consistencyRatio = n < 3 ? 0 : Math.max(0, (lambdaMax - n) / (n - 1) / RANDOM_INDEX[n - 1]);
  if (consistencyRatio >= HIGHEST_INCONSISTENCY) {
    throw new WeightError(`The judgements contradict each other: their consistency ratio is ${consistencyRatio.toFixed(3)}, and must be below ${HIGHEST_INCONSISTENCY}. Change the one that surprises most.`);
  }
  return { weights, lambdaMax, consistencyRatio };
}

/**
 * Entropy weights: p_i = x_i/Σx, e = −(1/ln m) Σ p ln p, w ∝ 1 − e. `columns` [criteria][candidates], values ≥ 0, null where
 * not known (m counts the known). A column in which all are equal, or that fewer than two know, weighs 0. Null when no
 * column tells candidates apart.
 */
export function entropyWeights(columns: readonly (readonly (number | null)[])[]): number[] | null {
  const divergences = columns.map((column) => {
    const known = column.filter((value) => value !== null);
    const sum = known.reduce((all, value) => all + value, 0);
    if (known.length < 2 || sum === 0 || known.every((value) => value === known[0])) return 0;
    const entropy = -known.reduce((all, value) => all + (value > 0 ? value / sum * Math.log(value / sum) : 0), 0) / Math.log(known.length);
    return Math.max(0, 1 - entropy);
  });
  const total = divergences.reduce((sum, value) => sum + value, 0);
  return total > 0 ? divergences.map((value) => value / total) : null;
}

/** w = λ·experts + (1 − λ)·entropy; experts alone where no entropy is known. Sum 1. */
export function mixedWeights(experts: readonly number[], entropy: readonly number[] | null, lambda: number): number[] {
  return entropy === null ? [...experts] : experts.map((weight, at) => lambda * weight + (1 - lambda) * entropy[at]);
}

import type { Random } from '../random.js';

/**
 * A normal belief over weights, θ ~ N(mean, diag(1/precision)): the Laplace approximation with a diagonal Hessian
 * (Chapelle and Li, "An Empirical Evaluation of Thompson Sampling", 2011).
 */
export interface DiagonalPosterior {
  readonly mean: ArrayLike<number>;
  readonly precision: ArrayLike<number>;
}

/** A candidate's features that are not zero. */
export interface SparseFeatures {
  readonly indices: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** Joint normal belief over the logits of A candidates: mean [A], and the lower Cholesky factor [A, A] of the covariance. */
export interface LogitBelief {
  readonly mean: Float64Array;
  readonly factor: Float64Array;
}

/** Keeps the factor real where candidates are all but the same. */
const JITTER = 1e-10;

/**
 * Logits of the same draw of θ: cov_ab = Σ_i x_ai x_bi / precision_i. What candidates share, such as the page, moves them
 * together and so does not change their order. Drawing A numbers from this instead of all weights is exact and cheap.
 */
export function logitBelief(posterior: DiagonalPosterior, candidates: readonly SparseFeatures[]): LogitBelief {
  const count = candidates.length;
  const mean = Float64Array.from(candidates, ({ indices, values }) => {
    let sum = 0;
    for (let at = 0; at < indices.length; at++) sum += posterior.mean[indices[at]] * values[at];
    return sum;
  });
  const places = candidates.map(({ indices }) => new Map(Array.from(indices, (index, at) => [index, at])));
  const factor = new Float64Array(count * count);
  for (let a = 0; a < count; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = a === b ? JITTER : 0;
      const { indices, values } = candidates[a];
      for (let at = 0; at < indices.length; at++) {
        const other = places[b].get(indices[at]);
        if (other !== undefined) sum += (values[at] * candidates[b].values[other]) / posterior.precision[indices[at]];
      }
      factor[a * count + b] = sum;
    }
  }
  return { mean, factor: choleskyInPlace(factor, count) };
}

/** Lower factor of a symmetric positive semidefinite matrix whose lower half is given; negligible pivots become 0. */
function choleskyInPlace(matrix: Float64Array, n: number): Float64Array {
  for (let row = 0; row < n; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * n + column];
      for (let at = 0; at < column; at++) sum -= matrix[row * n + at] * matrix[column * n + at];
      const pivot = matrix[column * n + column];
      matrix[row * n + column] = row === column ? Math.sqrt(Math.max(0, sum)) : pivot > 0 ? sum / pivot : 0;
    }
  }
  return matrix;
}

/** One draw of the logits, written into `into` [A]. */
export function drawLogits({ mean, factor }: LogitBelief, random: Random, into: Float64Array): void {
  const count = mean.length;
  const normals = Float64Array.from({ length: count }, () => random.normal());
  for (let row = 0; row < count; row++) {
    let sum = mean[row];
    for (let at = 0; at <= row; at++) sum += factor[row * count + at] * normals[at];
    into[row] = sum;
  }
}

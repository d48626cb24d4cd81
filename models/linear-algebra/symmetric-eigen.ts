/**
 * Eigenvalues and eigenvectors of a symmetric matrix in float64: Householder reduction to a tridiagonal T = QᵀAQ (Golub
 * and Van Loan, Matrix Computations, 8.3.1), then implicit QL steps with Wilkinson's shift (8.3.5). About 9n³ operations,
 * in rows, so that the inner loops run along memory.
 */
export interface Eigen {
  /** Descending, [n]. */
  readonly values: Float64Array;
  /** Row i is the unit eigenvector of value i, [n, n]. */
  readonly vectors: Float64Array;
}

export class EigenError extends Error {
  override readonly name = 'EigenError';
}

const MOST_STEPS = 60;

/** `matrix` [n, n] row-major is left as it was. Throws EigenError for numbers that are not finite. */
export function symmetricEigen(matrix: Float64Array, n: number): Eigen {
  if (matrix.length !== n * n) throw new RangeError(`${matrix.length} numbers are no ${n} × ${n} matrix`);
  if (!matrix.every(Number.isFinite)) throw new EigenError('the matrix has numbers that are not finite');
  const { diagonal, beside, basis } = tridiagonal(matrix.slice(), n);
  diagonalise(diagonal, beside, basis, n);
  const order = Array.from(diagonal, (_, at) => at).sort((a, b) => diagonal[b] - diagonal[a] || a - b);
  const vectors = new Float64Array(n * n);
  order.forEach((from, to) => vectors.set(basis.subarray(from * n, (from + 1) * n), to * n));
  return { values: Float64Array.from(order, (from) => diagonal[from]), vectors };
}

interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** beside[i] = T[i, i + 1]; the last is 0. */
  readonly beside: Float64Array;
  /** Qᵀ. */
  readonly basis: Float64Array;
}

/** H = I − β v vᵀ of the column below the diagonal; v overwrites it, v_0 = 1 being implied by β. Destroys `a`. */
function tridiagonal(a: Float64Array, n: number): Tridiagonal {
  const beside = new Float64Array(n);
  const betas = new Float64Array(n);
  const product = new Float64Array(n);
  for (let k = 0; k < n - 1; k++) {
    const v = reflector(a, n, k, betas, beside);
    if (betas[k] !== 0) reflectBothSides(a, n, k, { v, beta: betas[k], product });
  }
  const diagonal = Float64Array.from({ length: n }, (_, at) => a[at * n + at]);
  const basis = new Float64Array(n * n);
  for (let at = 0; at < n; at++) basis[at * n + at] = 1;
  for (let k = n - 2; k >= 0; k--) {
    if (betas[k] === 0) continue;
    const v = a.subarray(k * n + k + 1, (k + 1) * n);
    for (let row = k + 1; row < n; row++) {
      const start = row * n + k + 1;
      let sum = 0;
      for (let at = 0; at < v.length; at++) sum += v[at] * basis[start + at];
      sum *= betas[k];
      if (sum !== 0) for (let at = 0; at < v.length; at++) basis[start + at] -= sum * v[at];
    }
  }
  return { diagonal, beside, basis };
}

/** Row k of the symmetric a, right of the diagonal, becomes v; its image ∓‖x‖ e_0 goes to beside[k]. */
function reflector(a: Float64Array, n: number, k: number, betas: Float64Array, beside: Float64Array): Float64Array {
  const v = a.subarray(k * n + k + 1, (k + 1) * n);
  let rest = 0;
  for (let at = 1; at < v.length; at++) rest += v[at] * v[at];
  if (rest === 0) {
    beside[k] = v[0];
    return v;
  }
  const norm = Math.sqrt(v[0] * v[0] + rest);
  const image = v[0] > 0 ? -norm : norm;
  beside[k] = image;
  v[0] -= image;
  betas[k] = 2 / (v[0] * v[0] + rest);
  return v;
}

/** A ← HAH on the rows and columns after k: p = βAv, w = p − (β pᵀv / 2) v, A −= v wᵀ + w vᵀ. */
function reflectBothSides(a: Float64Array, n: number, k: number, by: { v: Float64Array; beta: number; product: Float64Array }): void {
  const { v, beta, product } = by;
  const size = v.length;
  let along = 0;
  for (let row = 0; row < size; row++) {
    const start = (k + 1 + row) * n + k + 1;
    let sum = 0;
    for (let at = 0; at < size; at++) sum += a[start + at] * v[at];
    product[row] = beta * sum;
    along += product[row] * v[row];
  }
  const half = (beta * along) / 2;
  for (let row = 0; row < size; row++) product[row] -= half * v[row];
  for (let row = 0; row < size; row++) {
    const start = (k + 1 + row) * n + k + 1;
    const left = v[row];
    const right = product[row];
    for (let at = 0; at < size; at++) a[start + at] -= left * product[at] + right * v[at];
  }
}

/** d becomes the eigenvalues, the rows of `basis` the eigenvectors; destroys e. */
function diagonalise(d: Float64Array, e: Float64Array, basis: Float64Array, n: number): void {
  for (let low = 0; low < n; low++) {
    for (let step = 0; ; step++) {
      let high = low;
      while (high < n - 1 && Math.abs(e[high]) > Number.EPSILON * (Math.abs(d[high]) + Math.abs(d[high + 1]))) high++;
      if (high === low) break;
      if (step === MOST_STEPS) throw new EigenError(`eigenvalue ${low} did not settle in ${MOST_STEPS} QL steps`);
      qlStep(d, e, basis, { n, low, high });
    }
  }
}

/** One implicit QL step on the unreduced part low … high, from the bottom up. */
function qlStep(d: Float64Array, e: Float64Array, basis: Float64Array, part: { n: number; low: number; high: number }): void {
  const { n, low, high } = part;
  const slope = (d[low + 1] - d[low]) / (2 * e[low]);
  const root = Math.hypot(slope, 1);
  let g = d[high] - d[low] + e[low] / (slope + (slope >= 0 ? root : -root));
  let sine = 1;
  let cosine = 1;
  let shift = 0;
  for (let at = high - 1; at >= low; at--) {
    const f = sine * e[at];
    const b = cosine * e[at];
    const length = Math.hypot(f, g);
    e[at + 1] = length;
    if (length === 0) { // the part falls apart here
      d[at + 1] -= shift;
      e[high] = 0;
      return;
    }
    sine = f / length;
    cosine = g / length;
    g = d[at + 1] - shift;
    const r = (d[at] - g) * sine + 2 * cosine * b;
    shift = sine * r;
    d[at + 1] = g + shift;
    g = cosine * r - b;
    rotate(basis, n, at, cosine, sine);
  }
  d[low] -= shift;
  e[low] = g;
  e[high] = 0;
}

/** Rows at and at + 1. */
function rotate(basis: Float64Array, n: number, at: number, cosine: number, sine: number): void {
  const upper = basis.subarray(at * n, (at + 1) * n);
  const lower = basis.subarray((at + 1) * n, (at + 2) * n);
  for (let column = 0; column < n; column++) {
    const below = lower[column];
    lower[column] = sine * upper[column] + cosine * below;
    upper[column] = cosine * upper[column] - sine * below;
  }
}

import type { ImpressionTable } from '../dataset.js';
import { Session } from '../onnx/session.js';
import { newtonGraph } from './graph.js';

/**
 * Logistic regression to its unique optimum by Newton's method (IRLS):
 *
 *   L(θ, b) = (1/Σw) Σ w_i [ln(1 + e^{z_i}) − y_i z_i] + (λ/2)‖θ‖²,   z_i = θᵀx_i + b
 *
 * The founding document's y·s + (1 − y)·s equals s: the label cancels and there is no minimum. This is what it means;
 * for λ > 0 it is strictly convex, so the result does not depend on a starting point or a step size. b is not penalised.
 */
export interface LogisticFit {
  /** θ then b, [features + 1]. */
  readonly theta: Float64Array;
  readonly loss: number;
  readonly iterations: number;
  /** max |∂L|, at the returned θ. */
  readonly gradientNorm: number;
}

interface Statistics {
  loss: number;
  gradient: Float64Array;
  hessian: Float64Array;
}

const BLOCK_ROWS = 4096;
const MAX_ITERATIONS = 50;
export const GRADIENT_TOLERANCE = 1e-9;
/** Sums over a million rows differ by this much for no reason: near the optimum a good step must not be halved away. */
const LOSS_ROUNDING = 1e-12;

export class NewtonError extends Error {
  override readonly name = 'NewtonError';
}

export async function fitLogistic(
  table: ImpressionTable,
  lambda: number,
  report: (iteration: number, loss: number) => void | Promise<void>,
): Promise<LogisticFit> {
  const width = table.featureCount + 1;
  const session = await Session.open(newtonGraph(width), 'exclusive');
  try {
    let theta: Float64Array = new Float64Array(width);
    let here = await statistics(session, table, lambda, theta);
    for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      await report(iteration, here.loss);
      const gradientNorm = here.gradient.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
      if (gradientNorm <= GRADIENT_TOLERANCE) return { theta, loss: here.loss, iterations: iteration, gradientNorm };
      const step = solveSpd(here.hessian, here.gradient);
      ({ theta, here } = await lineSearch(session, table, lambda, { theta, here, step }));
    }
    throw new NewtonError(`no optimum after ${MAX_ITERATIONS} Newton steps; raise lambda (now ${lambda})`);
  } finally {
    await session.dispose();
  }
}

/** Halves the step until the loss no longer rises; from far away a full Newton step can overshoot. */
async function lineSearch(
  session: Session,
  table: ImpressionTable,
  lambda: number,
  from: { theta: Float64Array; here: Statistics; step: Float64Array },
): Promise<{ theta: Float64Array; here: Statistics }> {
  for (let scale = 1; scale > 1e-10; scale /= 2) {
    const theta = from.theta.map((value, at) => value - scale * from.step[at]);
    const here = await statistics(session, table, lambda, theta);
    if (here.loss <= from.here.loss + LOSS_ROUNDING) return { theta, here };
  }
  throw new NewtonError(`the loss does not fall along the Newton step; raise lambda (now ${lambda})`);
}

/** Loss, gradient and Hessian over all rows, block by block. */
async function statistics(session: Session, table: ImpressionTable, lambda: number, theta: Float64Array): Promise<Statistics> {
  const width = theta.length;
  const gradient = new Float64Array(width);
  const hessian = new Float64Array(width * width);
  let loss = 0;
  let weightSum = 0;
  for (let start = 0; start < table.rowCount; start += BLOCK_ROWS) {
    const { x, y, w } = blockOf(table, start, Math.min(BLOCK_ROWS, table.rowCount - start));
    const rows = y.length;
    const { z, g, h } = await session.run({
      x: { dtype: 'float64', data: x, shape: [rows, width] },
      y: { dtype: 'float64', data: y, shape: [rows, 1] },
      w: { dtype: 'float64', data: w, shape: [rows, 1] },
      theta: { dtype: 'float64', data: theta, shape: [width, 1] },
    }) as Record<string, Float64Array>;
    for (let at = 0; at < gradient.length; at++) gradient[at] += g[at];
    for (let at = 0; at < hessian.length; at++) hessian[at] += h[at];
    for (let row = 0; row < rows; row++) {
      loss += w[row] * (Math.max(0, z[row]) + Math.log1p(Math.exp(-Math.abs(z[row]))) - y[row] * z[row]);
      weightSum += w[row];
    }
  }
  loss /= weightSum;
  for (let at = 0; at < hessian.length; at++) hessian[at] /= weightSum;
  for (let at = 0; at < width; at++) {
    const penalty = at < width - 1 ? lambda : 0;
    loss += (penalty / 2) * theta[at] * theta[at];
    gradient[at] = gradient[at] / weightSum + penalty * theta[at];
    hessian[at * width + at] += penalty;
  }
  return { loss, gradient, hessian };
}

/** A block with a last column of ones for b. */
function blockOf(table: ImpressionTable, start: number, rows: number): Record<'x' | 'y' | 'w', Float64Array> {
  const width = table.featureCount + 1;
  const x = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const from = (start + row) * table.featureCount;
    x.set(table.features.subarray(from, from + table.featureCount), row * width);
    x[row * width + width - 1] = 1;
  }
  return {
    x,
    y: Float64Array.from(table.labels.subarray(start, start + rows)),
    w: Float64Array.from(table.weights.subarray(start, start + rows)),
  };
}

/** H⁻¹g by Cholesky, H [n, n] symmetric positive definite. */
export function solveSpd(matrix: Float64Array, right: Float64Array): Float64Array {
  const n = right.length;
  const lower = matrix.slice();
  const solution = right.slice();
  for (let column = 0; column < n; column++) {
    for (let row = column; row < n; row++) {
      let sum = lower[row * n + column];
      for (let at = 0; at < column; at++) sum -= lower[row * n + at] * lower[column * n + at];
      if (row > column) lower[row * n + column] = sum / lower[column * n + column];
      else if (sum > 0) lower[row * n + column] = Math.sqrt(sum);
      else throw new NewtonError('the Hessian is not positive definite; raise lambda');
    }
  }
  for (let row = 0; row < n; row++) {
    for (let at = 0; at < row; at++) solution[row] -= lower[row * n + at] * solution[at];
    solution[row] /= lower[row * n + row];
  }
  for (let row = n - 1; row >= 0; row--) {
    for (let at = row + 1; at < n; at++) solution[row] -= lower[at * n + row] * solution[at];
    solution[row] /= lower[row * n + row];
  }
  return solution;
}

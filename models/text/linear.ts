import type { Pace } from '../pace.js';
import type { SparseRows } from '../sparse.js';
import { SizeError } from '../trainer.js';
import { minimise } from './lbfgs.js';

/**
 * Logistic regression on sparse rows, to its unique optimum by L-BFGS:
 *
 *   L(W, b) = (1/Σv) Σ_i v_i [ln Σ_k e^{z_ik} − z_{i,y_i}] + (λ/2)‖W‖²,   z_i = Wx_i + b
 *
 * W [classes, features], b [classes] not penalised; v_i is the row's weight times its class's. With two classes one row
 * of W suffices: z_i0 = 0, z_i1 = wᵀx_i + b.
 */
export interface LinearOptions {
  readonly lambda: number;
  /** Weight of each row, e.g. the confidence of a guessed label; 1 when absent. */
  readonly rowWeights?: ArrayLike<number>;
  /** Weight of each class, e.g. `balancedWeights`; 1 when absent. */
  readonly classWeights?: ArrayLike<number>;
  readonly tolerance?: number;
  readonly maxIterations?: number;
}

/** How the outputs become probabilities: together, or each class against the rest and then normalised. */
export type Link = 'softmax' | 'one-vs-rest';

export interface LinearModel {
  readonly classCount: number;
  readonly featureCount: number;
  readonly link: Link;
  /** Feature-major [features, outputs], outputs = 1 with two classes and else classCount. */
  readonly weights: Float64Array | Float32Array;
  readonly bias: Float64Array;
}

/** W, gradient and L-BFGS's pairs: 17 vectors of 8 bytes each. */
export const LARGEST_LINEAR = 1 << 23;

export const outputsOf = (classCount: number): number => (classCount === 2 ? 1 : classCount);

/** N / (classes · N_c): every class gets the same total weight. */
export function balancedWeights(labels: ArrayLike<number>, classCount: number): Float64Array {
  const counts = new Float64Array(classCount);
  for (let row = 0; row < labels.length; row++) counts[labels[row]]++;
  return counts.map((count) => (count === 0 ? 0 : labels.length / (classCount * count)));
}

export async function fitLinear(x: SparseRows, labels: Int32Array, classCount: number, options: LinearOptions, pace?: Pace): Promise<LinearModel> {
  const outputs = outputsOf(classCount);
  const parameters = (x.columnCount + 1) * outputs;
  if (parameters > LARGEST_LINEAR) {
    throw new SizeError(`${x.columnCount} features × ${classCount} classes are above ${LARGEST_LINEAR} weights; lower maxFeatures`);
  }
  if (labels.length !== x.rowCount) throw new RangeError(`${x.rowCount} rows with ${labels.length} labels`);
  if (labels.some((label) => !(label >= 0 && label < classCount))) throw new RangeError(`a label lies outside 0…${classCount - 1}`);
  const { dense, columns } = seenColumns(x);
  const theta = new Float64Array((columns.length + 1) * outputs);
  const maxIterations = options.maxIterations ?? 500;
  await minimise(objective(dense, labels, outputs, options), theta, {
    tolerance: options.tolerance ?? 1e-6,
    maxIterations,
    each: (iteration, loss) => pace?.step(iteration / maxIterations, () => `iteration ${iteration}, loss ${loss.toFixed(4)}`) ?? null,
  });
  const weights = new Float64Array(x.columnCount * outputs);
  for (let at = 0; at < columns.length; at++) weights.set(theta.subarray(at * outputs, (at + 1) * outputs), columns[at] * outputs);
  return { classCount, featureCount: x.columnCount, link: 'softmax', weights, bias: theta.slice(columns.length * outputs) };
}

/** A column that no row has keeps the weight 0, the optimum: only the others are worth a parameter. */
function seenColumns(x: SparseRows): { dense: SparseRows; columns: Int32Array } {
  const places = new Int32Array(x.columnCount).fill(-1);
  for (const column of x.columns) places[column] = 0;
  const columns = new Int32Array(places.reduce((count, place) => count + place + 1, 0));
  let size = 0;
  for (let column = 0; column < places.length; column++) {
    if (places[column] < 0) continue;
    places[column] = size;
    columns[size++] = column;
  }
  return { dense: { ...x, columnCount: size, columns: x.columns.map((column) => places[column]) }, columns };
}

function objective(x: SparseRows, labels: Int32Array, outputs: number, options: LinearOptions) {
  const weightOf = (row: number): number => (options.rowWeights?.[row] ?? 1) * (options.classWeights?.[labels[row]] ?? 1);
  const rowWeights = Float64Array.from({ length: x.rowCount }, (_, row) => weightOf(row));
  const total = rowWeights.reduce((sum, weight) => sum + weight, 0);
  const biasAt = x.columnCount * outputs;
  const z = new Float64Array(outputs);
  return (theta: Float64Array, gradient: Float64Array): number => {
    gradient.fill(0);
    let loss = 0;
    for (let row = 0; row < x.rowCount; row++) {
      logits(x, row, theta, biasAt, z);
      const weight = rowWeights[row] / total;
      loss += weight * residuals(z, labels[row]);
      for (let at = x.offsets[row]; at < x.offsets[row + 1]; at++) {
        const base = x.columns[at] * outputs;
        const value = weight * x.values[at];
        for (let k = 0; k < outputs; k++) gradient[base + k] += value * z[k];
      }
      for (let k = 0; k < outputs; k++) gradient[biasAt + k] += weight * z[k];
    }
    for (let at = 0; at < biasAt; at++) {
      loss += (options.lambda / 2) * theta[at] * theta[at];
      gradient[at] += options.lambda * theta[at];
    }
    return loss;
  };
}

/** z = Wx_row + b, with b behind W in `theta`. */
function logits(x: SparseRows, row: number, theta: ArrayLike<number>, biasAt: number, z: Float64Array): void {
  const outputs = z.length;
  for (let k = 0; k < outputs; k++) z[k] = theta[biasAt + k];
  for (let at = x.offsets[row]; at < x.offsets[row + 1]; at++) {
    const base = x.columns[at] * outputs;
    const value = x.values[at];
    for (let k = 0; k < outputs; k++) z[k] += value * theta[base + k];
  }
}

/** The loss of one row; z becomes p − y, which is ∂loss/∂z. */
function residuals(z: Float64Array, label: number): number {
  if (z.length === 1) {
    const loss = Math.max(0, z[0]) + Math.log1p(Math.exp(-Math.abs(z[0]))) - label * z[0];
    z[0] = 1 / (1 + Math.exp(-z[0])) - label;
    return loss;
  }
  const own = z[label];
  const top = softmax(z);
  z[label] -= 1;
  return top - own;
}

/** z becomes e^z / Σe^z; returns ln Σe^z. */
export function softmax(z: Float64Array): number {
  let max = -Infinity;
  for (const value of z) max = Math.max(max, value);
  let sum = 0;
  for (let k = 0; k < z.length; k++) sum += z[k] = Math.exp(z[k] - max);
  for (let k = 0; k < z.length; k++) z[k] /= sum;
  return max + Math.log(sum);
}

/** Probabilities [rows, classes], row-major. */
export function predictLinear(model: LinearModel, x: SparseRows): Float64Array {
  if (x.columnCount !== model.featureCount) throw new RangeError(`${x.columnCount} features for a model of ${model.featureCount}`);
  const { classCount } = model;
  const outputs = outputsOf(classCount);
  const z = new Float64Array(outputs);
  const probabilities = new Float64Array(x.rowCount * classCount);
  for (let row = 0; row < x.rowCount; row++) {
    z.set(model.bias);
    for (let at = x.offsets[row]; at < x.offsets[row + 1]; at++) {
      const base = x.columns[at] * outputs;
      for (let k = 0; k < outputs; k++) z[k] += x.values[at] * model.weights[base + k];
    }
    if (outputs === 1) probabilities.set([1 / (1 + Math.exp(z[0])), 1 / (1 + Math.exp(-z[0]))], 2 * row);
    else {
      if (model.link === 'softmax') softmax(z);
      else shares(z);
      probabilities.set(z, row * classCount);
    }
  }
  return probabilities;
}

/** z becomes σ(z_k) / Σ σ(z). */
function shares(z: Float64Array): void {
  let sum = 0;
  for (let k = 0; k < z.length; k++) sum += z[k] = 1 / (1 + Math.exp(-z[k]));
  for (let k = 0; k < z.length; k++) z[k] /= sum;
}

/** The most likely class of each row; the lower one of equals. */
export function argmaxRows(probabilities: Float64Array, classCount: number): Int32Array {
  return Int32Array.from({ length: probabilities.length / classCount }, (_, row) => {
    let best = 0;
    for (let k = 1; k < classCount; k++) if (probabilities[row * classCount + k] > probabilities[row * classCount + best]) best = k;
    return best;
  });
}

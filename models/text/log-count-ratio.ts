import type { Pace } from '../pace.js';
import type { SparseRows } from '../sparse.js';
import { fitLinear, outputsOf } from './linear.js';
import type { LinearModel, LinearOptions } from './linear.js';

/**
 * Naive-Bayes features (Wang & Manning 2012, "Baselines and Bigrams", §2): for class c against the rest
 *   r_f = ln((α + Σ_{i: y=c} x_if) / ‖·‖₁) − ln((α + Σ_{i: y≠c} x_if) / ‖·‖₁)
 * A linear model on x ∘ r starts from naive Bayes and is regularised toward it instead of toward nothing.
 */
export function logCountRatio(x: SparseRows, labels: ArrayLike<number>, positive: number, alpha: number): Float64Array {
  const inside = new Float64Array(x.columnCount).fill(alpha);
  const outside = new Float64Array(x.columnCount).fill(alpha);
  for (let row = 0; row < x.rowCount; row++) {
    const side = labels[row] === positive ? inside : outside;
    for (let at = x.offsets[row]; at < x.offsets[row + 1]; at++) side[x.columns[at]] += x.values[at];
  }
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
  const shift = Math.log(sum(outside)) - Math.log(sum(inside));
  return inside.map((value, feature) => Math.log(value) - Math.log(outside[feature]) + shift);
}

/** x ∘ r: each column times its ratio. */
export function scaleColumns(x: SparseRows, scale: ArrayLike<number>): SparseRows {
  return { ...x, values: x.values.map((value, at) => value * scale[x.columns[at]]) };
}

/**
 * One logistic regression of x ∘ r per class against the rest. r is folded into the weights, wᵀ(x ∘ r) = (w ∘ r)ᵀx, so the
 * result is an ordinary linear model of x. With two classes one regression suffices.
 */
export async function fitLogCountRatio(
  x: SparseRows, labels: Int32Array, classCount: number, options: LinearOptions & { alpha: number }, pace?: Pace,
): Promise<LinearModel> {
  const outputs = outputsOf(classCount);
  const weights = new Float64Array(x.columnCount * outputs);
  const bias = new Float64Array(outputs);
  for (let k = 0; k < outputs; k++) {
    const positive = outputs === 1 ? 1 : k;
    const ratio = logCountRatio(x, labels, positive, options.alpha);
    const inside = labels.map((label) => (label === positive ? 1 : 0));
    const rowWeights = Float64Array.from(labels, (label, row) => (options.rowWeights?.[row] ?? 1) * (options.classWeights?.[label] ?? 1));
    const model = await fitLinear(scaleColumns(x, ratio), inside, 2, { ...options, rowWeights, classWeights: undefined }, pace);
    for (let feature = 0; feature < x.columnCount; feature++) weights[feature * outputs + k] = model.weights[feature] * ratio[feature];
    bias[k] = model.bias[0];
  }
  return { classCount, featureCount: x.columnCount, link: 'one-vs-rest', weights, bias };
}

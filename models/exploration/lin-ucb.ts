import { requireBetween } from '../trainer.js';

/**
 * LinUCB with one model for all actions (Li et al., "A Contextual-Bandit Approach to Personalized News Article
 * Recommendation", WWW 2010): A = λI + Σ x xᵀ, b = Σ r x, w = A⁻¹b, score = wᵀx + width · √(xᵀA⁻¹x). A⁻¹ is kept by
 * Sherman–Morrison, d² operations an update; it is symmetric, and both halves are written alike so that it stays so.
 */
export class LinUcb {
  private readonly inverse: Float64Array;
  private readonly rewards: Float64Array;
  private readonly weights: Float64Array;
  private readonly product: Float64Array;

  constructor(readonly dimension: number, readonly width: number, readonly lambda = 1) {
    requireBetween('dimension', dimension, 1, 4096);
    requireBetween('width', width, 0, 1e3);
    requireBetween('lambda', lambda, 1e-6, 1e6);
    this.inverse = new Float64Array(dimension * dimension);
    for (let at = 0; at < dimension; at++) this.inverse[at * dimension + at] = 1 / lambda;
    this.rewards = new Float64Array(dimension);
    this.weights = new Float64Array(dimension);
    this.product = new Float64Array(dimension);
  }

  /** Expected reward plus its upper margin. */
  score(x: ArrayLike<number>): number {
    const { weights } = this;
    const variance = this.multiply(x);
    let mean = 0;
    for (let at = 0; at < weights.length; at++) mean += weights[at] * x[at];
    return mean + this.width * Math.sqrt(Math.max(0, variance));
  }

  /** A⁻¹ ← A⁻¹ − (A⁻¹x)(A⁻¹x)ᵀ / (1 + xᵀA⁻¹x), b ← b + r x; throws RangeError for numbers that are not finite. */
  learn(x: ArrayLike<number>, reward: number): void {
    const { dimension, inverse, rewards, weights, product } = this;
    const variance = this.multiply(x);
    if (!Number.isFinite(variance) || !Number.isFinite(reward)) throw new RangeError('a feature or the reward is not a finite number; leave the event out');
    const scale = 1 / (1 + variance);
    for (let row = 0; row < dimension; row++) {
      const factor = product[row] * scale;
      for (let column = 0; column <= row; column++) {
        const value = inverse[row * dimension + column] - factor * product[column];
        inverse[row * dimension + column] = value;
        inverse[column * dimension + row] = value;
      }
      rewards[row] += reward * x[row];
    }
    for (let row = 0; row < dimension; row++) {
      let sum = 0;
      for (let column = 0; column < dimension; column++) sum += inverse[row * dimension + column] * rewards[column];
      weights[row] = sum;
    }
  }

  /** product = A⁻¹x; returns xᵀA⁻¹x. */
  private multiply(x: ArrayLike<number>): number {
    const { dimension, inverse, product } = this;
    if (x.length !== dimension) throw new RangeError(`${x.length} features where ${dimension} are needed`);
    let quadratic = 0;
    for (let row = 0; row < dimension; row++) {
      let sum = 0;
      for (let column = 0, cell = row * dimension; column < dimension; column++, cell++) sum += inverse[cell] * x[column];
      product[row] = sum;
      quadratic += sum * x[row];
    }
    return quadratic;
  }
}

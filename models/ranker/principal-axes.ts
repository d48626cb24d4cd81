import type { ImpressionTable } from '../dataset.js';
import { CONTENT_WIDTH } from '../features/spec.js';
import { symmetricEigen } from '../linear-algebra/symmetric-eigen.js';
import { AXES } from './cross-fields.js';
import type { Projection } from './cross-fields.js';

const MOST_ROWS = 4_096;
/** An axis along which contents hardly differ is not blown up. */
const LEAST_VARIANCE = 1e-4;

/**
 * q(x) = ¼ Λ^(−1/2) E (x − m): the 16 principal axes of the contents that were shown, whitened so that q(c) has length 1 in
 * the mean: every product q(u)_i q(c)_j is of one size, and all 256 together weigh as much as c does. From at most 4,096 rows, evenly taken. The sign of an axis makes its largest part positive.
 */
export function principalAxes({ rowCount, featureCount, features }: Pick<ImpressionTable, 'rowCount' | 'featureCount' | 'features'>): Projection {
  const rows = Math.min(rowCount, MOST_ROWS);
  const startOf = (row: number): number => Math.floor((row * rowCount) / rows) * featureCount;
  const mean = new Float64Array(CONTENT_WIDTH);
  for (let row = 0; row < rows; row++) for (let at = 0; at < CONTENT_WIDTH; at++) mean[at] += features[startOf(row) + at] / rows;
  const covariance = new Float64Array(CONTENT_WIDTH * CONTENT_WIDTH);
  const centred = new Float64Array(CONTENT_WIDTH);
  for (let row = 0; row < rows; row++) {
    for (let at = 0, start = startOf(row); at < CONTENT_WIDTH; at++) centred[at] = features[start + at] - mean[at];
    for (let i = 0; i < CONTENT_WIDTH; i++) {
      const factor = centred[i] / rows;
      for (let j = 0; j <= i; j++) covariance[i * CONTENT_WIDTH + j] += factor * centred[j];
    }
  }
  for (let i = 0; i < CONTENT_WIDTH; i++) for (let j = 0; j < i; j++) covariance[j * CONTENT_WIDTH + i] = covariance[i * CONTENT_WIDTH + j];
  const { values, vectors } = symmetricEigen(covariance, CONTENT_WIDTH);
  const axes = new Float32Array(AXES * CONTENT_WIDTH);
  const offsets = new Float32Array(AXES);
  for (let axis = 0; axis < AXES; axis++) {
    const vector = vectors.subarray(axis * CONTENT_WIDTH, (axis + 1) * CONTENT_WIDTH);
    const largest = vector.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
    const scale = Math.sign(largest) / Math.sqrt(AXES * Math.max(LEAST_VARIANCE, values[axis]));
    for (let at = 0; at < CONTENT_WIDTH; at++) {
      axes[axis * CONTENT_WIDTH + at] = scale * vector[at];
      offsets[axis] += axes[axis * CONTENT_WIDTH + at] * mean[at];
    }
  }
  return { axes, offsets };
}

import { blockName } from './sasrec-graph.js';
import type { SasrecShape } from './sasrec-graph.js';

/** The forward pass for one history in TypeScript: what answers a click where no runtime may be loaded. */
export type Values = Readonly<Record<string, Float32Array>>;

/**
 * erf by Abramowitz & Stegun 7.1.26, |error| ≤ 1.5e-7.
 */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const tail = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t * Math.exp(-x * x);
  return x < 0 ? tail - 1 : 1 - tail;
}

/** y [rows, n] = x [rows, k]·weight [k, n] + bias [n]. */
function dense(x: Float32Array, values: Values, layer: string, k: number): Float32Array {
  const weight = values[`${layer}_weight`];
  const bias = values[`${layer}_bias`];
  const n = bias.length;
  const rows = x.length / k;
  const y = new Float32Array(rows * n);
  for (let row = 0; row < rows; row++) {
    const to = y.subarray(row * n, (row + 1) * n);
    to.set(bias);
    for (let at = 0; at < k; at++) {
      const factor = x[row * k + at];
      const from = at * n;
      for (let column = 0; column < n; column++) to[column] += factor * weight[from + column];
    }
  }
  return y;
}

function norm(x: Float32Array, values: Values, layer: string): Float32Array {
  const weight = values[`${layer}_weight`];
  const bias = values[`${layer}_bias`];
  const width = weight.length;
  const y = new Float32Array(x.length);
  for (let from = 0; from < x.length; from += width) {
    let [sum, squares] = [0, 0];
    for (let at = 0; at < width; at++) sum += x[from + at];
    const mean = sum / width;
    for (let at = 0; at < width; at++) squares += (x[from + at] - mean) ** 2;
    const inverse = 1 / Math.sqrt(squares / width + 1e-5);
    for (let at = 0; at < width; at++) y[from + at] = (x[from + at] - mean) * inverse * weight[at] + bias[at];
  }
  return y;
}

/** Σ_{s ≤ t} softmax_s(q_t · k_s/√h) v_s for every place t and head. */
function attended(query: Float32Array, key: Float32Array, value: Float32Array, { width, heads }: SasrecShape): Float32Array {
  const places = query.length / width;
  const size = width / heads;
  const mixed = new Float32Array(query.length);
  const weights = new Float64Array(places);
  for (let place = 0; place < places; place++) {
    for (let head = 0; head < heads; head++) {
      const from = place * width + head * size;
      let largest = -Infinity;
      for (let other = 0; other <= place; other++) {
        let score = 0;
        for (let at = 0; at < size; at++) score += query[from + at] * key[other * width + head * size + at];
        weights[other] = score / Math.sqrt(size);
        largest = Math.max(largest, weights[other]);
      }
      let total = 0;
      for (let other = 0; other <= place; other++) total += weights[other] = Math.exp(weights[other] - largest);
      for (let other = 0; other <= place; other++) {
        const share = weights[other] / total;
        for (let at = 0; at < size; at++) mixed[from + at] += share * value[other * width + head * size + at];
      }
    }
  }
  return mixed;
}

function addInto(x: Float32Array, other: Float32Array): void {
  for (let at = 0; at < x.length; at++) x[at] += other[at];
}

/** The state [width] after the last of these items, of which there is at least one and at most `length`. */
export function lastState(items: ArrayLike<number>, values: Values, shape: SasrecShape): Float32Array {
  const { width } = shape;
  const root = Math.sqrt(width);
  const x = Float32Array.from({ length: items.length * width }, (_, at) => {
    const place = Math.floor(at / width);
    return root * (values.items[items[place] * width + (at % width)] + values.places[at]);
  });
  for (let block = 0; block < shape.blocks; block++) {
    const layer = blockName(block);
    const first = norm(x, values, `${layer}_norm1`);
    const [query, key, value] = ['query', 'key', 'value'].map((part) => dense(first, values, `${layer}_${part}`, width));
    addInto(x, dense(attended(query, key, value, shape), values, `${layer}_output`, width));
    const inner = dense(norm(x, values, `${layer}_norm2`), values, `${layer}_inner`, width);
    for (let at = 0; at < inner.length; at++) inner[at] *= 0.5 * (1 + erf(inner[at] * Math.SQRT1_2));
    addInto(x, dense(inner, values, `${layer}_outer`, shape.inner));
  }
  return norm(x.subarray(x.length - width), values, 'last');
}

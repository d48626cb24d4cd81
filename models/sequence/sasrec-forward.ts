import { Arena } from '../kernels/memory.js';
import { blockName, parameterShapes } from './sasrec-shape.js';
import type { SasrecShape } from './sasrec-shape.js';

export type Values = Readonly<Record<string, Float32Array>>;

/** erf by Abramowitz & Stegun 7.1.26, |error| ≤ 1.5e-7. */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const tail = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t * Math.exp(-x * x);
  return x < 0 ? tail - 1 : 1 - tail;
}

function addInto(x: Float32Array, other: Float32Array): void {
  for (let at = 0; at < x.length; at++) x[at] += other[at];
}

/**
 * The forward pass for one history over the WASM kernels: what answers a click where no runtime may be loaded. Place after
 * place, with the keys and values of the places before it kept, so that a history that changes only near its end costs only
 * its end: causal attention never looks forward.
 */
export class SasrecForward {
  private readonly arena: Arena;
  /** Norms and biases as they are, weights of layers [k, n] turned to [n, k], so that a layer is a product of rows. */
  private readonly values: Record<string, Float32Array> = {};
  private readonly keys: Float32Array[];
  private readonly memories: Float32Array[];
  private readonly x: Float32Array;
  private readonly normed: Float32Array;
  private readonly query: Float32Array;
  private readonly mixed: Float32Array;
  private readonly added: Float32Array;
  private readonly inner: Float32Array;
  private readonly scores: Float32Array;
  private readonly weights: Float64Array;

  constructor(values: Values, private readonly shape: SasrecShape) {
    const { width, inner, blocks, length, itemCount } = shape;
    const shapes = Object.entries(parameterShapes(shape));
    const caches = Array.from({ length: 2 * blocks }, () => length * width);
    this.arena = new Arena(Arena.bytesFor(...shapes.map(([name]) => values[name].length), ...caches, width, width, width, width, width, inner, itemCount));
    for (const [name, sizes] of shapes) {
      const isLayer = sizes.length === 2 && name.endsWith('_weight');
      this.values[name] = this.arena.f32From(isLayer ? turned(values[name], sizes[0], sizes[1]) : values[name]);
    }
    const room = (size: number): Float32Array => this.arena.f32(size);
    this.keys = Array.from({ length: blocks }, () => room(length * width));
    this.memories = Array.from({ length: blocks }, () => room(length * width));
    [this.x, this.normed, this.query, this.mixed, this.added, this.inner, this.scores] = [width, width, width, width, width, inner, itemCount].map(room);
    this.weights = new Float64Array(length);
  }

  /** The state [width] after the last of these items, of which there is at least one and at most `length`; valid until the next call. */
  lastState(items: ArrayLike<number>): Float32Array {
    return this.stateFrom(items, 0);
  }

  /**
   * The state as if items[place] had not been, after `lastState(items)` and this for later places only: what stands before
   * the place is still known. Zeros where nothing is left.
   */
  stateWithout(items: Int32Array, place: number): Float32Array {
    const left = items.filter((_, at) => at !== place);
    if (left.length === 0) return this.x.fill(0);
    return this.stateFrom(left, Math.min(place, left.length - 1));
  }

  /** Writes state · E_j for all items j. */
  scoreInto(state: Float32Array, scores: Float32Array): void {
    this.normed.set(state);
    this.arena.kernels.scoreRows(this.normed.byteOffset, this.values.items.byteOffset, 0, this.shape.itemCount, this.shape.width, this.scores.byteOffset);
    scores.set(this.scores);
  }

  private stateFrom(items: ArrayLike<number>, from: number): Float32Array {
    for (let place = from; place < items.length; place++) this.step(items[place], place, place === items.length - 1);
    this.norm('last');
    this.x.set(this.normed);
    return this.x;
  }

  /** One place through all blocks; of the last block only its key and value are needed where more places follow. */
  private step(item: number, place: number, isLast: boolean): void {
    const { x, normed, query, mixed, added, inner, values, shape: { width, blocks } } = this;
    const root = Math.sqrt(width);
    for (let at = 0; at < width; at++) x[at] = root * (values.items[item * width + at] + values.places[place * width + at]);
    for (let block = 0; block < blocks; block++) {
      const layer = blockName(block);
      this.norm(`${layer}_norm1`);
      this.dense(`${layer}_key`, normed, this.keys[block].subarray(place * width, (place + 1) * width));
      this.dense(`${layer}_value`, normed, this.memories[block].subarray(place * width, (place + 1) * width));
      if (!isLast && block === blocks - 1) return;
      this.dense(`${layer}_query`, normed, query);
      this.attend(block, place);
      this.dense(`${layer}_output`, mixed, added);
      addInto(x, added);
      this.norm(`${layer}_norm2`);
      this.dense(`${layer}_inner`, normed, inner);
      for (let at = 0; at < inner.length; at++) inner[at] *= 0.5 * (1 + erf(inner[at] * Math.SQRT1_2));
      this.dense(`${layer}_outer`, inner, added);
      addInto(x, added);
    }
  }

  /** normed = (x − mean)/deviation · weight + bias. */
  private norm(layer: string): void {
    const { x, normed } = this;
    const [weight, bias] = [this.values[`${layer}_weight`], this.values[`${layer}_bias`]];
    let [sum, squares] = [0, 0];
    for (let at = 0; at < x.length; at++) sum += x[at];
    const mean = sum / x.length;
    for (let at = 0; at < x.length; at++) squares += (x[at] - mean) ** 2;
    const inverse = 1 / Math.sqrt(squares / x.length + 1e-5);
    for (let at = 0; at < x.length; at++) normed[at] = (x[at] - mean) * inverse * weight[at] + bias[at];
  }

  /** into [n] = from [k]·weight [k, n] + bias [n]. */
  private dense(layer: string, from: Float32Array, into: Float32Array): void {
    this.arena.kernels.scoreRows(from.byteOffset, this.values[`${layer}_weight`].byteOffset, 0, into.length, from.length, into.byteOffset);
    addInto(into, this.values[`${layer}_bias`]);
  }

  /** mixed = Σ_{s ≤ t} softmax_s(q · k_s/√h) v_s for every head. */
  private attend(block: number, place: number): void {
    const { query, mixed, weights, shape: { width, heads } } = this;
    const [keys, memories] = [this.keys[block], this.memories[block]];
    const size = width / heads;
    mixed.fill(0);
    for (let from = 0; from < width; from += size) {
      let largest = -Infinity;
      for (let other = 0; other <= place; other++) {
        let score = 0;
        for (let at = from; at < from + size; at++) score += query[at] * keys[other * width + at];
        weights[other] = score / Math.sqrt(size);
        largest = Math.max(largest, weights[other]);
      }
      let total = 0;
      for (let other = 0; other <= place; other++) total += weights[other] = Math.exp(weights[other] - largest);
      for (let other = 0; other <= place; other++) {
        const share = weights[other] / total;
        for (let at = from; at < from + size; at++) mixed[at] += share * memories[other * width + at];
      }
    }
  }
}

/** The transpose of [rows, columns]. */
function turned(matrix: Float32Array, rows: number, columns: number): Float32Array {
  return Float32Array.from(matrix, (_, at) => matrix[(at % rows) * columns + Math.floor(at / rows)]);
}

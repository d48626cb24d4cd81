import { calibrated } from '../calibration/calibration.js';
import type { Calibration } from '../calibration/calibration.js';
import { AD_WIDTH, CONTENT_WIDTH } from '../features/spec.js';
import type { AdRanker, PairBatch, PairContext } from './ad-ranker.js';
import { AXES, hashedSlot, isKnown, project } from './cross-fields.js';
import type { CrossKind, Projection } from './cross-fields.js';
import { blockStarts, weightsOf, weightOf, ratesOf } from './ftrl-state.js';
import type { FtrlState } from './ftrl-state.js';

/**
 * M1 and M2 as they serve (cross-fields.ts has the formulas): plain TypeScript over the weights of a learner's state. The
 * place is the first unless given: what a click owes to a place must not decide between ads.
 */
export class CrossModel implements AdRanker {
  private readonly weights: Float32Array;
  private readonly starts: readonly number[];
  private readonly hashed: ReadonlyMap<number, number>;
  private readonly firstPlace: number;

  constructor(readonly kind: CrossKind, readonly state: FtrlState, readonly calibration: Calibration, readonly projection: Projection | null) {
    this.weights = weightsOf(state);
    this.starts = blockStarts(state.blocks);
    const { inverseAlpha, floor } = ratesOf(state.params);
    const l1 = Math.fround(state.params.l1);
    this.hashed = new Map(Array.from(state.slots, (slot, at) => [slot, weightOf(state.hashedZ[at], state.hashedS[at], l1, inverseAlpha, floor)]));
    this.firstPlace = this.hashed.get(hashedSlot('place', 0)) ?? 0;
  }

  get readsProfile(): boolean {
    return this.kind === 'm2';
  }

  /** b_ad, 0 for an ad that was not seen in training. */
  adBias(adKey = 0): number {
    return adKey === 0 ? 0 : this.hashed.get(hashedSlot('ad', adKey)) ?? 0;
  }

  /** b_place, 0 for one that was not seen in training. */
  private placeBias(place: number): number {
    return place === 0 ? this.firstPlace : this.hashed.get(hashedSlot('place', place)) ?? 0;
  }

  /** [6, 100]: θ_c, then W by ad features. */
  get contentWeights(): Float32Array {
    return this.weights.subarray(0, (1 + AD_WIDTH) * CONTENT_WIDTH);
  }

  /** θ_a [5]. */
  get adWeights(): Float32Array {
    return this.weights.subarray(this.starts[1], this.starts[1] + AD_WIDTH);
  }

  /** What all pairs share: b and the first place. */
  get bias(): number {
    return this.weights[this.starts[1] + AD_WIDTH] + this.firstPlace;
  }

  /** [6, 100]: θ_u, then T by ad features; M [16, 16]; d [100]. Empty for M1. */
  get personalWeights(): { plain: Float32Array; axes: Float32Array; diagonal: Float32Array } {
    const block = (at: number, length: number): Float32Array => this.weights.subarray(this.starts[at], this.starts[at] + length);
    if (this.kind === 'm1') return { plain: block(2, 0), axes: block(2, 0), diagonal: block(2, 0) };
    return { plain: block(2, (1 + AD_WIDTH) * CONTENT_WIDTH), axes: block(3, AXES * AXES), diagonal: block(4, CONTENT_WIDTH) };
  }

  /** z before calibration. */
  logit(content: Float32Array, ad: Float32Array, { adKey, profile, place = 0 }: PairContext = {}): number {
    const reader = this.readerOf(profile);
    const factors = this.factorsOf(content, 0, reader);
    return this.combine(factors, reader, ad, 0) + this.adBias(adKey) + this.placeBias(place) - this.firstPlace;
  }

  probability(content: Float32Array, ad: Float32Array, context?: PairContext): number {
    return calibrated(this.calibration, this.logit(content, ad, context));
  }

  predict({ contents, ads, adKeys, profile }: PairBatch): Float32Array {
    const [contentCount, adCount] = [contents.length / CONTENT_WIDTH, ads.length / AD_WIDTH];
    const reader = this.readerOf(profile);
    const biases = Float64Array.from({ length: adCount }, (_, ad) => this.adBias(adKeys?.[ad]));
    const probabilities = new Float32Array(contentCount * adCount);
    for (let content = 0, at = 0; content < contentCount; content++) {
      const factors = this.factorsOf(contents, content * CONTENT_WIDTH, reader);
      for (let ad = 0; ad < adCount; ad++, at++) {
        probabilities[at] = calibrated(this.calibration, this.combine(factors, reader, ads, ad * AD_WIDTH) + biases[ad]);
      }
    }
    return probabilities;
  }

  close(): void {
    // Only arrays: the garbage collector frees them.
  }

  /** What of z the reader alone decides: [θ_u; T]u [6], and the vector v = Pᵀ(Mᵀq(u)) + d ∘ u with its offset, to meet c. */
  private readerOf(profile: Float32Array | undefined): Reader | null {
    if (!this.projection || !profile || !isKnown(profile)) return null;
    const { plain, axes, diagonal } = this.personalWeights;
    const factors = products(plain, profile, 0);
    const q = new Float32Array(AXES);
    project(this.projection, profile, q);
    const vector = Float64Array.from(profile, (value, at) => value * diagonal[at]);
    let offset = 0;
    for (let column = 0; column < AXES; column++) {
      let sum = 0;
      for (let row = 0; row < AXES; row++) sum += q[row] * axes[row * AXES + column];
      offset -= sum * this.projection.offsets[column];
      for (let at = 0; at < CONTENT_WIDTH; at++) vector[at] += sum * this.projection.axes[column * CONTENT_WIDTH + at];
    }
    return { factors, vector, offset };
  }

  /** [θ_c; W]c [6], and in the first what c means to the reader. */
  private factorsOf(contents: Float32Array, start: number, reader: Reader | null): Float64Array {
    const factors = products(this.contentWeights, contents, start);
    if (!reader) return factors;
    factors[0] += reader.offset;
    for (let at = 0; at < CONTENT_WIDTH; at++) factors[0] += reader.vector[at] * contents[start + at];
    return factors;
  }

  private combine(factors: Float64Array, reader: Reader | null, ads: Float32Array, start: number): number {
    const weights = this.adWeights;
    let z = factors[0] + this.bias + (reader ? reader.factors[0] : 0);
    for (let at = 0; at < AD_WIDTH; at++) z += ads[start + at] * (factors[at + 1] + weights[at] + (reader ? reader.factors[at + 1] : 0));
    return z;
  }
}

interface Reader {
  readonly factors: Float64Array;
  readonly vector: Float64Array;
  readonly offset: number;
}

/** matrix [6, 100] times the 100 numbers of `values` from `start`. */
function products(matrix: Float32Array, values: Float32Array, start: number): Float64Array {
  if (start + CONTENT_WIDTH > values.length) throw new RangeError(`a vector of ${values.length - start} features where ${CONTENT_WIDTH} are needed`);
  const result = new Float64Array(1 + AD_WIDTH);
  for (let row = 0; row < result.length; row++) {
    let sum = 0;
    for (let at = 0, cell = row * CONTENT_WIDTH; at < CONTENT_WIDTH; at++, cell++) sum += matrix[cell] * values[start + at];
    result[row] = sum;
  }
  return result;
}

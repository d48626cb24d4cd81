import { ArtefactError } from '../artefact.js';
import type { Artefact } from '../artefact.js';
import { float32Table, tableBytes } from '../artefact-pack.js';
import { AD_WIDTH, CONTENT_WIDTH } from '../features/spec.js';
import { sigmoid } from './ad-ranker.js';
import type { AdRanker, PairBatch } from './ad-ranker.js';

/**
 * M0, the founding document's score with a loss that has a minimum: p = σ(θᵀ(c ⊕ a) + b). Because θᵀ(c ⊕ a) =
 * θ_cᵀc + θ_aᵀa, the order of ads is the same on every content and for every reader: it is the baseline in every table,
 * and the ads can be ordered once.
 */
export class AdModel implements AdRanker {
  readonly readsProfile = false;
  /** θ_c [100]. */
  readonly contentWeights: Float32Array;
  /** θ_a [5]. */
  readonly adWeights: Float32Array;

  constructor(weights: Float32Array, readonly bias: number) {
    if (weights.length !== CONTENT_WIDTH + AD_WIDTH) {
      throw new RangeError(`M0 has ${CONTENT_WIDTH + AD_WIDTH} weights, not ${weights.length}`);
    }
    this.contentWeights = weights.subarray(0, CONTENT_WIDTH);
    this.adWeights = weights.subarray(CONTENT_WIDTH);
  }

  /** θ_cᵀc. */
  contentScore(content: Float32Array): number {
    return dot(this.contentWeights, content, 0);
  }

  /** θ_aᵀa: the part that orders ads. */
  adScore(ad: Float32Array): number {
    return dot(this.adWeights, ad, 0);
  }

  /** Probability of a click on this ad beside this content. */
  probability(content: Float32Array, ad: Float32Array): number {
    return sigmoid(this.contentScore(content) + this.adScore(ad) + this.bias);
  }

  /** Probabilities [P, A], row-major. */
  predict(batch: PairBatch): Float32Array {
    const ads = Float64Array.from({ length: batch.ads.length / AD_WIDTH }, (_, ad) => dot(this.adWeights, batch.ads, ad * AD_WIDTH));
    const probabilities = new Float32Array((batch.contents.length / CONTENT_WIDTH) * ads.length);
    for (let at = 0; at < probabilities.length; at++) {
      const content = Math.floor(at / ads.length);
      const contentPart = dot(this.contentWeights, batch.contents, content * CONTENT_WIDTH);
      probabilities[at] = sigmoid(contentPart + ads[at % ads.length] + this.bias);
    }
    return probabilities;
  }

  close(): void {
    // Only arrays: the garbage collector frees them.
  }
}

function dot(weights: Float32Array, values: Float32Array, start: number): number {
  if (start + weights.length > values.length) {
    throw new RangeError(`a vector of ${values.length - start} features where ${weights.length} are needed`);
  }
  let sum = 0;
  for (let at = 0; at < weights.length; at++) sum += weights[at] * values[start + at];
  return sum;
}

export function adModelFiles(model: AdModel): Map<string, Uint8Array> {
  const table = Float32Array.of(...model.contentWeights, ...model.adWeights, model.bias);
  return new Map([['theta.bin', tableBytes(table)]]);
}

/** Golden pairs on the card: content and ad features of some rows. */
export interface GoldenPair {
  readonly content: readonly number[];
  readonly ad: readonly number[];
}

export function goldenProbabilities(model: AdModel, pairs: readonly GoldenPair[]): number[] {
  return pairs.map((pair) => model.probability(Float32Array.from(pair.content), Float32Array.from(pair.ad)));
}

export function loadAdModel({ card, files }: Artefact): AdModel {
  const table = float32Table(files, 'theta.bin');
  if (table.length !== CONTENT_WIDTH + AD_WIDTH + 1) {
    throw new ArtefactError('MODEL', `theta.bin of the model ${card.model} has ${table.length} numbers; it is not an ad model, or retrain.`);
  }
  const model = new AdModel(table.subarray(0, table.length - 1), table[table.length - 1]);
  const now = goldenProbabilities(model, card.golden.inputs as unknown as GoldenPair[]);
  const then = card.golden.outputs as readonly number[];
  // Math.exp may differ in the last bit between machines.
  if (now.length !== then.length || now.some((p, at) => !(Math.abs(p - then[at]) <= 1e-9))) {
    throw new ArtefactError('GOLDEN', `The model ${card.model} no longer gives the answers it was published with; retrain it with this build.`);
  }
  return model;
}

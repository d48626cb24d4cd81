import { hash32 } from '../features/text-hash.js';
import type { Model, Params, Trainer } from '../trainer.js';

/**
 * P contents and A ads, row-major: contents [P, 100], ads [A, 5]. What else is known of the moment may be left out: an ad
 * without its key has no bias of its own, and without a profile nothing is personal.
 */
export interface PairBatch {
  readonly contents: Float32Array;
  readonly ads: Float32Array;
  /** [A], each `adKeyOf(campaign id)`. */
  readonly adKeys?: ArrayLike<number>;
  /** u [100]: one reader's profile, as `readerProfile` makes it. */
  readonly profile?: Float32Array;
}

/** One ad beside one content, for one reader. */
export interface PairContext {
  readonly adKey?: number;
  readonly profile?: Float32Array;
  /** On the page, from 0: the first unless given. What a click owes to it decides between no ads, but a probability that is to be right must know it. */
  readonly place?: number;
}

/** Everything that orders ads: M0, M1, M2 and what is deeper. Probabilities are of a click in the first place of a page unless another is given. */
export interface AdRanker extends Model<PairBatch, Float32Array> {
  /** Whether a profile changes the answer: who serves it must know the reader. */
  readonly readsProfile: boolean;
  probability(content: Float32Array, ad: Float32Array, context?: PairContext): number;
  /** Probabilities [P, A], row-major. */
  predict(batch: PairBatch): Float32Array;
}

export type AdTrainer<P extends Params = Params> = Trainer<P, AdRanker>;

/** The number of a campaign in models: 32 bits of a hash of its id, never 0, which means that nobody paid. */
export function adKeyOf(campaignId: string): number {
  return hash32(campaignId) || 1;
}

export const sigmoid = (z: number): number => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));

/** ln(p / (1 − p)), finite for every p in [0, 1]. */
export function logit(p: number): number {
  const inside = Math.min(1 - 1e-12, Math.max(1e-12, p));
  return Math.log(inside / (1 - inside));
}

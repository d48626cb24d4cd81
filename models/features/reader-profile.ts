import { CONTENT_WIDTH } from './spec.js';

/** A reading loses half of its say in a profile in so many days. */
export const PROFILE_HALF_LIFE_DAYS = 14;
const DAY_MS = 86_400_000;

export interface ProfileEntry {
  /** c [100] of a content of the history. */
  readonly content: Float32Array;
  readonly weight: number;
  readonly timeMs: number;
}

/**
 * u [100] = Σ w_i 2^(−age_i / half-life) c_i / Σ w_i 2^(−age_i / half-life) over a history: what a reader read lately, in
 * the space of contents. Zero for an empty history. Training logs it when an ad is shown, serving makes it alike.
 */
export function readerProfile(history: Iterable<ProfileEntry>, nowMs: number): Float32Array {
  const profile = new Float64Array(CONTENT_WIDTH);
  let total = 0;
  for (const { content, weight, timeMs } of history) {
    const share = weight * 2 ** (-Math.max(0, nowMs - timeMs) / (PROFILE_HALF_LIFE_DAYS * DAY_MS));
    total += share;
    for (let at = 0; at < CONTENT_WIDTH; at++) profile[at] += share * content[at];
  }
  return Float32Array.from(profile, (sum) => (total > 0 ? sum / total : 0));
}

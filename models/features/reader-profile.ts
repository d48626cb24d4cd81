import { CONTENT_WIDTH } from './spec.js';

/** A reading loses half of its say in a profile in so many days. */
export const PROFILE_HALF_LIFE_DAYS = 14;
/** What is older is left out: it would have a sixteenth of its say, and each day that is read costs every feed. */
export const PROFILE_DAYS = 4 * PROFILE_HALF_LIFE_DAYS;
const DAY_MS = 86_400_000;

export interface ProfileEntry {
  /** c [100] of a content of the history. */
  readonly content: Float32Array;
  readonly weight: number;
  readonly timeMs: number;
}

/**
 * u [100] = Σ w_i 2^(−age_i / half-life) c_i / Σ w_i 2^(−age_i / half-life) over a history: what a reader read lately, in
 * the space of contents. Zero for an empty history. Serving makes it, the log keeps it, training reads it there.
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

/** u as the log keeps it: 100 little-endian float32. */
export function encodeProfile(profile: Float32Array): Uint8Array {
  if (profile.length !== CONTENT_WIDTH) throw new RangeError(`a profile has ${CONTENT_WIDTH} numbers, not ${profile.length}`);
  return new Uint8Array(profile.buffer.slice(profile.byteOffset, profile.byteOffset + profile.byteLength));
}

/** The same numbers, to the bit. Throws RangeError for bytes that are no profile. */
export function decodeProfile(bytes: Uint8Array): Float32Array {
  if (bytes.length !== 4 * CONTENT_WIDTH) throw new RangeError(`a profile of ${CONTENT_WIDTH} numbers has ${4 * CONTENT_WIDTH} bytes, not ${bytes.length}`);
  // A Buffer from the database may start anywhere; typed arrays may not.
  return new Float32Array(new Uint8Array(bytes).buffer);
}

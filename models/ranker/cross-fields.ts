import type { ImpressionTable } from '../dataset.js';
import { AD_WIDTH, CONTENT_WIDTH } from '../features/spec.js';
import type { FtrlEvent } from './ftrl.js';
import type { FtrlBlock } from './ftrl-state.js';
import { PAIR_WIDTH } from './impressions.js';

/**
 * Which coordinates M1 and M2 learn. With c [100] the content, a [5] the ad, ã = (1, a), u [100] the reader's profile and
 * q(x) = P(x − m) [16] the whitened principal axes of contents:
 *
 *   M1: z = ãᵀ[θ_c; W]c + θ_aᵀa + b + b_ad + b_place
 *   M2: z = M1 + ãᵀ[θ_u; T]u + q(u)ᵀ M q(c) + dᵀ(u ∘ c)
 *
 * uᵀVc with V = diag(d) + Pᵀ M P is of low rank beside a diagonal; P is fixed, so the loss stays convex.
 */
export type CrossKind = 'm1' | 'm2';

export const AXES = 16;
export const HASH_BITS = 20;

export const CROSS_BLOCKS: Readonly<Record<CrossKind, readonly FtrlBlock[]>> = {
  m1: [{ rows: 1 + AD_WIDTH, columns: CONTENT_WIDTH }, { rows: 1, columns: AD_WIDTH + 1 }],
  m2: [
    { rows: 1 + AD_WIDTH, columns: CONTENT_WIDTH }, { rows: 1, columns: AD_WIDTH + 1 },
    { rows: 1 + AD_WIDTH, columns: CONTENT_WIDTH }, { rows: AXES, columns: AXES }, { rows: 1, columns: CONTENT_WIDTH },
  ],
};

/** q(x) = P x − offsets: P [16, 100], offsets = P m [16]. */
export interface Projection {
  readonly axes: Float32Array;
  readonly offsets: Float32Array;
}

/** One ad beside one content, as both sides of the model see it. */
export interface Cross {
  readonly content: Float32Array;
  readonly ad: Float32Array;
  /** 0: nobody's. */
  readonly adKey: number;
  /** −1: unknown, the model then has no opinion on places. */
  readonly place: number;
  readonly profile: Float32Array | null;
}

/** The crosses of a table, row by row, as views: use one before asking for the next. */
export class CrossReader {
  constructor(private readonly table: ImpressionTable) {}

  at(row: number): Cross {
    const { features, adKeys, slots, profiles } = this.table;
    const start = row * PAIR_WIDTH;
    return {
      content: features.subarray(start, start + CONTENT_WIDTH),
      ad: features.subarray(start + CONTENT_WIDTH, start + CONTENT_WIDTH + AD_WIDTH),
      adKey: adKeys ? adKeys[row] : 0,
      place: slots ? slots[row] : -1,
      profile: profiles ? profiles.subarray(row * CONTENT_WIDTH, (row + 1) * CONTENT_WIDTH) : null,
    };
  }
}

const SALTS = { ad: 0x61640000, place: 0x706c0000 } as const;

/** The hashed coordinate of an ad or a place: murmur3's finaliser, so that neighbours fall apart. */
export function hashedSlot(field: keyof typeof SALTS, key: number): number {
  let hash = Math.imul(key ^ SALTS[field] ^ (key >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % 2 ** HASH_BITS;
}

export function project({ axes, offsets }: Projection, x: Float32Array, into: Float32Array): void {
  for (let axis = 0; axis < AXES; axis++) {
    // Four sums, so that an addition need not wait for the one before.
    let s0 = -offsets[axis];
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let at = 0, cell = axis * CONTENT_WIDTH; at < CONTENT_WIDTH; at += 4, cell += 4) {
      s0 += axes[cell] * x[at];
      s1 += axes[cell + 1] * x[at + 1];
      s2 += axes[cell + 2] * x[at + 2];
      s3 += axes[cell + 3] * x[at + 3];
    }
    into[axis] = (s0 + s1) + (s2 + s3);
  }
}

export function isKnown(profile: Float32Array | null): profile is Float32Array {
  return profile !== null && profile.some((value) => value !== 0);
}

/** Writes a cross into the learner's event; a reader without a profile leaves the personal blocks out. */
export function writeCross(cross: Cross, projection: Projection | null, event: FtrlEvent): void {
  const { left, right, slots } = event;
  left[0][0] = 1;
  left[0].set(cross.ad, 1);
  right[0].set(cross.content);
  right[1].set(cross.ad);
  right[1][AD_WIDTH] = 1;
  event.slotCount = 0;
  if (cross.adKey !== 0) slots[event.slotCount++] = hashedSlot('ad', cross.adKey);
  if (cross.place >= 0) slots[event.slotCount++] = hashedSlot('place', cross.place);
  if (projection) writePersonal(cross, projection, event);
}

function writePersonal({ content, ad, profile }: Cross, projection: Projection, { left, right }: FtrlEvent): void {
  const [, , plain, axes, diagonal] = left;
  if (!isKnown(profile)) {
    for (const factors of [plain, axes, diagonal]) factors.fill(0);
    return;
  }
  plain[0] = 1;
  plain.set(ad, 1);
  right[2].set(profile);
  project(projection, profile, axes);
  project(projection, content, right[3]);
  diagonal[0] = 1;
  const products = right[4];
  for (let at = 0; at < CONTENT_WIDTH; at++) products[at] = profile[at] * content[at];
}

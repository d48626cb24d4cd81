import { AD_WIDTH, CONTENT_WIDTH } from '../features/spec.js';
import { hashedSlot } from '../ranker/cross-fields.js';
import type { CrossModel } from '../ranker/cross-model.js';
import { blockStarts, strideOf } from '../ranker/ftrl-state.js';
import type { DiagonalPosterior, SparseFeatures } from './posterior.js';

/**
 * The belief that FTRL holds without saying so: E[g²] = p(1 − p)x², so n = Σg² is the diagonal of the Hessian of the
 * log-loss, and θ ~ N(w, diag(1/(prior + n))). Only what differs between the ads of one page is here, the page and the
 * reader being given. Coordinates: one per feature of a, then one per ad.
 */
export interface AdBelief {
  readonly posterior: DiagonalPosterior;
  readonly candidates: readonly SparseFeatures[];
}

/**
 * For one page: the logit of ad a is Σ_j a_j (θ_a,j + w_jᵀc [+ t_jᵀu]) + b_a + what all share. Given c and u, each bracket
 * is one normal number with variance 1/(prior + n_θ) + Σ_i c_i²/(prior + n_W) [+ Σ_i u_i²/(prior + n_T)], independent of
 * the others: five effective weights and one per ad replace 600.
 */
export function adBelief(
  model: CrossModel, content: Float32Array, ads: Float32Array, adKeys: ArrayLike<number> | null, prior: number, profile?: Float32Array,
): AdBelief {
  const { state } = model;
  const starts = blockStarts(state.blocks);
  const precisionAt = (at: number): number => prior + state.s[at] ** 2;
  const varianceOf = (block: number, row: number, x: Float32Array): number => {
    const start = starts[block] + row * strideOf(CONTENT_WIDTH);
    let sum = 0;
    for (let at = 0; at < CONTENT_WIDTH; at++) sum += (x[at] * x[at]) / precisionAt(start + at);
    return sum;
  };
  const personal = model.kind === 'm2' && profile?.some((value) => value !== 0) ? profile : null;
  const adCount = ads.length / AD_WIDTH;
  const mean: number[] = [];
  const precision: number[] = [];
  const base = model.logit(content, new Float32Array(AD_WIDTH), { profile });
  for (let feature = 0; feature < AD_WIDTH; feature++) {
    const unit = new Float32Array(AD_WIDTH);
    unit[feature] = 1;
    mean.push(model.logit(content, unit, { profile }) - base);
    const variance = 1 / precisionAt(starts[1] + feature) + varianceOf(0, feature + 1, content) + (personal ? varianceOf(2, feature + 1, personal) : 0);
    precision.push(1 / variance);
  }
  for (let ad = 0; ad < adCount; ad++) {
    const key = adKeys?.[ad] ?? 0;
    const place = key === 0 ? -1 : state.slots.indexOf(hashedSlot('ad', key));
    mean.push(model.adBias(key) + base);
    precision.push(prior + (place < 0 ? 0 : state.hashedS[place] ** 2));
  }
  const candidates = Array.from({ length: adCount }, (_, ad) => ({
    indices: [...Array.from({ length: AD_WIDTH }, (_unused, feature) => feature), AD_WIDTH + ad],
    values: [...ads.subarray(ad * AD_WIDTH, (ad + 1) * AD_WIDTH), 1],
  }));
  return { posterior: { mean, precision }, candidates };
}

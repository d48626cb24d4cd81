import type { TruncatedSvd } from '../linear-algebra/randomised-svd.js';
import type { LowRank } from './low-rank-model.js';
import { powers } from './scaling.js';

/** D_i^(−1/2) V Σ⁻¹ · (D_i^(1/2) V)ᵀ, of singular values that are not 0; `degree` [items]. */
export function lowPassPart({ s, v }: TruncatedSvd, rank: number, degree: Float64Array): LowRank {
  const [down, up] = [powers(degree, -0.5), powers(degree, 0.5)];
  const left = v.map((value, at) => (s[at % rank] > 0 ? (value / s[at % rank]) * down[Math.floor(at / rank)] : 0));
  return { rank, left, right: v.map((value, at) => value * up[Math.floor(at / rank)]) };
}

/** V₁ Σ₁² V₁ᵀ of the first `most` vectors. */
export function smoothPart({ s, v }: TruncatedSvd, rank: number, most: number): LowRank {
  const kept = Math.min(most, rank);
  const items = v.length / rank;
  const right = new Float32Array(items * kept);
  for (let item = 0; item < items; item++) right.set(v.subarray(item * rank, item * rank + kept), item * kept);
  return { rank: kept, left: right.map((value, at) => value * s[at % kept] ** 2), right };
}

/** L times `factor`; a part without any spread is left out. */
export function weigh({ left }: LowRank, factor: number): void {
  for (let at = 0; at < left.length; at++) left[at] = Number.isFinite(factor) ? left[at] * factor : 0;
}

/** A + B as one pair of factors. */
export function sideBySide(a: LowRank, b: LowRank): LowRank {
  const rank = a.rank + b.rank;
  const join = (one: Float32Array, other: Float32Array): Float32Array => {
    const items = one.length / a.rank;
    const joined = new Float32Array(items * rank);
    for (let item = 0; item < items; item++) {
      joined.set(one.subarray(item * a.rank, (item + 1) * a.rank), item * rank);
      joined.set(other.subarray(item * b.rank, (item + 1) * b.rank), item * rank + a.rank);
    }
    return joined;
  };
  return { rank, left: join(a.left, b.left), right: join(a.right, b.right) };
}

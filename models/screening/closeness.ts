/** One leaf of the tree, as far as the score needs it. */
export interface ScoredLeaf {
  /** Desirability in [0, 1]; null: not known. */
  readonly u: number | null;
  readonly weight: number;
}

/**
 * TOPSIS (Hwang & Yoon 1981): C = d⁻/(d⁺ + d⁻) with the weighted Euclidean distances d⁺ to the ideal and d⁻ to the anti-ideal.
 * row, weights, ideal and antiIdeal have one length. Null when both points coincide.
 */
export function topsis(row: readonly number[], weights: readonly number[], ideal: readonly number[], antiIdeal: readonly number[]): number | null {
  let [far, near] = [0, 0];
  for (let at = 0; at < row.length; at++) {
    near += (weights[at] * (ideal[at] - row[at])) ** 2;
    far += (weights[at] * (row[at] - antiIdeal[at])) ** 2;
  }
  const [toIdeal, toAnti] = [Math.sqrt(near), Math.sqrt(far)];
  return toIdeal + toAnti === 0 ? null : toAnti / (toIdeal + toAnti);
}

/** Squares of the weighted distances to the ideal and to the anti-ideal. */
export interface SquaredDistances {
  near: number;
  far: number;
}

/** Of what is known, without the leaf `left`. */
export function squaredDistances(leaves: readonly ScoredLeaf[], left = -1): SquaredDistances {
  let [near, far] = [0, 0];
  for (let at = 0; at < leaves.length; at++) {
    const { u, weight } = leaves[at];
    if (u === null || at === left) continue;
    near += (weight * (1 - u)) ** 2;
    far += (weight * u) ** 2;
  }
  return { near, far };
}

/** NaN where nothing is known. */
export function closenessOf({ near, far }: SquaredDistances): number {
  const [toIdeal, toAnti] = [Math.sqrt(near), Math.sqrt(far)];
  return toAnti / (toIdeal + toAnti);
}

/**
 * TOPSIS on desirabilities: the ideal is 1 and the anti-ideal 0 in every leaf, for every candidate and for ever, so adding a
 * candidate reverses no order. A leaf that is not known leaves both distances (C does not change when all weights are
 * scaled, so nothing has to be divided again). Null when nothing with a weight is known.
 */
export function closeness(leaves: readonly ScoredLeaf[]): number | null {
  const score = closenessOf(squaredDistances(leaves));
  return Number.isNaN(score) ? null : score;
}

/** Share of the weight that is known. */
export function coverage(leaves: readonly ScoredLeaf[]): number {
  const all = leaves.reduce((sum, { weight }) => sum + weight, 0);
  return all === 0 ? 0 : leaves.reduce((sum, { u, weight }) => sum + (u === null ? 0 : weight), 0) / all;
}

/**
 * What each leaf does to the score, by leaving it out: contribution_j = C − C without j, which is what the score would lose (or
 * gain, below zero) if nothing were known of j. C is no sum, so these do not add up to it. Null for leaves that are not
 * known, and for one that is all there is.
 */
export function contributions(leaves: readonly ScoredLeaf[]): (number | null)[] {
  const score = closeness(leaves);
  return leaves.map(({ u }, left) => {
    if (u === null || score === null) return null;
    const without = closenessOf(squaredDistances(leaves, left));
    return Number.isNaN(without) ? null : score - without;
  });
}

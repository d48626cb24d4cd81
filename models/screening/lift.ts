import { closeness, closenessOf, squaredDistances, type ScoredLeaf } from './closeness.js';

/** A leaf that has to become better: its place, and the desirability that it needs. */
export interface LeafLift {
  readonly leaf: number;
  readonly u: number;
}

const HALVINGS = 60;

/** The least u of one leaf with which the score reaches `target`, the others as they are; null where even the ideal is not enough. */
function needed(leaves: readonly ScoredLeaf[], leaf: number, target: number): number | null {
  const { weight } = leaves[leaf];
  const others = squaredDistances(leaves, leaf);
  const scoreAt = (u: number) => closenessOf({ near: others.near + (weight * (1 - u)) ** 2, far: others.far + (weight * u) ** 2 });
  if (scoreAt(1) < target) return null;
  // C rises with u (P1), so halving finds the crossing; the upper end always reaches the target.
  let [low, high] = [leaves[leaf].u!, 1];
  for (let round = 0; round < HALVINGS; round++) {
    const middle = (low + high) / 2;
    if (scoreAt(middle) >= target) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * The smallest change that lifts the score to `target`: one known leaf where one is enough, and then the one that has to
 * move least. Where no single leaf suffices, the leaves that gain most at their ideal go there one after the other, until
 * one of the rest suffices. Empty when the target is reached; null when nothing is known or all ideals are not enough.
 */
export function smallestLift(leaves: readonly ScoredLeaf[], target: number): LeafLift[] | null {
  const score = closeness(leaves);
  if (score === null) return null;
  const lifted = leaves.map((leaf) => ({ ...leaf }));
  const lifts: LeafLift[] = [];
  for (let reached = score; reached < target;) {
    const open = lifted.flatMap(({ u }, leaf) => (u !== null && u < 1 ? [leaf] : []));
    const single = open.map((leaf) => ({ leaf, u: needed(lifted, leaf, target) }))
      .filter((one): one is LeafLift => one.u !== null)
      .sort((a, b) => (a.u - lifted[a.leaf].u!) - (b.u - lifted[b.leaf].u!) || a.leaf - b.leaf);
    if (single.length > 0) return [...lifts, single[0]];
    const atIdeal = open.map((leaf) => ({ leaf, score: closeness(lifted.map((one, at) => (at === leaf ? { ...one, u: 1 } : one)))! }))
      .sort((a, b) => b.score - a.score || a.leaf - b.leaf);
    if (atIdeal.length === 0) return null;
    lifted[atIdeal[0].leaf] = { ...lifted[atIdeal[0].leaf], u: 1 };
    lifts.push({ leaf: atIdeal[0].leaf, u: 1 });
    reached = atIdeal[0].score;
  }
  return lifts;
}

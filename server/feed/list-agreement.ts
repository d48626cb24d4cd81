/** How alike two lists of distinct contents are, each best first. */
export interface Agreement {
  /** Share of the first list that stands in the second, 0–1. */
  overlap: number;
  /** Extrapolated rank-biased overlap, 0–1: 1 only for the same contents in the same order. */
  rankAgreement: number;
}

/** Chance that a reader who looked at one place looks at the next. */
const PERSISTENCE = 0.9;

/**
 * RBO_ext to the length of the shorter list (Webber, Moffat, Zobel 2010, eq. 30 for lists of one length):
 * RBO = X_k/k · p^k + (1 − p)/p · Σ_{d=1..k} X_d/d · p^d, X_d = number of contents that both have among their first d.
 * Two empty lists agree.
 */
export function agreementOf(first: readonly number[], second: readonly number[]): Agreement {
  const inSecond = new Set(second);
  const overlap = first.length === 0 ? Number(second.length === 0) : first.filter((contentNo) => inSecond.has(contentNo)).length / first.length;
  const depth = Math.min(first.length, second.length);
  if (depth === 0) return { overlap, rankAgreement: overlap };
  const [left, right] = [new Set<number>(), new Set<number>()];
  let [shared, sum] = [0, 0];
  for (let d = 1; d <= depth; d++) {
    const [a, b] = [first[d - 1], second[d - 1]];
    left.add(a);
    right.add(b);
    shared += a === b ? 1 : Number(right.has(a)) + Number(left.has(b));
    sum += (shared / d) * PERSISTENCE ** d;
  }
  const agreement = (shared / depth) * PERSISTENCE ** depth + ((1 - PERSISTENCE) / PERSISTENCE) * sum;
  return { overlap, rankAgreement: Math.min(1, agreement) };
}

/** At most `most` of one segment among any `window` places that follow one another. */
export interface WindowConstraint {
  /** Segment of each candidate: its teacher, topic or kind. */
  readonly segmentOf: (candidate: number) => number | string;
  readonly most: number;
  readonly window: number;
}

/**
 * The order of `ranked` with as little change as the constraints allow: each place takes the first candidate left that
 * breaks none. Where every one left would break one, the list ends: fewer contents rather than a broken promise, and the
 * caller may go on with other candidates. The result is at most k long.
 */
export function constrained(ranked: ArrayLike<number>, constraints: readonly WindowConstraint[], k = ranked.length): number[] {
  for (const { most, window } of constraints) {
    if (!(most >= 1 && window >= 1)) throw new RangeError(`at most ${most} of a segment in any ${window} lets nothing be shown; give whole numbers from 1`);
  }
  const left = Array.from(ranked);
  const list: number[] = [];
  while (list.length < k) {
    const next = left.findIndex((candidate) => constraints.every((constraint) => fits(list, candidate, constraint)));
    if (next < 0) break;
    list.push(...left.splice(next, 1));
  }
  return list;
}

function fits(list: readonly number[], candidate: number, { segmentOf, most, window }: WindowConstraint): boolean {
  const segment = segmentOf(candidate);
  let same = 0;
  for (let at = Math.max(0, list.length - window + 1); at < list.length; at++) if (segmentOf(list[at]) === segment) same++;
  return same < most;
}

/** Whether every window of the list keeps every constraint. */
export function keepsConstraints(list: ArrayLike<number>, constraints: readonly WindowConstraint[]): boolean {
  const candidates = Array.from(list);
  return candidates.every((candidate, at) => constraints.every((constraint) => fits(candidates.slice(0, at), candidate, constraint)));
}

/**
 * Scores that fall with every content of the same segment above: s − |s| · (1 − f), f = (1 − floor) decay^k + floor for the
 * k-th, which is s · f where s ≥ 0, as the-algorithm's author decay has it with 0.5 and 0.25; a score below 0 times f would
 * rise. Returns the candidates by the decayed scores, ties by index.
 */
export function decayed(scores: ArrayLike<number>, segmentOf: (candidate: number) => number | string, decay = 0.5, floor = 0.25): number[] {
  const seen = new Map<number | string, number>();
  const byScore = Array.from({ length: scores.length }, (_, at) => at).sort((a, b) => scores[b] - scores[a] || a - b);
  const values = new Float64Array(scores.length);
  for (const candidate of byScore) {
    const above = seen.get(segmentOf(candidate)) ?? 0;
    seen.set(segmentOf(candidate), above + 1);
    values[candidate] = scores[candidate] - Math.abs(scores[candidate]) * (1 - floor) * (1 - decay ** above);
  }
  return byScore.sort((a, b) => values[b] - values[a] || a - b);
}

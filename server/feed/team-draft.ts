import { hash } from 'node:crypto';

export type Side = 'ours' | 'partner';

export interface Pick {
  readonly contentNo: number;
  readonly side: Side;
}

/**
 * Team-draft interleaving (Radlinski, Kurup, Joachims 2008): whoever has picked less picks next, a coin decides at a draw, and
 * each takes its best content that is not in the list yet. A click counts for the side that picked the content.
 */
export function teamDraft(ours: readonly number[], partner: readonly number[], coin: () => boolean): Pick[] {
  const lists = { ours, partner };
  const next = { ours: 0, partner: 0 };
  const count = { ours: 0, partner: 0 };
  const taken = new Set<number>();
  const picks: Pick[] = [];
  const best = (side: Side): number | undefined => {
    while (next[side] < lists[side].length && taken.has(lists[side][next[side]])) next[side]++;
    return lists[side][next[side]];
  };
  for (;;) {
    const turn = count.ours === count.partner ? (coin() ? 'ours' : 'partner') : count.ours < count.partner ? 'ours' : 'partner';
    const side = best(turn) === undefined ? (turn === 'ours' ? 'partner' : 'ours') : turn;
    const contentNo = best(side);
    if (contentNo === undefined) return picks;
    taken.add(contentNo);
    count[side]++;
    picks.push({ contentNo, side });
  }
}

/** Coins that belong to a feed: the list can be made again from the log. */
export function coinsOf(feedId: string): () => boolean {
  let thrown = 0;
  let bits = Buffer.alloc(0);
  return () => {
    const at = thrown++ % 256;
    if (at === 0) bits = Buffer.from(hash('sha256', `interleave/${feedId}/${thrown}`), 'hex');
    return ((bits[at >> 3] >> (at & 7)) & 1) === 1;
  };
}

/**
 * Two-sided exact sign test of `wins` against `losses`, ties left out: the chance that two equal rankings come out at least so
 * differently, min(1, 2 · Σ_{i ≤ min} C(n, i) / 2ⁿ). 1 where nobody won anything.
 */
export function signTest(wins: number, losses: number): number {
  const n = wins + losses;
  let logTerm = -n * Math.LN2;
  let sum = Math.exp(logTerm);
  for (let i = 1; i <= Math.min(wins, losses); i++) {
    logTerm += Math.log((n - i + 1) / i);
    sum += Math.exp(logTerm);
  }
  return Math.min(1, 2 * sum);
}

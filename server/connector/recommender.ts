import { rankingFault } from './conformance-rules.js';
import { InvalidAnswer, type Asking, type CalledEnd } from './asking.js';

/** The most that one question may hold. */
export const MOST_CANDIDATES = 1_000;
export const MOST_PLACES = 100;
const MOST_BYTES = 262_144;

export interface RankQuestion {
  /** Our name of the question, for both logs. */
  readonly id: string;
  /** Opaque names; what the partner may know of the reader is in `context`, and nothing else is. */
  readonly candidates: readonly string[];
  readonly context: { readonly exclude?: readonly string[]; readonly locale?: string };
  /** Places, 1 to 100. */
  readonly k: number;
  readonly deadlineMs: number;
}

export interface Ranking {
  /** Among the candidates, each once, at most k, best first. */
  readonly items: readonly { readonly id: string; readonly score: number }[];
  readonly modelVersion: string;
}

/** null: no ranking that can be used came in time (P15); the outcome is counted either way. */
export function rank(asking: Asking, end: CalledEnd, { id, candidates, context, k, deadlineMs }: RankQuestion): Promise<Ranking | null> {
  if (candidates.length > MOST_CANDIDATES || k < 1 || k > MOST_PLACES) throw new RangeError(`At most ${MOST_CANDIDATES} candidates for 1 to ${MOST_PLACES} places.`);
  return asking.ask(end, { path: '/rank', body: { id, candidates, context, k, deadlineMs }, deadlineMs, maxBytes: MOST_BYTES, read: (_status, json) => checkedRanking(json, candidates, k) });
}

/** Throws InvalidAnswer for what is no ranking of these candidates. */
export function checkedRanking(json: unknown, candidates: readonly string[], k: number): Ranking {
  const { items, modelVersion } = (json ?? {}) as Partial<Ranking>;
  const fault = rankingFault(items, candidates, k);
  if (fault !== undefined) throw new InvalidAnswer(fault);
  if (typeof modelVersion !== 'string' || modelVersion.length < 1 || modelVersion.length > 100) throw new InvalidAnswer('the version of the model is no text of 1 to 100 characters');
  return { items: items!.map(({ id, score }) => ({ id, score })), modelVersion };
}

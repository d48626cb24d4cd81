/** Questions of each phase of a drill. */
export const QUESTIONS_PER_PHASE = 5;

export interface DrillAnswer {
  /** Whose; null: our own. */
  readonly by: string | null;
  readonly tried: readonly string[];
  readonly isAnswered: boolean;
  readonly ms: number;
}

export interface DrillPhase {
  /** Taken out, from the head of the chain on. */
  readonly out: readonly string[];
  readonly answers: readonly DrillAnswer[];
}

export interface DrillResult {
  readonly asked: number;
  readonly unanswered: number;
  readonly outOfOrder: number;
  readonly slowestMs: number;
  readonly hasReturned: boolean;
  readonly verdict: 'passed' | 'failed';
}

/** Nobody is out; then one more in each phase, from the head of the chain, until nobody is left; then all are back. */
export function phasesOf(chain: readonly string[]): string[][] {
  return [...chain.map((_, out) => chain.slice(0, out)), [...chain], []];
}

/**
 * P34: no question without an answer, substitutes in their order, and the primary answers again at the end. A question is out of
 * order where somebody was passed over, was asked although he was out, or another one answered than whose turn it was while he could.
 */
export function drillResult(chain: readonly string[], phases: readonly DrillPhase[], recoveryMs: number): DrillResult {
  const answers = phases.flatMap(({ answers }) => answers);
  const outOfOrder = phases.flatMap(({ out, answers }) => answers.filter((answer) => !isInOrder(chain.filter((id) => !out.includes(id)), answer))).length;
  const unanswered = answers.filter(({ isAnswered }) => !isAnswered).length;
  const slowestMs = Math.max(0, ...answers.map(({ ms }) => Math.ceil(ms)));
  const last = phases.at(-1);
  const hasReturned = last !== undefined && last.out.length === 0 && last.answers.length > 0 && last.answers.every(({ by }) => by === chain[0]);
  // Whoever is never up to its turn is no substitute, though the question was answered by the next.
  const everybodyAnswered = chain.every((id, at) => phases.some(({ out, answers }) => out.length === at && answers.some(({ by }) => by === id)));
  const isPassed = unanswered === 0 && outOfOrder === 0 && hasReturned && everybodyAnswered && slowestMs <= recoveryMs;
  return { asked: answers.length, unanswered, outOfOrder, slowestMs, hasReturned, verdict: isPassed ? 'passed' : 'failed' };
}

function isInOrder(available: readonly string[], { by, tried }: DrillAnswer): boolean {
  const isPrefix = tried.length <= available.length && tried.every((id, at) => id === available[at]);
  return isPrefix && (by === null ? tried.length === available.length : tried.at(-1) === by);
}

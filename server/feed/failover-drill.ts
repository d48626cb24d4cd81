import type { Asking, CalledEnd } from '../connector/asking.js';
import { askBidder, type Bid } from '../connector/bidder.js';
import { firstAnswer } from '../connector/first-answer.js';
import { rank, type Ranking } from '../connector/recommender.js';
import { phasesOf, QUESTIONS_PER_PHASE, type DrillAnswer, type DrillPhase } from './drill-rules.js';
import type { OpenedDrill } from './failover.js';

const DEADLINE_MS = 150;

/** What a drill asks with, and what our own answer to the same question would be. */
export interface DrillTools {
  /** One that counts nothing: a rehearsal is no traffic. */
  readonly asking: Asking;
  /** Names of contents that everybody may see, our own order. */
  readonly candidates: readonly string[];
  readonly currency: string;
  readonly elapsed: () => number;
}

/** Takes the head of the chain out, then the next, until nobody is left, and lets all come back; every question is marked. */
export async function playDrill({ id, kind, chain }: OpenedDrill, tools: DrillTools, between: () => void): Promise<DrillPhase[]> {
  const phases: DrillPhase[] = [];
  for (const [phase, out] of phasesOf(chain.map((end) => end.id)).entries()) {
    const answers: DrillAnswer[] = [];
    for (let question = 0; question < QUESTIONS_PER_PHASE; question++) {
      between();
      const name = `drill-${id}-${phase}-${question}`;
      const startedAt = tools.elapsed();
      const { answer, by, tried } = await firstAnswer<CalledEnd, unknown>(chain.filter((end) => !out.includes(end.id)), (end) => (kind === 'recommender' ? ranked(end, name, tools) : bid(end, name, tools)));
      // Our own campaigns are in memory, and answer even with none; our own ranking needs something to rank.
      const isAnswered = answer !== null || kind !== 'recommender' || tools.candidates.length > 0;
      answers.push({ by, tried, isAnswered, ms: tools.elapsed() - startedAt });
    }
    phases.push({ out, answers });
  }
  return phases;
}

async function ranked(end: CalledEnd, id: string, { asking, candidates }: DrillTools): Promise<Ranking | null> {
  return candidates.length === 0 ? null : rank(asking, end, { id, candidates, context: {}, k: Math.min(20, candidates.length), deadlineMs: DEADLINE_MS });
}

/** Not to bid is an answer too. */
function bid(end: CalledEnd, id: string, { asking, currency }: DrillTools): Promise<Bid[] | null> {
  return askBidder(asking, end, { id, slots: [{ id: 'drill', bidFloor: 0 }], currency, deadlineMs: DEADLINE_MS, blockedAdvertisers: [], blockedCategories: [], isTest: true });
}

import type { RecommenderStage } from '../../schema/recommender-stage.js';
import type { Entry } from './blend.js';
import type { Side } from './team-draft.js';

const ladder: readonly RecommenderStage[] = ['off', 'shadow', 'interleaved', 'live'];

/** The newest so many questions of this build in this feed decide whether readers may see it; so many of them were answered well. */
export const TRIAL_QUESTIONS = 100;
export const TRIAL_ANSWERS = 99;

/** Back is always possible; upwards nothing is skipped but the interleaving. */
export function stagesFrom(stage: RecommenderStage): RecommenderStage[] {
  const at = ladder.indexOf(stage);
  return ladder.filter((_, to) => to < at || to === at + 1 || (stage === 'shadow' && to === at + 2));
}

export const isRaised = (from: RecommenderStage, to: RecommenderStage): boolean => ladder.indexOf(to) > ladder.indexOf(from);
export const isSeen = (stage: RecommenderStage): boolean => stage === 'interleaved' || stage === 'live';

/** What our own ranking put there: neither paid for nor drawn. */
export const isOrganic = ({ source }: Entry): boolean => source !== 'sponsored' && source !== 'explore';

/** What a partner may order, and in which places: the list keeps all other entries where they stand. */
export interface Movable {
  readonly contentNo: number;
  readonly slot: number;
  readonly id: string;
}

export interface Placed {
  readonly contentNo: number;
  readonly side: Side;
  /** The partner's, of what it picked. */
  readonly score: number | null;
}

/** The list with other contents in the movable slots; no content comes twice, and what was paid for or drawn does not move. */
export function reordered(list: readonly Entry[], movable: readonly Movable[], order: readonly Placed[]): Entry[] {
  const own = new Map(movable.map(({ contentNo, slot }) => [contentNo, list[slot]]));
  const next = [...list];
  movable.forEach(({ slot }, at) => {
    const { contentNo, side, score } = order[at];
    next[slot] = side === 'ours' ? own.get(contentNo)! : { ...own.get(contentNo)!, source: 'partner', score: score ?? 0 };
  });
  return next;
}

/** One letter for each slot: o ours, p the partner's, - neither's. */
export function sidesOf(list: readonly Entry[], movable: readonly Movable[], order: readonly Placed[]): string {
  const sides = Array.from({ length: list.length }, () => '-');
  movable.forEach(({ slot }, at) => { sides[slot] = order[at].side === 'ours' ? 'o' : 'p'; });
  return sides.join('');
}

import type { Log } from '../platform/log.js';
import type { Entry } from './blend.js';
import { agreementOf } from './list-agreement.js';
import type { RecommenderLog } from './recommender-log.js';
import { isOrganic } from './recommender-rules.js';
import { liveOrder, type Recommenders, type ToldContext } from './recommenders.js';
import { SHADOW_LIST } from './shadow.js';

export interface ServedOwnList {
  feedId: string;
  scenario: string;
  /** As our own ranking made it. */
  list: readonly Entry[];
  told: ToldContext;
  servedAt: Date;
}

/** More than this would be questions about yesterday: what comes on top is dropped. */
const WAITING_MAX = 32;

/** Asks recommenders in shadow after the reader has his answer: a few at a time, from a short queue. Nothing here can fail or delay a request. */
export class RecommenderShadow {
  private readonly waiting: ServedOwnList[] = [];
  private running: Promise<void> | null = null;
  dropped = 0;

  constructor(private readonly recommenders: Recommenders, private readonly log: RecommenderLog, private readonly errors: Log) {}

  /** Returns at once. */
  offer(served: ServedOwnList): void {
    if (this.recommenders.shadowsOf(served.scenario).length === 0) return;
    if (this.waiting.length >= WAITING_MAX) {
      this.dropped++;
      return;
    }
    this.waiting.push(served);
    this.running ??= this.work();
  }

  /** Resolves when nothing waits any more. */
  async settle(): Promise<void> {
    while (this.running) await this.running;
  }

  private async work(): Promise<void> {
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) {
      const served = next;
      await Promise.all(this.recommenders.shadowsOf(served.scenario).map((end) => this.compare(end, served)))
        .catch((error: unknown) => this.errors.warn({ err: error, feed: served.feedId }, 'a feed is not compared with a recommender'));
    }
    this.running = null;
  }

  private async compare(end: ReturnType<Recommenders['shadowsOf']>[number], { feedId, scenario, list, told, servedAt }: ServedOwnList): Promise<void> {
    const movable = this.recommenders.movable(end, list.filter(isOrganic));
    if (movable.length === 0) return;
    const answer = await this.recommenders.ask(end, feedId, list, told);
    const ours = movable.slice(0, SHADOW_LIST).map(({ contentNo }) => contentNo);
    const theirs = answer && liveOrder(movable, answer).slice(0, SHADOW_LIST).map(({ contentNo }) => contentNo);
    await this.log.write({
      feedId, connectorId: end.id, scenario, stage: 'shadow', buildDigest: end.buildDigest, isAnswered: answer !== null, modelVersion: answer?.modelVersion ?? null,
      agreement: theirs && agreementOf(ours, theirs), sides: null, servedAt,
    });
  }
}

import type { Log } from '../platform/log.js';
import type { Entry } from './blend.js';
import { agreementOf } from './list-agreement.js';
import type { RecommenderLog } from './recommender-log.js';
import { isOrganic } from './recommender-rules.js';
import { liveOrder, type Recommenders, type ToldContext } from './recommenders.js';
import { SHADOW_LIST } from './shadow.js';
import { ShadowQueue } from './shadow-queue.js';

export interface ServedOwnList {
  feedId: string;
  scenario: string;
  /** As our own ranking made it. */
  list: readonly Entry[];
  told: ToldContext;
  servedAt: Date;
}

/** Asks recommenders in shadow after the reader has his answer, those of one feed at once. */
export class RecommenderShadow {
  private readonly queue = new ShadowQueue<ServedOwnList>(
    async (served) => { await Promise.all(this.recommenders.shadowsOf(served.scenario).map((end) => this.compare(end, served))); },
    (error, { feedId }) => this.errors.warn({ err: error, feed: feedId }, 'a feed is not compared with a recommender'),
  );

  constructor(private readonly recommenders: Recommenders, private readonly log: RecommenderLog, private readonly errors: Log) {}

  /** Returns at once. */
  offer(served: ServedOwnList): void {
    if (this.recommenders.shadowsOf(served.scenario).length > 0) this.queue.offer(served);
  }

  /** Resolves when nothing waits any more. */
  settle(): Promise<void> {
    return this.queue.settle();
  }

  /** Feeds that found the queue full. */
  get dropped(): number {
    return this.queue.dropped;
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

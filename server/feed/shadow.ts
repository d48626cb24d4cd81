import { hash } from 'node:crypto';
import type { Database } from '../platform/database.js';
import type { Log } from '../platform/log.js';
import { blend, type Entry } from './blend.js';
import type { Champion } from './champion.js';
import type { LiveState } from './live-state.js';
import { isServedByBatch, rankFor, recentSince } from './ranking.js';
import { readReaderContext, type ReaderContext, type ReaderKey } from './reader-context.js';
import type { Scenario } from './scenarios.js';
import { ShadowLog, type Comparison } from './shadow-log.js';
import { ShadowQueue } from './shadow-queue.js';

/** What was just served, for the shadow to answer too. */
export interface ServedList {
  feedId: string;
  scenario: Scenario;
  championRunId: string;
  /** Null: nobody is signed in. */
  reader: ReaderKey | null;
  readerNo: number | null;
  /** Running numbers that the request left out. */
  excluded: ReadonlySet<number>;
  list: readonly Entry[];
  servedAt: Date;
}

/** Lists are compared as far as a first page. */
export const SHADOW_LIST = 20;
const ERROR_MAX = 200;

/**
 * Lets the challenger answer a share of the feeds a second time, after the reader has his answer: one at a time, from a
 * short queue, dropped when that is full. Nothing here can fail or delay a request; the cost is a read and about a
 * millisecond of the process for each list.
 */
export class Shadow {
  private readonly queue = new ShadowQueue<ServedList>(
    async (served) => {
      const comparison = await this.compare(served);
      if (comparison) await this.log.write(comparison);
    },
    (error, { feedId }) => this.errors.warn({ err: error, feed: feedId }, 'a feed is not compared with the shadow'),
  );
  private readonly log: ShadowLog;

  /** share: of the feeds, 0–1. */
  constructor(private readonly database: Database, private readonly live: LiveState, private readonly share: number, private readonly errors: Log) {
    this.log = new ShadowLog(database);
  }

  /** Returns at once. The same feed is always taken or always left, whoever asks. */
  offer(served: ServedList): void {
    if (this.live.champions.shadowOf(served.scenario.name) && shareOf(served.feedId) < this.share) this.queue.offer(served);
  }

  /** Resolves when nothing waits any more. */
  settle(): Promise<void> {
    return this.queue.settle();
  }

  /** Lists that found the queue full. */
  get dropped(): number {
    return this.queue.dropped;
  }

  private async compare(served: ServedList): Promise<Comparison | null> {
    const { feedId, scenario, championRunId, reader: key, readerNo, servedAt } = served;
    const shadow = this.live.champions.shadowOf(scenario.name);
    if (!shadow || shadow.runId === championRunId) return null;
    const reader = key && await this.contextOf(key, shadow, scenario, servedAt);
    const startedAt = performance.now();
    const base = { feedId, modelRunId: shadow.runId, championRunId, readerNo, servedAt, served: organic(served.list) };
    const latencyUs = () => Math.round((performance.now() - startedAt) * 1000);
    try {
      const { ranked, consumed } = rankFor(shadow, reader, this.live.contents.newestNos, scenario.size);
      const list = blend({
        scenario, ranked, sponsors: [], fresh: [], random: 0,
        eligible: (contentNo) => this.live.contents.get(contentNo) !== undefined && !consumed.has(contentNo) && !served.excluded.has(contentNo),
      });
      return { ...base, shadow: organic(list), latencyUs: latencyUs(), error: null };
    } catch (error) {
      return { ...base, shadow: [], latencyUs: latencyUs(), error: String(error).slice(0, ERROR_MAX) };
    }
  }

  /** What the champion knew (nothing that came since), and as little of it: days before the snapshot only where the batch list does not serve alone. */
  private async contextOf(key: ReaderKey, shadow: Champion, { size }: Scenario, until: Date): Promise<ReaderContext | null> {
    const recent = await readReaderContext(this.database, key, { runId: shadow.runId, since: recentSince(shadow), until });
    if (!recent || isServedByBatch(shadow, recent, size)) return recent;
    return readReaderContext(this.database, key, { runId: shadow.runId, until });
  }
}

/** What the model put there: neither what was paid for nor what was drawn. */
function organic(list: readonly Entry[]): Entry[] {
  return list.filter(({ source }) => source !== 'sponsored' && source !== 'explore').slice(0, SHADOW_LIST);
}

/** A number in [0, 1) that belongs to this feed, and is not the one that draws its contents. */
function shareOf(feedId: string): number {
  return Number.parseInt(hash('sha256', `shadow/${feedId}`).slice(0, 12), 16) / 2 ** 48;
}

import type { Log } from '../platform/log.js';
import type { Clock } from '../platform/clock.js';
import type { Champions } from './champion.js';
import type { PublishedContents } from './published-contents.js';
import type { Recommenders } from './recommenders.js';
import type { Sponsors } from './sponsors.js';

const EVERY_MS = 1000;

/** What feeds are chosen from, kept in the memory of this process and at most a second or two behind the tables. */
export class LiveState {
  private timer: NodeJS.Timeout | undefined;
  private refreshing: Promise<void> | null = null;

  constructor(
    readonly contents: PublishedContents,
    readonly champions: Champions,
    readonly sponsors: Sponsors,
    readonly recommenders: Recommenders,
    private readonly ground: { clock: Clock; log: Log },
  ) {}

  /** Reads everything once, then again every second. Rejects when the first reading fails. */
  async open(): Promise<void> {
    await this.refresh();
    this.timer = setInterval(() => this.wake(), EVERY_MS);
    this.timer.unref();
  }

  /** Looks now instead of at the next second: called when a notice says that a champion changed. */
  wake(): void {
    this.refreshing ??= this.refresh()
      .catch((error: unknown) => this.ground.log.warn({ err: error }, 'feed state is not refreshed; the last one stays'))
      .finally(() => { this.refreshing = null; });
  }

  async refresh(): Promise<void> {
    await this.contents.refresh();
    await this.champions.refresh();
    await this.recommenders.refresh();
    await this.sponsors.refresh(this.ground.clock());
    await this.sponsors.judge(this.champions.of('home'))
      .catch((error: unknown) => this.ground.log.warn({ err: error }, 'campaigns are ordered by their bids'));
  }

  /** Resolves when nothing is being read any more. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.refreshing;
  }
}

import { uuidOf, type ReaderEvent } from '../../server/feed/event.js';
import { Interactions } from '../../server/feed/interactions.js';
import { Readers } from '../../server/feed/readers.js';
import { RunningNumbers } from '../../server/feed/running-numbers.js';
import { ServedLog } from '../../server/feed/served-log.js';
import { SponsoredClicks } from '../../server/feed/sponsored-clicks.js';
import type { Database } from '../../server/platform/database.js';
import { newId } from '../../server/platform/ids.js';
import { DemoBehaviour, type DemoFeed } from './behaviour.js';
import type { DemoCatalogue } from './catalogue.js';
import { demoSeed } from './contents.js';


const BATCH = 5000;
/** Whose taste the demo's own reader has. */
const modelReader = 7;
const sponsoredSlot = 3;

/** A month of reading and two weeks of feeds, through the same intake that the platform's readers use. */
export class DemoEvents {
  private readonly numbers: RunningNumbers;
  private readonly interactions: Interactions;

  constructor(private readonly database: Database, private readonly catalogue: DemoCatalogue, private readonly nowMs: number) {
    this.numbers = new RunningNumbers(database, newId);
    this.interactions = new Interactions(database, this.numbers, [new SponsoredClicks(database)]);
  }

  async loadReaders(readerAccountId: string): Promise<void> {
    const behaviour = this.behaviour();
    const reader = await new Readers(this.database, newId).ofAccount(readerAccountId);
    await this.interactions.accept([...behaviour.eventsOf(modelReader, null)], reader.no);
    await this.take(behaviour.events());
  }

  async loadFeeds(): Promise<void> {
    const { contents } = this.catalogue;
    const campaigns = await this.campaignsByContent();
    const sponsored = contents.flatMap(({ externalId }, place) => (campaigns.has(externalId) ? [place] : []));
    const feeds = [...this.behaviour().feeds(sponsored)];
    const readerNos = await this.numbers.ofReaders(feeds.map(({ readerKey }) => readerKey));
    const contentNos = await this.numbers.ofContents(contents.map(({ externalId }) => externalId));
    const log = new ServedLog(this.database);
    await Promise.all(feeds.map((feed) => log.write({
      feed: null,
      page: {
        feedId: feed.feedId, page: 0, readerNo: readerNos.get(feed.readerKey)!, policyVersion: 'home-0/demo', servedAt: feed.servedAt,
        contentNos: feed.contents.map((place) => contentNos.get(contents[place].externalId)!),
        slots: feed.contents.map((_, slot) => slot),
        propensities: feed.contents.map(() => 1),
        profile: null, featureSetId: null, predicted: feed.contents.map(() => null),
        campaignIds: feed.contents.map((place, slot) => (slot === sponsoredSlot ? campaigns.get(contents[place].externalId) ?? null : null)),
      },
    })));
    await this.take(this.clicksOf(feeds));
  }

  private* clicksOf(feeds: readonly DemoFeed[]): Generator<ReaderEvent> {
    for (const { feedId, readerKey, servedAt, contents, clicked } of feeds) {
      for (const place of clicked) {
        const slot = contents.indexOf(place);
        yield {
          eventId: uuidOf(`demo-click\n${feedId}\n${slot}`), readerKey, contentKey: this.catalogue.contents[place].externalId, kind: 'click',
          occurredAtMs: servedAt.getTime() + 20_000 * (slot + 1), value: null, feedId, slot,
        };
      }
    }
  }

  private async take(events: Iterable<ReaderEvent>): Promise<void> {
    let batch: ReaderEvent[] = [];
    for (const event of events) {
      batch.push(event);
      if (batch.length < BATCH) continue;
      await this.interactions.accept(batch, null);
      batch = [];
    }
    await this.interactions.accept(batch, null);
  }

  private async campaignsByContent(): Promise<Map<string, string>> {
    const rows = await this.database.query<{ external_id: string; id: string }>(
      `SELECT c.external_id, k.id FROM campaigns k JOIN contents c ON c.id = k.content_id WHERE k.state = 'running' AND c.external_id IS NOT NULL`);
    return new Map(rows.map((row) => [row.external_id, row.id]));
  }

  private behaviour(): DemoBehaviour {
    return new DemoBehaviour(demoSeed, this.catalogue.contents, this.nowMs);
  }
}

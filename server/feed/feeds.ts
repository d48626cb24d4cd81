import { hash } from 'node:crypto';
import { decodeProfile, type History, type TopContents } from '../../models/serving.js';
import type { Content } from '../../schema/content.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';
import { blend, type Entry } from './blend.js';
import type { Champion } from './champion.js';
import { badCursor, decodeFeedCursor } from './feed-cursor.js';
import { freeze, thaw, type Mark } from './frozen-list.js';
import type { LiveState } from './live-state.js';
import { isServedByBatch, rankFor, recentSince, type Ranking } from './ranking.js';
import { lookupOf, readReaderContext, type ReaderContext, type ReaderKey } from './reader-context.js';
import type { Readers } from './readers.js';
import type { RecommenderLog } from './recommender-log.js';
import type { RecommenderShadow } from './recommender-shadow.js';
import type { RankedList, Recommenders, ToldContext } from './recommenders.js';
import { scenarioOf, type Scenario } from './scenarios.js';
import type { Shadow } from './shadow.js';
import type { Sponsors } from './sponsors.js';
import type { FrozenFeed, ServedLog } from './served-log.js';

const DAY_MS = 86_400_000;
const NO_SCORES: TopContents = { contentNos: new Uint32Array(0), scores: new Float32Array(0) };

export interface FeedRequest {
  scenario: string;
  first: number;
  after: string | null;
  /** Uuids of contents that shall not appear. */
  exclude: readonly string[];
  /** Null: nobody is signed in. */
  reader: ReaderKey | null;
  /** Language of somebody who is not known. */
  locale: 'zh' | 'en';
  /** False: staff looks at what the reader would see; that is no impression. */
  isImpression: boolean;
}

export interface ShownEntry extends Entry {
  slot: number;
  content: Content;
}

export interface FeedPage {
  feedId: string;
  scenario: Scenario;
  policyVersion: string;
  modelRunId: string | null;
  servedAt: Date;
  entries: ShownEntry[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  reader: ReaderKey | null;
  /** Known on the first page: what the personal scores were made of. */
  taste: History | null | undefined;
}

/** A list that was frozen, now or earlier. */
interface Frozen {
  feed: FrozenFeed;
  list: Entry[];
  taste: History | null | undefined;
  /** Of a list that was frozen now: how our own ranking made it, and what a partner made of that. */
  made?: { own: Entry[]; partner: RankedList | null; told: ToldContext };
}

interface FeedRow {
  readerNo: number | null;
  scenario: string;
  modelRunId: string | null;
  policyVersion: string;
  entries: Buffer;
  marks: Mark[];
  profile: Buffer | null;
  servedAt: Date;
}

/** The first page freezes a list, later pages walk it: no content twice, none skipped, whatever happens in between. */
export class Feeds {
  constructor(
    private readonly database: Database,
    private readonly live: LiveState,
    private readonly logs: { served: ServedLog; shadow: Shadow },
    private readonly partners: { recommenders: Recommenders; log: RecommenderLog; shadow: RecommenderShadow },
    private readonly readers: Readers,
    private readonly ground: { clock: Clock; newId: NewId },
  ) {}

  /** Two reads and a share of one write. Throws BAD_INPUT (scenario, cursor) and NOT_FOUND (reader). */
  async page(request: FeedRequest): Promise<FeedPage> {
    const scenario = scenarioOf(request.scenario);
    const excluded = new Set(request.exclude.flatMap((id) => this.live.contents.noOf(id) ?? []));
    const place = request.after === null ? null : decodeFeedCursor(request.after);
    const { feed, list, taste, made } = place ? await this.thawed(place.feedId, request) : await this.freeze(scenario, request, excluded);
    const from = place ? place.slot + 1 : 0;
    const { entries, next } = await this.walk(list, from, request.first, excluded);
    const served = { feed: place ? null : feed, page: request.isImpression && entries.length > 0 ? pageOf(feed, entries, this.live.sponsors, this.ground.clock()) : null };
    if (served.feed || served.page) await Promise.all([this.logs.served.write(served), served.page && made?.partner && this.logTrial(feed, made.partner)]);
    if (made && served.page) this.offerToShadows({ feed, scenario, excluded, request, made });
    return {
      feedId: feed.id, scenario, policyVersion: feed.policyVersion, modelRunId: feed.modelRunId, servedAt: feed.servedAt,
      entries, hasNextPage: next < list.length, hasPreviousPage: from > 0, reader: request.reader, taste,
    };
  }

  private async freeze(scenario: Scenario, { reader: key, locale }: FeedRequest, excluded: ReadonlySet<number>): Promise<Frozen> {
    const champion = this.live.champions.of(scenario.name);
    const reader = key && await this.contextOf(key, champion, scenario);
    const id = this.ground.newId();
    const servedAt = this.ground.clock();
    const { taste, ranked, consumed, seen } = this.rankingFor(champion, reader, scenario.size);
    const profile = reader && this.live.sponsors.profileOf(reader, servedAt);
    const own = blend({
      scenario,
      ranked,
      sponsors: this.sponsorsFor(reader, profile, locale, servedAt),
      fresh: this.freshFor(scenario, reader, servedAt).filter((contentNo) => !seen.has(contentNo)),
      eligible: (contentNo) => this.live.contents.get(contentNo) !== undefined && !consumed.has(contentNo) && !excluded.has(contentNo),
      random: unitOf(id),
    });
    const told = { personalised: reader?.personalised ?? false, locale: reader?.locale ?? locale };
    const partner = await this.partners.recommenders.rankFor(scenario.name, id, own, told);
    const list = partner?.list ?? own;
    const feed = {
      id, readerNo: reader?.readerNo ?? null, scenario: scenario.name, modelRunId: champion?.runId ?? null,
      policyVersion: policyOf(scenario, champion, partner), ...freeze(list), profile, servedAt,
    };
    return { feed, list, taste, made: { own, partner, told } };
  }

  /** Before the page is answered: a click must find whom it counts for. */
  private async logTrial({ id, scenario, servedAt }: FrozenFeed, { stage, asked, by, modelVersion, sides }: RankedList): Promise<void> {
    if (stage !== 'interleaved' || !asked) return;
    await this.partners.log.write({
      feedId: id, connectorId: asked.id, scenario, stage, buildDigest: asked.buildDigest, isAnswered: by !== null, modelVersion, agreement: null, sides, servedAt });
  }

  /** What our own ranking made is what shadows are compared with, whatever a partner made of it. */
  private offerToShadows({ feed, scenario, excluded, request, made: { own, told } }: { feed: FrozenFeed; scenario: Scenario; excluded: ReadonlySet<number>; request: FeedRequest; made: NonNullable<Frozen['made']> }): void {
    const { id: feedId, modelRunId, readerNo, servedAt } = feed;
    if (modelRunId !== null) this.logs.shadow.offer({ feedId, scenario, championRunId: modelRunId, reader: request.reader, readerNo, excluded, list: own, servedAt });
    this.partners.shadow.offer({ feedId, scenario: scenario.name, list: own, told, servedAt });
  }

  /** Where the model fails at what the reader did since the batch list was made, that list or what is popular. */
  private rankingFor(champion: Champion | null, reader: ReaderContext | null, size: number): Ranking {
    const { champions, contents: { newestNos } } = this.live;
    if (!champion || !reader) return rankFor(champion, reader, newestNos, size);
    const asOfBatch = { ...reader, scores: reader.scores ?? NO_SCORES, lastReceivedMs: null };
    return champions.ask(champion, () => rankFor(champion, reader, newestNos, size)) ?? { ...rankFor(champion, asOfBatch, newestNos, size), taste: null };
  }

  /**
   * What is needed of the reader, and no more: days before the snapshot only where he did something since, has no batch
   * list, or a campaign asks for them. An account becomes a reader with its first feed: what it clicks must have a name.
   */
  private async contextOf(key: ReaderKey, champion: Champion | null, scenario: Scenario): Promise<ReaderContext> {
    const runId = champion?.runId ?? null;
    const days = this.live.sponsors.behaviourDays;
    const since = champion && Number.isFinite(days) ? recentSince(champion, days) : null;
    const known = await readReaderContext(this.database, key, { runId, since });
    if (known && (!known.since || isServedByBatch(champion!, known, scenario.size))) return known;
    if (!known && !('accountId' in key)) throw new DomainError('NOT_FOUND', { path: ['readerId'] });
    if (!known && 'accountId' in key) await this.readers.ofAccount(key.accountId);
    return (await readReaderContext(this.database, key, { runId }))!;
  }

  private sponsorsFor(reader: ReaderContext | null, profile: Float32Array | null, locale: 'zh' | 'en', now: Date) {
    const { sponsors } = this.live;
    if (!reader?.personalised) return sponsors.chooseWithoutBehaviour(reader?.locale ?? locale);
    return sponsors.choose(sponsors.audienceProfileOf(reader.locale, reader.events), now, profile);
  }

  /**
   * Readers without personalisation all see the same, so nothing is drawn for them. Of a reader whose older days were not
   * read only contents can be drawn that are younger than what was read: of all others he may have met them.
   */
  private freshFor(scenario: Scenario, reader: ReaderContext | null, now: Date): number[] {
    if (reader && !reader.personalised) return [];
    const freshMs = now.getTime() - scenario.freshDays * DAY_MS;
    const sinceMs = Math.max(freshMs, reader?.since?.getTime() ?? freshMs);
    // More than the pool: some will be in the list already.
    return this.live.contents.newerThan(sinceMs, 2 * (scenario.freshPool + scenario.size));
  }

  private async thawed(feedId: string, { reader, scenario }: FeedRequest): Promise<Frozen> {
    const { name, column, value } = reader ? lookupOf(reader) : { name: 'nobody', column: 'r.id', value: null };
    const [row] = await this.database.prepared<FeedRow>(
      `feed-frozen-by-${name}`,
      `SELECT f.reader_no AS "readerNo", f.scenario, f.model_run_id AS "modelRunId", f.policy_version AS "policyVersion", f.entries, f.marks, f.profile, f.served_at AS "servedAt"
       FROM feeds f LEFT JOIN readers r ON r.no = f.reader_no
       WHERE f.id = $1 AND (f.reader_no IS NULL OR ${column} = $2)`,
      [feedId, value],
    );
    if (!row || row.scenario !== scenario) throw badCursor();
    return { feed: { id: feedId, ...row, profile: row.profile && decodeProfile(row.profile) }, list: thaw(row), taste: undefined };
  }

  /** The next `first` entries that may be shown; what was unpublished since is passed over and the page filled from behind. */
  private async walk(list: readonly Entry[], from: number, first: number, excluded: ReadonlySet<number>): Promise<{ entries: ShownEntry[]; next: number }> {
    const entries: ShownEntry[] = [];
    let next = from;
    while (entries.length < first && next < list.length) {
      const wanted: number[] = [];
      for (; next < list.length && wanted.length < first - entries.length; next++) if (!excluded.has(list[next].contentNo)) wanted.push(next);
      const cards = await this.live.contents.cards.published(wanted.map((slot) => list[slot].contentNo));
      for (const slot of wanted) {
        const content = cards.get(list[slot].contentNo);
        if (content) entries.push({ ...list[slot], slot, content });
      }
    }
    return { entries, next };
  }
}

function pageOf(feed: FrozenFeed, entries: readonly ShownEntry[], sponsors: Sponsors, servedAt: Date) {
  return {
    feedId: feed.id, page: entries[0].slot, readerNo: feed.readerNo, policyVersion: feed.policyVersion, servedAt,
    contentNos: entries.map((entry) => entry.contentNo), slots: entries.map((entry) => entry.slot),
    propensities: entries.map((entry) => entry.propensity), campaignIds: entries.map((entry) => entry.campaignId),
    featureSetId: sponsors.featureSetId, predicted: entries.map(({ campaignId, slot }) => (campaignId === null ? null : sponsors.predictedOf(campaignId, feed.profile, slot))), profile: feed.profile,
  };
}

/** What decided: the scenario's table, the model, whether it also ordered the ads, and the partner's recommender that came after it. */
function policyOf({ name, revision }: Scenario, champion: Champion | null, partner: RankedList | null): string {
  const by = partner?.by ? `+${partner.stage === 'live' ? '' : 'half of '}${partner.by.code}` : '';
  return `${name}-${revision}/${champion?.code ?? 'newest'}${champion?.ads ? '+ads' : ''}${by}`;
}

/** A number in [0, 1) that belongs to this feed: the draw can be repeated from the log. */
function unitOf(feedId: string): number {
  return Number.parseInt(hash('sha256', feedId).slice(0, 12), 16) / 2 ** 48;
}

import { adKeyOf, adVector, PROFILE_DAYS, type AdRanker, type HistoryEvent } from '../../models/serving.js';
import type { ContentKind } from '../../schema/content.js';
import { matchesAudience, readingKinds, type AudienceProfile } from '../campaign/audience.js';
import { runningCampaigns, type RunningCampaign } from '../campaign/running-campaigns.js';
import type { Database } from '../platform/database.js';
import type { Sponsor } from './blend.js';
import type { Champion } from './champion.js';
import { ContentVectors } from './content-vectors.js';
import { readNewerFeatures } from './feature-sets.js';
import type { PublishedContents } from './published-contents.js';
import type { ReaderContext } from './reader-context.js';

const reading: ReadonlySet<string> = new Set(readingKinds);
const DAY_MS = 86_400_000;

/**
 * Campaigns that are judged anew for each reader, the best for everybody first: a page has a handful of slots to sell, and
 * a network over hundreds of pairs would keep the other requests waiting.
 */
const PERSONAL_MOST = 16;

/** A campaign as the ad model sees it: c [100] of its content, a [5], and the chance of a click by somebody unknown in the first place. */
interface JudgedCampaign {
  readonly content: Float32Array;
  readonly ad: Float32Array;
  readonly adKey: number;
  readonly probability: number;
}

/** What judges pages now. */
interface Judgement {
  readonly model: AdRanker;
  readonly campaigns: ReadonlyMap<string, JudgedCampaign>;
}

/** Who pays for a slot right now. The list is about a second old; budgets are guarded again when a click is charged. */
export class Sponsors {
  private running: RunningCampaign[] = [];
  private judgement: Judgement | null = null;
  /** Champion, features and campaigns that the judgement belongs to. */
  private judgedFor: Champion | null = null;
  private judgedBy = '';
  private vectors: ContentVectors | null = null;

  constructor(private readonly database: Database, private readonly contents: PublishedContents) {}

  async refresh(now: Date): Promise<void> {
    this.running = await runningCampaigns(this.database, now);
  }

  get campaigns(): readonly RunningCampaign[] {
    return this.running;
  }

  /** How many days of what readers did their audiences and the ad model look at; 0: none, Infinity: whatever is known. */
  get behaviourDays(): number {
    const audiences = this.running.map(({ audience: { kinds, activeWithinDays } }) => activeWithinDays ?? (kinds.length > 0 ? Infinity : 0));
    return Math.max(this.running.length > 0 && this.judgement?.model.readsProfile ? PROFILE_DAYS : 0, ...audiences);
  }

  /**
   * Lets the ad model of a champion order the campaigns: anew for every champion, every set of features and whenever
   * campaigns begin or end. Campaigns that the set does not know yet wait for the next one with the mean of the others.
   */
  async judge(champion: Champion | null): Promise<void> {
    if (!champion) return;
    const newer = await readNewerFeatures(this.database, this.vectors?.set.id ?? null);
    const vectors = newer ? await ContentVectors.of(this.database, newer) : this.vectors;
    const judgedBy = [vectors?.set.id, ...this.running.map(({ id }) => id).sort()].join();
    if (champion === this.judgedFor && judgedBy === this.judgedBy) return;
    // Before the judging: should it fail, bids decide until something changes, instead of another try every second.
    [this.judgedFor, this.judgedBy] = [champion, judgedBy];
    let judgement: Judgement | null = null;
    try {
      if (champion.ads && vectors) judgement = this.judgementOf(champion.ads.model, vectors);
    } finally {
      // At once: a page must not name features with what others predicted.
      [this.vectors, this.judgement] = [vectors, judgement];
    }
  }

  /** What a page that is made now has to name: its features, and the chance of a click that they gave a campaign. */
  get featureSetId(): string | null {
    return this.vectors?.set.id ?? null;
  }

  /** In the place where it stands: what is logged is compared with the clicks of that place. */
  predictedOf(campaignId: string, profile: Float32Array | null, place: number): number | null {
    const judged = this.judgement?.campaigns.get(campaignId);
    if (!judged) return null;
    const { content, ad, adKey } = judged;
    return this.judgement!.model.probability(content, ad, { adKey, place, profile: profile ?? undefined });
  }

  /** u [100] of a reader who wants personalisation and whose days of a profile were read; null of all others. */
  profileOf({ personalised, since, events }: ReaderContext, now: Date): Float32Array | null {
    const isRead = since === null || since.getTime() <= now.getTime() - PROFILE_DAYS * DAY_MS;
    return personalised && isRead && this.vectors ? this.vectors.profileOf(events, now.getTime()) : null;
  }

  /**
   * The campaigns whose audience the reader belongs to, by expected revenue p(click) × bid in minor units; where a model
   * knows nothing of a campaign, its p is the mean of the others, so that bids decide. `profile` is u [100] of the reader.
   */
  choose(audienceProfile: AudienceProfile, now: Date, profile: Float32Array | null): Sponsor[] {
    return this.rank(this.running.filter(({ audience }) => matchesAudience(audience, audienceProfile, now)), profile);
  }

  /** For readers whose behaviour may not matter: campaigns that ask for none of it. */
  chooseWithoutBehaviour(locale: 'zh' | 'en'): Sponsor[] {
    return this.rank(this.running.filter(({ audience }) => (
      audience.kinds.length === 0 && audience.activeWithinDays === null && (audience.locales.length === 0 || audience.locales.includes(locale)))), null);
  }

  /** What an audience may be asked about, from the reader's latest events. */
  audienceProfileOf(locale: 'zh' | 'en', events: readonly HistoryEvent[]): AudienceProfile {
    const lastReadAt: Partial<Record<ContentKind, Date>> = {};
    if (this.running.length > 0) for (const { contentNo, kind, occurredAtMs } of events) {
      const contentKind = this.contents.get(contentNo)?.kind;
      if (contentKind === undefined || !reading.has(kind)) continue;
      lastReadAt[contentKind] ??= new Date(occurredAtMs); // newest first
    }
    return { locale, lastActiveAt: events.length > 0 ? new Date(events[0].occurredAtMs) : null, lastReadAt };
  }

  /** Of a click on the campaign's content as an ad: the sponsored content itself is the content that the ad stands beside. */
  private judgementOf(model: AdRanker, vectors: ContentVectors): Judgement {
    const { ads, countedToMs } = vectors.set;
    const campaigns = new Map(this.running.flatMap(({ id, contentNo }) => {
      const [content, counted] = [vectors.get(contentNo), ads.get(id)];
      if (!content || !counted) return [];
      const [ad, adKey] = [adVector(counted, countedToMs), adKeyOf(id)];
      return [[id, { content, ad, adKey, probability: model.probability(content, ad, { adKey }) }] as const];
    }));
    return { model, campaigns };
  }

  private rank(campaigns: readonly RunningCampaign[], profile: Float32Array | null): Sponsor[] {
    const judged = this.judgement?.campaigns;
    const known = campaigns.flatMap(({ id }) => judged?.get(id)?.probability ?? []);
    const mean = known.length === 0 ? 1 : known.reduce((sum, p) => sum + p, 0) / known.length;
    const sponsors = campaigns
      .map(({ id, contentNo, bidMinor }) => ({ campaignId: id, contentNo, bid: Number(bidMinor), score: (judged?.get(id)?.probability ?? mean) * Number(bidMinor) }))
      .sort(dearestFirst);
    const best = sponsors.slice(0, profile && this.judgement?.model.readsProfile ? PERSONAL_MOST : 0)
      .map((sponsor) => ({ ...sponsor, score: (this.predictedOf(sponsor.campaignId, profile, 0) ?? mean) * sponsor.bid }))
      .sort(dearestFirst);
    return [...best, ...sponsors.slice(best.length)].map(({ bid: _bid, ...sponsor }) => sponsor);
  }
}

const dearestFirst = (a: Sponsor, b: Sponsor): number => b.score - a.score || (a.campaignId < b.campaignId ? -1 : 1);

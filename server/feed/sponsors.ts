import { adKeyOf, adVector, contentVector, type HistoryEvent } from '../../models/serving.js';
import type { ContentKind } from '../../schema/content.js';
import { matchesAudience, readingKinds, type AudienceProfile } from '../campaign/audience.js';
import { runningCampaigns, type RunningCampaign } from '../campaign/running-campaigns.js';
import type { Database } from '../platform/database.js';
import type { Sponsor } from './blend.js';
import type { Champion } from './champion.js';
import type { PublishedContents } from './published-contents.js';
import { readNewerFeatures, readVersionTexts, type FeatureSet } from './feature-sets.js';

const reading: ReadonlySet<string> = new Set(readingKinds);

/** Chance of a click by campaign, as the ad model of the champion sees it. */
export type ClickProbabilities = ReadonlyMap<string, number>;

/** Who pays for a slot right now. The list is about a second old; budgets are guarded again when a click is charged. */
export class Sponsors {
  private running: RunningCampaign[] = [];
  private probabilities: ClickProbabilities = new Map();
  /** Champion, features and campaigns that the probabilities belong to. */
  private judgedFor: Champion | null = null;
  private judgedBy = '';
  private features: FeatureSet | null = null;

  constructor(private readonly database: Database, private readonly contents: PublishedContents) {}

  async refresh(now: Date): Promise<void> {
    this.running = await runningCampaigns(this.database, now);
  }

  get campaigns(): readonly RunningCampaign[] {
    return this.running;
  }

  /** Whether anybody's audience looks at what readers did. */
  get asksForBehaviour(): boolean {
    return this.running.some(({ audience }) => audience.kinds.length > 0 || audience.activeWithinDays !== null);
  }

  /**
   * Lets the ad model of a champion order the campaigns: anew for every champion, every set of features and whenever
   * campaigns begin or end. Campaigns that the set does not know yet wait for the next one with the mean of the others.
   */
  async judge(champion: Champion | null): Promise<void> {
    if (!champion) return;
    const features = await readNewerFeatures(this.database, this.features?.id ?? null) ?? this.features;
    const judgedBy = [features?.id, ...this.running.map(({ id }) => id).sort()].join();
    if (champion === this.judgedFor && judgedBy === this.judgedBy) return;
    // Before the judging: should it fail, bids decide until something changes, instead of another try every second.
    [this.judgedFor, this.judgedBy] = [champion, judgedBy];
    let probabilities: ClickProbabilities = new Map();
    try {
      if (champion.ads && features) probabilities = await this.probabilitiesOf(champion.ads, features);
    } finally {
      // At once: a page must not name features with what others predicted.
      [this.features, this.probabilities] = [features, probabilities];
    }
  }

  /** What a page that is made now has to name: its features, and the chance of a click that they gave a campaign. */
  get featureSetId(): string | null {
    return this.features?.id ?? null;
  }

  predictedOf(campaignId: string): number | null {
    return this.probabilities.get(campaignId) ?? null;
  }

  /**
   * The campaigns whose audience the reader belongs to, by expected revenue p(click) × bid in minor units; where a model
   * knows nothing of a campaign, its p is the mean of the others, so that bids decide.
   */
  choose(profile: AudienceProfile, now: Date): Sponsor[] {
    return this.rank(this.running.filter(({ audience }) => matchesAudience(audience, profile, now)));
  }

  /** For readers whose behaviour may not matter: campaigns that ask for none of it. */
  chooseWithoutBehaviour(locale: 'zh' | 'en'): Sponsor[] {
    return this.rank(this.running.filter(({ audience }) => (
      audience.kinds.length === 0 && audience.activeWithinDays === null && (audience.locales.length === 0 || audience.locales.includes(locale)))));
  }

  /** What an audience may be asked about, from the reader's latest events. */
  profileOf(locale: 'zh' | 'en', events: readonly HistoryEvent[]): AudienceProfile {
    const lastReadAt: Partial<Record<ContentKind, Date>> = {};
    if (this.running.length > 0) for (const { contentNo, kind, occurredAtMs } of events) {
      const contentKind = this.contents.get(contentNo)?.kind;
      if (contentKind === undefined || !reading.has(kind)) continue;
      lastReadAt[contentKind] ??= new Date(occurredAtMs); // newest first
    }
    return { locale, lastActiveAt: events.length > 0 ? new Date(events[0].occurredAtMs) : null, lastReadAt };
  }

  /** p of a click on the campaign's content as an ad: the sponsored content itself is the content that the ad stands beside. */
  private async probabilitiesOf({ model }: NonNullable<Champion['ads']>, { contents, ads, countedToMs }: FeatureSet): Promise<ClickProbabilities> {
    const texts = await readVersionTexts(this.database, this.running.flatMap(({ contentNo }) => contents.get(contentNo)?.versionId ?? []));
    return new Map(this.running.flatMap(({ id, contentNo }) => {
      const [content, ad] = [contents.get(contentNo), ads.get(id)];
      if (!content || !ad) return [];
      const vector = contentVector({ ...content, text: texts.get(content.versionId) ?? '' }, countedToMs);
      return [[id, model.probability(vector, adVector(ad, countedToMs), { adKey: adKeyOf(id) })] as const];
    }));
  }

  private rank(campaigns: readonly RunningCampaign[]): Sponsor[] {
    const { probabilities } = this;
    const known = campaigns.flatMap(({ id }) => probabilities.get(id) ?? []);
    const mean = known.length === 0 ? 1 : known.reduce((sum, p) => sum + p, 0) / known.length;
    return campaigns
      .map(({ id, contentNo, bidMinor }) => ({ campaignId: id, contentNo, score: (probabilities.get(id) ?? mean) * Number(bidMinor) }))
      .sort((a, b) => b.score - a.score || (a.campaignId < b.campaignId ? -1 : 1));
  }
}

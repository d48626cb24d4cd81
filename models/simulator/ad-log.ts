import type { ImpressionTable } from '../dataset.js';
import { AD_WIDTH, CONTENT_WIDTH } from '../features/spec.js';
import { PROFILE_HALF_LIFE_DAYS } from '../features/reader-profile.js';
import { Random } from '../random.js';
import { PAIR_WIDTH } from '../ranker/impressions.js';
import type { AdResponse } from './ad-response.js';
import { DAY_MS, placeEffect, PLACES } from './world.js';

/** Every so many contents shown, one ad stands beside them, in one of these places. */
const AD_EVERY = 5;
const AD_PLACES = [0, 1, 4];

/** A page that an ad may stand on: who looks at what, and what was known of him then. */
export interface Page {
  readonly reader: number;
  readonly content: number;
  readonly timeMs: number;
  /** u [100]: decayed mean of the contents that he read. A view that the next page overwrites. */
  readonly profile: Float32Array;
}

/**
 * The pages of a day with a slot for an ad, in the order of time within each reader. Readers read on meanwhile, and their
 * profiles follow: u = Σ 2^(−age/14 d) c / Σ 2^(−age/14 d), kept as two running sums.
 */
export class Pages {
  private readonly sums: Float32Array;
  private readonly masses: Float32Array;
  private readonly profile = new Float32Array(CONTENT_WIDTH);

  constructor(private readonly response: AdResponse) {
    this.sums = new Float32Array(response.world.params.readers * CONTENT_WIDTH);
    this.masses = new Float32Array(response.world.params.readers);
  }

  *ofDay(day: number, startMs: number): Generator<Page> {
    const { world } = this.response;
    const { people, params: { seed, impressionsPerDay } } = world;
    if (day > 0) people.drift(day, seed);
    const random = new Random(seed + 5000 + day);
    this.age();
    for (let reader = 0; reader < people.count; reader++) {
      const shown = Math.floor(impressionsPerDay * people.activity[reader] + random.unit());
      for (let at = 0; at < shown; at++) {
        const content = world.show(reader, random);
        const timeMs = startMs + day * DAY_MS + Math.floor(((reader + (at + 1) / (shown + 1)) / people.count) * DAY_MS);
        if (at % AD_EVERY === 0) yield { reader, content, timeMs, profile: this.profileOf(reader) };
        const z = world.affinity(reader, content) + placeEffect(at % PLACES) + world.bias;
        if (random.unit() * (1 + Math.exp(-z)) < 1) this.read(reader, content);
      }
    }
  }

  private age(): void {
    const kept = 2 ** (-1 / PROFILE_HALF_LIFE_DAYS);
    for (let at = 0; at < this.sums.length; at++) this.sums[at] *= kept;
    for (let at = 0; at < this.masses.length; at++) this.masses[at] *= kept;
  }

  private read(reader: number, content: number): void {
    const { features } = this.response.world.catalogue;
    this.masses[reader]++;
    for (let at = 0; at < CONTENT_WIDTH; at++) this.sums[reader * CONTENT_WIDTH + at] += features[content * CONTENT_WIDTH + at];
  }

  private profileOf(reader: number): Float32Array {
    const mass = this.masses[reader];
    for (let at = 0; at < CONTENT_WIDTH; at++) this.profile[at] = mass > 0 ? this.sums[reader * CONTENT_WIDTH + at] / mass : 0;
    return this.profile;
  }
}

/** Impressions as rows, oldest first, while they are logged. */
export class AdLog {
  private readonly rows: { features: Float32Array; profile: Float32Array; label: number; adKey: number; place: number; timeMs: number }[] = [];

  constructor(private readonly response: AdResponse) {}

  get rowCount(): number {
    return this.rows.length;
  }

  /** Shows an ad on a page, draws the click from the truth and logs both. */
  show({ reader, content, timeMs, profile }: Page, ad: number, place: number, random: Random): number {
    const { world, ads, adKeys } = this.response;
    const label = random.unit() < this.response.probability(reader, content, ad, place) ? 1 : 0;
    const features = new Float32Array(PAIR_WIDTH);
    features.set(world.catalogue.features.subarray(content * CONTENT_WIDTH, (content + 1) * CONTENT_WIDTH));
    features.set(ads.subarray(ad * AD_WIDTH, (ad + 1) * AD_WIDTH), CONTENT_WIDTH);
    this.rows.push({ features, profile: profile.slice(), label, adKey: adKeys[ad], place, timeMs });
    return label;
  }

  /** With a uniform policy: the ad and its place drawn evenly, so that nothing of the truth leaks into what was shown. */
  showEvenly(page: Page, random: Random): void {
    this.show(page, random.below(this.response.adCount), AD_PLACES[random.below(AD_PLACES.length)], random);
  }

  table(): ImpressionTable {
    const { rows } = this;
    const wide = (width: number, of: (row: (typeof rows)[number]) => Float32Array): Float32Array => {
      const values = new Float32Array(rows.length * width);
      rows.forEach((row, at) => values.set(of(row), at * width));
      return values;
    };
    return {
      rowCount: rows.length, featureCount: PAIR_WIDTH, features: wide(PAIR_WIDTH, ({ features }) => features), profiles: wide(CONTENT_WIDTH, ({ profile }) => profile),
      labels: Uint8Array.from(rows, ({ label }) => label), weights: new Float32Array(rows.length).fill(1),
      adKeys: Uint32Array.from(rows, ({ adKey }) => adKey), slots: Uint8Array.from(rows, ({ place }) => place), timesMs: Float64Array.from(rows, ({ timeMs }) => timeMs),
    };
  }
}

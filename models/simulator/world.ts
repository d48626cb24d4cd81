import { Random } from '../random.js';
import { requireBetween } from '../trainer.js';
import { makeCatalogue, TASTE } from './catalogue.js';
import type { Catalogue } from './catalogue.js';
import { Readers } from './readers.js';

export interface WorldParams {
  readonly readers: number;
  readonly contents: number;
  /** Contents shown to a reader on a day, in the mean; ZhihuRec has 12.5. */
  readonly impressionsPerDay: number;
  /** Share of what is shown that is clicked; ZhihuRec has 0.27. */
  readonly clickRate: number;
  readonly seed: number;
}

export const WORLD_DEFAULTS: WorldParams = { readers: 2000, contents: 500, impressionsPerDay: 12.5, clickRate: 0.27, seed: 1 };

/** What a click is followed by, each from the step before: read, then complete, like or purchase. */
export const FOLLOW_UPS = { read: 0.6, complete: 0.4, like: 0.1, purchase: 0.02 } as const;

/** Interactions that one click makes in the mean, itself included. */
export const EVENTS_PER_CLICK = 1 + FOLLOW_UPS.read * (1 + FOLLOW_UPS.complete + FOLLOW_UPS.like + FOLLOW_UPS.purchase);

/** Impressions a day that make so many interactions a day. */
export const impressionsFor = (eventsPerDay: number, clickRate = WORLD_DEFAULTS.clickRate): number => eventsPerDay / (clickRate * EVENTS_PER_CLICK);

export const PLACES = 10;
/** Logit lost by the place, 0 to 9: −0.5 ln(1 + place). */
export const placeEffect = (place: number): number => -0.5 * Math.log1p(place);

/** How much taste decides. */
const TASTE_SCALE = 2;
/** Share of impressions that come from general popularity instead of a topic. */
const POPULAR_SHARE = 0.2;
const SAMPLE = 20_000;
export const DAY_MS = 86_400_000;

/**
 * A platform of which everything is known: tastes of rank 16 over a graph of topics, Zipf popularity, readers whose taste
 * drifts, places that cost clicks. P(click) = σ(2 tᵀv − ½ ln(1 + place) + b), b such that the share of clicks is as asked.
 * The same params give the same world and the same days. Days move the readers: open a new world for another pass.
 */
export class World {
  readonly catalogue: Catalogue;
  readonly people: Readers;
  readonly bias: number;

  constructor(readonly params: WorldParams) {
    requireBetween('readers', params.readers, 1, 5_000_000);
    requireBetween('contents', params.contents, 20, 1_000_000);
    requireBetween('impressionsPerDay', params.impressionsPerDay, 0.01, 1000);
    requireBetween('clickRate', params.clickRate, 0.001, 0.9);
    this.catalogue = makeCatalogue(params.contents, params.seed);
    this.people = new Readers(params.readers, this.catalogue, params.seed + 1);
    this.bias = biasFor(this.sampleLogits(new Random(params.seed + 2)), params.clickRate);
  }

  /** Logits without b of impressions as a day makes them. */
  private sampleLogits(random: Random): Float64Array {
    const { readers, impressionsPerDay } = this.params;
    const logits = new Float64Array(SAMPLE);
    for (let count = 0; count < SAMPLE; ) {
      const reader = random.below(readers);
      const shown = Math.floor(impressionsPerDay * this.people.activity[reader] + random.unit());
      for (let at = 0; at < shown && count < SAMPLE; at++) logits[count++] = this.affinity(reader, this.show(reader, random)) + placeEffect(at % PLACES);
    }
    return logits;
  }

  /** A content that is shown to the reader. */
  show(reader: number, random: Random): number {
    if (random.unit() < POPULAR_SHARE) return this.catalogue.all.draw(random);
    const { contents, table } = this.catalogue.topics[this.people.topic(reader, random)];
    return contents[table.draw(random)];
  }

  /** 2 tᵀv. */
  affinity(reader: number, content: number): number {
    const { tastes } = this.people;
    const { tastes: contents } = this.catalogue;
    let sum = 0;
    for (let at = 0, a = reader * TASTE, b = content * TASTE; at < TASTE; at++, a++, b++) sum += tastes[a] * contents[b];
    return TASTE_SCALE * sum;
  }

  clickProbability(reader: number, content: number, place: number): number {
    return 1 / (1 + Math.exp(-(this.affinity(reader, content) + placeEffect(place) + this.bias)));
  }
}

/** b with mean σ(z + b) = rate, by bisection. */
export function biasFor(logits: Float64Array, rate: number): number {
  let [low, high] = [-30, 30];
  for (let step = 0; step < 45; step++) {
    const middle = (low + high) / 2;
    const mean = logits.reduce((sum, z) => sum + 1 / (1 + Math.exp(-(z + middle))), 0) / logits.length;
    if (mean < rate) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

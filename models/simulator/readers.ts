import { Random } from '../random.js';
import { normalise, TASTE } from './catalogue.js';
import type { Catalogue } from './catalogue.js';

/** Topics that a reader follows, and how often he turns to each. */
export const INTERESTS = 3;
const INTEREST_SHARES = [0.6, 0.25, 0.15];
/** Share of the readers who turn to a neighbouring topic on one day. */
const DRIFT = 0.05;
/** Spread of activity: lognormal with this deviation and mean 1. */
const ACTIVITY_DEVIATION = 0.7;

/** The readers of a world, with what no model may see: their taste. It drifts from day to day. */
export class Readers {
  /** [readers, 16] unit vectors. */
  readonly tastes: Float32Array;
  /** [readers, 3] topics, the strongest first. */
  readonly interests: Uint8Array;
  /** How much busier than the mean. */
  readonly activity: Float32Array;

  constructor(readonly count: number, private readonly catalogue: Catalogue, seed: number) {
    const random = new Random(seed);
    this.tastes = new Float32Array(count * TASTE);
    this.interests = new Uint8Array(count * INTERESTS);
    this.activity = Float32Array.from({ length: count }, () => Math.exp(ACTIVITY_DEVIATION * random.normal() - ACTIVITY_DEVIATION ** 2 / 2));
    for (let reader = 0; reader < count; reader++) {
      let topic = random.below(catalogue.topicCount);
      for (let at = 0; at < INTERESTS; at++) {
        this.interests[reader * INTERESTS + at] = topic;
        topic = this.neighbourOf(topic, random);
      }
      this.settle(reader, random);
    }
  }

  /** One night: some readers turn from their weakest interest to a neighbour of their strongest, which moves down. */
  drift(day: number, seed: number): void {
    const random = new Random(seed ^ Math.imul(day + 1, 0x9e3779b1));
    for (let reader = 0; reader < this.count; reader++) {
      if (random.unit() >= DRIFT) continue;
      const start = reader * INTERESTS;
      const fresh = this.neighbourOf(this.interests[start], random);
      this.interests[start + 2] = this.interests[start + 1];
      this.interests[start + 1] = this.interests[start];
      this.interests[start] = fresh;
      this.settle(reader, random);
    }
  }

  /** The topic that a reader turns to now. */
  topic(reader: number, random: Random): number {
    const drawn = random.unit();
    const at = drawn < INTEREST_SHARES[0] ? 0 : drawn < INTEREST_SHARES[0] + INTEREST_SHARES[1] ? 1 : 2;
    return this.interests[reader * INTERESTS + at];
  }

  private neighbourOf(topic: number, random: Random): number {
    const { neighbours } = this.catalogue;
    return neighbours[topic][random.below(neighbours[topic].length)];
  }

  private settle(reader: number, random: Random): void {
    const { tastes, interests, catalogue: { centres } } = this;
    for (let at = 0; at < TASTE; at++) {
      let sum = 0.05 * random.normal();
      for (let interest = 0; interest < INTERESTS; interest++) {
        sum += INTEREST_SHARES[interest] * centres[interests[reader * INTERESTS + interest] * TASTE + at];
      }
      tastes[reader * TASTE + at] = sum;
    }
    normalise(tastes, reader * TASTE, TASTE);
  }
}

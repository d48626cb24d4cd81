import { AD_WIDTH, CONTENT_WIDTH, FEATURE_SPEC } from '../features/spec.js';
import { Random } from '../random.js';
import { AliasTable } from './alias-table.js';

/** Dimensions of taste. */
export const TASTE = 16;
const CHORDS = 2;
const TEXT_WIDTH = FEATURE_SPEC.content[7].width;
const TEXT_START = CONTENT_WIDTH - TEXT_WIDTH;
const KINDS = FEATURE_SPEC.content[0].values.length;

/** What there is to read: contents in topics, topics in a graph, and how popular each content is. */
export interface Catalogue {
  readonly contentCount: number;
  readonly topicCount: number;
  /** Neighbours of each topic: a ring with chords. */
  readonly neighbours: readonly (readonly number[])[];
  /** [topics, 16] unit vectors; neighbours are alike. */
  readonly centres: Float32Array;
  readonly topicOf: Int32Array;
  /** [contents, 16] unit vectors near their topic's. */
  readonly tastes: Float32Array;
  /** 1 / rank: Zipf with exponent 1. */
  readonly popularity: Float64Array;
  /** c [contents, 100] in the layout of the feature spec; the text part is a random image of the taste, with noise. */
  readonly features: Float32Array;
  readonly all: AliasTable;
  /** Contents of each topic, with a table over their popularity. */
  readonly topics: readonly { readonly contents: Int32Array; readonly table: AliasTable }[];
}

/** Scales a row to length one. */
export function normalise(values: Float32Array, start: number, width: number): void {
  let squares = 0;
  for (let at = start; at < start + width; at++) squares += values[at] * values[at];
  const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  for (let at = start; at < start + width; at++) values[at] *= scale;
}

export function makeCatalogue(contentCount: number, seed: number): Catalogue {
  const random = new Random(seed);
  const topicCount = Math.max(4, Math.min(64, Math.floor(contentCount / 20)));
  const neighbours = Array.from({ length: topicCount }, (_, topic) => [
    (topic + 1) % topicCount, (topic + topicCount - 1) % topicCount, ...Array.from({ length: CHORDS }, () => random.below(topicCount)),
  ]);
  const own = Float32Array.from({ length: topicCount * TASTE }, () => random.normal());
  const centres = own.slice();
  for (let topic = 0; topic < topicCount; topic++) {
    for (const other of neighbours[topic]) for (let at = 0; at < TASTE; at++) centres[topic * TASTE + at] += 0.4 * own[other * TASTE + at];
    normalise(centres, topic * TASTE, TASTE);
  }
  const topicOf = Int32Array.from({ length: contentCount }, (_, content) => (content < topicCount ? content : random.below(topicCount)));
  const tastes = new Float32Array(contentCount * TASTE);
  for (let content = 0; content < contentCount; content++) {
    for (let at = 0; at < TASTE; at++) tastes[content * TASTE + at] = centres[topicOf[content] * TASTE + at] + 0.15 * random.normal();
    normalise(tastes, content * TASTE, TASTE);
  }
  const popularity = Float64Array.from(shuffledRanks(contentCount, random), (rank) => 1 / rank);
  const byTopic = Array.from({ length: topicCount }, (): number[] => []);
  topicOf.forEach((topic, content) => byTopic[topic].push(content));
  return {
    contentCount, topicCount, neighbours, centres, topicOf, tastes, popularity,
    features: contentFeatures(tastes, popularity, random),
    all: new AliasTable(popularity),
    topics: byTopic.map((contents) => ({ contents: Int32Array.from(contents), table: new AliasTable(contents.map((content) => popularity[content])) })),
  };
}

function shuffledRanks(count: number, random: Random): Int32Array {
  const ranks = Int32Array.from({ length: count }, (_, at) => at + 1);
  for (let at = count - 1; at > 0; at--) {
    const other = random.below(at + 1);
    [ranks[at], ranks[other]] = [ranks[other], ranks[at]];
  }
  return ranks;
}

function contentFeatures(tastes: Float32Array, popularity: Float64Array, random: Random): Float32Array {
  const count = popularity.length;
  const image = Float32Array.from({ length: TEXT_WIDTH * TASTE }, () => random.normal() / Math.sqrt(TASTE));
  const features = new Float32Array(count * CONTENT_WIDTH);
  for (let content = 0; content < count; content++) {
    const start = content * CONTENT_WIDTH;
    const free = random.unit() < 0.5;
    features[start + random.below(KINDS)] = 1;
    features.set([random.unit(), free ? 0 : random.unit(), Number(free), 1 + 0.1 * Math.log(popularity[content]), 0.2 + 0.2 * random.unit(), random.below(2)], start + KINDS);
    for (let at = 0; at < TEXT_WIDTH; at++) {
      let sum = 0.15 * random.normal();
      for (let axis = 0; axis < TASTE; axis++) sum += image[at * TASTE + axis] * tastes[content * TASTE + axis];
      features[start + TEXT_START + at] = sum;
    }
    normalise(features, start + TEXT_START, TEXT_WIDTH);
  }
  return features;
}

/** a [ads, 5]: bid, click rate, age, budget left, whose. */
export function adFeatures(count: number, seed: number): Float32Array {
  const random = new Random(seed);
  const features = Float32Array.from({ length: count * AD_WIDTH }, () => random.unit());
  for (let ad = 0; ad < count; ad++) features[ad * AD_WIDTH + AD_WIDTH - 1] = random.below(2);
  return features;
}

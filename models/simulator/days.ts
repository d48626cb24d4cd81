import type { Dataset, InteractionTable } from '../dataset.js';
import { INTERACTION_WEIGHTS } from '../features/interaction-weights.js';
import { Random } from '../random.js';
import { DAY_MS, EVENTS_PER_CLICK, FOLLOW_UPS, placeEffect, PLACES } from './world.js';
import type { World } from './world.js';

/** Kinds by the number that `DayEvents.kinds` holds. */
export const EVENT_KINDS = ['click', 'read', 'complete', 'like', 'purchase'] as const;

/** One day, reader after reader, each reader's events in time order. Columns of one length. */
export interface DayEvents {
  readonly day: number;
  readonly readers: Int32Array;
  readonly contents: Int32Array;
  readonly kinds: Uint8Array;
  readonly timesMs: Float64Array;
  /** How many contents were shown to make them. */
  readonly impressions: number;
}

/** Room for a day's events, used again every day: a day of ten million is not allocated anew. */
class Columns {
  readers: Int32Array;
  contents: Int32Array;
  kinds: Uint8Array;
  timesMs: Float64Array;
  count = 0;

  constructor(capacity: number) {
    [this.readers, this.contents, this.kinds, this.timesMs] = [new Int32Array(capacity), new Int32Array(capacity), new Uint8Array(capacity), new Float64Array(capacity)];
  }

  push(reader: number, content: number, kind: number, timeMs: number): void {
    if (this.count === this.readers.length) this.grow();
    const at = this.count++;
    this.readers[at] = reader;
    this.contents[at] = content;
    this.kinds[at] = kind;
    this.timesMs[at] = timeMs;
  }

  private grow(): void {
    const larger = new Columns(this.readers.length * 2);
    larger.readers.set(this.readers);
    larger.contents.set(this.contents);
    larger.kinds.set(this.kinds);
    larger.timesMs.set(this.timesMs);
    [this.readers, this.contents, this.kinds, this.timesMs] = [larger.readers, larger.contents, larger.kinds, larger.timesMs];
  }
}

/**
 * The interactions of day after day, `startMs` being the first midnight; between two days tastes drift. The columns of a
 * day are views that the next day overwrites.
 */
export function* simulateDays(world: World, days: number, startMs: number): Generator<DayEvents> {
  const { readers, impressionsPerDay, clickRate, seed } = world.params;
  const columns = new Columns(Math.ceil(readers * impressionsPerDay * clickRate * EVENTS_PER_CLICK * 1.2) + 64);
  for (let day = 0; day < days; day++) {
    if (day > 0) world.people.drift(day, seed);
    columns.count = 0;
    const impressions = simulateDay(world, new Random(seed + 1000 + day), startMs + day * DAY_MS, columns);
    const { count } = columns;
    yield {
      day, impressions, readers: columns.readers.subarray(0, count), contents: columns.contents.subarray(0, count),
      kinds: columns.kinds.subarray(0, count), timesMs: columns.timesMs.subarray(0, count),
    };
  }
}

function simulateDay(world: World, random: Random, midnightMs: number, columns: Columns): number {
  const { people, params: { impressionsPerDay }, bias } = world;
  const places = Float64Array.from({ length: PLACES }, (_, place) => placeEffect(place) + bias);
  let impressions = 0;
  for (let reader = 0; reader < people.count; reader++) {
    const shown = Math.floor(impressionsPerDay * people.activity[reader] + random.unit());
    impressions += shown;
    const firstMs = midnightMs + random.unit() * DAY_MS * 0.9;
    const stepMs = (DAY_MS * 0.1) / (shown + 1);
    for (let at = 0; at < shown; at++) {
      const content = world.show(reader, random);
      const z = world.affinity(reader, content) + places[at % PLACES];
      if (random.unit() * (1 + Math.exp(-z)) < 1) follow(columns, random, reader, content, Math.floor(firstMs + at * stepMs));
    }
  }
  return impressions;
}

/** A click and what comes of it, a second apart. */
function follow(columns: Columns, random: Random, reader: number, content: number, timeMs: number): void {
  columns.push(reader, content, 0, timeMs);
  if (random.unit() >= FOLLOW_UPS.read) return;
  columns.push(reader, content, 1, timeMs + 1000);
  if (random.unit() < FOLLOW_UPS.complete) columns.push(reader, content, 2, timeMs + 2000);
  if (random.unit() < FOLLOW_UPS.like) columns.push(reader, content, 3, timeMs + 3000);
  if (random.unit() < FOLLOW_UPS.purchase) columns.push(reader, content, 4, timeMs + 4000);
}

/** Days as the interactions of a dataset, with the weights that the product gives to each kind. */
export function simulatedInteractions(world: World, days: number, startMs: number): InteractionTable {
  const weightOf = Float32Array.from(EVENT_KINDS, (kind) => INTERACTION_WEIGHTS[kind]);
  const parts = Array.from(simulateDays(world, days, startMs), ({ readers, contents, kinds, timesMs }) => (
    { readers: readers.slice(), contents: contents.slice(), weights: Float32Array.from(kinds, (kind) => weightOf[kind]), timesMs: timesMs.slice() }));
  const rows = parts.reduce((sum, part) => sum + part.readers.length, 0);
  const table = {
    readerCount: world.params.readers, itemCount: world.params.contents,
    readers: new Int32Array(rows), items: new Int32Array(rows), weights: new Float32Array(rows), timesMs: new Float64Array(rows),
  };
  let at = 0;
  for (const part of parts) {
    table.readers.set(part.readers, at);
    table.items.set(part.contents, at);
    table.weights.set(part.weights, at);
    table.timesMs.set(part.timesMs, at);
    at += part.readers.length;
  }
  return table;
}

/** A dataset around simulated interactions and impressions; a content's number is its index + 1. */
export function simulatedDataset(
  world: World, days: number, startMs: number, parts: Pick<Dataset, 'interactions' | 'impressions'>,
): Dataset {
  return {
    snapshotId: `simulated-${world.params.seed}`, codeRevision: 'simulator', window: { fromMs: startMs, toMs: startMs + days * DAY_MS },
    itemKeys: Int32Array.from({ length: world.params.contents }, (_, content) => content + 1), contents: null, ...parts,
  };
}

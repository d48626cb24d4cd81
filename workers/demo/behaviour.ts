import { Random } from '../../models/random.js';
import type { InteractionKind } from '../../schema/interaction.js';
import { uuidOf, type ReaderEvent } from '../../server/feed/event.js';
import type { DemoContent } from './contents.js';
import { demoSubjects } from './subjects.js';

export const demoReaderCount = 2000;
/** Before a model has learnt anything, feeds were shown to everybody; their clicks teach the first ad model. */
export const demoFeedCount = 1500;
const DAYS = 30;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FEED_SIZE = 20;

export interface DemoFeed {
  feedId: string;
  readerKey: string;
  servedAt: Date;
  /** Places in the list of contents. */
  contents: number[];
  /** Places that were clicked. */
  clicked: number[];
}

/**
 * Readers with tastes: each likes one to three subjects (low rank), within them what is popular (Zipf), on days and at hours
 * when people read. The same for the same seed, apart from the dates, which end at `nowMs`.
 */
export class DemoBehaviour {
  private readonly tastes: Float64Array[];
  private readonly bySubject: { place: number; until: number }[][];

  constructor(private readonly seed: number, private readonly contents: readonly DemoContent[], private readonly nowMs: number) {
    const random = new Random(seed);
    this.tastes = Array.from({ length: demoReaderCount }, () => tasteOf(random));
    this.bySubject = demoSubjects.map((_, subject) => cumulative(contents, subject));
  }

  static readerKey(reader: number): string {
    return `demo-reader-${reader + 1}`;
  }

  /** About 70,000 events, reader after reader. */
  *events(): Generator<ReaderEvent> {
    for (let reader = 0; reader < demoReaderCount; reader++) yield* this.eventsOf(reader, DemoBehaviour.readerKey(reader));
  }

  /** Of one reader, under the key that he is given (null: the sender of the batch). */
  *eventsOf(reader: number, readerKey: string | null): Generator<ReaderEvent> {
    const random = new Random(this.seed + 7919 * (reader + 1));
    // Few read much, many a little: log-normal, about 16 contents in the mean.
    const count = Math.max(4, Math.min(80, Math.round(Math.exp(2.62 + 0.6 * random.normal()))));
    const met = new Set<number>();
    for (let turn = 0; turn < count; turn++) {
      const place = this.choose(random, this.tastes[reader]);
      if (met.has(place)) continue;
      met.add(place);
      const content = this.contents[place];
      const from = Math.max(content.publishedAt.getTime(), this.nowMs - DAYS * DAY_MS);
      const until = Math.max(from + HOUR_MS, this.nowMs - 2 * HOUR_MS);
      let atMs = readingHour(from + random.unit() * (until - from), random, from, until);
      for (const kind of depthOf(content, random)) {
        if (atMs >= this.nowMs) break;
        yield {
          eventId: uuidOf(`demo\n${this.seed}\n${readerKey ?? 'account'}\n${place}\n${kind}`), readerKey, contentKey: content.externalId, kind,
          occurredAtMs: Math.round(atMs), value: kind === 'rate' ? 3 + random.below(3) : null, feedId: null, slot: null,
        };
        atMs += 60_000 * (1 + 12 * random.unit());
      }
    }
  }

  /** Pages that were shown in the last two weeks; `sponsored` are places whose content a campaign pays for, at slot 3. */
  *feeds(sponsored: readonly number[]): Generator<DemoFeed> {
    const random = new Random(this.seed + 1);
    for (let at = 0; at < demoFeedCount; at++) {
      const reader = random.below(demoReaderCount);
      const servedAt = new Date(Math.round(readingHour(this.nowMs - (0.2 + 13 * random.unit()) * DAY_MS, random, 0, this.nowMs - HOUR_MS)));
      const contents: number[] = [];
      while (contents.length < FEED_SIZE) {
        const place = contents.length === 3 && sponsored.length > 0 ? sponsored[random.below(sponsored.length)]
          : random.unit() < 0.5 ? this.choose(random, this.tastes[reader]) : random.below(this.contents.length);
        if (!contents.includes(place) && this.contents[place].publishedAt < servedAt) contents.push(place);
        else if (contents.length === 3) contents.push(this.unused(contents, servedAt));
      }
      // Affinity times the attention that a slot gets.
      const clicked = contents.filter((place, slot) => random.unit() < (0.05 + 0.5 * this.tastes[reader][this.contents[place].subject]) / (1 + slot / 6));
      yield { feedId: uuidOf(`demo-feed\n${this.seed}\n${at}`), readerKey: DemoBehaviour.readerKey(reader), servedAt, contents, clicked };
    }
  }

  private unused(taken: readonly number[], before: Date): number {
    return this.contents.findIndex((content, place) => !taken.includes(place) && content.publishedAt < before);
  }

  private choose(random: Random, taste: Float64Array): number {
    let draw = random.unit();
    let subject = 0;
    while (subject < taste.length - 1 && (draw -= taste[subject]) >= 0) subject += 1;
    const shelf = this.bySubject[subject];
    const wanted = random.unit() * shelf.at(-1)!.until;
    return shelf.find(({ until }) => wanted < until)!.place;
  }
}

/** Chances over the subjects: one to three of them hold most. */
function tasteOf(random: Random): Float64Array {
  const taste = new Float64Array(demoSubjects.length).fill(0.02);
  const loves = 1 + random.below(3);
  for (let at = 0; at < loves; at++) taste[random.below(taste.length)] += 1 / loves;
  const sum = taste.reduce((total, one) => total + one, 0);
  return taste.map((one) => one / sum);
}

function cumulative(contents: readonly DemoContent[], subject: number): { place: number; until: number }[] {
  let until = 0;
  return contents.flatMap((content, place) => (content.subject === subject ? [{ place, until: until += content.appeal }] : []));
}

/** How far a reader goes with a content. */
function depthOf({ kind }: DemoContent, random: Random): InteractionKind[] {
  const depth: InteractionKind[] = ['view'];
  if (random.unit() < 0.65) depth.push(kind === 'course' || kind === 'column' ? 'enrol' : 'read');
  if (depth.length > 1 && random.unit() < 0.45) depth.push('complete');
  if (random.unit() < 0.12) depth.push('like');
  if (random.unit() < 0.06) depth.push('rate');
  return depth;
}

/**
 * Moves a time to an hour of its day at which people read: breakfast, lunch, evening in Shanghai (UTC+8). Where that would
 * leave `fromMs`…`toMs`, the time stays.
 */
function readingHour(ms: number, random: Random, fromMs: number, toMs: number): number {
  const day = Math.floor((ms + 8 * HOUR_MS) / DAY_MS) * DAY_MS - 8 * HOUR_MS;
  const peak = [8, 12.5, 21, 21][random.below(4)];
  const moved = day + Math.min(23.9, Math.max(0, peak + 1.6 * random.normal())) * HOUR_MS;
  return moved >= fromMs && moved < toMs ? moved : ms;
}

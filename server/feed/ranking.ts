import { historyOf, type History } from '../../models/serving.js';
import type { Champion } from './champion.js';
import type { BlendInput, Ranked } from './blend.js';
import { consumedOf, type ReaderContext } from './reader-context.js';

export interface Ranking {
  /** What a personal score was made of; null: nothing here is personal; undefined: the batch knew, it was not read again. */
  taste: History | null | undefined;
  ranked: BlendInput['ranked'];
  /** Never to be shown, wherever it would come from. */
  consumed: ReadonlySet<number>;
  /** Everything that the reader has met: nothing of it can be explored. */
  seen: ReadonlySet<number>;
}

const DAY_MS = 86_400_000;
const NONE: ReadonlySet<number> = new Set();

/**
 * The organic lists for one reader, best source first. Batch scores serve as long as nothing newer is known of the reader;
 * one event later the same model scores the whole recent history again, in about a millisecond.
 * Somebody unknown, or who wants no personalisation, gets what is popular: the same for all of them.
 */
export function rankFor(champion: Champion | null, reader: ReaderContext | null, newestNos: readonly number[], size: number): Ranking {
  const newest: Ranked = { contentNos: newestNos };
  if (!reader?.personalised) {
    const popularFirst = champion ? [{ source: 'popular' as const, list: popularOf(champion) }] : [];
    return { taste: null, ranked: [...popularFirst, { source: 'newest', list: newest }], consumed: NONE, seen: NONE };
  }
  const taste = historyOf(reader.events);
  const consumed = consumedOf(reader.events);
  const seen = new Set([...taste.contentNos, ...consumed]);
  if (!champion) return { taste: null, ranked: [{ source: 'newest', list: newest }], consumed, seen };

  if (reader.since) return { taste: undefined, ranked: [{ source: 'personal', list: reader.scores!, skip: seen }], consumed, seen };

  const popular = popularOf(champion);
  const personal = reader.scores && !hasNews(champion, reader)
    ? reader.scores
    : champion.items.topK(champion.items.scoreHistory(taste), size + seen.size, seen);
  return {
    taste,
    consumed,
    seen,
    ranked: [
      { source: taste.contentNos.length > 0 ? 'personal' : 'popular', list: personal, skip: seen },
      { source: 'popular', list: popular, skip: seen },
      { source: 'newest', list: newest, skip: seen },
      // Who has seen everything sees again what he only looked at.
      { source: 'popular', list: popular },
    ],
  };
}

/** Whether the platform heard of something that the champion's scores do not know. */
export function hasNews({ snapshotAt }: Champion, { lastReceivedMs }: ReaderContext): boolean {
  return lastReceivedMs !== null && lastReceivedMs >= snapshotAt.getTime();
}

/** Whether a reader's batch list can serve alone: his whole history would add nothing but what is popular. */
export function isServedByBatch(champion: Champion, reader: ReaderContext, size: number): boolean {
  return !reader.personalised || (!hasNews(champion, reader) && (reader.scores?.contentNos.length ?? 0) >= size);
}

/** Two days before the snapshot, or `days` if that is more: what a client sent late is still found. */
export function recentSince({ snapshotAt }: Champion, days = 0): Date {
  return new Date(snapshotAt.getTime() - Math.max(2, days) * DAY_MS);
}

function popularOf({ items }: Champion): Ranked {
  const contentNos = items.popularContentNos;
  return { contentNos, scoreOf: (contentNo) => items.popularityOf(contentNo) };
}

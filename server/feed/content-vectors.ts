import { setImmediate as nextTurn } from 'node:timers/promises';
import { contentVector, historyOf, PROFILE_DAYS, readerProfile, type HistoryEvent } from '../../models/serving.js';
import type { Database } from '../platform/database.js';
import { readVersionTexts, type FeatureSet } from './feature-sets.js';

/** Texts read in one statement. */
const BLOCK = 250;
/** Of work between two turns of the event loop: requests wait for no more. */
const TURN_MS = 2;
const DAY_MS = 86_400_000;

/** c [100] of every content of a set of features: what profiles of readers are made of, kept in memory while the set serves. */
export class ContentVectors {
  private constructor(readonly set: FeatureSet, private readonly byNo: ReadonlyMap<number, Float32Array>) {}

  /** A little at a time: some ten thousand contents are a quarter of a second of work, beside the requests. */
  static async of(database: Database, set: FeatureSet): Promise<ContentVectors> {
    const byNo = new Map<number, Float32Array>();
    const contents = [...set.contents.values()];
    for (let from = 0; from < contents.length; from += BLOCK) {
      const block = contents.slice(from, from + BLOCK);
      const texts = await readVersionTexts(database, block.map(({ versionId }) => versionId));
      let turnEndMs = performance.now() + TURN_MS;
      for (const content of block) {
        byNo.set(content.no, contentVector({ ...content, text: texts.get(content.versionId) ?? '' }, set.countedToMs));
        if (performance.now() < turnEndMs) continue;
        await nextTurn();
        turnEndMs = performance.now() + TURN_MS;
      }
    }
    return new ContentVectors(set, byNo);
  }

  get(contentNo: number): Float32Array | undefined {
    return this.byNo.get(contentNo);
  }

  /** u [100] of the last PROFILE_DAYS of a history, newest first; null where nothing of it is known. */
  profileOf(events: readonly HistoryEvent[], nowMs: number): Float32Array | null {
    const { contentNos, weights, timesMs } = historyOf(events.filter(({ occurredAtMs }) => occurredAtMs >= nowMs - PROFILE_DAYS * DAY_MS));
    const entries = contentNos.flatMap((contentNo, at) => {
      const content = this.byNo.get(contentNo);
      return content ? [{ content, weight: weights[at], timeMs: timesMs[at] }] : [];
    });
    return entries.length > 0 ? readerProfile(entries, nowMs) : null;
  }
}

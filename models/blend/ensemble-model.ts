import { pickHistories } from '../candidate-model.js';
import type { CandidateModel, Histories, HistoryBatch, TopItems } from '../candidate-model.js';
import { bestUnseen } from '../history-model.js';
import { TopSelector } from '../top-k.js';

const BATCH_READERS = 64;

export interface WeighedSource {
  readonly name: string;
  readonly weight: number;
  readonly model: CandidateModel;
}

/** 1/σ of one reader's scores over all items; 0 where a source says nothing about him. */
export function inverseDeviation(scores: Float32Array): number {
  let sum = 0;
  for (let item = 0; item < scores.length; item++) sum += scores[item];
  const mean = sum / scores.length;
  let squares = 0;
  for (let item = 0; item < scores.length; item++) squares += (scores[item] - mean) ** 2;
  return squares > 0 ? 1 / Math.sqrt(squares / scores.length) : 0;
}

/**
 * score_rj = Σ_s w_s z_srj with z_srj = score_srj / σ_sr, σ_sr the standard deviation of source s over ALL items for the
 * history r. The mean that a z-score takes away is the same for all items of a reader and changes no order.
 */
export class EnsembleModel implements CandidateModel {
  readonly itemKeys: Int32Array;

  /** Takes the sources over: `close` closes them. */
  constructor(readonly sources: readonly WeighedSource[]) {
    this.itemKeys = sources[0].model.itemKeys;
  }

  async scoreBatch(histories: Histories, scores: Float32Array): Promise<void> {
    const items = this.itemKeys.length;
    const readers = histories.offsets.length - 1;
    const mixed = scores.subarray(0, readers * items).fill(0);
    const own = new Float32Array(readers * items);
    for (const { weight, model } of this.sources) {
      await model.scoreBatch(histories, own);
      for (let from = 0; from < own.length; from += items) {
        const factor = weight * inverseDeviation(own.subarray(from, from + items));
        for (let at = from; at < from + items; at++) mixed[at] += factor * own[at];
      }
    }
  }

  /** The k best unseen items of each reader, best first. A mix has no score below which nothing speaks for an item. */
  async predict(batch: HistoryBatch): Promise<TopItems[]> {
    const items = this.itemKeys.length;
    const selector = new TopSelector(Math.max(1, Math.min(batch.k, items)));
    const found: TopItems[] = [];
    for (let from = 0; from + 1 < batch.offsets.length; from += BATCH_READERS) {
      const readers = Math.min(BATCH_READERS, batch.offsets.length - 1 - from);
      const part = pickHistories(batch, Int32Array.from({ length: readers }, (_, at) => from + at));
      const scores = new Float32Array(readers * items);
      await this.scoreBatch(part, scores);
      for (let reader = 0; reader < readers; reader++) {
        const history = part.items.subarray(part.offsets[reader], part.offsets[reader + 1]);
        found.push(bestUnseen(scores.subarray(reader * items, (reader + 1) * items), history, -Infinity, selector));
      }
    }
    return found;
  }

  close(): void {
    for (const { model } of this.sources) model.close();
  }
}

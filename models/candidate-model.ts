import type { Model, Params, Trainer } from './trainer.js';

/**
 * Histories of many readers as dense item indices: reader r has items[offsets[r] .. offsets[r+1]), each item once, in
 * ascending time order where times are known, else by item.
 */
export interface Histories {
  readonly offsets: Int32Array;
  readonly items: Int32Array;
  readonly weights: Float32Array;
}

export interface HistoryBatch extends Histories {
  /** How many items to keep per reader. */
  readonly k: number;
}

/** Best first. */
export interface TopItems {
  readonly items: Int32Array;
  readonly scores: Float32Array;
}

/** Finds candidates for a history among all items: item–item matrices, factors, sequence models. */
export interface CandidateModel extends Model<HistoryBatch, Promise<TopItems[]> | TopItems[]> {
  /** Dense index → content number. */
  readonly itemKeys: Int32Array;
  /** Scores of ALL items for every history: row-major [histories, items] written into `scores`. May run ORT in batches. */
  scoreBatch(histories: Histories, scores: Float32Array): Promise<void> | void;
}

/** `ItemTrainer` is the special case whose model is an `ItemModel`. */
export type CandidateTrainer<P extends Params = Params> = Trainer<P, CandidateModel>;

/** Some of the histories, in the order given and numbered anew from 0. */
export function pickHistories(all: Histories, readers: ArrayLike<number>): Histories {
  const offsets = new Int32Array(readers.length + 1);
  for (let at = 0; at < readers.length; at++) {
    offsets[at + 1] = offsets[at] + all.offsets[readers[at] + 1] - all.offsets[readers[at]];
  }
  const items = new Int32Array(offsets[readers.length]);
  const weights = new Float32Array(offsets[readers.length]);
  for (let at = 0; at < readers.length; at++) {
    const [start, end] = [all.offsets[readers[at]], all.offsets[readers[at] + 1]];
    items.set(all.items.subarray(start, end), offsets[at]);
    weights.set(all.weights.subarray(start, end), offsets[at]);
  }
  return { offsets, items, weights };
}

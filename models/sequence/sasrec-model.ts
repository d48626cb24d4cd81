import type { CandidateModel, Histories, HistoryBatch, TopItems } from '../candidate-model.js';
import { TopSelector } from '../top-k.js';
import { lastState } from './sasrec-forward.js';
import type { Values } from './sasrec-forward.js';
import type { SasrecShape } from './sasrec-graph.js';

export interface SasrecParts {
  readonly itemKeys: Int32Array;
  readonly shape: SasrecShape;
  readonly temperature: number;
  readonly values: Values;
}

/**
 * Scores by the order of a history: score_j = state(history) · E_j / temperature, its last `length` items looked at. Weights
 * do not enter. A history without items speaks for nothing: its scores are 0 and its list is empty.
 */
export class SasrecModel implements CandidateModel {
  constructor(readonly parts: SasrecParts) {}

  get itemKeys(): Int32Array {
    return this.parts.itemKeys;
  }

  /** Scores of all items [items] after one history. */
  scoreInto(items: Int32Array, scores: Float32Array): void {
    scores.fill(0);
    if (items.length === 0) return;
    const { shape, values, temperature } = this.parts;
    const state = lastState(items.subarray(Math.max(0, items.length - shape.length)), values, shape);
    const { width } = shape;
    for (let item = 0; item < scores.length; item++) {
      let sum = 0;
      for (let at = 0; at < width; at++) sum += state[at] * values.items[item * width + at];
      scores[item] = sum / temperature;
    }
  }

  scoreBatch(histories: Histories, scores: Float32Array): Promise<void> | void {
    const count = this.itemKeys.length;
    for (let at = 0; at + 1 < histories.offsets.length; at++) {
      this.scoreInto(histories.items.subarray(histories.offsets[at], histories.offsets[at + 1]), scores.subarray(at * count, (at + 1) * count));
    }
  }

  /** The k best unseen items of each reader, best first. */
  predict(batch: HistoryBatch): TopItems[] {
    const scores = new Float32Array(this.itemKeys.length);
    const selector = new TopSelector(Math.min(batch.k, scores.length));
    return Array.from({ length: batch.offsets.length - 1 }, (_, reader) => {
      const history = batch.items.subarray(batch.offsets[reader], batch.offsets[reader + 1]);
      if (history.length === 0) return { items: new Int32Array(0), scores: new Float32Array(0) };
      this.scoreInto(history, scores);
      for (const item of history) scores[item] = -Infinity;
      selector.select(scores, scores.length);
      return { items: selector.indices.slice(0, selector.count), scores: selector.values.slice(0, selector.count) };
    });
  }

  close(): void {
    // Only arrays: the garbage collector frees them.
  }
}

import type { Card } from './artefact.js';
import type { ItemModel } from './item-model.js';
import { ServedCandidates } from './served-candidates.js';
import type { History, SparseScores } from './served-candidates.js';

/** An item–item matrix visits only the items that a history reaches. */
export class ServedMatrix extends ServedCandidates<ItemModel> {
  private readonly scores: Float32Array;
  private readonly stamps: Int32Array;
  private readonly touched: Int32Array;
  private stamp = 0;

  constructor(card: Card, model: ItemModel) {
    super(card, model, model.popularity);
    this.scores = new Float32Array(model.itemKeys.length);
    this.stamps = new Int32Array(model.itemKeys.length);
    this.touched = new Int32Array(model.itemKeys.length);
  }

  /** score_j = Σ_i w_i B_ij for every j that the history reaches. A model without neighbours gives every content its popularity. */
  override scoreHistory(history: History): SparseScores {
    const { model } = this;
    if (model.ranksByPopularity) return { contentNos: model.itemKeys, scores: model.popularity };
    const count = this.accumulate(history);
    const contentNos = new Int32Array(count);
    const scores = new Float32Array(count);
    for (let at = 0; at < count; at++) {
      contentNos[at] = model.itemKeys[this.touched[at]];
      scores[at] = this.scores[this.touched[at]];
    }
    return { contentNos, scores };
  }

  /** The stamps say which scores belong to this call, so nothing needs clearing. */
  private accumulate(history: History): number {
    const { offsets, columns, values } = this.model.matrix;
    const { scores, stamps, touched } = this;
    if (++this.stamp === 0x7fffffff) {
      stamps.fill(0);
      this.stamp = 1;
    }
    const stamp = this.stamp;
    let count = 0;
    for (let at = 0; at < history.contentNos.length; at++) {
      const item = this.indexByContentNo.get(history.contentNos[at]);
      if (item === undefined) continue;
      const weight = Math.fround(history.weights[at]);
      const end = offsets[item + 1];
      for (let cell = offsets[item]; cell < end; cell++) {
        const column = columns[cell];
        const part = Math.fround(weight * values[cell]);
        if (stamps[column] === stamp) {
          scores[column] += part;
        } else {
          stamps[column] = stamp;
          scores[column] = part;
          touched[count++] = column;
        }
      }
    }
    return count;
  }
}

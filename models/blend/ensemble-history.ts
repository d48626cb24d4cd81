import type { HistoryModel } from '../history-model.js';
import { inverseDeviation } from './ensemble-model.js';

export interface WeighedHistoryModel<M extends HistoryModel = HistoryModel> {
  readonly name: string;
  readonly weight: number;
  readonly model: M;
}

/** The mix of `EnsembleModel` for one reader at a time, without a runtime. */
export class EnsembleHistoryModel<M extends HistoryModel = HistoryModel> implements HistoryModel {
  readonly itemKeys: Int32Array;
  readonly floor = -Infinity;
  readonly work: number;
  private readonly own: Float32Array;

  constructor(readonly sources: readonly WeighedHistoryModel<M>[]) {
    this.itemKeys = sources[0].model.itemKeys;
    this.work = sources.reduce((sum, { model }) => sum + model.work + this.itemKeys.length, 0);
    this.own = new Float32Array(this.itemKeys.length);
  }

  scoreInto(items: Int32Array, weights: Float32Array, scores: Float32Array): void {
    const { own } = this;
    scores.fill(0);
    for (const { weight, model } of this.sources) {
      model.scoreInto(items, weights, own);
      const factor = weight * inverseDeviation(own);
      for (let item = 0; item < scores.length; item++) scores[item] += factor * own[item];
    }
  }

  /** Σ_s w_s/σ_s · the parts of the sources: of z = score/σ they are what they are of the score. */
  contributions(items: Int32Array, weights: Float32Array, targets: readonly number[]): Float32Array[] {
    const sums = targets.map(() => new Float32Array(items.length));
    for (const { weight, model } of this.sources) {
      model.scoreInto(items, weights, this.own);
      const factor = weight * inverseDeviation(this.own);
      model.contributions(items, weights, targets).forEach((parts, target) => {
        parts.forEach((part, at) => (sums[target][at] += factor * part));
      });
    }
    return sums;
  }
}

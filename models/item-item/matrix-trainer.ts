import type { Dataset } from '../dataset.js';
import { ItemModel } from '../item-model.js';
import { itemTrainer } from '../item-trainer.js';
import type { ItemTrainer } from '../item-trainer.js';
import { decayedPopularity } from '../popularity/decay.js';
import type { SparseRows } from '../sparse.js';
import { requireBetween } from '../trainer.js';
import type { Params, Report, SearchSpace } from '../trainer.js';

/** What every item–item model has beside its own parameters. */
export interface MatrixParams extends Params {
  /**
   * K, the cells of largest magnitude that each row keeps; 0 keeps the whole matrix. On rows held out of Gowalla's train,
   * 100, 200, 400 and 800 cost spectral-filter 2.7, 1.1, 0.9 and 0.7 % of ndcg@20, graph-filter 2.1, 0.9, 0.8 and 0.5 %.
   */
  readonly neighbours: number;
  /** Of the popularity that ranks for readers without a history; 0 means no decay. */
  readonly halfLifeDays: number;
}

/** A trainer from the one thing that such models differ in: how B [items, items] comes from the data. */
export function matrixTrainer<P extends MatrixParams>(own: {
  name: string;
  defaults: P;
  space?: SearchSpace;
  matrix(dataset: Dataset, params: P, report: Report, seed: number): Promise<SparseRows>;
}): ItemTrainer<P> {
  return itemTrainer<P>({
    name: own.name,
    defaults: own.defaults,
    space: own.space,
    async learn(dataset, params, report, seed) {
      requireBetween('neighbours', params.neighbours, 0, 1e6);
      const matrix = await own.matrix(dataset, params, report, seed);
      const popularity = decayedPopularity(dataset.interactions, dataset.window.toMs, params.halfLifeDays);
      return new ItemModel({ itemKeys: dataset.itemKeys, popularity, matrix });
    },
  });
}

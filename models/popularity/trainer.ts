import { checkInteractions } from '../dataset.js';
import type { Dataset } from '../dataset.js';
import { itemTrainer } from '../item-trainer.js';
import { requireBetween } from '../trainer.js';
import { ItemModel } from '../item-model.js';
import { decayedPopularity } from './decay.js';

export interface PopularityParams extends Readonly<Record<string, number>> {
  readonly halfLifeDays: number;
}

function learn(dataset: Dataset, params: PopularityParams): Promise<ItemModel> {
  requireBetween('halfLifeDays', params.halfLifeDays, 0, 3650);
  checkInteractions(dataset.interactions);
  const itemCount = dataset.itemKeys.length;
  const matrix = {
    rowCount: itemCount,
    columnCount: itemCount,
    offsets: new Int32Array(itemCount + 1),
    columns: new Int32Array(0),
    values: new Float32Array(0),
  };
  const popularity = decayedPopularity(dataset.interactions, dataset.window.toMs, params.halfLifeDays);
  return Promise.resolve(new ItemModel({ itemKeys: dataset.itemKeys, popularity, matrix }));
}

export const popularity = itemTrainer<PopularityParams>({ name: 'popularity', defaults: { halfLifeDays: 14 }, learn });

import { makeArtefact } from './artefact.js';
import { DatasetError, readerRows } from './dataset.js';
import type { Dataset } from './dataset.js';
import { scoringGraph } from './item-item/scoring-graph.js';
import { goldenHistories, goldenOutputs, itemModelFiles, loadItemModel } from './item-model.js';
import type { ItemModel } from './item-model.js';
import { widestRow } from './sparse.js';
import { withDefaults } from './trainer.js';
import type { Params, Report, SearchSpace, Trainer } from './trainer.js';

export type ItemTrainer<P extends Params = Params> = Trainer<P, ItemModel>;

/** A trainer of item models from the one thing that is its own: how it learns popularity and matrix. */
export function itemTrainer<P extends Params>(own: {
  name: string;
  defaults: P;
  space?: SearchSpace;
  learn(dataset: Dataset, params: P, report: Report, seed: number): Promise<ItemModel>;
}): ItemTrainer<P> {
  const learn = async (dataset: Dataset, given: Params, seed: number, report: Report): Promise<ItemModel> => {
    const { itemCount } = dataset.interactions;
    if (dataset.itemKeys.length !== itemCount || itemCount === 0) {
      throw new DatasetError(`${itemCount} items in the interactions, ${dataset.itemKeys.length} item keys`);
    }
    return own.learn(dataset, withDefaults(own.name, own.defaults, given), report, seed);
  };
  return {
    name: own.name,
    stage: 'candidates',
    defaults: own.defaults,
    space: own.space,
    learn,
    async fit(dataset, given, seed, report) {
      const params = withDefaults(own.name, own.defaults, given);
      const model = await learn(dataset, params, seed, report);
      const files = itemModelFiles(model);
      const shape = { itemCount: model.itemKeys.length, neighbourCount: widestRow(model.matrix) };
      files.set('model.onnx', scoringGraph(shape));
      const histories = goldenHistories(readerRows(dataset.interactions));
      const golden = {
        inputs: histories.map(({ items, weights }) => ({ items, weights })),
        outputs: goldenOutputs(model, histories),
      };
      const { snapshotId, codeRevision, window: dataWindow } = dataset;
      await report(1, 'packed');
      return makeArtefact({ model: own.name, params, seed, dataWindow, snapshotId, codeRevision, golden }, files);
    },
    load: loadItemModel,
  };
}

import { ArtefactError, makeArtefact } from '../artefact.js';
import type { Artefact, JsonValue } from '../artefact.js';
import { float32Table, int32Table, tableBytes } from '../artefact-pack.js';
import type { CandidateTrainer } from '../candidate-model.js';
import { DatasetError, readerRows } from '../dataset.js';
import type { Dataset } from '../dataset.js';
import { goldenBatch, goldenHistories } from '../item-model.js';
import type { GoldenHistory } from '../item-model.js';
import { withDefaults } from '../trainer.js';
import type { Report } from '../trainer.js';
import { FactorProduct } from './factor-product.js';
import { fitFactors } from './ials-fit.js';
import type { IalsParams } from './ials-fit.js';
import { IalsModel } from './ials-model.js';
import { strideOf } from './ials-system.js';

const NAME = 'ials';
const DEFAULTS: IalsParams = { width: 256, alpha0: 0.015, lambda: 0.002, nu: 1, epochs: 10, solverSteps: 3 };

async function learn(dataset: Dataset, given: IalsParams, seed: number, report: Report): Promise<IalsModel> {
  const params = withDefaults(NAME, DEFAULTS, given);
  const { itemCount } = dataset.interactions;
  if (dataset.itemKeys.length !== itemCount || itemCount === 0) {
    throw new DatasetError(`${itemCount} items in the interactions, ${dataset.itemKeys.length} item keys`);
  }
  const { items } = await fitFactors(readerRows(dataset.interactions), params, seed, report);
  return modelOf(dataset.itemKeys, items, params);
}

const modelOf = (itemKeys: Int32Array, factors: Float32Array, params: IalsParams): IalsModel =>
  new IalsModel({ itemKeys, factors }, params, new FactorProduct(factors, strideOf(params.width)));

function goldenOutputs(model: IalsModel, histories: readonly GoldenHistory[]): JsonValue {
  return model.predict(goldenBatch(histories)).map(({ items, scores }) => ({ items: [...items], scores: [...scores] }));
}

/** The kernels round each operation by itself, so the golden answers are equal to the bit on every machine. */
function load({ card, files }: Artefact): IalsModel {
  const params = card.params as IalsParams;
  const itemKeys = int32Table(files, 'items.bin');
  const factors = float32Table(files, 'factors.bin');
  if (factors.length !== itemKeys.length * strideOf(params.width)) {
    throw new ArtefactError('MODEL', `The tables of the model ${card.model} do not fit together; it is not a factor model, or retrain.`);
  }
  const model = modelOf(itemKeys, factors, params);
  if (JSON.stringify(goldenOutputs(model, card.golden.inputs as unknown as GoldenHistory[])) !== JSON.stringify(card.golden.outputs)) {
    throw new ArtefactError('GOLDEN', `The model ${card.model} no longer gives the answers it was published with; retrain it with this build.`);
  }
  return model;
}

/** Implicit ALS: vectors for readers and items, for lists, neighbours and lookalikes; readers are folded in, never stored. */
export const ials: CandidateTrainer<IalsParams> = {
  name: NAME,
  stage: 'candidates',
  defaults: DEFAULTS,
  space: {
    alpha0: { low: 1e-4, high: 0.1, scale: 'log' }, lambda: { low: 1e-4, high: 0.1, scale: 'log' }, nu: { low: 0.5, high: 1 },
  },
  learn,
  async fit(dataset, given, seed, report) {
    const params = withDefaults(NAME, DEFAULTS, given);
    const model = await learn(dataset, params, seed, report);
    const histories = goldenHistories(readerRows(dataset.interactions));
    const golden = { inputs: histories.map(({ items, weights }) => ({ items, weights })), outputs: goldenOutputs(model, histories) };
    const files = new Map([['items.bin', tableBytes(model.itemKeys)], ['factors.bin', tableBytes(model.factors.slice())]]);
    model.close();
    await report(1, 'packed');
    const { snapshotId, codeRevision, window: dataWindow } = dataset;
    return makeArtefact({ model: NAME, params, seed, dataWindow, snapshotId, codeRevision, golden }, files);
  },
  load,
};

import { makeArtefact } from '../artefact.js';
import type { CandidateTrainer } from '../candidate-model.js';
import { DatasetError, readerRows } from '../dataset.js';
import type { Dataset } from '../dataset.js';
import { goldenOf, requireServable } from '../history-model.js';
import { goldenHistories } from '../item-model.js';
import { decayedPopularity, POPULARITY_DAYS } from '../popularity/decay.js';
import { withDefaults } from '../trainer.js';
import type { Report } from '../trainer.js';
import { FactorProduct } from './factor-product.js';
import { ialsFiles, loadIals } from './ials-artefact.js';
import { fitFactors } from './ials-fit.js';
import type { IalsParams } from './ials-fit.js';
import { IalsModel, ialsWork } from './ials-model.js';
import { strideOf } from './ials-system.js';

const NAME = 'ials';
const DEFAULTS: IalsParams = { width: 256, alpha0: 0.015, lambda: 0.002, nu: 1, epochs: 10, solverSteps: 3 };

async function learn(dataset: Dataset, given: IalsParams, seed: number, report: Report): Promise<IalsModel> {
  const params = withDefaults(NAME, DEFAULTS, given);
  const { itemCount } = dataset.interactions;
  if (dataset.itemKeys.length !== itemCount || itemCount === 0) {
    throw new DatasetError(`${itemCount} items in the interactions, ${dataset.itemKeys.length} item keys`);
  }
  const { items: factors } = await fitFactors(readerRows(dataset.interactions), params, seed, report);
  return new IalsModel({ itemKeys: dataset.itemKeys, factors }, params, new FactorProduct(factors, strideOf(params.width)));
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
    requireServable(NAME, ialsWork(dataset.itemKeys.length, params));
    const model = await learn(dataset, params, seed, report);
    const golden = goldenOf(model, goldenHistories(readerRows(dataset.interactions)));
    const files = ialsFiles(model, decayedPopularity(dataset.interactions, dataset.window.toMs, POPULARITY_DAYS));
    model.close();
    await report(1, 'packed');
    const { snapshotId, codeRevision, window: dataWindow } = dataset;
    return makeArtefact({ model: NAME, params, seed, dataWindow, snapshotId, codeRevision, golden }, files);
  },
  load: (artefact) => loadIals(artefact, (factors, stride) => new FactorProduct(factors, stride)),
};

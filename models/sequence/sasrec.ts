import { makeArtefact } from '../artefact.js';
import type { CandidateTrainer } from '../candidate-model.js';
import { DatasetError, readerRows, timedHistories } from '../dataset.js';
import type { Dataset } from '../dataset.js';
import { goldenOf, requireServable } from '../history-model.js';
import { goldenHistories } from '../item-model.js';
import { decayedPopularity, POPULARITY_DAYS } from '../popularity/decay.js';
import { ParamsError, requireBetween, SizeError, withDefaults } from '../trainer.js';
import type { Params, Report } from '../trainer.js';
import { loadSasrec, sasrecFiles } from './sasrec-artefact.js';
import { fitSasrec } from './sasrec-fit.js';
import { SasrecRuntimeModel } from './sasrec-session.js';
import { sasrecWork } from './sasrec-shape.js';
import type { SasrecShape } from './sasrec-shape.js';

/** `negatives` 0 is a softmax over all items: no better than 1,024 samples of 12,000 items, at three times the work. */
const DEFAULTS = {
  width: 64, inner: 256, blocks: 2, heads: 2, length: 50, rows: 32, negatives: 1024, dropout: 0.5, temperature: 1, rate: 0.003,
  weightDecay: 0, epochs: 60, patience: 4, validationReaders: 4000,
};
type SasrecParams = Params & typeof DEFAULTS;

/** The [places, items] scores of a step and their softmax: above this a softmax over all items is refused. */
const MOST_SCORES = 2 ** 28;

function shapeOf(itemCount: number, params: SasrecParams): SasrecShape {
  for (const name of ['width', 'inner', 'blocks', 'heads', 'length', 'rows', 'epochs', 'patience', 'validationReaders', 'negatives'] as const) {
    if (!Number.isInteger(params[name])) throw new ParamsError(`parameter ${name} must be a whole number, not ${params[name]}`);
  }
  requireBetween('width', params.width, 2, 1024);
  requireBetween('inner', params.inner, 1, 8192);
  requireBetween('blocks', params.blocks, 1, 12);
  requireBetween('heads', params.heads, 1, params.width);
  requireBetween('length', params.length, 2, 1000);
  requireBetween('rows', params.rows, 1, 4096);
  requireBetween('negatives', params.negatives, 0, 2 ** 24);
  requireBetween('patience', params.patience, 1, 1000);
  requireBetween('validationReaders', params.validationReaders, 0, 2 ** 31);
  requireBetween('rate', params.rate, 1e-7, 1);
  requireBetween('weightDecay', params.weightDecay, 0, 10);
  requireBetween('dropout', params.dropout, 0, 0.9);
  requireBetween('temperature', params.temperature, 0.01, 100);
  requireBetween('epochs', params.epochs, 1, 1000);
  if (params.width % params.heads !== 0) throw new ParamsError(`width ${params.width} must be a multiple of heads ${params.heads}`);
  const scored = sampledOf(itemCount, params) || itemCount;
  const scores = params.rows * params.length * scored;
  if (scores > MOST_SCORES) {
    throw new SizeError(`a step of ${params.rows} rows × ${params.length} places would score ${scored} items each, ${scores} in all; set negatives to at most ${Math.floor(MOST_SCORES / (params.rows * params.length))}`);
  }
  const { width, inner, blocks, heads, length } = params;
  return { itemCount, width, inner, blocks, heads, length };
}

/** 0, a softmax over all items, also where there are no more items than negatives. */
const sampledOf = (itemCount: number, { negatives }: SasrecParams): number => (negatives < itemCount ? negatives : 0);

async function learn(dataset: Dataset, given: Params, seed: number, report: Report): Promise<SasrecRuntimeModel> {
  const params: SasrecParams = withDefaults('sasrec', DEFAULTS, given);
  const { interactions, itemKeys } = dataset;
  if (itemKeys.length !== interactions.itemCount || itemKeys.length === 0) {
    throw new DatasetError(`${interactions.itemCount} items in the interactions, ${itemKeys.length} item keys`);
  }
  const shape = shapeOf(itemKeys.length, params);
  const histories = timedHistories(interactions, readerRows(interactions));
  const { rows, dropout, temperature, rate, weightDecay, epochs, patience, validationReaders } = params;
  const { values } = await fitSasrec(histories, {
    shape, batch: { rows, negatives: sampledOf(shape.itemCount, params), dropout, temperature }, rate, weightDecay, epochs, patience, validationReaders, seed,
  }, report);
  return new SasrecRuntimeModel({ itemKeys, shape, temperature, values });
}

/**
 * SASRec: what a reader opens next, from the order of what he opened. Served without the runtime by `SasrecModel`, in batches
 * through onnxruntime.
 */
export const sasrec: CandidateTrainer<SasrecParams> = {
  name: 'sasrec',
  stage: 'candidates',
  defaults: DEFAULTS,
  space: { rate: { low: 0.0005, high: 0.01, scale: 'log' }, dropout: { low: 0.1, high: 0.7 }, temperature: { low: 0.3, high: 2, scale: 'log' } },
  learn,
  async fit(dataset, given, seed, report) {
    const params: SasrecParams = withDefaults('sasrec', DEFAULTS, given);
    requireServable('sasrec', sasrecWork(shapeOf(dataset.itemKeys.length, params)));
    const model = await learn(dataset, params, seed, report);
    const golden = goldenOf(model, goldenHistories(readerRows(dataset.interactions)));
    const { snapshotId, codeRevision, window: dataWindow } = dataset;
    await report(1, 'packed');
    const files = sasrecFiles(model.parts, decayedPopularity(dataset.interactions, dataWindow.toMs, POPULARITY_DAYS));
    return makeArtefact({ model: 'sasrec', params, seed, dataWindow, snapshotId, codeRevision, golden }, files);
  },
  load: (artefact) => loadSasrec(artefact, (parts) => new SasrecRuntimeModel(parts)),
};

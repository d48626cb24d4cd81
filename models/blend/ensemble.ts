import { pickHistories } from '../candidate-model.js';
import type { CandidateModel, CandidateTrainer } from '../candidate-model.js';
import { readerRows, timedHistories } from '../dataset.js';
import type { Dataset } from '../dataset.js';
import { ials } from '../factors/ials.js';
import { cease } from '../item-item/cease.js';
import { ease } from '../item-item/ease.js';
import { graphFilter } from '../item-item/graph-filter.js';
import { itemKnn } from '../item-item/item-knn.js';
import { rp3beta } from '../item-item/rp3beta.js';
import { spectralFilter } from '../item-item/spectral-filter.js';
import { Pace } from '../pace.js';
import { sasrec } from '../sequence/sasrec.js';
import { holdOut } from '../splits.js';
import type { Split } from '../splits.js';
import { TopSelector } from '../top-k.js';
import { ParamsError, requireBetween, withDefaults } from '../trainer.js';
import type { Params, Report } from '../trainer.js';
import { EnsembleModel, inverseDeviation } from './ensemble-model.js';
import { shownTo, testedReaders } from './mixing.js';
import { learnWeights } from './weights.js';
import type { HeldOutReader, LearntWeights } from './weights.js';

const NAME = 'ensemble';
const SOURCES = [graphFilter, spectralFilter, ials, itemKnn, rp3beta, ease, cease, sasrec] as unknown as readonly CandidateTrainer[];
/** Models that are what they are by their number of neighbours; the other matrices take part whole. */
const NEAREST: readonly string[] = [itemKnn.name, rp3beta.name];
/** Per source and held-out reader. */
const CANDIDATES = 100;
const BATCH_READERS = 64;

/** The parameters that a source takes part with unless told otherwise. */
const sourceDefaults = ({ name, defaults }: CandidateTrainer): Params =>
  ('neighbours' in defaults && !NEAREST.includes(name) ? { ...defaults, neighbours: 0 } : defaults);

/**
 * `<source>`: its weight, 0 leaves it out; with learnWeights = 1 anything above 0 lets it take part. `<source>.<param>`: a
 * parameter of the source. `share` of each reader's items is held out, and `readers` of them decide the weights.
 */
const DEFAULTS: Params = {
  ...Object.fromEntries(SOURCES.flatMap((trainer) => [
    [trainer.name, trainer === (spectralFilter as unknown) || trainer === (ials as unknown) ? 1 : 0],
    ...Object.entries(sourceDefaults(trainer)).map(([param, value]) => [`${trainer.name}.${param}`, value] as const),
  ])),
  learnWeights: 1, share: 0.1, readers: 3000,
};

function sourcesIn(params: Params): CandidateTrainer[] {
  for (const { name } of SOURCES) requireBetween(name, params[name], 0, 1000);
  const used = SOURCES.filter(({ name }) => params[name] > 0);
  if (used.length === 0) throw new ParamsError(`an ensemble needs a source: give one of ${SOURCES.map(({ name }) => name).join(', ')} a weight above 0`);
  return used;
}

const paramsOf = (trainer: CandidateTrainer, params: Params): Params =>
  Object.fromEntries(Object.keys(trainer.defaults).map((param) => [param, params[`${trainer.name}.${param}`]]));

async function learnSources(dataset: Dataset, used: readonly CandidateTrainer[], params: Params, seed: number, report: Report): Promise<CandidateModel[]> {
  const models: CandidateModel[] = [];
  try {
    for (const [at, trainer] of used.entries()) {
      const progress: Report = (share, message) => report((at + share) / used.length, `${trainer.name}: ${message}`);
      models.push(await trainer.learn(dataset, paramsOf(trainer, params), seed, progress));
    }
    return models;
  } catch (error) {
    for (const model of models) model.close();
    throw error;
  }
}

/** The z-scores of the best unseen items of every source for up to `most` readers with held-out items. */
export async function scoredReaders(models: readonly CandidateModel[], { train, test }: Split, most: number, report: Report): Promise<HeldOutReader[]> {
  const seen = readerRows(train);
  const held = readerRows(test);
  const histories = timedHistories(train, seen);
  const items = seen.columnCount;
  const readers = testedReaders(held, most);
  const scores = models.map(() => new Float32Array(BATCH_READERS * items));
  const selector = new TopSelector(Math.min(CANDIDATES, items));
  const pace = new Pace(report);
  const found: HeldOutReader[] = [];
  for (let from = 0; from < readers.length; from += BATCH_READERS) {
    const part = readers.subarray(from, from + BATCH_READERS);
    const batch = pickHistories(histories, part);
    for (const [at, model] of models.entries()) await model.scoreBatch(batch, scores[at].subarray(0, part.length * items));
    part.forEach((reader, row) => {
      const own = scores.map((all) => all.subarray(row * items, (row + 1) * items));
      const history = seen.columns.subarray(seen.offsets[reader], seen.offsets[reader + 1]);
      const relevant = held.columns.subarray(held.offsets[reader], held.offsets[reader + 1]);
      found.push(shownTo({ history, relevant }, own, own.map(inverseDeviation), selector));
    });
    const pause = pace.step(from / readers.length, () => `scored ${from} of ${readers.length} held-out readers`);
    if (pause) await pause;
  }
  return found;
}

/** The weights that climb ndcg@20 on a share of each reader's items held out of the dataset, in the order of the sources used. */
export async function ensembleWeights(dataset: Dataset, given: Params, seed: number, report: Report): Promise<LearntWeights> {
  const params = withDefaults(NAME, DEFAULTS, given);
  requireBetween('share', params.share, 0.01, 0.5);
  requireBetween('readers', params.readers, 1, 1e6);
  const used = sourcesIn(params);
  const split = holdOut(dataset.interactions, params.share, seed);
  const models = await learnSources({ ...dataset, interactions: split.train }, used, params, seed, (share, message) => report(0.8 * share, message));
  try {
    const readers = await scoredReaders(models, split, params.readers, (share, message) => report(0.8 + 0.1 * share, message));
    return await learnWeights(readers, used.length, (share, message) => report(0.9 + 0.1 * share, message));
  } finally {
    for (const model of models) model.close();
  }
}

/** Weights as given, or learnt on nine tenths and a tenth; the sources that keep a weight are then learnt on all of the data. */
async function learn(dataset: Dataset, given: Params, seed: number, report: Report): Promise<EnsembleModel> {
  const params = withDefaults(NAME, DEFAULTS, given);
  requireBetween('learnWeights', params.learnWeights, 0, 1);
  let used = sourcesIn(params);
  let weights = used.map(({ name }) => params[name]);
  if (params.learnWeights > 0 && used.length > 1) {
    const learnt = await ensembleWeights(dataset, params, seed, (share, message) => report(0.5 * share, message));
    used = used.filter((_, at) => learnt.weights[at] > 0);
    weights = [...learnt.weights].filter((weight) => weight > 0);
    await report(0.5, `held out, ndcg ${learnt.ndcg.toFixed(5)} (alone ${[...learnt.alone].map((value) => value.toFixed(5)).join(', ')})`);
  }
  const mix = used.map(({ name }, at) => `${name} ${weights[at]}`).join(', ');
  await report(0.5, `weights: ${mix}`);
  const models = await learnSources(dataset, used, params, seed, (share, message) => report(0.5 + 0.5 * share, `${mix}; ${message}`));
  return new EnsembleModel(models.map((model, at) => ({ name: used[at].name, weight: weights[at], model })));
}

const unstored = (): never => {
  throw new ParamsError('an ensemble is for evaluation and batches only and has no artefact: store its sources one by one, or a blend, which is one matrix');
};

/** A weighted sum of the z-scores of candidate models of any form: matrices, factors, sequences. */
export const ensemble: CandidateTrainer = {
  name: NAME,
  stage: 'candidates',
  defaults: DEFAULTS,
  learn,
  async fit() {
    return unstored();
  },
  load: unstored,
};

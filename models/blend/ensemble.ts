import { makeArtefact } from '../artefact.js';
import type { Artefact } from '../artefact.js';
import { pickHistories } from '../candidate-model.js';
import type { CandidateModel, CandidateTrainer } from '../candidate-model.js';
import { readerRows, timedHistories } from '../dataset.js';
import type { Dataset } from '../dataset.js';
import { ials } from '../factors/ials.js';
import { goldenOf, requireServable } from '../history-model.js';
import type { HistoryModel } from '../history-model.js';
import { cease } from '../item-item/cease.js';
import { ease } from '../item-item/ease.js';
import { graphFilter } from '../item-item/graph-filter.js';
import { itemKnn } from '../item-item/item-knn.js';
import { rp3beta } from '../item-item/rp3beta.js';
import { spectralFilter } from '../item-item/spectral-filter.js';
import { goldenHistories } from '../item-model.js';
import { Pace } from '../pace.js';
import { sasrec } from '../sequence/sasrec.js';
import { holdOut } from '../splits.js';
import type { Split } from '../splits.js';
import { TopSelector } from '../top-k.js';
import { ParamsError, requireBetween, withDefaults } from '../trainer.js';
import type { Params, Report } from '../trainer.js';
import { ensembleFiles, loadEnsemble } from './ensemble-artefact.js';
import type { WeighedArtefact } from './ensemble-artefact.js';
import { EnsembleHistoryModel } from './ensemble-history.js';
import { EnsembleModel, inverseDeviation } from './ensemble-model.js';
import { shownTo, testedReaders } from './mixing.js';
import { learnWeights } from './weights.js';
import type { HeldOutReader, LearntWeights } from './weights.js';

const NAME = 'ensemble';
const SOURCES = [graphFilter, spectralFilter, ials, itemKnn, rp3beta, ease, cease, sasrec] as unknown as readonly CandidateTrainer[];
/** Per source and held-out reader. */
const CANDIDATES = 100;
const BATCH_READERS = 64;

/**
 * `<source>`: its weight, 0 leaves it out; with learnWeights = 1 anything above 0 lets it take part. `<source>.<param>`: a
 * parameter of the source; `<matrix>.neighbours` = 0 lets a matrix take part whole. `share` of each reader's items is held out, and `readers` of them decide the weights.
 */
const DEFAULTS: Params = {
  ...Object.fromEntries(SOURCES.flatMap((trainer) => [
    [trainer.name, trainer === (spectralFilter as unknown) || trainer === (ials as unknown) ? 1 : 0],
    ...Object.entries(trainer.defaults).map(([param, value]) => [`${trainer.name}.${param}`, value] as const),
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

/** The sources with their weights: as given, or learnt on nine tenths and a tenth, of which those above 0 are kept. */
async function weighedSources(dataset: Dataset, params: Params, seed: number, report: Report): Promise<{ trainer: CandidateTrainer; weight: number }[]> {
  requireBetween('learnWeights', params.learnWeights, 0, 1);
  const used = sourcesIn(params);
  if (params.learnWeights === 0 || used.length === 1) return used.map((trainer) => ({ trainer, weight: params[trainer.name] }));
  const learnt = await ensembleWeights(dataset, params, seed, report);
  await report(1, `held out, ndcg ${learnt.ndcg.toFixed(5)} (alone ${[...learnt.alone].map((value) => value.toFixed(5)).join(', ')})`);
  return used.map((trainer, at) => ({ trainer, weight: learnt.weights[at] })).filter(({ weight }) => weight > 0);
}

/** The progress of the second half: the sources learnt on all of the data. */
function secondHalf(sources: readonly { trainer: CandidateTrainer; weight: number }[], report: Report): Report {
  const mix = sources.map(({ trainer, weight }) => `${trainer.name} ${weight}`).join(', ');
  return (share, message) => report(0.5 + 0.5 * share, `${mix}; ${message}`);
}

async function learn(dataset: Dataset, given: Params, seed: number, report: Report): Promise<EnsembleModel> {
  const params = withDefaults(NAME, DEFAULTS, given);
  const sources = await weighedSources(dataset, params, seed, (share, message) => report(0.5 * share, message));
  const models = await learnSources(dataset, sources.map(({ trainer }) => trainer), params, seed, secondHalf(sources, report));
  return new EnsembleModel(models.map((model, at) => ({ name: sources[at].trainer.name, weight: sources[at].weight, model })));
}

type LoadedSource = CandidateModel & HistoryModel;
/** Every source but a filter that is kept whole, which its own trainer refuses to store, loads as a model of both kinds. */
const loadSource = (artefact: Artefact): LoadedSource => SOURCES.find(({ name }) => name === artefact.card.model)!.load(artefact) as LoadedSource;

/** A weighted sum of the z-scores of candidate models of any form: matrices, factors, sequences. */
export const ensemble: CandidateTrainer = {
  name: NAME,
  stage: 'candidates',
  defaults: DEFAULTS,
  learn,
  async fit(dataset, given, seed, report) {
    const params = withDefaults(NAME, DEFAULTS, given);
    const used = await weighedSources(dataset, params, seed, (share, message) => report(0.5 * share, message));
    const progress = secondHalf(used, report);
    const sources: WeighedArtefact[] = [];
    for (const [at, { trainer, weight }] of used.entries()) {
      const own: Report = (share, message) => progress((at + share) / used.length, `${trainer.name}: ${message}`);
      sources.push({ weight, artefact: await trainer.fit(dataset, paramsOf(trainer, params), seed, own) });
    }
    const model = new EnsembleHistoryModel(sources.map(({ weight, artefact }) => ({ name: artefact.card.model, weight, model: loadSource(artefact) })));
    requireServable(NAME, model.work);
    const golden = goldenOf(model, goldenHistories(readerRows(dataset.interactions)));
    await report(1, 'packed');
    const { snapshotId, codeRevision, window: dataWindow } = dataset;
    return makeArtefact({ model: NAME, params, seed, dataWindow, snapshotId, codeRevision, golden }, ensembleFiles(sources));
  },
  load: (artefact) => new EnsembleModel(loadEnsemble(artefact, loadSource).sources),
};

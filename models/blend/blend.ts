import { readerRows } from '../dataset.js';
import type { Dataset } from '../dataset.js';
import { cease } from '../item-item/cease.js';
import { ease } from '../item-item/ease.js';
import { graphFilter } from '../item-item/graph-filter.js';
import { itemKnn } from '../item-item/item-knn.js';
import { matrixTrainer } from '../item-item/matrix-trainer.js';
import type { MatrixParams } from '../item-item/matrix-trainer.js';
import { rp3beta } from '../item-item/rp3beta.js';
import { spectralFilter } from '../item-item/spectral-filter.js';
import { sampleHistories, spreadOf } from '../item-item/spread.js';
import type { ItemModel } from '../item-model.js';
import type { ItemTrainer } from '../item-trainer.js';
import { holdOut } from '../splits.js';
import type { SparseRows } from '../sparse.js';
import { ParamsError, requireBetween } from '../trainer.js';
import type { Report } from '../trainer.js';
import { heldOutReaders, sumOfMatrices } from './mixing.js';
import type { Source } from './mixing.js';
import { learnWeights } from './weights.js';
import type { LearntWeights } from './weights.js';

/** 1 lets a source take part. */
export interface BlendParams extends MatrixParams {
  readonly itemKnn: number;
  readonly rp3beta: number;
  readonly graphFilter: number;
  readonly spectralFilter: number;
  readonly ease: number;
  /** Needs texts or attributes of the items. */
  readonly cease: number;
  /** The share of each reader's items on which the weights are learnt. */
  readonly share: number;
}

const SOURCES = { itemKnn, rp3beta, graphFilter, spectralFilter, ease, cease } as const;
/** Weights of a handful of sources need no more readers than this. */
const MOST_READERS = 2000;
/** Per source and held-out reader. */
const CANDIDATES = 100;

type SourceName = keyof typeof SOURCES;

const namesIn = (params: BlendParams): SourceName[] => (Object.keys(SOURCES) as SourceName[]).filter((name) => params[name] > 0);

async function learnSources(dataset: Dataset, names: readonly SourceName[], params: BlendParams, seed: number, report: Report): Promise<Source[]> {
  const sample = sampleHistories(readerRows(dataset.interactions));
  const sources: Source[] = [];
  for (const [at, name] of names.entries()) {
    const trainer = SOURCES[name] as unknown as ItemTrainer;
    const progress: Report = (share, message) => report((at + share) / names.length, `${trainer.name}: ${message}`);
    const model: ItemModel = await trainer.learn(dataset, { neighbours: params.neighbours }, seed, progress);
    sources.push({ model, spread: spreadOf(model, sample) });
  }
  return sources;
}

/** The weights, learnt on `share` of each reader's items held out of the dataset, in the order of the sources. */
export async function blendWeights(dataset: Dataset, params: BlendParams, seed: number, report: Report): Promise<LearntWeights> {
  requireBetween('share', params.share, 0.01, 0.5);
  const names = namesIn(params);
  if (names.length === 0) throw new ParamsError(`a blend needs a source: set one of ${Object.keys(SOURCES).join(', ')} to 1`);
  const { train, test } = holdOut(dataset.interactions, params.share, seed);
  const learnt = await learnSources({ ...dataset, interactions: train }, names, params, seed, (share, message) => report(0.8 * share, message));
  const readers = heldOutReaders(learnt, readerRows(train), readerRows(test), { most: MOST_READERS, candidates: CANDIDATES });
  return learnWeights(readers, names.length, (share, message) => report(0.8 + 0.2 * share, message));
}

/**
 * A learnt mix of item–item models: B = Σ_s w_s B_s / σ_s, with σ_s the spread of a source's scores over a sample of the
 * readers (one number per source, so that the mix is again one item–item matrix, served and explained as any other) and
 * w learnt on a slice held out of the data. The sources, with their default parameters, are then learnt again on all of it.
 */
export async function blendMatrix(dataset: Dataset, params: BlendParams, seed: number, report: Report): Promise<SparseRows> {
  if (params.spectralFilter > 0 && params.neighbours < 1) {
    throw new ParamsError('spectral-filter is dense: give neighbours, 1 or more, or leave it out of the blend');
  }
  const { weights } = await blendWeights(dataset, params, seed, (share, message) => report(0.5 * share, message));
  const names = namesIn(params).filter((_, source) => weights[source] > 0);
  const kept = weights.filter((weight) => weight > 0);
  const mix = names.map((name, at) => `${SOURCES[name].name} ${kept[at]}`).join(', ');
  const sources = await learnSources(dataset, names, params, seed, (share, message) => report(0.5 + 0.45 * share, `${mix}; ${message}`));
  return sumOfMatrices(sources, kept, params.neighbours, (share, message) => report(0.95 + 0.05 * share, message));
}

export const blend = matrixTrainer<BlendParams>({
  name: 'blend',
  defaults: {
    itemKnn: 0, rp3beta: 1, graphFilter: 1, spectralFilter: 0, ease: 1, cease: 0, share: 0.1, neighbours: 200, halfLifeDays: 14,
  },
  matrix: (dataset, params, report, seed) => blendMatrix(dataset, params, seed, report),
});

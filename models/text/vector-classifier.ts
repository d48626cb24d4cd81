import type { TextTrainer } from '../evaluation/text-task.js';
import { requireBetween, withDefaults } from '../trainer.js';
import { joined } from './classifier-trainer.js';
import { fitLinear, predictLinear } from './linear.js';
import { asSparse, besides, project } from './lsa.js';
import { READER_DEFAULTS, TextReader } from './reader.js';
import type { ReaderParams } from './reader.js';
import { fitStaticVectors, halvesOf, STATIC_DEFAULTS } from './static-vectors.js';
import type { SparseRows } from '../sparse.js';

/**
 * For few labels beside many texts without one: idf and contrastive vectors are learnt from all texts, logistic regression
 * on [TF-IDF | weight · vector] from the labelled ones.
 */
export interface VectorClassifierParams extends ReaderParams {
  readonly cost: number;
  /** Of the vector (length 1) beside the TF-IDF row (length 1). */
  readonly weight: number;
  readonly width: number;
  readonly epochs: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly temperature: number;
}

const NAME = 'text-vectors-linear';
export const VECTOR_CLASSIFIER_DEFAULTS: VectorClassifierParams = {
  ...READER_DEFAULTS, hanGrams: 2, latinGrams: 1, wordGrams: 1, minDocuments: 1, ...STATIC_DEFAULTS, learningRate: 0.3, cost: 1, weight: 0.3,
};

export const textVectorsLinear: TextTrainer<VectorClassifierParams> = {
  name: NAME,
  defaults: VECTOR_CLASSIFIER_DEFAULTS,
  space: { cost: { low: 0.3, high: 10, scale: 'log' }, weight: { low: 0.1, high: 1, scale: 'log' } },
  async learn({ labels, train, unlabelled }, given, seed, report) {
    const params = withDefaults(NAME, VECTOR_CLASSIFIER_DEFAULTS, given);
    requireBetween('cost', params.cost, 1e-3, 1e4);
    requireBetween('weight', params.weight, 0, 100);
    const texts = joined(train);
    const corpus = [...texts, ...unlabelled];
    const reader = await TextReader.fit(corpus, params, (share, message) => report(0.1 * share, message));
    const [left, right] = [0, 1].map((half) => reader.read(corpus.map((text) => halvesOf(text)[half])));
    const table = await fitStaticVectors(await left, await right, { ...params, seed, report: (share, message) => report(0.1 + 0.8 * share, message) });
    const beside = (x: SparseRows): SparseRows =>
      besides([{ x, weight: 1 }, { x: asSparse(project(x, table, params.width), params.width), weight: params.weight }]);
    const model = await fitLinear(beside(await reader.read(texts)), train.labels, labels.length, { lambda: 1 / (params.cost * texts.length), tolerance: 1e-5 });
    return {
      classify: async (examples) => Float32Array.from(predictLinear(model, beside(await reader.read(joined(examples))))),
      close: () => undefined,
    };
  },
};

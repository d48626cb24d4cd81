import type { ArtefactFiles } from '../artefact.js';
import type { TextTrainer } from '../evaluation/text-task.js';
import type { SparseRows } from '../sparse.js';
import { requireBetween, withDefaults } from '../trainer.js';
import type { Params, Report } from '../trainer.js';
import { checkLabelled, joined } from './labelled-texts.js';
import type { LabelledTexts, Pairs } from './labelled-texts.js';
import { fitLinear, predictLinear } from './linear.js';
import type { LinearModel } from './linear.js';
import { asStored, linearFiles, loadLinear } from './linear-files.js';
import { asSparse, besides } from './lsa.js';
import { READER_DEFAULTS } from './reader.js';
import { STATIC_DEFAULTS } from './static-vectors.js';
import { TextVectors } from './text-vectors.js';
import type { VectorParams } from './text-vectors.js';
import type { StoredModel } from './tuned-model.js';

/**
 * For few labels beside many texts without one: idf and vectors are learnt from all texts, logistic regression on
 * [TF-IDF | weight · vector] from the labelled ones.
 */
export interface VectorClassifierParams extends VectorParams {
  readonly cost: number;
  /** Of the vector (parts of length 1) beside the TF-IDF row (length 1). */
  readonly weight: number;
}

export const VECTOR_CLASSIFIER_NAME = 'text-vectors-linear';
export const VECTOR_CLASSIFIER_DEFAULTS: VectorClassifierParams = {
  ...READER_DEFAULTS, hanGrams: 2, latinGrams: 1, wordGrams: 1, minDocuments: 1, ...STATIC_DEFAULTS, learningRate: 0.3, rank: 0, power: 0.5, cost: 1, weight: 0.3,
};

export class VectorClassifier implements StoredModel {
  readonly name = VECTOR_CLASSIFIER_NAME;

  constructor(readonly labelNames: readonly string[], readonly params: VectorClassifierParams, private readonly vectors: TextVectors, private readonly linear: LinearModel) {}

  async probabilities(pairs: Pairs): Promise<Float64Array> {
    return predictLinear(this.linear, await rowsOf(joined(pairs), this.vectors, this.params.weight));
  }

  files(): Map<string, Uint8Array> {
    return new Map([...this.vectors.files(), ...linearFiles(this.linear)]);
  }

  /** Throws ArtefactError where tables do not fit. */
  static load(files: ArtefactFiles, given: Params, labelNames: readonly string[]): VectorClassifier {
    const params = withDefaults(VECTOR_CLASSIFIER_NAME, VECTOR_CLASSIFIER_DEFAULTS, given);
    const vectors = TextVectors.load(files, params);
    const featureCount = vectors.reader.featureCount + vectors.width;
    return new VectorClassifier(labelNames, params, vectors, loadLinear(files, { classCount: labelNames.length, featureCount, link: 'softmax' }));
  }

  close(): void {
    // Only arrays: the garbage collector frees them.
  }
}

/** [texts, features + width]. */
async function rowsOf(texts: readonly string[], vectors: TextVectors, weight: number): Promise<SparseRows> {
  const x = await vectors.reader.read(texts);
  return besides([{ x, weight: 1 }, { x: asSparse(vectors.of(x), vectors.width), weight }]);
}

/** Deterministic for a seed. Throws ParamsError, SizeError, DatasetError. */
export async function learnVectorClassifier(data: LabelledTexts, given: Params, seed: number, report: Report): Promise<VectorClassifier> {
  const params = withDefaults(VECTOR_CLASSIFIER_NAME, VECTOR_CLASSIFIER_DEFAULTS, given);
  requireBetween('cost', params.cost, 1e-3, 1e4);
  requireBetween('weight', params.weight, 0, 100);
  checkLabelled(data);
  const texts = joined(data);
  const { unlabelled } = data;
  const vectors = await TextVectors.learn([...texts, ...unlabelled?.texts ?? [], ...unlabelled?.seconds ?? []], params, seed, report);
  const rows = await rowsOf(texts, vectors, params.weight);
  const linear = await fitLinear(rows, data.labels, data.labelNames.length, { lambda: 1 / (params.cost * texts.length), tolerance: 1e-5 });
  return new VectorClassifier(data.labelNames, params, vectors, asStored(linear));
}

export const textVectorsLinear: TextTrainer<VectorClassifierParams> = {
  name: VECTOR_CLASSIFIER_NAME,
  defaults: VECTOR_CLASSIFIER_DEFAULTS,
  space: { cost: { low: 0.3, high: 10, scale: 'log' }, weight: { low: 0.1, high: 1, scale: 'log' } },
  async learn({ labels, train, unlabelled }, params, seed, report) {
    const model = await learnVectorClassifier({ ...train, labelNames: labels, unlabelled }, params, seed, report);
    return { classify: async (examples) => Float32Array.from(await model.probabilities(examples)), close: () => model.close() };
  },
};

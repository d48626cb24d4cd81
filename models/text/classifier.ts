import type { ArtefactFiles } from '../artefact.js';
import { Pace } from '../pace.js';
import { requireBetween, withDefaults } from '../trainer.js';
import type { Params, Report } from '../trainer.js';
import { checkLabelled, joined } from './labelled-texts.js';
import type { LabelledTexts, Pairs } from './labelled-texts.js';
import { fitLinear, predictLinear } from './linear.js';
import type { LinearModel } from './linear.js';
import { asStored, linearFiles, loadLinear } from './linear-files.js';
import { fitLogCountRatio } from './log-count-ratio.js';
import { checkReader, READER_DEFAULTS, TextReader } from './reader.js';
import type { ReaderParams } from './reader.js';
import type { StoredModel } from './tuned-model.js';

/** The classifier of topics and sentiments: TF-IDF of hashed grams into logistic regression. */
export interface ClassifierParams extends ReaderParams {
  /** Inverse strength of the L2 penalty, per text: λ = 1 / (cost · texts). */
  readonly cost: number;
  /**
   * Above 0, columns are scaled by naive-Bayes log-count ratios smoothed with this much; with two labels the result is the mean
   * of that model and the plain one, which is right more often than either. 0: the plain model alone.
   */
  readonly alpha: number;
}

export const CLASSIFIER_DEFAULTS: ClassifierParams = { ...READER_DEFAULTS, cost: 10, alpha: 0 };
export const CLASSIFIER_NAME = 'text-linear';

export class TextClassifier implements StoredModel {
  readonly name = CLASSIFIER_NAME;

  constructor(readonly labelNames: readonly string[], readonly params: ClassifierParams, private readonly reader: TextReader, readonly linear: LinearModel) {}

  /** [texts, labels], rows sum to 1. Of a pair both texts are read as one, which cannot see what they share. */
  async probabilities(pairs: Pairs): Promise<Float64Array> {
    return predictLinear(this.linear, await this.reader.read(joined(pairs)));
  }

  files(): Map<string, Uint8Array> {
    return new Map([...this.reader.files(), ...linearFiles(this.linear)]);
  }

  /** Throws ArtefactError where tables do not fit. */
  static load(files: ArtefactFiles, given: Params, labelNames: readonly string[]): TextClassifier {
    const params = withDefaults(CLASSIFIER_NAME, CLASSIFIER_DEFAULTS, given);
    const reader = TextReader.load(files, params);
    const link = params.alpha > 0 ? 'one-vs-rest' : 'softmax';
    return new TextClassifier(labelNames, params, reader, loadLinear(files, { classCount: labelNames.length, featureCount: reader.featureCount, link }));
  }

  close(): void {
    // Only arrays: the garbage collector frees them.
  }
}

/** Deterministic: the optimum is unique, so no seed is needed. Throws ParamsError, SizeError, DatasetError. */
export async function learnClassifier(data: LabelledTexts, given: Params, report: Report): Promise<TextClassifier> {
  const params = withDefaults(CLASSIFIER_NAME, CLASSIFIER_DEFAULTS, given);
  checkReader(params);
  requireBetween('cost', params.cost, 1e-3, 1e4);
  requireBetween('alpha', params.alpha, 0, 100);
  checkLabelled(data);
  const texts = joined(data);
  const reader = await TextReader.fit(texts, params, (share, message) => report(0.4 * share, message));
  const rows = await reader.read(texts);
  const pace = new Pace((share, message) => report(0.4 + 0.6 * share, message));
  const options = { lambda: 1 / (params.cost * texts.length), tolerance: 1e-5 };
  const labelCount = data.labelNames.length;
  const plain = params.alpha === 0 || labelCount === 2 ? await fitLinear(rows, data.labels, labelCount, options, pace) : null;
  const scaled = params.alpha > 0 ? await fitLogCountRatio(rows, data.labels, labelCount, { ...options, alpha: params.alpha }, pace) : null;
  const linear = plain && scaled ? meanOf(plain, scaled) : plain ?? scaled as LinearModel;
  return new TextClassifier(data.labelNames, params, reader, asStored(linear));
}

/** The model whose scores are the mean of two models' scores. */
function meanOf(a: LinearModel, b: LinearModel): LinearModel {
  return { ...a, weights: Float64Array.from(a.weights, (value, at) => (value + b.weights[at]) / 2), bias: a.bias.map((value, at) => (value + b.bias[at]) / 2) };
}

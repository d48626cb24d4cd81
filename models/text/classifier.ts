import { ArtefactError, makeArtefact } from '../artefact.js';
import type { Artefact } from '../artefact.js';
import { float32Table, float64Table, tableBytes } from '../artefact-pack.js';
import { Pace } from '../pace.js';
import { requireBetween, withDefaults } from '../trainer.js';
import type { Params, Report } from '../trainer.js';
import { checkLabelled } from './labelled-texts.js';
import type { LabelledTexts } from './labelled-texts.js';
import { argmaxRows, fitLinear, outputsOf, predictLinear } from './linear.js';
import type { LinearModel, LinearOptions } from './linear.js';
import { fitLogCountRatio } from './log-count-ratio.js';
import { checkReader, READER_DEFAULTS, TextReader } from './reader.js';
import type { ReaderParams } from './reader.js';

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

export interface TextLabel {
  readonly label: string;
  readonly probability: number;
}

export class TextClassifier {
  constructor(readonly labelNames: readonly string[], private readonly reader: TextReader, readonly linear: LinearModel) {}

  /** [texts, labels], rows sum to 1. */
  async probabilities(texts: readonly string[]): Promise<Float64Array> {
    return predictLinear(this.linear, await this.reader.read(texts));
  }

  /** The most likely label of each text. */
  async predict(texts: readonly string[]): Promise<TextLabel[]> {
    const classes = this.labelNames.length;
    const probabilities = await this.probabilities(texts);
    return Array.from(argmaxRows(probabilities, classes), (best, row) => ({ label: this.labelNames[best], probability: probabilities[row * classes + best] }));
  }

  files(): Map<string, Uint8Array> {
    const { weights, bias } = this.linear;
    return new Map([
      ...this.reader.files(),
      ['weights.bin', tableBytes(weights as Float32Array)],
      ['bias.bin', tableBytes(bias)],
      ['labels.json', new TextEncoder().encode(JSON.stringify(this.labelNames))],
    ]);
  }

  close(): void {
    // Only arrays: the garbage collector frees them.
  }
}

/** Deterministic: the optimum is unique, so the seed changes nothing. Throws ParamsError, SizeError, DatasetError. */
export async function learnClassifier(
  data: Pick<LabelledTexts, 'texts' | 'labels' | 'labelNames'>, given: Params, report: Report, weights?: Pick<LinearOptions, 'rowWeights' | 'classWeights'>,
): Promise<TextClassifier> {
  const params = withDefaults(CLASSIFIER_NAME, CLASSIFIER_DEFAULTS, given);
  checkReader(params);
  requireBetween('cost', params.cost, 1e-3, 1e4);
  requireBetween('alpha', params.alpha, 0, 100);
  checkLabelled(data);
  const reader = await TextReader.fit(data.texts, params, (share, message) => report(0.4 * share, message));
  const rows = await reader.read(data.texts);
  const pace = new Pace((share, message) => report(0.4 + 0.6 * share, message));
  const options = { lambda: 1 / (params.cost * data.texts.length), tolerance: 1e-5, ...weights };
  const labelCount = data.labelNames.length;
  const plain = params.alpha === 0 || labelCount === 2 ? await fitLinear(rows, data.labels, labelCount, options, pace) : null;
  const scaled = params.alpha > 0 ? await fitLogCountRatio(rows, data.labels, labelCount, { ...options, alpha: params.alpha }, pace) : null;
  const linear = plain && scaled ? meanOf(plain, scaled) : plain ?? scaled as LinearModel;
  return new TextClassifier(data.labelNames, reader, { ...linear, weights: Float32Array.from(linear.weights) });
}

/** The model whose scores are the mean of two models' scores. */
function meanOf(a: LinearModel, b: LinearModel): LinearModel {
  return { ...a, weights: Float64Array.from(a.weights, (value, at) => (value + b.weights[at]) / 2), bias: a.bias.map((value, at) => (value + b.bias[at]) / 2) };
}

const GOLDEN_TEXTS = 5;

/** The artefact: vocabulary, weights, label names and golden texts with their probabilities. */
export async function fitClassifier(data: LabelledTexts, given: Params, seed: number, report: Report): Promise<Artefact> {
  const params = withDefaults(CLASSIFIER_NAME, CLASSIFIER_DEFAULTS, given);
  const model = await learnClassifier(data, params, report);
  const texts = data.texts.slice(0, GOLDEN_TEXTS);
  const golden = { inputs: texts, outputs: [...await model.probabilities(texts)] };
  const { snapshotId, codeRevision, window: dataWindow } = data;
  return makeArtefact({ model: CLASSIFIER_NAME, params, seed, dataWindow, snapshotId, codeRevision, golden }, model.files());
}

/** Throws ArtefactError where tables do not fit or the golden texts get other answers. */
export async function loadClassifier({ card, files }: Artefact): Promise<TextClassifier> {
  const params = withDefaults(CLASSIFIER_NAME, CLASSIFIER_DEFAULTS, card.params);
  const labelNames = JSON.parse(new TextDecoder().decode(files.get('labels.json') ?? new Uint8Array())) as string[];
  const reader = TextReader.load(files, params);
  const weights = float32Table(files, 'weights.bin');
  const bias = float64Table(files, 'bias.bin');
  const outputs = outputsOf(labelNames.length);
  if (weights.length !== reader.featureCount * outputs || bias.length !== outputs) {
    throw new ArtefactError('MODEL', `The tables of the model ${card.model} do not fit together; it is no text classifier, or retrain.`);
  }
  const link = params.alpha > 0 ? 'one-vs-rest' : 'softmax';
  const model = new TextClassifier(labelNames, reader, { classCount: labelNames.length, featureCount: reader.featureCount, link, weights, bias });
  const answers = await model.probabilities(card.golden.inputs as string[]);
  if (!agree(answers, card.golden.outputs as number[])) {
    throw new ArtefactError('GOLDEN', `The model ${card.model} no longer gives the answers it was published with; retrain it with this build.`);
  }
  return model;
}

/** Within rounding: another build of the runtime may round e^x differently. */
function agree(answers: Float64Array, golden: readonly number[]): boolean {
  return answers.length === golden.length && answers.every((value, at) => Math.abs(value - golden[at]) <= 1e-9);
}

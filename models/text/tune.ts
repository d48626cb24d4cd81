import type { Artefact } from '../artefact.js';
import { withMetrics } from '../artefact.js';
import type { Interval } from '../metrics/interval.js';
import { ParamsError } from '../trainer.js';
import type { Params, Report } from '../trainer.js';
import { readCheckpoint } from './bert/checkpoint.js';
import type { Checkpoint, FolderFiles } from './bert/checkpoint.js';
import { initEncoder } from './bert/encoder.js';
import { fineTune } from './bert/fine-tune.js';
import type { EpochResult, TunedExamples } from './bert/fine-tune.js';
import { buildVocabulary } from './bert/vocabulary.js';
import { WordPiece } from './bert/wordpiece.js';
import { classReport } from './class-report.js';
import type { ClassReport } from './class-report.js';
import { CLASSIFIER_DEFAULTS, learnClassifier } from './classifier.js';
import { joined } from './labelled-texts.js';
import type { LabelledTexts, Pairs } from './labelled-texts.js';
import { argmaxRows } from './linear.js';
import { learnPairs } from './pair-classifier.js';
import { storedArtefact, storedEncoder } from './tuned-model.js';
import type { StoredModel } from './tuned-model.js';
import { learnVectorClassifier } from './vector-classifier.js';

export const TUNE_METHODS = ['full', 'lora', 'linear', 'vectors', 'pairs'] as const;
export type TuneMethod = (typeof TUNE_METHODS)[number];
/** Those that need no encoder: parameters are chosen on dev, and nothing is learnt in epochs. */
type ShallowMethod = 'linear' | 'vectors' | 'pairs';

export interface TuneData {
  readonly labelNames: readonly string[];
  readonly train: TunedExamples;
  readonly dev: TunedExamples;
  readonly test: TunedExamples;
  /** Texts or pairs without labels, that vectors and pairs learn from as well; null for none. */
  readonly unlabelled: Pairs | null;
  /** What names the data on the card, such as its sha256. */
  readonly snapshotId: string;
}

export interface TuneOptions {
  readonly method?: TuneMethod;
  /** The files of a pretrained model, or null to begin from nothing. */
  readonly checkpoint: FolderFiles | null;
  readonly epochs?: number;
  readonly learningRate?: number;
  readonly batch: number;
  readonly maxLength: number;
  readonly rank: number;
  readonly seed: number;
  readonly report: Report;
  onEpoch?(epoch: EpochResult): void;
}

export interface TuneRow {
  readonly model: string;
  readonly accuracy: Interval;
  readonly macroF1: number;
}

export interface TuneResult {
  readonly method: TuneMethod;
  readonly model: StoredModel;
  readonly artefact: Artefact;
  /** The model on the test texts, the baselines before it. */
  readonly rows: readonly TuneRow[];
  readonly report: ClassReport;
  readonly testProbabilities: ArrayLike<number>;
  readonly epochs: readonly EpochResult[];
  readonly bestEpoch: number;
}

/** Small enough for a thousand texts and two cores. */
const SCRATCH = { width: 128, layers: 2, heads: 4, inner: 256, vocabulary: 8000, hide: 0.15 };
const RATES = { scratch: 1e-3, full: 2e-5, lora: 3e-4 };

interface Tuned {
  readonly model: StoredModel;
  readonly epochs: readonly EpochResult[];
  readonly bestEpoch: number;
}

/** Learns from train, chooses the epoch or the parameters by dev, measures on test once, beside the most frequent label and the linear model. */
export async function tune(data: TuneData, options: TuneOptions): Promise<TuneResult> {
  const method = options.method ?? 'full';
  check(data, method, options);
  const linear = await tuneShallow(data, 'linear', method === 'linear' ? options : { ...options, report: () => undefined });
  const tuned = method === 'linear' ? linear : isShallow(method) ? await tuneShallow(data, method, options) : await tuneEncoder(data, method, options);
  const { labelNames, test, snapshotId } = data;
  const measure = async (model: StoredModel) => {
    const probabilities = await model.probabilities(test);
    return { probabilities, report: classReport(argmaxRows(Float64Array.from(probabilities), labelNames.length), test.labels, labelNames, options.seed) };
  };
  const row = (name: string, { accuracy, macroF1 }: ClassReport): TuneRow => ({ model: name, accuracy, macroF1 });
  const majority = classReport(new Int32Array(test.labels.length).fill(mostFrequent(data)), test.labels, labelNames, options.seed);
  const { probabilities, report } = await measure(tuned.model);
  const rows = [row('most frequent label', majority)];
  if (tuned !== linear) {
    rows.push(row('linear', (await measure(linear.model)).report));
    await linear.model.close();
  }
  rows.push(row(isShallow(method) ? method : `encoder, ${options.checkpoint ? method : 'from scratch'}`, report));
  const artefact = await storedArtefact(tuned.model, data.train, { dataWindow: { fromMs: 0, toMs: 0 }, snapshotId, codeRevision: '', seed: options.seed });
  const { value, low, high } = report.accuracy;
  return { ...tuned, artefact: withMetrics(artefact, { accuracy: { value, low, high } }), method, rows, report, testProbabilities: probabilities };
}

function check({ train, unlabelled }: TuneData, method: TuneMethod, { checkpoint }: TuneOptions): void {
  if (method === 'lora' && !checkpoint) {
    throw new ParamsError('adapters need a pretrained model to sit beside: name its folder with --model, or use another method');
  }
  if (isShallow(method) && checkpoint) throw new ParamsError(`the method ${method} starts from nothing: leave --model out, or use the method full or lora`);
  if (method === 'pairs' && !train.seconds) throw new ParamsError('the method pairs compares two texts: give sentence1 and sentence2, or use another method');
  if (unlabelled && method !== 'vectors' && method !== 'pairs') throw new ParamsError(`the method ${method} learns nothing from texts without labels: leave --unlabelled out, or use the method vectors or pairs`);
}

function mostFrequent({ labelNames, train }: TuneData): number {
  const counts = labelNames.map((_, label) => train.labels.filter((one) => one === label).length);
  return counts.indexOf(Math.max(...counts));
}

interface Shallow {
  learn(data: LabelledTexts, params: Params, seed: number, report: Report): Promise<StoredModel>;
  /** The parameters that dev chooses among. */
  trials(train: LabelledTexts): readonly Params[];
}

const SHALLOW: Readonly<Record<ShallowMethod, Shallow>> = {
  linear: {
    learn: (data, params, _seed, report) => learnClassifier(data, params, report),
    // Scaled by naive-Bayes ratios where there are two labels.
    trials: ({ texts, labelNames }) => [3, 10, 30].map((cost) =>
      ({ cost, minDocuments: texts.length < 5000 ? 1 : CLASSIFIER_DEFAULTS.minDocuments, alpha: labelNames.length === 2 ? 0.3 : 0 })),
  },
  vectors: { learn: learnVectorClassifier, trials: () => [1, 3, 10].map((cost) => ({ cost })) },
  pairs: { learn: (data, params, _seed, report) => learnPairs(data, params, report), trials: () => [0.1, 0.3, 1].map((cost) => ({ cost })) },
};
const isShallow = (method: TuneMethod): method is ShallowMethod => Object.hasOwn(SHALLOW, method);

async function tuneShallow(data: TuneData, method: ShallowMethod, { seed, report }: TuneOptions): Promise<Tuned> {
  const { labelNames, train, dev, unlabelled } = data;
  const labelled: LabelledTexts = { ...train, labelNames, ...(unlabelled && { unlabelled }) };
  const { learn, trials } = SHALLOW[method];
  let best: { model: StoredModel; accuracy: number } | null = null;
  for (const [at, params] of trials(labelled).entries()) {
    const model = await learn(labelled, params, seed, (share, message) => report((at + share) / trials(labelled).length, message));
    const given = argmaxRows(Float64Array.from(await model.probabilities(dev)), labelNames.length);
    const accuracy = given.filter((label, row) => label === dev.labels[row]).length / given.length;
    if (!best || accuracy > best.accuracy) best = { accuracy, model };
  }
  return { model: (best as NonNullable<typeof best>).model, epochs: [], bestEpoch: 0 };
}

async function tuneEncoder(data: TuneData, method: 'full' | 'lora', options: TuneOptions): Promise<Tuned> {
  const checkpoint = options.checkpoint ? readCheckpoint(options.checkpoint) : fromScratch(data, options);
  const start = options.checkpoint ? method : 'scratch';
  const { epochs = options.checkpoint ? 3 : 10, learningRate = RATES[start], batch, maxLength, seed, rank, report, onEpoch } = options;
  const lora = method === 'lora' ? { rank, alpha: 2 * rank } : null;
  const { model, ...rest } = await fineTune(checkpoint, data.labelNames, data, {
    epochs, learningRate, batch, maxLength, seed, lora, hide: options.checkpoint ? 0 : SCRATCH.hide, report, onEpoch,
  });
  const params = { epochs, learningRate, batch, ...(lora && { rank }) };
  return { model: storedEncoder(model, params), ...rest };
}

function fromScratch({ train }: TuneData, { maxLength, seed }: TuneOptions): Checkpoint {
  const own = { lowerCase: true };
  const tokeniser = new WordPiece(buildVocabulary(joined(train), SCRATCH.vocabulary, own), own);
  const config = {
    vocabularySize: tokeniser.size, width: SCRATCH.width, layers: SCRATCH.layers, heads: SCRATCH.heads, inner: SCRATCH.inner,
    maxPositions: maxLength, segments: 2, normEpsilon: 1e-5, preNorm: true, pooling: 'mean' as const,
  };
  return { config, tokeniser, parameters: initEncoder(config, seed) };
}

import type { Artefact } from '../artefact.js';
import { withMetrics } from '../artefact.js';
import type { Interval } from '../metrics/interval.js';
import { ParamsError } from '../trainer.js';
import type { Report } from '../trainer.js';
import { readCheckpoint } from './bert/checkpoint.js';
import type { Checkpoint, FolderFiles } from './bert/checkpoint.js';
import { initEncoder } from './bert/encoder.js';
import { fineTune } from './bert/fine-tune.js';
import type { EpochResult, TunedExamples } from './bert/fine-tune.js';
import { buildVocabulary } from './bert/vocabulary.js';
import { WordPiece } from './bert/wordpiece.js';
import { classReport } from './class-report.js';
import type { ClassReport } from './class-report.js';
import { CLASSIFIER_DEFAULTS, fitClassifier, loadClassifier } from './classifier.js';
import { joined } from './classifier-trainer.js';
import { argmaxRows } from './linear.js';
import { encoderArtefact } from './tuned-model.js';
import type { TunedModel } from './tuned-model.js';

export type TuneMethod = 'full' | 'lora' | 'linear';

export interface TuneData {
  readonly labelNames: readonly string[];
  readonly train: TunedExamples;
  readonly dev: TunedExamples;
  readonly test: TunedExamples;
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
  readonly model: TunedModel;
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
  readonly model: TunedModel;
  readonly artefact: Artefact;
  readonly epochs: readonly EpochResult[];
  readonly bestEpoch: number;
}

/** Learns from train, chooses the epoch by dev, measures on test once, beside the most frequent label and the linear model. */
export async function tune(data: TuneData, options: TuneOptions): Promise<TuneResult> {
  const method = options.method ?? 'full';
  if (method === 'lora' && !options.checkpoint) {
    throw new ParamsError('adapters need a pretrained model to sit beside: name its folder with --model, or use the method full or linear');
  }
  if (method === 'linear' && options.checkpoint) throw new ParamsError('the linear model starts from nothing: leave --model out, or use the method full or lora');
  const linear = await tuneLinear(data, method === 'linear' ? options : { ...options, report: () => undefined });
  const tuned = method === 'linear' ? linear : await tuneEncoder(data, method, options);
  const { labelNames, test } = data;
  const measure = async (model: TunedModel) => {
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
  rows.push(row(method === 'linear' ? 'linear' : `encoder, ${options.checkpoint ? method : 'from scratch'}`, report));
  const { value, low, high } = report.accuracy;
  return { ...tuned, artefact: withMetrics(tuned.artefact, { accuracy: { value, low, high } }), method, rows, report, testProbabilities: probabilities };
}

function mostFrequent({ labelNames, train }: TuneData): number {
  const counts = labelNames.map((_, label) => train.labels.filter((one) => one === label).length);
  return counts.indexOf(Math.max(...counts));
}

const factsOf = (data: TuneData) => ({ dataWindow: { fromMs: 0, toMs: 0 }, snapshotId: data.snapshotId, codeRevision: '' });

/** The penalty is chosen on dev among three strengths; scaled by naive-Bayes ratios where there are two labels. */
async function tuneLinear(data: TuneData, { seed, report }: TuneOptions): Promise<Tuned> {
  const { labelNames, train, dev } = data;
  const { dataWindow: window, ...facts } = factsOf(data);
  const labelled = { texts: joined(train), labels: train.labels, labelNames, window, ...facts };
  const minDocuments = train.texts.length < 5000 ? 1 : CLASSIFIER_DEFAULTS.minDocuments;
  let best: (Tuned & { accuracy: number }) | null = null;
  const costs = [3, 10, 30];
  for (const [at, cost] of costs.entries()) {
    const params = { cost, minDocuments, alpha: labelNames.length === 2 ? 0.3 : 0 };
    const artefact = await fitClassifier(labelled, params, seed, (share, message) => report((at + share) / costs.length, message));
    const model = await loadClassifier(artefact);
    const given = argmaxRows(await model.probabilities(joined(dev)), labelNames.length);
    const accuracy = given.filter((label, row) => label === dev.labels[row]).length / given.length;
    const tuned: TunedModel = { labelNames, probabilities: (pairs) => model.probabilities(joined(pairs)), close: () => model.close() };
    if (!best || accuracy > best.accuracy) best = { accuracy, artefact, model: tuned, epochs: [], bestEpoch: 0 };
  }
  return best as NonNullable<typeof best>;
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
  return { model, ...rest, artefact: await encoderArtefact(model, data.train, { ...factsOf(data), params, seed }) };
}

function fromScratch({ train }: TuneData, { maxLength, seed }: TuneOptions): Checkpoint {
  const own = { lowerCase: true };
  const texts = [...train.texts, ...train.seconds ?? []];
  const tokeniser = new WordPiece(buildVocabulary(texts, SCRATCH.vocabulary, own), own);
  const config = {
    vocabularySize: tokeniser.size, width: SCRATCH.width, layers: SCRATCH.layers, heads: SCRATCH.heads, inner: SCRATCH.inner,
    maxPositions: maxLength, segments: 2, normEpsilon: 1e-5, preNorm: true, pooling: 'mean' as const,
  };
  return { config, tokeniser, parameters: initEncoder(config, seed) };
}

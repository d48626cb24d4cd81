import { reduceSum, logSumExp, weightedMean } from '../../onnx/reduction.js';
import { adam } from '../../onnx/optimiser.js';
import { gatherElements, sub } from '../../onnx/ops.js';
import { linearWarmupDecay } from '../../onnx/schedule.js';
import type { FeedTensor, ThreadPolicy } from '../../onnx/session.js';
import { squeeze, unsqueeze } from '../../onnx/shape.js';
import { TrainingSession } from '../../onnx/training-session.js';
import type { TrainingOptions } from '../../onnx/training-session.js';
import { Random } from '../../random.js';
import { ParamsError, requireBetween } from '../../trainer.js';
import type { Report } from '../../trainer.js';
import type { Pairs } from '../labelled-texts.js';
import { encodeAll, feedsOf, shuffledBatches } from './batches.js';
import type { Checkpoint } from './checkpoint.js';
import { classify, encode, encoderInputs, initHead, pool } from './encoder.js';
import type { EncoderParameters } from './encoder.js';
import { initLora, mergeLora, withLora } from './lora.js';
import type { LoraOptions } from './lora.js';
import { SequenceClassifier } from './sequence-classifier.js';
import type { Encoded } from './wordpiece.js';

/** Labelled texts or pairs; labels are indices. */
export interface TunedExamples extends Pairs {
  readonly labels: Int32Array;
}

export interface FineTuneOptions {
  readonly epochs: number;
  readonly learningRate: number;
  readonly batch: number;
  readonly maxLength: number;
  readonly seed: number;
  /** Adapters instead of all weights. */
  readonly lora: LoraOptions | null;
  readonly weightDecay?: number;
  /** Share of the tokens that are hidden at each step: what dropout does for a small model. */
  readonly hide?: number;
  readonly policy?: ThreadPolicy;
  readonly report: Report;
  onEpoch?(epoch: EpochResult): void;
}

export interface EpochResult {
  readonly epoch: number;
  readonly trainLoss: number;
  readonly devAccuracy: number;
}

export interface FineTuned {
  readonly model: SequenceClassifier;
  readonly epochs: readonly EpochResult[];
  readonly bestEpoch: number;
}

const WARM_UP = 0.1;

function check(options: FineTuneOptions, checkpoint: Checkpoint): void {
  requireBetween('epochs', options.epochs, 1, 1000);
  requireBetween('batch', options.batch, 1, 1024);
  requireBetween('learningRate', options.learningRate, 1e-8, 1);
  requireBetween('hide', options.hide ?? 0, 0, 0.9);
  if (options.maxLength > checkpoint.config.maxPositions) {
    throw new ParamsError(`the model has ${checkpoint.config.maxPositions} positions; texts cannot be ${options.maxLength} tokens long`);
  }
  requireBetween('maxLength', options.maxLength, 4, checkpoint.config.maxPositions);
}

/**
 * Section 5 of the founding document: AdamW over epochs of shuffled batches, a linear schedule with a tenth of warm-up,
 * the gradient clipped to norm 1, accuracy on dev after each epoch. The epoch of highest dev accuracy is kept, the earlier
 * one of equals. Deterministic for a seed and thread policy.
 */
export async function fineTune(
  checkpoint: Checkpoint, labelNames: readonly string[], data: { train: TunedExamples; dev: TunedExamples }, options: FineTuneOptions,
): Promise<FineTuned> {
  check(options, checkpoint);
  const { tokeniser, config, parameters } = checkpoint;
  const { lora, seed } = options;
  const head = initHead(config.width, labelNames.length, seed + 1);
  const adapters = lora ? initLora(config, lora, seed + 2) : {};
  const encoded = encodeAll(tokeniser, data.train.texts, data.train.seconds, options.maxLength);
  const length = encoded.reduce((longest, { ids }) => Math.max(longest, ids.length), 0);
  const watcher = await SequenceClassifier.open(checkpoint, head, labelNames, options.maxLength, options.policy);
  try {
    const session = await TrainingSession.open(trainingOptions(checkpoint, { ...parameters, ...adapters, ...head }, length, options));
    try {
      const { values, ...rest } = await runEpochs({ session, watcher, encoded, length, head, checkpoint, ...data }, options);
      const { head_weight, head_bias, ...encoder } = values;
      const own = { config, tokeniser, parameters: encoder };
      return { ...rest, model: await SequenceClassifier.open(own, { head_weight, head_bias }, labelNames, options.maxLength, options.policy) };
    } finally {
      await session.dispose();
    }
  } finally {
    await watcher.close();
  }
}

interface Learning {
  readonly session: TrainingSession;
  readonly watcher: SequenceClassifier;
  readonly encoded: readonly Encoded[];
  readonly length: number;
  readonly head: EncoderParameters;
  readonly checkpoint: Checkpoint;
  readonly train: TunedExamples;
  readonly dev: TunedExamples;
}

/** All epochs, and the values of the best one. */
async function runEpochs(learning: Learning, options: FineTuneOptions): Promise<{ values: EncoderParameters; epochs: EpochResult[]; bestEpoch: number }> {
  const { session, watcher, encoded, length, head, checkpoint, train, dev } = learning;
  const steps = options.epochs * Math.ceil(encoded.length / options.batch);
  const schedule = linearWarmupDecay(options.learningRate, Math.ceil(WARM_UP * steps), steps + 1);
  const random = new Random(options.seed);
  const epochs: EpochResult[] = [];
  let best: { accuracy: number; epoch: number; values: EncoderParameters } | null = null;
  for (let epoch = 1; epoch <= options.epochs; epoch++) {
    const trainLoss = await runEpoch({ session, encoded, labels: train.labels, length, random, schedule, steps, epoch, checkpoint }, options);
    const values = snapshot(checkpoint, head, session.parameters(), options.lora);
    const devAccuracy = accuracy(await watcher.probabilities(dev, dataOf(values)), dev.labels, watcher.labelNames.length);
    epochs.push({ epoch, trainLoss, devAccuracy });
    options.onEpoch?.({ epoch, trainLoss, devAccuracy });
    if (!best || devAccuracy > best.accuracy) best = { accuracy: devAccuracy, epoch, values };
  }
  const { values, epoch: bestEpoch } = best as NonNullable<typeof best>;
  return { values, epochs, bestEpoch };
}

function trainingOptions(checkpoint: Checkpoint, parameters: EncoderParameters, length: number, { batch, lora, weightDecay = 0.01, policy }: FineTuneOptions): TrainingOptions {
  const { config } = checkpoint;
  return {
    name: 'fine-tune', parameters, policy, clipNorm: 1, optimiser: adam({ weightDecay }),
    frozen: lora ? Object.keys(checkpoint.parameters) : [],
    build(graph, given) {
      const own = lora ? withLora(given, config, lora) : given;
      const inputs = encoderInputs(graph, batch, length);
      const labels = graph.input('labels', 'int32', [batch]);
      const weights = graph.input('weights', 'float32', [batch]);
      const logits = classify(pool(encode(own, inputs, config), own, inputs, config), own);
      const chosen = squeeze(gatherElements(logits, unsqueeze(labels, [1]), 1), [1]);
      return { loss: weightedMean(sub(logSumExp(logits), chosen), weights), outputs: { weight: reduceSum(weights) } };
    },
  };
}

interface EpochState {
  readonly session: TrainingSession;
  readonly encoded: readonly Encoded[];
  readonly labels: Int32Array;
  readonly length: number;
  readonly random: Random;
  schedule(step: number): number;
  readonly steps: number;
  readonly epoch: number;
  readonly checkpoint: Checkpoint;
}

/** The mean loss over the texts of one epoch. */
async function runEpoch(state: EpochState, { batch, hide = 0, epochs, report }: FineTuneOptions): Promise<number> {
  const { session, encoded, labels, length, random, epoch, steps } = state;
  let sum = 0;
  for (const rows of shuffledBatches(encoded.length, batch, random)) {
    const feeds: Record<string, FeedTensor> = feedsOf(Array.from(rows, (row) => encoded[row]), batch, length, state.checkpoint.tokeniser, hide > 0 ? { share: hide, random } : null);
    const own = new Int32Array(batch);
    own.set(rows.map((row) => labels[row]));
    feeds.labels = { dtype: 'int32', data: own, shape: [batch] };
    feeds.weights = { dtype: 'float32', data: new Float32Array(batch).fill(1, 0, rows.length), shape: [batch] };
    const { loss } = await session.step(feeds, state.schedule(session.steps + 1));
    sum += loss * rows.length;
    await report(session.steps / steps, `epoch ${epoch} of ${epochs}, loss ${loss.toFixed(3)}`);
  }
  return sum / encoded.length;
}

/** The values as of now with adapters merged, copied: the session will overwrite its own. */
function snapshot({ config, parameters }: Checkpoint, head: EncoderParameters, values: Readonly<Record<string, Float32Array>>, lora: LoraOptions | null): EncoderParameters {
  const now = (from: EncoderParameters): EncoderParameters =>
    Object.fromEntries(Object.entries(from).map(([name, { shape }]) => [name, { shape, data: values[name].slice() }]));
  return { ...(lora ? mergeLora(parameters, values, config, lora) : now(parameters)), ...now(head) };
}

const dataOf = (parameters: EncoderParameters): Record<string, Float32Array> =>
  Object.fromEntries(Object.entries(parameters).map(([name, { data }]) => [name, data]));

/** Share of rows whose most likely label is the true one; 0 without rows. */
export function accuracy(probabilities: Float32Array, labels: Int32Array, labelCount: number): number {
  let right = 0;
  labels.forEach((label, row) => {
    const own = probabilities.subarray(row * labelCount, (row + 1) * labelCount);
    if (own.every((value, at) => at === label || value < own[label])) right++;
  });
  return labels.length === 0 ? 0 : right / labels.length;
}

import type { Histories } from '../candidate-model.js';
import { pickHistories } from '../candidate-model.js';
import { adam } from '../onnx/optimiser.js';
import type { FeedTensor, ThreadPolicy } from '../onnx/session.js';
import { TrainingSession } from '../onnx/training-session.js';
import { Pace } from '../pace.js';
import { Random, shuffle } from '../random.js';
import type { Report } from '../trainer.js';
import { emptyBatch, fillBatch, packRows, windowsOf } from './packing.js';
import type { PackedBatch, Sequences } from './packing.js';
import { dropoutNames, sasrecParameters, trainingGraph } from './sasrec-graph.js';
import type { SasrecBatchShape } from './sasrec-graph.js';
import { SasrecScorer } from './sasrec-session.js';
import type { Values } from './sasrec-forward.js';
import type { SasrecShape } from './sasrec-shape.js';

export interface SasrecFit {
  readonly shape: SasrecShape;
  readonly batch: SasrecBatchShape;
  readonly rate: number;
  readonly weightDecay: number;
  readonly epochs: number;
  /** Epochs without a better validation before the fit ends. */
  readonly patience: number;
  /** At most this many readers are validated on; with 0 nothing is held out and all epochs run, for epochs that are known. */
  readonly validationReaders: number;
  readonly seed: number;
  readonly policy?: ThreadPolicy;
}

export interface Fitted {
  readonly values: Values;
  /** ndcg@10 on the held-out last items, after each epoch. */
  readonly validation: readonly number[];
  readonly losses: readonly number[];
}

/**
 * Learns from all but the last item of each history of three or more; that item decides when to stop. The values of the best
 * epoch are kept, or of the last one where nothing is held out. Deterministic in the seed: the order, the dropout masks and the negatives come from one generator.
 */
export async function fitSasrec(histories: Histories, fit: SasrecFit, report: Report): Promise<Fitted> {
  const { shape, batch } = fit;
  const random = new Random(fit.seed);
  const { train, targets } = fit.validationReaders > 0 ? withoutLast(histories) : { train: histories, targets: new Int32Array(0) };
  const validated = chosen(targets, fit.validationReaders, random);
  const sequences = windowsOf(train, shape.length);
  const session = await TrainingSession.open({
    name: 'sasrec-train', parameters: sasrecParameters(shape, fit.seed), optimiser: adam({ weightDecay: fit.weightDecay, beta2: 0.98 }), clipNorm: 5,
    policy: fit.policy, build: (graph, parameters) => trainingGraph(graph, parameters, shape, batch),
  });
  const scorer = await SasrecScorer.open(shape, batch.temperature).catch(async (error: unknown) => {
    await session.dispose();
    throw error;
  });
  const [validation, losses]: number[][] = [[], []];
  let best: Values = copyOf(session.parameters());
  try {
    for (let epoch = 0; epoch < fit.epochs; epoch++) {
      const at = (share: number): number => (epoch + share) / fit.epochs;
      losses.push(await trainEpoch(session, sequences, { fit, random, report, at }));
      if (validated.length > 0) validation.push(await validate(scorer, session.parameters(), { train, targets, validated, items: shape.itemCount }));
      const ndcg = validation.length > 0 ? `, validation ndcg@10 ${validation[epoch].toFixed(4)}` : '';
      await report(at(1), `epoch ${epoch + 1}: loss ${losses[epoch].toFixed(4)}${ndcg}`);
      const bestEpoch = validation.length > 0 ? validation.indexOf(Math.max(...validation)) : epoch;
      if (bestEpoch === epoch) best = copyOf(session.parameters());
      if (epoch - bestEpoch >= fit.patience) break;
    }
  } finally {
    await session.dispose();
    await scorer.dispose();
  }
  return { values: best, validation, losses };
}

const copyOf = (values: Values): Values => Object.fromEntries(Object.entries(values).map(([name, data]) => [name, data.slice()]));

interface Epoch {
  readonly fit: SasrecFit;
  readonly random: Random;
  readonly report: Report;
  at(share: number): number;
}

async function trainEpoch(session: TrainingSession, sequences: Sequences, { fit, random, report, at }: Epoch): Promise<number> {
  const { shape, batch } = fit;
  const pace = new Pace(report);
  const order = Int32Array.from(sequences, (_, sequence) => sequence);
  shuffle(order, random);
  const rows = packRows(sequences, order, shape.length);
  const packed = emptyBatch(batch.rows, shape.length);
  const feeds = feedsOf(packed, fit);
  let [sum, weight] = [0, 0];
  for (let from = 0; from < rows.length; from += batch.rows) {
    fillBatch(packed, sequences, rows.slice(from, from + batch.rows), shape.length);
    draw(feeds, fit, random);
    const { loss } = await session.step(feeds, fit.rate * Math.min(1, (session.steps + 1) / WARMUP_STEPS));
    const own = packed.weights.reduce((total, one) => total + one, 0);
    sum += loss * own;
    weight += own;
    const pause = pace.step(at(from / rows.length), () => `row ${from} of ${rows.length}, loss ${loss.toFixed(3)}`);
    if (pause) await pause;
  }
  return weight > 0 ? sum / weight : 0;
}
const WARMUP_STEPS = 100;

function feedsOf(packed: PackedBatch, { shape, batch }: SasrecFit): Record<string, FeedTensor> {
  const window = [batch.rows, shape.length];
  const feeds: Record<string, FeedTensor> = {
    items_in: { dtype: 'int32', shape: window, data: packed.items },
    places_in: { dtype: 'int32', shape: window, data: packed.places },
    targets: { dtype: 'int32', shape: window, data: packed.targets },
    weights: { dtype: 'float32', shape: window, data: packed.weights },
    mask: { dtype: 'float32', shape: [batch.rows, 1, shape.length, shape.length], data: packed.mask },
  };
  if (batch.dropout > 0) {
    for (const name of dropoutNames(shape)) {
      feeds[name] = { dtype: 'bool', shape: [...window, shape.width], data: new Uint8Array(batch.rows * shape.length * shape.width) };
    }
  }
  if (batch.negatives > 0) feeds.negatives = { dtype: 'int32', shape: [batch.negatives], data: new Int32Array(batch.negatives) };
  return feeds;
}

/** New dropout masks, four places per random number, and new negatives. */
function draw(feeds: Readonly<Record<string, FeedTensor>>, { shape, batch }: SasrecFit, random: Random): void {
  const threshold = Math.round(batch.dropout * 256);
  for (const name of batch.dropout > 0 ? dropoutNames(shape) : []) {
    const kept = feeds[name].data as Uint8Array;
    for (let at = 0; at < kept.length; at += 4) {
      const bits = random.uint32();
      for (let byte = 0; byte < 4; byte++) kept[at + byte] = ((bits >>> (8 * byte)) & 255) >= threshold ? 1 : 0;
    }
  }
  const negatives = feeds.negatives?.data as Int32Array | undefined;
  negatives?.forEach((_, at) => (negatives[at] = random.below(shape.itemCount)));
}

interface Held {
  /** Without the last item, where there are three or more. */
  readonly train: Histories;
  /** [readers] the item that was taken away; −1 for none. */
  readonly targets: Int32Array;
}

function withoutLast(histories: Histories): Held {
  const readers = histories.offsets.length - 1;
  const targets = new Int32Array(readers).fill(-1);
  const keep: number[] = [];
  const offsets = new Int32Array(readers + 1);
  for (let reader = 0; reader < readers; reader++) {
    const [start, end] = [histories.offsets[reader], histories.offsets[reader + 1]];
    const stop = end - start >= 3 ? end - 1 : end;
    if (stop < end) targets[reader] = histories.items[stop];
    for (let at = start; at < stop; at++) keep.push(at);
    offsets[reader + 1] = keep.length;
  }
  return {
    train: { offsets, items: Int32Array.from(keep, (at) => histories.items[at]), weights: Float32Array.from(keep, (at) => histories.weights[at]) },
    targets,
  };
}

function chosen(targets: Int32Array, most: number, random: Random): Int32Array {
  const readers = Int32Array.from(targets, (_, reader) => reader).filter((reader) => targets[reader] >= 0);
  if (readers.length <= most) return readers;
  shuffle(readers, random);
  return readers.slice(0, most).sort();
}

interface Validation extends Held {
  readonly validated: Int32Array;
  readonly items: number;
}

const VALIDATION_BATCH = 64;

/**
 * Place of one item among all, from 1; whatever is not below it stands before it, so that neither equal scores nor those that
 * are no numbers make a model that says nothing the best.
 */
export function rankOf(scores: Float32Array, item: number): number {
  let rank = 1;
  for (let other = 0; other < scores.length; other++) if (other !== item && !(scores[other] < scores[item])) rank++;
  return rank;
}

/** Mean ndcg@10 of one right item among all that the reader has not read: 1/log₂(rank + 1) for rank ≤ 10. */
async function validate(scorer: SasrecScorer, values: Values, { train, targets, validated, items }: Validation): Promise<number> {
  const scores = new Float32Array(VALIDATION_BATCH * items);
  let sum = 0;
  for (let from = 0; from < validated.length; from += VALIDATION_BATCH) {
    const readers = validated.subarray(from, from + VALIDATION_BATCH);
    const histories = pickHistories(train, readers);
    await scorer.score(values, histories, scores);
    readers.forEach((reader, row) => {
      const own = scores.subarray(row * items, (row + 1) * items);
      for (let at = histories.offsets[row]; at < histories.offsets[row + 1]; at++) own[histories.items[at]] = -Infinity;
      const rank = rankOf(own, targets[reader]);
      if (rank <= 10) sum += 1 / Math.log2(rank + 1);
    });
  }
  return validated.length > 0 ? sum / validated.length : 0;
}

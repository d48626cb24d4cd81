import { RowTable } from '../../kernels/row-table.js';
import { adam } from '../../onnx/optimiser.js';
import { Session } from '../../onnx/session.js';
import { TrainingSession } from '../../onnx/training-session.js';
import { Pace } from '../../pace.js';
import { Random, shuffle } from '../../random.js';
import type { Report } from '../../trainer.js';
import { initialParameters, parameterShapes, rowWidth } from './architecture.js';
import type { Architecture, Parameters } from './architecture.js';
import type { RowSource } from './batch-rows.js';
import { BatchFeeds } from './examples.js';
import type { Examples } from './examples.js';
import type { EncodedRows, FieldTable } from './field-table.js';
import { networkGraph, networkLoss } from './network.js';

/** How a network is fitted; a part of every deep ranker's params. */
export interface FitParams extends Readonly<Record<string, number>> {
  readonly epochs: number;
  readonly batch: number;
  /** Of Adam, for the dense parameters. */
  readonly learningRate: number;
  /** Of Adagrad, for the rows. */
  readonly rowRate: number;
  /** λ of (λ/2)‖t‖² for every row of the table, each time it occurs. */
  readonly rowDecay: number;
  /** Of AdamW: dense parameters shrink by decay · learningRate a step. Clicks are rare and texts wide, so it is strong. */
  readonly decay: number;
  readonly factorScale: number;
  /** Epochs without a better held-out loss before the end. */
  readonly patience: number;
}

export interface FitOptions extends FitParams {
  readonly seed: number;
}

export interface FittedNetwork {
  readonly rows: Float32Array;
  readonly parameters: Parameters;
  /** Log-loss of the held-out rows after each epoch; the best one's parameters are kept. */
  readonly heldOutLosses: readonly number[];
}

/** Start of the table: factors normal, linear weights and the rows shared by unseen ids zero. */
function startingTable(architecture: Architecture, fieldTable: FieldTable, scale: number, seed: number): RowTable {
  const width = rowWidth(architecture);
  const table = new RowTable({ rows: fieldTable.rowCount, width, seed, scale });
  const ahead = width - architecture.factors;
  for (let row = 0; row < table.rows; row++) table.values.fill(0, row * width, row * width + ahead);
  for (const { ids, firstRow } of fieldTable.fields) if (ids) table.values.fill(0, firstRow * width, (firstRow + 1) * width);
  return table;
}

const EVALUATION_ROWS = 4096;

/** Probabilities [rows, H] by onnxruntime. */
export async function networkProbabilities(
  model: { architecture: Architecture; fieldTable: FieldTable; parameters: Parameters; table: RowSource },
  encoded: EncodedRows,
): Promise<Float32Array> {
  const { architecture, fieldTable, parameters, table } = model;
  const session = await Session.open(networkGraph(architecture, parameters));
  const feeds = new BatchFeeds(architecture, fieldTable);
  const all = new Float32Array(encoded.rowCount * architecture.heads);
  try {
    for (let start = 0; start < encoded.rowCount; start += EVALUATION_ROWS) {
      const picked = Int32Array.from({ length: Math.min(EVALUATION_ROWS, encoded.rowCount - start) }, (_, at) => start + at);
      const { probabilities } = await session.run(feeds.inputs(table, encoded, picked));
      all.set(probabilities as Float32Array, start * architecture.heads);
    }
  } finally {
    await session.dispose();
  }
  return all;
}

/** Σ w ln-loss / Σ w over the known labels of all heads. */
export function examplesLoss(probabilities: Float32Array, { labels, weights }: Examples): number {
  let loss = 0;
  let total = 0;
  for (let at = 0; at < probabilities.length; at++) {
    if (weights[at] === 0) continue;
    const p = Math.min(1 - 1e-7, Math.max(1e-7, probabilities[at]));
    loss -= weights[at] * (labels[at] ? Math.log(p) : Math.log(1 - p));
    total += weights[at];
  }
  return total === 0 ? NaN : loss / total;
}

/**
 * Adam on the dense parameters, Adagrad on the rows, one shuffle per epoch; ends when the held-out loss has not fallen for
 * `patience` epochs and gives back the epoch where it was lowest. Without held-out rows all epochs run and the last counts.
 */
export async function fitNetwork(
  own: { architecture: Architecture; fieldTable: FieldTable },
  training: Examples,
  heldOut: Examples | null,
  options: FitOptions,
  report: Report,
): Promise<FittedNetwork> {
  const { architecture, fieldTable } = own;
  const table = startingTable(architecture, fieldTable, options.factorScale, options.seed ^ 0x5bd1e995);
  const shapes = parameterShapes(architecture);
  const start = initialParameters(architecture, options.factorScale, options.seed);
  const session = await TrainingSession.open({
    name: architecture.kind,
    parameters: Object.fromEntries(Object.entries(start).map(([name, data]) => [name, { shape: [...shapes[name]], data }])),
    build: (graph, parameters) => networkLoss(graph, architecture, parameters),
    optimiser: adam({ weightDecay: options.decay }),
  });
  try {
    return await runEpochs({ ...own, table, session }, training, heldOut, options, report);
  } finally {
    await session.dispose();
  }
}

interface Run {
  readonly architecture: Architecture;
  readonly fieldTable: FieldTable;
  readonly table: RowTable;
  readonly session: TrainingSession;
}

async function runEpochs(run: Run, training: Examples, heldOut: Examples | null, options: FitOptions, report: Report): Promise<FittedNetwork> {
  const { session, table } = run;
  const random = new Random(options.seed + 1);
  const order = Int32Array.from({ length: training.encoded.rowCount }, (_, row) => row);
  const kept = (): { rows: Float32Array; parameters: Parameters } => ({
    rows: table.values.slice(),
    parameters: Object.fromEntries(Object.entries(session.parameters()).map(([name, values]) => [name, values.slice()])),
  });
  const heldOutLosses: number[] = [];
  let best = kept();
  let bestEpoch = -1;
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    shuffle(order, random);
    await runEpoch(run, training, order, options, (share, loss) =>
      report((epoch + share) / options.epochs, `${run.architecture.kind}: epoch ${epoch + 1} of ${options.epochs}, loss ${loss.toFixed(4)}`));
    if (!heldOut) continue;
    const probabilities = await networkProbabilities({ ...run, parameters: session.parameters() }, heldOut.encoded);
    heldOutLosses.push(examplesLoss(probabilities, heldOut));
    if (bestEpoch < 0 || heldOutLosses[epoch] < heldOutLosses[bestEpoch]) {
      bestEpoch = epoch;
      best = kept();
    } else if (epoch - bestEpoch >= options.patience) {
      break;
    }
  }
  return { ...(heldOut ? best : kept()), heldOutLosses };
}

async function runEpoch(
  { architecture, fieldTable, table, session }: Run,
  training: Examples,
  order: Int32Array,
  { batch, learningRate, rowRate, rowDecay }: FitOptions,
  report: (share: number, loss: number) => void | Promise<void>,
): Promise<void> {
  const feeds = new BatchFeeds(architecture, fieldTable);
  let loss = 0;
  let steps = 0;
  const pace = new Pace((share) => report(share, loss / steps));
  for (let start = 0; start < order.length; start += batch) {
    const picked = order.subarray(start, Math.min(order.length, start + batch));
    const step = await session.step(feeds.training(table, training, picked), learningRate);
    if (architecture.fields > 0) feeds.update(table, step.gradients.rows, rowRate, rowDecay / picked.length);
    loss += step.loss;
    steps++;
    const pause = pace.step(start / order.length, () => '');
    if (pause) await pause;
  }
}

import { RowTable } from '../kernels/row-table.js';
import { scale } from '../onnx/elementwise.js';
import { Graph } from '../onnx/graph.js';
import { gradients } from '../onnx/grad.js';
import type { Tensor } from '../onnx/graph.js';
import { add, gatherElements, matMul, mul, sub } from '../onnx/ops.js';
import { l2Normalised, logSumExp, meanOver } from '../onnx/reduction.js';
import { squeeze, transposed } from '../onnx/shape.js';
import { Session } from '../onnx/session.js';
import { Pace } from '../pace.js';
import { Random, shuffle } from '../random.js';
import type { SparseRows } from '../sparse.js';
import { ParamsError, requireBetween } from '../trainer.js';
import type { Report } from '../trainer.js';

/**
 * Vectors of grams, learnt so that two texts of one pair lie closer than texts of different pairs:
 *   v_i = Σ_f x_if E_f,  s_ij = cos(v_i, v'_j) / τ,  L = −½ mean_i [ln softmax_j(s_ij)_i + ln softmax_j(s_ji)_i]
 * in-batch softmax both ways (van den Oord et al. 2018; Radford et al. 2021), row-wise Adagrad on E. Pairs are a title and its
 * text, or the two halves of one text. x are the TF-IDF rows of the two sides.
 */
export interface StaticOptions {
  readonly width: number;
  readonly epochs: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly temperature: number;
  readonly seed: number;
  readonly report: Report;
}

export const STATIC_DEFAULTS = { width: 128, epochs: 8, batch: 256, learningRate: 0.1, temperature: 0.1 };

/** The table E [features, width]. */
export async function fitStaticVectors(left: SparseRows, right: SparseRows, options: StaticOptions): Promise<Float32Array> {
  requireBetween('width', options.width, 2, 1024);
  requireBetween('epochs', options.epochs, 1, 1000);
  requireBetween('batch', options.batch, 2, 8192);
  requireBetween('temperature', options.temperature, 1e-3, 10);
  requireBetween('learningRate', options.learningRate, 1e-6, 10);
  if (left.rowCount !== right.rowCount || left.columnCount !== right.columnCount) throw new RangeError('the sides of pairs must have as many rows and features');
  const usable = Int32Array.from({ length: left.rowCount }, (_, row) => row)
    .filter((row) => left.offsets[row + 1] > left.offsets[row] && right.offsets[row + 1] > right.offsets[row]);
  const batch = Math.min(options.batch, usable.length);
  if (batch < 2) throw new ParamsError('vectors of texts need at least two pairs whose sides both have known grams');
  const table = new RowTable({ rows: left.columnCount, width: options.width, seed: options.seed, scale: 1 / Math.sqrt(options.width) });
  const session = await Session.open(lossGraph(batch, options));
  const random = new Random(options.seed);
  const pace = new Pace(options.report);
  const steps = Math.floor(usable.length / batch);
  try {
    for (let epoch = 0; epoch < options.epochs; epoch++) {
      shuffle(usable, random);
      for (let step = 0; step < steps; step++) {
        const rows = usable.subarray(step * batch, (step + 1) * batch);
        const loss = await trainBatch(table, session, { left, right, rows, rate: options.learningRate });
        await pace.step((epoch * steps + step) / (options.epochs * steps), () => `epoch ${epoch + 1} of ${options.epochs}, loss ${loss.toFixed(3)}`);
      }
    }
  } finally {
    await session.dispose();
  }
  return table.values.slice();
}

/** a, b [batch, width] → the loss and its gradients with respect to both. */
function lossGraph(batch: number, { width, temperature }: StaticOptions): Uint8Array {
  const graph = new Graph('static-vectors');
  const [a, b] = ['a', 'b'].map((name) => graph.input(name, 'float32', [batch, width]));
  const own = graph.constant('own', 'int32', [batch, 1], Int32Array.from({ length: batch }, (_, row) => row));
  const scores = scale(matMul(l2Normalised(a), transposed(l2Normalised(b))), 1 / temperature);
  const chosen = squeeze(gatherElements(scores, own, 1), [1]);
  const miss = (one: Tensor): Tensor => meanOver(sub(logSumExp(one), chosen), batch);
  const loss = mul(add(miss(scores), miss(transposed(scores))), graph.scalar(0.5));
  const [da, db] = gradients(loss, [a, b]);
  graph.output('loss', loss);
  graph.output('da', da);
  graph.output('db', db);
  return graph.encode();
}

interface PairBatch {
  readonly left: SparseRows;
  readonly right: SparseRows;
  readonly rows: Int32Array;
  readonly rate: number;
}

async function trainBatch(table: RowTable, session: Session, { left, right, rows, rate }: PairBatch): Promise<number> {
  const shape = [rows.length, table.width];
  const [a, b] = [left, right].map((side) => gathered(table, side, rows));
  const { loss, da, db } = await session.run({ a: { dtype: 'float32', data: a.sums, shape }, b: { dtype: 'float32', data: b.sums, shape } }) as Record<string, Float32Array>;
  for (const [side, upstream] of [[a, da], [b, db]] as const) spread(table, side, upstream, rate);
  return loss[0];
}

interface Side {
  /** Feature, place in the batch and value of each cell. */
  readonly features: Int32Array;
  readonly places: Int32Array;
  readonly values: Float32Array;
  /** Σ x E [batch, width]. */
  readonly sums: Float32Array;
}

function gathered(table: RowTable, x: SparseRows, rows: Int32Array): Side {
  const size = rows.reduce((sum, row) => sum + x.offsets[row + 1] - x.offsets[row], 0);
  const side = { features: new Int32Array(size), places: new Int32Array(size), values: new Float32Array(size), sums: new Float32Array(rows.length * table.width) };
  let at = 0;
  rows.forEach((row, place) => {
    for (let from = x.offsets[row]; from < x.offsets[row + 1]; from++) {
      side.features[at] = x.columns[from];
      side.places[at] = place;
      side.values[at++] = x.values[from];
    }
  });
  const { width, values } = table;
  for (let cell = 0; cell < size; cell++) {
    const [from, to, value] = [side.features[cell] * width, side.places[cell] * width, side.values[cell]];
    for (let k = 0; k < width; k++) side.sums[to + k] += value * values[from + k];
  }
  return side;
}

/** ∂L/∂E_f = Σ x_if ∂L/∂v_i, in pieces that the table takes at once. */
function spread(table: RowTable, { features, places, values }: Side, upstream: Float32Array, rate: number): void {
  const { width, batchLimit } = table;
  for (let start = 0; start < features.length; start += batchLimit) {
    const ids = features.subarray(start, start + batchLimit);
    const gradient = new Float32Array(ids.length * width);
    for (let cell = 0; cell < ids.length; cell++) {
      const [from, value] = [places[start + cell] * width, values[start + cell]];
      for (let k = 0; k < width; k++) gradient[cell * width + k] = value * upstream[from + k];
    }
    table.adagrad(ids, gradient, rate);
  }
}

/** The two halves of a text, cut at its middle white space or punctuation, else at its middle character. */
export function halvesOf(text: string): [string, string] {
  const letters = [...text];
  const middle = Math.floor(letters.length / 2);
  const gap = /[\s\p{P}]/u;
  const reach = Math.floor(letters.length / 4);
  for (let distance = 0; distance <= reach; distance++) {
    for (const at of [middle - distance, middle + distance]) {
      if (letters[at] !== undefined && gap.test(letters[at])) return [letters.slice(0, at).join(''), letters.slice(at + 1).join('')];
    }
  }
  return [letters.slice(0, middle).join(''), letters.slice(middle).join('')];
}

import type { Graph } from '../onnx/graph.js';
import { sgd } from '../onnx/optimiser.js';
import { l2Normalised, meanOver } from '../onnx/reduction.js';
import type { FeedTensor } from '../onnx/session.js';
import { softmaxLoss } from '../onnx/softmax-loss.js';
import { TrainingSession } from '../onnx/training-session.js';
import type { TrainingGraph } from '../onnx/training-session.js';
import { Pace } from '../pace.js';
import { Random, shuffle } from '../random.js';
import { itemRows } from '../dataset.js';
import type { SparseRows } from '../sparse.js';
import type { Report } from '../trainer.js';
import type { ItemVectors } from './item-vectors.js';

export interface TwoTowerFit {
  readonly epochs: number;
  /** Pairs per step; each is a negative of all others. */
  readonly batch: number;
  /** Items of a history that are pooled, drawn anew each time where there are more. */
  readonly pooled: number;
  readonly temperature: number;
  /** Of Adagrad. */
  readonly rate: number;
}

/**
 * Both towers read the same item vectors: the reader tower is u = Σ w_i v_i over the history without the item asked for, the
 * item tower v_j. In a batch of pairs (u_b, j_b)
 *
 *   L = −(1/B) Σ_b ln softmax_c( cos(u_b, v_{j_c})/τ − ln q_{j_c} ) [b],
 *
 * q_j the share of item j among all pairs: without the correction a popular item would be punished for being drawn often
 * (Yi et al. 2019, eq. 3). Histories are pooled outside the graph, where a short one costs no padding.
 */
function towers(graph: Graph, width: number, { batch, temperature }: TwoTowerFit): TrainingGraph {
  const [readers, items] = ['readers', 'items'].map((name) => graph.input(name, 'float32', [batch, width]));
  const loss = softmaxLoss(l2Normalised(readers), l2Normalised(items), graph.input('labels', 'int32', [batch]), {
    offsets: graph.input('offsets', 'float32', [batch]), scale: 1 / temperature,
  });
  return { loss: meanOver(loss, batch), leaves: [readers, items] };
}

/** One step's pairs as feeds, and the way of their gradients back to the item vectors. */
class PairFeeds {
  readonly feeds: Readonly<Record<string, FeedTensor>>;
  private readonly items: Int32Array;
  /** The pooled items of all pairs, one after another: whose they are, and their share of the reader's vector. */
  private readonly pooled: Int32Array;
  private readonly owners: Int32Array;
  private readonly shares: Float32Array;
  private readonly poolRows: Float32Array;
  private count = 0;
  private readonly correction: Float32Array;
  private readonly readerOf: Int32Array;

  constructor(private readonly rows: SparseRows, private readonly fit: TwoTowerFit, private readonly width: number) {
    const { batch } = fit;
    const most = batch * fit.pooled;
    this.items = new Int32Array(batch);
    this.pooled = new Int32Array(most);
    this.owners = new Int32Array(most);
    this.shares = new Float32Array(most);
    this.poolRows = new Float32Array(most * width);
    const readers = itemRows(rows).offsets;
    this.correction = Float32Array.from({ length: rows.columnCount }, (_, item) => -Math.log(Math.max(1, readers[item + 1] - readers[item]) / rows.columns.length));
    this.readerOf = new Int32Array(rows.columns.length);
    for (let reader = 0; reader < rows.rowCount; reader++) this.readerOf.fill(reader, rows.offsets[reader], rows.offsets[reader + 1]);
    const float = (...shape: number[]): FeedTensor => ({ dtype: 'float32', shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) });
    this.feeds = {
      readers: float(batch, width), items: float(batch, width), offsets: float(batch),
      labels: { dtype: 'int32', shape: [batch], data: Int32Array.from({ length: batch }, (_, at) => at) },
    };
  }

  /** `cells` are places of the interaction matrix: a reader and the item asked for. */
  fill(cells: Int32Array, vectors: ItemVectors, random: Random): void {
    const { width } = this;
    const offsets = this.feeds.offsets.data as Float32Array;
    this.count = 0;
    cells.forEach((cell, at) => {
      this.items[at] = this.rows.columns[cell];
      offsets[at] = this.correction[this.items[at]];
      this.pool(cell, at, random);
    });
    vectors.gather(this.items, this.feeds.items.data as Float32Array);
    vectors.gather(this.pooled.subarray(0, this.count), this.poolRows.subarray(0, this.count * width));
    const readers = (this.feeds.readers.data as Float32Array).fill(0);
    for (let at = 0; at < this.count; at++) {
      const to = this.owners[at] * width;
      for (let column = 0; column < width; column++) readers[to + column] += this.shares[at] * this.poolRows[at * width + column];
    }
  }

  /** One Adagrad step on every vector that took part: ∂L/∂v_i = ∂L/∂v_j for an item asked for, w_i ∂L/∂u for a pooled one. */
  update(vectors: ItemVectors, gradients: Readonly<Record<string, Float32Array>>): void {
    const { width, fit } = this;
    for (let at = 0; at < this.count; at++) {
      const from = this.owners[at] * width;
      for (let column = 0; column < width; column++) this.poolRows[at * width + column] = this.shares[at] * gradients.readers[from + column];
    }
    vectors.adagrad(this.items, gradients.items, fit.rate);
    vectors.adagrad(this.pooled.subarray(0, this.count), this.poolRows.subarray(0, this.count * width), fit.rate);
  }

  /** The other items of the reader, or as many of them as fit: a window of the row at a random place, ends joined. */
  private pool(cell: number, owner: number, random: Random): void {
    const { offsets, columns, values } = this.rows;
    const [start, end] = [offsets[this.readerOf[cell]], offsets[this.readerOf[cell] + 1]];
    const others = end - start - 1;
    const taken = Math.min(others, this.fit.pooled);
    const skip = others > taken ? random.below(others) : 0;
    const first = this.count;
    let total = 0;
    for (let at = 0; at < taken; at++) {
      const other = start + ((cell - start + 1 + ((skip + at) % others)) % (end - start));
      this.pooled[this.count] = columns[other];
      this.owners[this.count] = owner;
      total += this.shares[this.count++] = values[other];
    }
    for (let at = first; at < this.count; at++) this.shares[at] /= total;
  }
}

/** Moves the vectors by `epochs` passes over all (reader, item) pairs of readers with two items or more. */
export async function fitTwoTower(rows: SparseRows, vectors: ItemVectors, fit: TwoTowerFit, seed: number, report: Report): Promise<void> {
  const random = new Random(seed);
  const pairs = Int32Array.from(pairsOf(rows));
  if (pairs.length === 0) return;
  const batch = Math.min(fit.batch, pairs.length);
  const own = { ...fit, batch };
  const session = await TrainingSession.open({ name: 'two-tower', parameters: {}, build: (graph) => towers(graph, vectors.width, own), optimiser: sgd() });
  const batches = new PairFeeds(rows, own, vectors.width);
  const pace = new Pace(report);
  try {
    for (let epoch = 0; epoch < fit.epochs; epoch++) {
      shuffle(pairs, random);
      // Pairs that do not fill the last batch wait for the next order.
      for (let from = 0; from + batch <= pairs.length; from += batch) {
        batches.fill(pairs.subarray(from, from + batch), vectors, random);
        const { loss, gradients } = await session.step(batches.feeds, 0);
        batches.update(vectors, gradients);
        const pause = pace.step((epoch + from / pairs.length) / fit.epochs, () => `epoch ${epoch + 1} of ${fit.epochs}, loss ${loss.toFixed(3)}`);
        if (pause) await pause;
      }
    }
  } finally {
    await session.dispose();
  }
}

function pairsOf({ offsets, rowCount }: SparseRows): number[] {
  const cells: number[] = [];
  for (let reader = 0; reader < rowCount; reader++) {
    if (offsets[reader + 1] - offsets[reader] < 2) continue;
    for (let cell = offsets[reader]; cell < offsets[reader + 1]; cell++) cells.push(cell);
  }
  return cells;
}

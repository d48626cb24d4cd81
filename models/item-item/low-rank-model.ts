import type { CandidateModel, Histories, HistoryBatch, TopItems } from '../candidate-model.js';
import { CANDIDATE_FLOOR } from '../item-model.js';
import type { ItemModel } from '../item-model.js';
import { Graph } from '../onnx/graph.js';
import { gemm } from '../onnx/ops.js';
import { Session } from '../onnx/session.js';
import { Pace } from '../pace.js';
import type { SparseRows } from '../sparse.js';
import { TopSelector } from '../top-k.js';
import type { Report } from '../trainer.js';
import { NeighbourRows } from './neighbours.js';

/** L·Rᵀ, an item–item matrix of low rank: both factors [items, rank], row-major. */
export interface LowRank {
  readonly rank: number;
  readonly left: Float32Array;
  readonly right: Float32Array;
}

/** Rows of one product when the matrix is pruned. */
const BLOCK = 64;

/**
 * Scores r·(B + L·Rᵀ): a sparse item–item matrix and one of low rank, which is dense and is never formed. For evaluation
 * and batch scoring, with one Gemm in onnxruntime for a batch. The api is served by `prunedMatrix` instead: a pruned
 * matrix answers a click in microseconds, gives exact reasons and needs no second form of artefact.
 */
export class LowRankItemModel implements CandidateModel {
  private constructor(private readonly sparse: ItemModel, private readonly low: LowRank, private readonly session: Session) {}

  static async open(sparse: ItemModel, low: LowRank): Promise<LowRankItemModel> {
    const items = sparse.itemKeys.length;
    if (low.left.length !== items * low.rank || low.right.length !== items * low.rank) {
      throw new RangeError(`${items} items, factors of ${low.left.length} and ${low.right.length} numbers at rank ${low.rank}`);
    }
    const graph = new Graph('low-rank-scores');
    const tastes = graph.input('tastes', 'float32', ['readers', low.rank]);
    const base = graph.input('base', 'float32', ['readers', items]);
    const right = graph.constant('right', 'float32', [items, low.rank], low.right);
    graph.output('scores', gemm(tastes, right, base, { transposeB: true }));
    return new LowRankItemModel(sparse, low, await Session.open(graph.encode()));
  }

  get itemKeys(): Int32Array {
    return this.sparse.itemKeys;
  }

  async scoreBatch(histories: Histories, scores: Float32Array): Promise<void> {
    const readers = histories.offsets.length - 1;
    const items = this.itemKeys.length;
    if (readers === 0) return;
    this.sparse.scoreBatch(histories, scores);
    const tastes = this.tastes(histories);
    const base = scores.subarray(0, readers * items);
    const result = await this.session.run({
      tastes: { dtype: 'float32', data: tastes, shape: [readers, this.low.rank] },
      base: { dtype: 'float32', data: base, shape: [readers, items] },
    });
    base.set(result.scores as Float32Array);
  }

  /** r·L [readers, rank]. */
  private tastes({ offsets, items, weights }: Histories): Float32Array {
    const { rank, left } = this.low;
    const tastes = new Float32Array((offsets.length - 1) * rank);
    for (let reader = 0; reader + 1 < offsets.length; reader++) {
      for (let at = offsets[reader]; at < offsets[reader + 1]; at++) {
        const from = items[at] * rank;
        for (let axis = 0; axis < rank; axis++) tastes[reader * rank + axis] += weights[at] * left[from + axis];
      }
    }
    return tastes;
  }

  /** The k best unseen candidates of each reader, best first. */
  async predict(batch: HistoryBatch): Promise<TopItems[]> {
    const items = this.itemKeys.length;
    const readers = batch.offsets.length - 1;
    const scores = new Float32Array(readers * items);
    await this.scoreBatch(batch, scores);
    const selector = new TopSelector(Math.min(batch.k, items));
    return Array.from({ length: readers }, (_, reader) => {
      const own = scores.subarray(reader * items, (reader + 1) * items);
      for (let at = batch.offsets[reader]; at < batch.offsets[reader + 1]; at++) own[batch.items[at]] = -Infinity;
      selector.select(own, items, CANDIDATE_FLOOR);
      return { items: selector.indices.slice(0, selector.count), scores: selector.values.slice(0, selector.count) };
    });
  }

  /** B + L·Rᵀ with the K cells of largest magnitude of each row: row i is what a history of item i alone scores. */
  async prunedMatrix(neighbours: number, report: Report): Promise<SparseRows> {
    const items = this.itemKeys.length;
    const collected = new NeighbourRows(items, neighbours);
    const all = Int32Array.from({ length: items }, (_, item) => item);
    const scores = new Float32Array(BLOCK * items);
    const pace = new Pace(report);
    for (let first = 0; first < items; first += BLOCK) {
      const count = Math.min(BLOCK, items - first);
      const offsets = Int32Array.from({ length: count + 1 }, (_, at) => at);
      await this.scoreBatch({ offsets, items: all.subarray(first, first + count), weights: new Float32Array(count).fill(1) }, scores);
      for (let row = 0; row < count; row++) collected.add(first + row, all, (column) => scores[row * items + column]);
      const pause = pace.step(first / items, () => `neighbours of ${first} of ${items} items`);
      if (pause) await pause;
    }
    return collected.finish();
  }

  /** Frees the session; a run that is under way ends first. */
  close(): void {
    void this.session.dispose();
  }
}

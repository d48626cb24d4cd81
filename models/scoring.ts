import type { KeyObject } from 'node:crypto';
import { ArtefactError, openArtefact } from './artefact.js';
import type { Artefact, ArtefactFiles, Card } from './artefact.js';
import type { HistoryBatch, TopItems } from './candidate-model.js';
import { SEEN } from './item-item/scoring-graph.js';
import { CANDIDATE_FLOOR, goldenBatch, loadItemModel } from './item-model.js';
import type { GoldenHistory, ItemModel } from './item-model.js';
import { Session } from './onnx/session.js';
import type { FeedTensor, ThreadPolicy } from './onnx/session.js';
import { widestRow } from './sparse.js';
import type { SparseRows } from './sparse.js';
import type { TopContents } from './top-items-blob.js';

/**
 * Batch scoring in a worker process: histories in, the k best unseen contents of each reader out, through the ONNX graph
 * of the artefact.
 */
export { encodeTopContents } from './top-items-blob.js';
export { unpackFiles } from './artefact-pack.js';

/** Reader r has contentNos[offsets[r] .. offsets[r+1]) with their weights, newest first; contents unknown to the model are passed over. */
export interface HistoryPage {
  readonly offsets: Int32Array;
  readonly contentNos: Int32Array;
  readonly weights: Float32Array;
}

/**
 * Small batches stay in the cache, and scattering is bound by memory: 58 µs per reader at 8 (10,000 items, 50 × 200
 * cells per reader, one thread), 94 µs at 64.
 */
const BATCH_READERS = 8;
/** B·H·K of one run: a batch with long histories gets fewer readers. */
const BATCH_CELLS = 1 << 17;
/** Relative to the size of the score. */
const GOLDEN_TOLERANCE = 1e-5;

export class ItemScorer {
  private readonly indexByContentNo: Map<number, number>;

  private constructor(
    readonly card: Card,
    private readonly model: ItemModel,
    private readonly session: Session,
    private readonly tables: PaddedTables,
  ) {
    this.indexByContentNo = new Map(Array.from(model.itemKeys, (contentNo, item) => [contentNo, item]));
  }

  /** Opens sealed files and repeats the golden histories through onnxruntime. Throws ArtefactError. */
  static async open(files: ArtefactFiles, publicKey: KeyObject, policy: ThreadPolicy = 'worker'): Promise<ItemScorer> {
    const artefact = openArtefact(files, publicKey);
    const model = loadItemModel(artefact);
    const graph = artefact.files.get('model.onnx');
    if (!graph) throw new ArtefactError('FILE_SET', 'The file model.onnx is missing; store all files of the run again.');
    const session = await Session.open(graph, policy);
    const scorer = new ItemScorer(artefact.card, model, session, padTables(model.matrix));
    try {
      await scorer.checkGolden(artefact);
    } catch (error) {
      await session.dispose();
      throw error;
    }
    return scorer;
  }

  /** One list per reader of the page, best first, at most k long: a reader's own history is never on it. */
  async score(page: HistoryPage, k: number): Promise<TopContents[]> {
    const top = await this.scoreItems(this.toIndices(page, k));
    const { itemKeys } = this.model;
    return top.map(({ items, scores }) => {
      const contentNos = new Uint32Array(items.length);
      for (let at = 0; at < items.length; at++) contentNos[at] = itemKeys[items[at]];
      return { contentNos, scores };
    });
  }

  async close(): Promise<void> {
    await this.session.dispose();
  }

  private toIndices(page: HistoryPage, k: number): HistoryBatch {
    const readers = page.offsets.length - 1;
    const offsets = new Int32Array(readers + 1);
    const items = new Int32Array(page.contentNos.length);
    const weights = new Float32Array(page.contentNos.length);
    let count = 0;
    for (let reader = 0; reader < readers; reader++) {
      for (let at = page.offsets[reader]; at < page.offsets[reader + 1]; at++) {
        const item = this.indexByContentNo.get(page.contentNos[at]);
        if (item === undefined) continue;
        items[count] = item;
        weights[count++] = page.weights[at];
      }
      offsets[reader + 1] = count;
    }
    return { offsets, items, weights, k };
  }

  /** Readers go in order of history length, so that a batch is padded little; results come back in their own order. */
  private async scoreItems(batch: HistoryBatch): Promise<TopItems[]> {
    const { offsets } = batch;
    const length = (reader: number): number => Math.max(1, offsets[reader + 1] - offsets[reader]);
    const order = Int32Array.from({ length: offsets.length - 1 }, (_, reader) => reader)
      .sort((a, b) => length(a) - length(b) || a - b);
    const results = new Array<TopItems>(order.length);
    for (let start = 0; start < order.length; ) {
      let end = start + 1;
      while (
        end < order.length && end - start < BATCH_READERS &&
        (end + 1 - start) * length(order[end]) * Math.max(1, this.tables.width) <= BATCH_CELLS
      ) end++;
      await this.runBatch(batch, order.subarray(start, end), length(order[end - 1]), results);
      start = end;
    }
    return results;
  }

  private async runBatch(batch: HistoryBatch, readers: Int32Array, length: number, results: TopItems[]): Promise<void> {
    const { itemKeys } = this.model;
    const count = Math.min(batch.k, itemKeys.length);
    const history = new Int32Array(readers.length * length).fill(itemKeys.length);
    const weights = new Float32Array(readers.length * length);
    readers.forEach((reader, row) => {
      const [from, to] = [batch.offsets[reader], batch.offsets[reader + 1]];
      history.set(batch.items.subarray(from, to), row * length);
      weights.set(batch.weights.subarray(from, to), row * length);
    });
    const { items, scores } = await this.session.run(this.feeds(history, weights, [readers.length, length], count)) as {
      items: Int32Array;
      scores: Float32Array;
    };
    readers.forEach((reader, row) => {
      let kept = 0;
      while (kept < count && scores[row * count + kept] > CANDIDATE_FLOOR) kept++;
      results[reader] = {
        items: items.slice(row * count, row * count + kept),
        scores: scores.slice(row * count, row * count + kept),
      };
    });
  }

  private feeds(history: Int32Array, weights: Float32Array, shape: readonly [number, number], count: number): Record<string, FeedTensor> {
    const { itemCount, width, neighbours, values } = this.tables;
    const feeds: Record<string, FeedTensor> = {
      history: { dtype: 'int32', data: history, shape },
      seen: { dtype: 'float32', data: new Float32Array(history.length).fill(SEEN), shape },
      base: { dtype: 'float32', data: this.base(shape[0]), shape: [shape[0], itemCount + 1] },
      count: { dtype: 'int64', data: BigInt64Array.of(BigInt(count)), shape: [1] },
    };
    if (width === 0) return feeds;
    return {
      ...feeds,
      weights: { dtype: 'float32', data: weights, shape },
      neighbours: { dtype: 'int32', data: neighbours, shape: [itemCount + 1, width] },
      values: { dtype: 'float32', data: values, shape: [itemCount + 1, width] },
    };
  }

  private baseRows: Float32Array | null = null;

  /** What scores start from: nothing, or popularity where the model has no neighbours; the last column takes the padding. */
  private base(readers: number): Float32Array {
    const row = this.tables.itemCount + 1;
    if (!this.baseRows) {
      this.baseRows = new Float32Array(BATCH_READERS * row);
      if (this.model.ranksByPopularity) {
        for (let reader = 0; reader < BATCH_READERS; reader++) this.baseRows.set(this.model.popularity, reader * row);
      }
    }
    return this.baseRows.subarray(0, readers * row);
  }

  private async checkGolden(artefact: Artefact): Promise<void> {
    const batch = goldenBatch(artefact.card.golden.inputs as unknown as GoldenHistory[]);
    const expected = artefact.card.golden.outputs as unknown as { scores: number[] }[];
    const got = await this.scoreItems(batch);
    const same = got.every(({ scores }, reader) =>
      scores.length === expected[reader].scores.length &&
      scores.every((score, at) => {
        const stored = expected[reader].scores[at];
        return Math.abs(score - stored) <= GOLDEN_TOLERANCE * Math.max(1, Math.abs(stored));
      }));
    if (!same) {
      throw new ArtefactError('GOLDEN', `model.onnx of ${artefact.card.model} does not repeat its published answers on this machine; retrain it here.`);
    }
  }
}

interface PaddedTables {
  readonly itemCount: number;
  readonly width: number;
  /** [items + 1, width]; unused cells and the last row, which padding refers to, point at column `items`. */
  readonly neighbours: Int32Array;
  readonly values: Float32Array;
}

function padTables(matrix: SparseRows): PaddedTables {
  const itemCount = matrix.rowCount;
  const width = widestRow(matrix);
  const neighbours = new Int32Array((itemCount + 1) * width).fill(itemCount);
  const values = new Float32Array((itemCount + 1) * width);
  for (let row = 0; row < itemCount; row++) {
    const [from, to] = [matrix.offsets[row], matrix.offsets[row + 1]];
    neighbours.set(matrix.columns.subarray(from, to), row * width);
    values.set(matrix.values.subarray(from, to), row * width);
  }
  return { itemCount, width, neighbours, values };
}

import type { Histories } from './candidate-model.js';
import { Arena } from './kernels/memory.js';
import { Graph } from './onnx/graph.js';
import { matMul } from './onnx/ops.js';
import { Session } from './onnx/session.js';
import type { FeedTensor } from './onnx/session.js';
import { AdditiveMerge, CrossedMerge, pairList } from './pair-merge.js';
import type { PairList, RankedContents } from './pair-merge.js';
import { SizeError } from './trainer.js';

/** Small enough that the scores of a batch stay near the cache, large enough for the product: 16…256 were measured. */
const BATCH_READERS = 64;

export interface PairTables {
  /** V [items, width], row-major. */
  readonly items: Float32Array;
  readonly width: number;
  readonly adCount: number;
  /** c_iᵀWa_j + b_j, by ads [ads, items]; null where contents and ads only add. */
  readonly crosses: Float32Array | null;
  /** Pairs per reader. */
  readonly k: number;
}

/**
 * Batch scoring of (content, ad) pairs for many readers:
 *
 *   s(u, i, j) = x_uᵀv_i + e_uj  [+ crosses_ji]
 *
 * X·Vᵀ in onnxruntime, written straight into the arena of the kernels, where the best contents of each row are selected; so
 * of items × ads pairs only items are ever scored, and only k listed. With crosses a pass over the row adds the best ad of
 * each content first. One thread; give each worker its own.
 */
export class PairScorer {
  private readonly vectors: Float32Array;
  private readonly feed: FeedTensor;
  private readonly scores: Float32Array;
  private readonly best: Float32Array;
  private readonly crosses: Float32Array | null;
  private readonly ads: Float32Array;
  private readonly chosen: { items: Int32Array; scores: Float32Array };
  private readonly scratch: Float32Array;
  private readonly additive: AdditiveMerge;
  private readonly crossed: CrossedMerge | null;
  private readonly list: PairList;

  private constructor(private readonly session: Session, private readonly arena: Arena, private readonly tables: PairTables, readonly itemCount: number) {
    const { width, adCount, k } = tables;
    this.vectors = arena.f32(BATCH_READERS * width);
    this.feed = { dtype: 'float32', data: this.vectors, shape: [BATCH_READERS, width] };
    this.scores = arena.f32(BATCH_READERS * itemCount);
    this.best = arena.f32(itemCount);
    this.ads = arena.f32(adCount);
    this.chosen = { items: arena.i32(k), scores: arena.f32(k) };
    this.scratch = arena.f32(2 * Math.ceil(itemCount / 16));
    this.crosses = tables.crosses && arena.f32From(tables.crosses);
    this.additive = new AdditiveMerge(adCount);
    this.crossed = this.crosses && new CrossedMerge(this.crosses, adCount, itemCount, k);
    this.list = pairList(k);
  }

  /** Throws RangeError for tables that do not fit together, SizeError where they exceed a session or an arena. */
  static async open(tables: PairTables): Promise<PairScorer> {
    const { items, width, adCount, crosses, k } = tables;
    const itemCount = items.length / width;
    if (!(Number.isInteger(itemCount) && itemCount >= 1 && k >= 1)) throw new RangeError(`${items.length} numbers are no item vectors of ${width}, or k is ${k}`);
    if (crosses && crosses.length !== adCount * itemCount) throw new RangeError(`${crosses.length} crosses for ${adCount} ads and ${itemCount} items`);
    if (items.byteLength > 2 ** 31 - 2 ** 20) throw new SizeError(`${itemCount} item vectors of ${width} numbers exceed 2 GiB; use a smaller width`);
    const bytes = Arena.bytesFor(
      BATCH_READERS * width, BATCH_READERS * itemCount, itemCount, adCount, k, k, 2 * Math.ceil(itemCount / 16), crosses?.length ?? 0);
    const arena = new Arena(bytes);
    return new PairScorer(await Session.open(productGraph(items, itemCount, width)), arena, { ...tables, k: Math.min(k, itemCount * adCount) }, itemCount);
  }

  /**
   * readers [n, width], ads [n, ads] = e_uj; contents of `seen` are left out. `visit` gets each reader's list in turn, which
   * is filled anew for the next.
   */
  async score(readers: Float32Array, ads: Float32Array, seen: Histories | null, visit: (reader: number, list: PairList) => void): Promise<void> {
    const { width, adCount } = this.tables;
    const count = readers.length / width;
    if (ads.length !== count * adCount) throw new RangeError(`${ads.length} scores of ads for ${count} readers and ${adCount} ads`);
    const fetches = { scores: { dtype: 'float32' as const, data: this.scores, shape: [BATCH_READERS, this.itemCount] } };
    for (let first = 0; first < count; first += BATCH_READERS) {
      const last = Math.min(count, first + BATCH_READERS);
      this.vectors.fill(0);
      this.vectors.set(readers.subarray(first * width, last * width));
      await this.session.run({ readers: this.feed }, fetches);
      for (let reader = first; reader < last; reader++) {
        this.ads.set(ads.subarray(reader * adCount, (reader + 1) * adCount));
        const row = this.scores.subarray((reader - first) * this.itemCount, (reader - first + 1) * this.itemCount);
        if (seen) for (let at = seen.offsets[reader]; at < seen.offsets[reader + 1]; at++) row[seen.items[at]] = -Infinity;
        this.fill(row);
        visit(reader, this.list);
      }
    }
  }

  async close(): Promise<void> {
    await this.session.dispose();
  }

  private fill(row: Float32Array): void {
    const { arena, ads, crosses, best, itemCount } = this;
    if (!crosses || !this.crossed) {
      this.additive.merge(this.select(row), ads, this.list);
      return;
    }
    arena.kernels.bestPairs(row.byteOffset, itemCount, crosses.byteOffset, ads.byteOffset, ads.length, best.byteOffset);
    this.crossed.merge(this.select(best), row, ads, this.list);
  }

  private select(scores: Float32Array): RankedContents {
    const { chosen, scratch } = this;
    const k = chosen.items.length;
    const count = this.arena.kernels.topK(
      scores.byteOffset, this.itemCount, k, chosen.items.byteOffset, chosen.scores.byteOffset, scratch.byteOffset);
    return { items: chosen.items, scores: chosen.scores, count };
  }
}

function productGraph(items: Float32Array, itemCount: number, width: number): Uint8Array {
  const turned = new Float32Array(items.length);
  for (let item = 0; item < itemCount; item++) {
    for (let column = 0; column < width; column++) turned[column * itemCount + item] = items[item * width + column];
  }
  const graph = new Graph('reader-scores');
  const readers = graph.input('readers', 'float32', [BATCH_READERS, width]);
  graph.output('scores', matMul(readers, graph.constant('items', 'float32', [width, itemCount], turned)));
  return graph.encode();
}

import type { CandidateModel, Histories, HistoryBatch, TopItems } from '../candidate-model.js';
import { HISTORY_LIMIT } from '../features/interaction-weights.js';
import { predictOneByOne } from '../history-model.js';
import type { HistoryModel } from '../history-model.js';
import { CANDIDATE_FLOOR } from '../item-model.js';
import { Arena } from '../kernels/memory.js';
import { ParamsError } from '../trainer.js';
import type { IalsParams } from './ials-fit.js';
import { chunkCount, chunkRange, regulariser, strideOf, sumGram } from './ials-system.js';

/** X·Yᵀ for many readers at once; one reader is asked for without it. */
export interface ScoreProduct {
  times(x: Float32Array): Promise<Float32Array>;
  close(): Promise<void>;
}

/** Multiply-adds of a feed: the system of a history, its factor, the scores. */
export function ialsWork(itemCount: number, { width }: IalsParams): number {
  const stride = strideOf(width);
  return (HISTORY_LIMIT * stride ** 2) / 2 + stride ** 3 / 6 + itemCount * stride;
}

/**
 * Item vectors, and readers folded in from their whole history when they are asked for: the exact solution of the half-step
 * that training took, x = (α₀YᵀY + Σ_i w_i y_i y_iᵀ + λ(n + α₀|I|)^ν I)⁻¹ Σ_i w_i y_i. A click counts at once, and no vector
 * of a reader is stored. A history of 50 takes 25 µs at width 64, 104 at 128 and 467 at 256 (one core); the scores of 10,000
 * items then 100, 210 and 810.
 */
export class IalsModel implements CandidateModel, HistoryModel {
  readonly floor = CANDIDATE_FLOOR;
  readonly itemKeys: Int32Array;
  /** Y [items, stride]. */
  readonly factors: Float32Array;
  readonly stride: number;
  private readonly arena: Arena;
  /** α₀YᵀY [stride, stride]. */
  readonly gram: Float32Array;
  private readonly system: Float32Array;
  private readonly history: { offsets: Int32Array; items: Int32Array; weights: Float32Array; reg: Float32Array };
  private readonly vector: Float32Array;
  private readonly scores: Float32Array;

  /** `factors` [items, stride] with the stride of `params.width`; `gram` is computed where it is not given. */
  constructor(
    parts: { itemKeys: Int32Array; factors: Float32Array; gram?: Float32Array },
    readonly params: IalsParams,
    private readonly product: ScoreProduct | null,
  ) {
    const count = parts.itemKeys.length;
    this.stride = strideOf(params.width);
    if (parts.factors.length !== count * this.stride) {
      throw new RangeError(`${count} items and ${parts.factors.length} factors, which are no rows of ${this.stride}`);
    }
    this.itemKeys = parts.itemKeys;
    const size = this.stride * this.stride;
    const arena = this.arena = new Arena(Arena.bytesFor(parts.factors.length, size, size, 2, count, count, 1, this.stride, count));
    this.factors = arena.f32From(parts.factors);
    this.gram = arena.f32(size);
    this.system = arena.f32(size);
    this.history = { offsets: arena.i32(2), items: arena.i32(count), weights: arena.f32(count), reg: arena.f32(1) };
    this.vector = arena.f32(this.stride);
    this.scores = arena.f32(count);
    if (parts.gram) this.gram.set(parts.gram);
    else this.computeGram();
  }

  get work(): number {
    return ialsWork(this.itemKeys.length, this.params);
  }

  /** By the chunks of training. */
  private computeGram(): void {
    const { stride, system } = this;
    const count = this.itemKeys.length;
    const partials = new Float32Array(chunkCount(count) * stride * stride);
    for (let chunk = 0; chunk < chunkCount(count); chunk++) {
      system.fill(0);
      this.arena.kernels.addGram(this.factors.byteOffset, ...chunkRange(count, chunk), stride, system.byteOffset);
      partials.set(system, chunk * stride * stride);
    }
    sumGram(partials, stride, this.params.alpha0, this.gram);
  }

  /** x [stride] of one history, each item once; valid until the next call. Zero for an empty history. */
  foldIn(items: Int32Array, weights: Float32Array): Float32Array {
    const { history, vector, params } = this;
    history.offsets[1] = items.length;
    history.items.set(items);
    history.weights.set(weights);
    history.reg[0] = regulariser(weights.reduce((sum, weight) => sum + weight, 0), this.itemKeys.length, params);
    const failed = this.arena.kernels.ialsExact(
      history.offsets.byteOffset, history.items.byteOffset, history.weights.byteOffset, 0, 1, this.factors.byteOffset,
      this.gram.byteOffset, history.reg.byteOffset, this.stride, vector.byteOffset, this.system.byteOffset,
    );
    if (failed !== 0) throw new ParamsError(`the system of a history is not positive definite in float32; raise lambda (now ${params.lambda})`);
    return vector;
  }

  /** Scores [items] of one history, in place until the next call. */
  scoreHistory(items: Int32Array, weights: Float32Array): Float32Array {
    const { vector, factors, scores } = this;
    this.foldIn(items, weights);
    this.arena.kernels.scoreRows(vector.byteOffset, factors.byteOffset, 0, scores.length, this.stride, scores.byteOffset);
    return scores;
  }

  scoreInto(items: Int32Array, weights: Float32Array, scores: Float32Array): void {
    scores.set(this.scoreHistory(items, weights));
  }

  /**
   * w_i y_jᵀ A⁻¹ y_i with A the system of the fold-in: x = A⁻¹ Σ_i w_i y_i, so the parts of y_jᵀx are exact (Hu, Koren and
   * Volinsky 2008, section 5).
   */
  contributions(items: Int32Array, weights: Float32Array, targets: readonly number[]): Float32Array[] {
    if (items.length === 0) return targets.map(() => new Float32Array(0));
    // Leaves the Cholesky factor of A in the scratch.
    this.foldIn(items, weights);
    const { stride, factors, vector, system, arena: { kernels } } = this;
    return targets.map((target) => {
      vector.set(factors.subarray(target * stride, (target + 1) * stride));
      kernels.choleskySolve(system.byteOffset, stride, stride, vector.byteOffset);
      return Float32Array.from(items, (item, at) =>
        weights[at] * kernels.dot(vector.byteOffset, factors.byteOffset + 4 * item * stride, stride));
    });
  }

  predict(batch: HistoryBatch): TopItems[] {
    return predictOneByOne(this, batch);
  }

  async scoreBatch({ offsets, items, weights }: Histories, scores: Float32Array): Promise<void> {
    const readers = offsets.length - 1;
    if (readers === 0) return;
    if (!this.product) {
      const count = this.itemKeys.length;
      for (let reader = 0; reader < readers; reader++) {
        const [from, to] = [offsets[reader], offsets[reader + 1]];
        this.scoreInto(items.subarray(from, to), weights.subarray(from, to), scores.subarray(reader * count, (reader + 1) * count));
      }
      return;
    }
    const vectors = new Float32Array(readers * this.stride);
    for (let reader = 0; reader < readers; reader++) {
      const [from, to] = [offsets[reader], offsets[reader + 1]];
      vectors.set(this.foldIn(items.subarray(from, to), weights.subarray(from, to)), reader * this.stride);
    }
    scores.set(await this.product.times(vectors));
  }

  close(): void {
    void this.product?.close();
  }
}

import { Arena } from '../kernels/memory.js';
import { ParamsError, requireBetween } from '../trainer.js';
import type { Kernels } from '../kernels/kernels.js';
import { sigmoid } from './ad-ranker.js';
import { blockStarts, ratesOf, strideOf, weightOf, weightsOf } from './ftrl-state.js';
import type { FtrlBlock, FtrlParams, FtrlState } from './ftrl-state.js';

/** The row that is predicted or learnt next; whoever learns fills these arrays and calls. Padding behind `columns` stays zero. */
export interface FtrlEvent {
  /** Per block [rows]. A zero leaves the whole row out, at no cost. */
  readonly left: readonly Float32Array[];
  /** Per block [stride]. */
  readonly right: readonly Float32Array[];
  /** Slots of hashed coordinates, each with x = 1, below 2^hashBits. */
  readonly slots: Int32Array;
  slotCount: number;
}

export const MOST_SLOTS = 64;
const { fround } = Math;

/**
 * FTRL-Proximal with one learning rate per coordinate (McMahan et al., "Ad Click Prediction: a View from the Trenches",
 * KDD 2013, Algorithm 1), over crosses left ⊗ right and hashed ids:
 *
 *   p = σ(Σ_blocks Σ_rc W_rc left_r right_c + Σ_slots w_slot),   g = weight · (p − y) · x
 *   z += g − (√(n + g²) − √n)/α · w,   n += g²,   w = 0 if |z| ≤ λ₁ else −(z − sign(z) λ₁)/((β + √n)/α + λ₂)
 *
 * Blocks run in the kernels ftrlDot and ftrlStep, hashed ids here, both in float32 with each operation rounded by itself, so that the same log of events gives the same bytes. √n stops growing
 * when a step is below its last bit, after about 2^23 events of one size: the learning rate then has a floor, which is
 * what a world that drifts needs.
 */
export class Ftrl {
  readonly event: FtrlEvent;
  /** Dense weights, block after block as in FtrlState.z. */
  readonly weights: Float32Array;
  readonly starts: readonly number[];
  private readonly z: Float32Array;
  private readonly s: Float32Array;
  /** z and s of slot i at 2i and 2i + 1: one cache line. */
  private readonly hashed: Float32Array;
  private readonly kernels: Kernels;
  private readonly inverseAlpha: number;
  private readonly floor: number;
  private readonly l1: number;

  constructor(readonly blocks: readonly FtrlBlock[], readonly params: FtrlParams, readonly hashBits = 20) {
    requireBetween('alpha', params.alpha, 1e-6, 1e3);
    requireBetween('beta', params.beta, 1e-6, 1e6);
    requireBetween('l1', params.l1, 0, 1e6);
    requireBetween('l2', params.l2, 0, 1e6);
    requireBetween('hashBits', hashBits, 0, 24);
    if (blocks.some(({ rows, columns }) => !(rows >= 1 && columns >= 1))) throw new ParamsError('every block of crosses needs a row and a column');
    this.starts = blockStarts(blocks);
    const width = this.starts[blocks.length];
    ({ inverseAlpha: this.inverseAlpha, floor: this.floor } = ratesOf(params));
    this.l1 = fround(params.l1);
    const strides = blocks.map(({ columns }) => strideOf(columns));
    const arena = new Arena(Arena.bytesFor(width, width, width, ...blocks.map(({ rows }) => rows), ...strides));
    this.kernels = arena.kernels;
    this.weights = arena.f32(width);
    this.z = arena.f32(width);
    this.s = arena.f32(width);
    this.event = {
      left: blocks.map(({ rows }) => arena.f32(rows).fill(rows === 1 ? 1 : 0)),
      right: strides.map((stride) => arena.f32(stride)),
      slots: new Int32Array(MOST_SLOTS),
      slotCount: 0,
    };
    this.hashed = new Float32Array(2 * 2 ** hashBits);
  }

  /** wᵀx of the event. */
  logit(): number {
    const { event: { left, right, slots, slotCount }, weights, starts, kernels } = this;
    let sum = 0;
    for (let block = 0; block < left.length; block++) {
      const { byteOffset, length } = left[block];
      sum += kernels.ftrlDot(weights.byteOffset + 4 * starts[block], byteOffset, length, right[block].byteOffset, right[block].length);
    }
    for (let at = 0; at < slotCount; at++) sum += this.hashedWeight(slots[at]);
    return sum;
  }

  probability(): number {
    return sigmoid(this.logit());
  }

  /**
   * Predicts, then learns the label (0 or 1) with a weight; returns the probability from before: progressive validation.
   * Throws RangeError for a feature that is no number, before anything changed.
   */
  learn(label: number, weight: number): number {
    const z = this.logit();
    if (!Number.isFinite(z) || !Number.isFinite(weight)) throw new RangeError('an event has a feature or a weight that is not a finite number; leave it out');
    const p = sigmoid(z);
    const error = fround(weight * (p - label));
    const { event: { left, right, slots, slotCount }, starts, kernels } = this;
    for (let block = 0; block < left.length; block++) {
      const start = 4 * starts[block];
      kernels.ftrlStep(
        this.weights.byteOffset + start, this.z.byteOffset + start, this.s.byteOffset + start,
        left[block].byteOffset, left[block].length, right[block].byteOffset, right[block].length,
        error, this.inverseAlpha, this.floor, this.l1,
      );
    }
    for (let at = 0; at < slotCount; at++) this.stepHashed(slots[at], error);
    return p;
  }

  private hashedWeight(slot: number): number {
    return weightOf(this.hashed[2 * slot], this.hashed[2 * slot + 1], this.l1, this.inverseAlpha, this.floor);
  }

  private stepHashed(slot: number, g: number): void {
    const { hashed, inverseAlpha } = this;
    const w = this.hashedWeight(slot);
    const old = hashed[2 * slot + 1];
    const root = fround(Math.sqrt(fround(fround(old * old) + fround(g * g))));
    hashed[2 * slot] = fround(hashed[2 * slot] + fround(g - fround(fround(fround(root - old) * inverseAlpha) * w)));
    hashed[2 * slot + 1] = root;
  }

  /** A copy of what was learnt; `restore` continues from it with equal bytes. */
  state(): FtrlState {
    const slots: number[] = [];
    for (let slot = 0; 2 * slot < this.hashed.length; slot++) if (this.hashed[2 * slot + 1] !== 0) slots.push(slot);
    return {
      params: this.params, blocks: this.blocks, hashBits: this.hashBits, z: this.z.slice(), s: this.s.slice(), slots: Int32Array.from(slots),
      hashedZ: Float32Array.from(slots, (slot) => this.hashed[2 * slot]), hashedS: Float32Array.from(slots, (slot) => this.hashed[2 * slot + 1]),
    };
  }

  /** Takes over a state of the same shape and params. */
  restore(state: FtrlState): void {
    const shapeOf = ({ blocks, hashBits, params }: Pick<FtrlState, 'blocks' | 'hashBits' | 'params'>): string => JSON.stringify([blocks, hashBits, params]);
    if (shapeOf(state) !== shapeOf(this)) throw new ParamsError('a state of another shape or of other params cannot be continued; begin a new one');
    this.z.set(state.z);
    this.s.set(state.s);
    this.weights.set(weightsOf(state));
    this.hashed.fill(0);
    state.slots.forEach((slot, at) => {
      this.hashed[2 * slot] = state.hashedZ[at];
      this.hashed[2 * slot + 1] = state.hashedS[at];
    });
  }

  static from(state: FtrlState): Ftrl {
    const learner = new Ftrl(state.blocks, state.params, state.hashBits);
    learner.restore(state);
    return learner;
  }
}

import { Random } from '../random.js';
import { SizeError } from '../trainer.js';
import { Arena } from './memory.js';

/** Ids and rows of one batch; untouched pages of it cost no memory. */
const STAGING_BYTES = 128 * 2 ** 20;
const EPSILON = 1e-8;

export interface RowTableOptions {
  readonly rows: number;
  readonly width: number;
  readonly seed: number;
  /** Standard deviation of the normal start values; 0 starts at zero. */
  readonly scale: number;
}

/**
 * An embedding table [rows, width] that stays outside the graph: a batch gathers its rows, the session returns the
 * gradients of the gathered rows, and row-wise Adagrad takes them back (one sum of squares per row; Duchi et al. 2011, the
 * row-wise form of Mudigere et al. 2022). Throws RangeError for an id outside the table.
 */
export class RowTable {
  readonly rows: number;
  readonly width: number;
  /** [rows, width], row-major, in a memory that onnxruntime takes as feed and fetch in place. */
  readonly values: Float32Array;
  /** Σ mean(g²) of each row so far, [rows]. */
  readonly squares: Float32Array;
  private readonly arena: Arena;
  private readonly slots: Int32Array;

  /** Throws SizeError above about 4 GB. */
  constructor({ rows, width, seed, scale }: RowTableOptions) {
    if (!(Number.isSafeInteger(rows) && rows >= 0 && Number.isSafeInteger(width) && width >= 1)) {
      throw new SizeError(`a table of ${rows} rows and ${width} columns cannot be; give whole numbers, the width from 1`);
    }
    this.rows = rows;
    this.width = width;
    this.arena = new Arena(Arena.bytesFor(rows * width, rows, rows) + STAGING_BYTES);
    this.values = this.arena.f32(rows * width);
    this.squares = this.arena.f32(rows);
    this.slots = this.arena.i32(rows).fill(-1);
    if (scale === 0) return;
    const random = new Random(seed);
    for (let at = 0; at < this.values.length; at++) this.values[at] = scale * random.normal();
  }

  /** The most ids of one `gather` or `adagrad`. */
  get batchLimit(): number {
    return Math.floor((STAGING_BYTES - 64) / (4 * (this.width + 1)));
  }

  /** into [ids, width] = the rows of the ids. `into` may be any array, also the feed of a session. */
  gather(ids: Int32Array, into: Float32Array): void {
    this.check(ids, into.length, 'the array for the rows');
    const mark = this.arena.mark();
    const staged = this.arena.i32From(ids);
    const rows = this.arena.holds(into) ? into : this.arena.f32(into.length);
    this.arena.kernels.gatherRows(this.values.byteOffset, staged.byteOffset, ids.length, this.width, rows.byteOffset);
    if (rows !== into) into.set(rows);
    this.arena.release(mark);
  }

  /** One step with gradient [ids, width]; the gradients of a row that occurs more than once are summed first. */
  adagrad(ids: Int32Array, gradient: Float32Array, learningRate: number): void {
    this.check(ids, gradient.length, 'the gradient');
    const { arena, width } = this;
    const mark = arena.mark();
    const staged = arena.i32From(ids);
    const rows = arena.f32From(gradient);
    arena.kernels.adagradRows(
      this.values.byteOffset, this.squares.byteOffset, this.slots.byteOffset, staged.byteOffset, rows.byteOffset,
      ids.length, width, learningRate, EPSILON,
    );
    arena.release(mark);
  }

  private check(ids: Int32Array, length: number, what: string): void {
    if (length !== ids.length * this.width) throw new RangeError(`${what} has ${length} numbers; ${ids.length} ids × ${this.width} are needed`);
    if (ids.length > this.batchLimit) throw new RangeError(`${ids.length} ids at once; a table of width ${this.width} takes at most ${this.batchLimit}, split the batch`);
    for (let at = 0; at < ids.length; at++) {
      if (!(ids[at] >= 0 && ids[at] < this.rows)) throw new RangeError(`id ${ids[at]} is outside the ${this.rows} rows of the table`);
    }
  }
}

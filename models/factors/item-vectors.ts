import { RowTable } from '../kernels/row-table.js';
import type { SparseRows } from '../sparse.js';

/**
 * Vectors of items that may share parts: v_i = E_i + mean of A_a over the attributes a of item i. An item that nobody has
 * read yet then still has the mean of its concepts and teachers.
 */
export class ItemVectors {
  private readonly own: RowTable;
  private readonly shared: RowTable | null;

  constructor(itemCount: number, private readonly attributes: SparseRows | null, private readonly options: { width: number; seed: number; scale: number }) {
    this.own = new RowTable({ rows: itemCount, ...options });
    this.shared = attributes && new RowTable({ rows: attributes.columnCount, ...options, seed: options.seed ^ 0x9e3779b9 });
  }

  get width(): number {
    return this.options.width;
  }

  /** into [ids, width] = v of the ids. */
  gather(ids: Int32Array, into: Float32Array): void {
    this.own.gather(ids, into);
    const { attributes, shared, width } = this;
    if (!attributes || !shared) return;
    for (let at = 0; at < ids.length; at++) {
      const [start, end] = [attributes.offsets[ids[at]], attributes.offsets[ids[at] + 1]];
      for (let cell = start; cell < end; cell++) {
        const from = attributes.columns[cell] * width;
        for (let column = 0; column < width; column++) into[at * width + column] += shared.values[from + column] / (end - start);
      }
    }
  }

  /** One Adagrad step with ∂L/∂v [ids, width]; an attribute gets the share of it that it gave. */
  adagrad(ids: Int32Array, gradient: Float32Array, rate: number): void {
    this.own.adagrad(ids, gradient, rate);
    const { attributes, shared, width } = this;
    if (!attributes || !shared) return;
    for (let from = 0; from < ids.length; ) {
      const columns: number[] = [];
      const owners: number[] = [];
      const first = from;
      for (; from < ids.length && (from === first || columns.length < CHUNK); from++) {
        for (let cell = attributes.offsets[ids[from]]; cell < attributes.offsets[ids[from] + 1]; cell++) {
          columns.push(attributes.columns[cell]);
          owners.push(from);
        }
      }
      const parts = new Float32Array(columns.length * width);
      owners.forEach((owner, at) => {
        const count = attributes.offsets[ids[owner] + 1] - attributes.offsets[ids[owner]];
        for (let column = 0; column < width; column++) parts[at * width + column] = gradient[owner * width + column] / count;
      });
      shared.adagrad(Int32Array.from(columns), parts, rate);
    }
  }

  /** All vectors [items, width]. */
  all(): Float32Array {
    const into = new Float32Array(this.own.rows * this.width);
    for (let from = 0; from < this.own.rows; from += CHUNK) {
      const ids = Int32Array.from({ length: Math.min(CHUNK, this.own.rows - from) }, (_, at) => from + at);
      this.gather(ids, into.subarray(from * this.width, (from + ids.length) * this.width));
    }
    return into;
  }
}

const CHUNK = 1 << 14;

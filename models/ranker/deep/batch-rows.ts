import type { EncodedRows, FieldTable } from './field-table.js';

/** Rows that can be read: a fixed array, or those that are being learnt. */
export interface RowSource {
  gather(ids: Int32Array, into: Float32Array): void;
}

/** What holds the embedding rows while they are learnt: `RowTable` of models/kernels. */
export interface EmbeddingRows extends RowSource {
  adagrad(ids: Int32Array, gradient: Float32Array, learningRate: number): void;
}

/**
 * The rows of one batch, between the table and the graph: e_f = Σ c · t over the table rows t of slot f, with c = 1 for a
 * sum and 1/n for a mean of n, and back: ∂L/∂t = c · ∂L/∂e_f. Buffers are reused from batch to batch.
 */
export class BatchRows {
  private entries = new Int32Array(0);
  private coefficients = new Float32Array(0);
  private slots = new Int32Array(0);
  private values = new Float32Array(0);
  private count = 0;
  /** Every slot has one row of the table, taken as it is. */
  private isDirect = false;
  private readonly means: Uint8Array;

  constructor(private readonly fieldTable: FieldTable, private readonly width: number) {
    this.means = Uint8Array.from(fieldTable.fields, (field) => (field.pool === 'mean' ? 1 : 0));
  }

  private reserve(count: number): void {
    this.count = count;
    if (count <= this.entries.length) return;
    const size = Math.ceil(count * 1.25);
    this.entries = new Int32Array(size);
    this.coefficients = new Float32Array(size);
    this.slots = new Int32Array(size);
    this.values = new Float32Array(size * this.width);
  }

  /** Pooled vectors [batch, fields, width] of the rows `picked` of `encoded`, written into `into`. */
  gather(table: RowSource, encoded: EncodedRows, picked: Int32Array, into: Float32Array): void {
    const fields = this.fieldTable.fields.length;
    const { width } = this;
    this.list(encoded, picked, fields);
    const { count, entries, values, slots, coefficients } = this;
    this.isDirect = count === picked.length * fields && coefficients.subarray(0, count).every((one) => one === 1) && slots.subarray(0, count).every((slot, at) => slot === at);
    if (this.isDirect) {
      table.gather(entries.subarray(0, count), into);
      values.set(into);
      return;
    }
    table.gather(entries.subarray(0, count), values.subarray(0, count * width));
    into.fill(0, 0, picked.length * fields * width);
    for (let entry = 0; entry < count; entry++) {
      const [from, target, coefficient] = [entry * width, slots[entry] * width, coefficients[entry]];
      for (let at = 0; at < width; at++) into[target + at] += coefficient * values[from + at];
    }
  }

  /** The table rows of a batch, the slot of each and its coefficient. */
  private list({ offsets, rows }: EncodedRows, picked: Int32Array, fields: number): void {
    let count = 0;
    for (const row of picked) count += offsets[(row + 1) * fields] - offsets[row * fields];
    this.reserve(count);
    let to = 0;
    for (let at = 0; at < picked.length; at++) {
      for (let field = 0; field < fields; field++) {
        const slot = picked[at] * fields + field;
        const coefficient = this.means[field] ? 1 / (offsets[slot + 1] - offsets[slot]) : 1;
        for (let entry = offsets[slot]; entry < offsets[slot + 1]; entry++, to++) {
          this.entries[to] = rows[entry];
          this.coefficients[to] = coefficient;
          this.slots[to] = at * fields + field;
        }
      }
    }
  }

  /**
   * One Adagrad step on the table rows of the batch gathered last. `gradient` is ∂L/∂e [batch, fields, width]; `l2` adds
   * l2 · t, so that only rows that are seen shrink.
   */
  update(table: EmbeddingRows, gradient: Float32Array, learningRate: number, l2: number): void {
    const { width, values, slots, coefficients, count } = this;
    const size = count * width;
    if (this.isDirect) {
      for (let at = 0; at < size; at++) values[at] = gradient[at] + l2 * values[at];
    } else {
      for (let entry = 0; entry < count; entry++) {
        const [from, source, coefficient] = [entry * width, slots[entry] * width, coefficients[entry]];
        for (let at = 0; at < width; at++) values[from + at] = coefficient * gradient[source + at] + l2 * values[from + at];
      }
    }
    table.adagrad(this.entries.subarray(0, count), values.subarray(0, size), learningRate);
  }
}

/** The rows [rows, width] of a fitted model. */
export function fixedRows(values: Float32Array, width: number): RowSource {
  return {
    gather(ids, into) {
      for (let at = 0; at < ids.length; at++) into.set(values.subarray(ids[at] * width, (ids[at] + 1) * width), at * width);
    },
  };
}

import type { FeedTensor } from '../../onnx/session.js';
import { rowWidth } from './architecture.js';
import type { Architecture } from './architecture.js';
import { BatchRows } from './batch-rows.js';
import type { EmbeddingRows, RowSource } from './batch-rows.js';
import type { EncodedRows, FieldTable } from './field-table.js';
import { UNKNOWN } from './ranking-table.js';
import type { Head, RankingTable } from './ranking-table.js';

/** Encoded rows with the labels and weights [rows, H] that the loss reads; weight 0 where the label is unknown. */
export interface Examples {
  readonly encoded: EncodedRows;
  readonly labels: Float32Array;
  readonly weights: Float32Array;
}

export function examplesOf(encoded: EncodedRows, table: RankingTable, heads: readonly Head[]): Examples {
  const labels = new Float32Array(table.rowCount * heads.length);
  const weights = new Float32Array(labels.length);
  heads.forEach((head, at) => {
    const known = table.labels[head]!;
    for (let row = 0; row < table.rowCount; row++) {
      if (known[row] === UNKNOWN) continue;
      labels[row * heads.length + at] = known[row];
      weights[row * heads.length + at] = table.weights[row];
    }
  });
  return { encoded, labels, weights };
}

/** One batch of examples as the feeds of the graph. The leaf of rows is given back for the gradient's way home. */
export class BatchFeeds {
  private readonly rows: BatchRows;
  private readonly width: number;
  /** Reused: a batch is read before the next one is made. */
  private leaf = new Float32Array(0);

  constructor(private readonly architecture: Architecture, fieldTable: FieldTable) {
    this.width = rowWidth(architecture);
    this.rows = new BatchRows(fieldTable, this.width);
  }

  inputs(table: RowSource, encoded: EncodedRows, picked: Int32Array): Record<string, FeedTensor> {
    const { fields, numbers } = this.architecture;
    const feeds: Record<string, FeedTensor> = {};
    if (fields > 0) {
      const size = picked.length * fields * this.width;
      if (this.leaf.length < size) this.leaf = new Float32Array(size);
      const leaf = this.leaf.subarray(0, size);
      this.rows.gather(table, encoded, picked, leaf);
      feeds.rows = { dtype: 'float32', data: leaf, shape: [picked.length, fields, this.width] };
    }
    if (numbers > 0) feeds.numbers = { dtype: 'float32', data: pick(encoded.numbers, numbers, picked), shape: [picked.length, numbers] };
    return feeds;
  }

  /** With labels, and weights divided by the sum of the batch's, so that the loss is a mean. */
  training(table: RowSource, examples: Examples, picked: Int32Array): Record<string, FeedTensor> {
    const { heads } = this.architecture;
    const shape = [picked.length, heads];
    const weights = pick(examples.weights, heads, picked);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    if (total > 0) for (let at = 0; at < weights.length; at++) weights[at] /= total;
    return {
      ...this.inputs(table, examples.encoded, picked),
      labels: { dtype: 'float32', data: pick(examples.labels, heads, picked), shape },
      weights: { dtype: 'float32', data: weights, shape },
    };
  }

  update(table: EmbeddingRows, gradient: Float32Array, learningRate: number, decay: number): void {
    this.rows.update(table, gradient, learningRate, decay);
  }
}

function pick(values: Float32Array, width: number, picked: Int32Array): Float32Array {
  const taken = new Float32Array(picked.length * width);
  for (let at = 0; at < picked.length; at++) {
    const from = picked[at] * width;
    for (let place = 0; place < width; place++) taken[at * width + place] = values[from + place];
  }
  return taken;
}

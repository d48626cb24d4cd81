import type { Histories } from '../candidate-model.js';

/**
 * Short sequences are laid one after another into rows of fixed length, so that a step of fixed shape has hardly any
 * padding: most histories are far shorter than the window. Every place attends only to earlier places of its own sequence.
 */
export interface PackedBatch {
  /** [rows, length] each: the item at a place, its place in its own sequence, the item that follows it. */
  readonly items: Int32Array;
  readonly places: Int32Array;
  readonly targets: Int32Array;
  /** [rows, length] 1 for a real place, 0 for padding. */
  readonly weights: Float32Array;
  /** [rows, 1, length, length] 0 where a place may look, −1e9 elsewhere. */
  readonly mask: Float32Array;
}

/** Sequences of item indices, each of at least two. */
export type Sequences = readonly Int32Array[];

/**
 * Histories cut into windows of at most length + 1 items from the end, so that each gives `length` pairs of an item and its
 * successor; windows overlap by one item, and no pair is lost.
 */
export function windowsOf(histories: Histories, length: number): Int32Array[] {
  const windows: Int32Array[] = [];
  for (let reader = 0; reader + 1 < histories.offsets.length; reader++) {
    const start = histories.offsets[reader];
    for (let end = histories.offsets[reader + 1]; end - start >= 2; end -= length) {
      windows.push(histories.items.subarray(Math.max(start, end - length - 1), end));
    }
  }
  return windows;
}

/** Rows of sequence numbers: each sequence goes into the first of the last few open rows that has room for its pairs. */
export function packRows(sequences: Sequences, order: Int32Array, length: number): number[][] {
  const rows: number[][] = [];
  const open: { row: number[]; room: number }[] = [];
  for (const sequence of order) {
    const size = sequences[sequence].length - 1;
    let at = open.findIndex(({ room }) => room >= size);
    if (at < 0) {
      if (open.length === OPEN_ROWS) open.shift();
      at = open.push({ row: [], room: length }) - 1;
      rows.push(open[at].row);
    }
    open[at].row.push(sequence);
    open[at].room -= size;
    if (open[at].room === 0) open.splice(at, 1);
  }
  return rows;
}
const OPEN_ROWS = 32;

export function emptyBatch(rows: number, length: number): PackedBatch {
  const places = rows * length;
  return {
    items: new Int32Array(places), places: new Int32Array(places), targets: new Int32Array(places),
    weights: new Float32Array(places), mask: new Float32Array(places * length),
  };
}

/** Writes these rows into the batch; rows that are missing at the end are padding. */
export function fillBatch(batch: PackedBatch, sequences: Sequences, rows: readonly (readonly number[])[], length: number): void {
  for (const array of [batch.items, batch.places, batch.targets, batch.weights]) array.fill(0);
  batch.mask.fill(FORBIDDEN);
  const rowCount = batch.items.length / length;
  for (let row = 0; row < rowCount; row++) {
    let from = 0;
    for (const number of rows[row] ?? []) {
      const sequence = sequences[number];
      for (let place = 0; place + 1 < sequence.length; place++) {
        const at = row * length + from + place;
        batch.items[at] = sequence[place];
        batch.places[at] = place;
        batch.targets[at] = sequence[place + 1];
        batch.weights[at] = 1;
        batch.mask.fill(0, at * length + from, at * length + from + place + 1);
      }
      from += sequence.length - 1;
    }
    // Padding looks at itself, since a softmax needs one place to look at.
    for (let place = from; place < length; place++) batch.mask[(row * length + place) * length + place] = 0;
  }
}
const FORBIDDEN = -1e9;

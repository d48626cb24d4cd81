import { ArtefactError } from './artefact.js';
import type { Artefact, JsonValue } from './artefact.js';
import { float32Table, int32Table, tableBytes } from './artefact-pack.js';
import type { CandidateModel, Histories, HistoryBatch, TopItems } from './candidate-model.js';
import { HISTORY_LIMIT } from './features/interaction-weights.js';
import type { HistoryModel } from './history-model.js';
import { find, widestRow } from './sparse.js';
import type { SparseRows } from './sparse.js';
import { TopSelector } from './top-k.js';

/** Scores at or below this are not candidates: nothing in the history speaks for them. */
export const CANDIDATE_FLOOR = 0;

/**
 * The family of item–item models: score_j = Σ_{i ∈ history} w_i B_ij with a sparse item–item matrix B, which answers a
 * click at once and explains exactly. Where B is empty nothing personal is known, and items rank by popularity.
 */
export class ItemModel implements CandidateModel, HistoryModel {
  readonly floor = CANDIDATE_FLOOR;
  /** Dense index → content number. */
  readonly itemKeys: Int32Array;
  readonly popularity: Float32Array;
  readonly matrix: SparseRows;

  constructor(parts: { itemKeys: Int32Array; popularity: Float32Array; matrix: SparseRows }) {
    const items = parts.itemKeys.length;
    const { rowCount, columnCount } = parts.matrix;
    if (parts.popularity.length !== items || rowCount !== items || columnCount !== items) {
      throw new RangeError(`${items} items, ${parts.popularity.length} popularities, a ${rowCount}×${columnCount} matrix`);
    }
    this.itemKeys = parts.itemKeys;
    this.popularity = parts.popularity;
    this.matrix = parts.matrix;
  }

  get work(): number {
    return HISTORY_LIMIT * widestRow(this.matrix);
  }

  get ranksByPopularity(): boolean {
    return this.matrix.columns.length === 0;
  }

  /**
   * Writes all scores [items] for one history. Products and sums are rounded to float32 in the order of the history, as
   * the ONNX graph does, so both passes agree to the bit.
   */
  scoreInto(items: Int32Array, weights: Float32Array, scores: Float32Array): void {
    if (this.ranksByPopularity) {
      scores.set(this.popularity);
      return;
    }
    scores.fill(0);
    const { offsets, columns, values } = this.matrix;
    for (let at = 0; at < items.length; at++) {
      const weight = weights[at];
      const end = offsets[items[at] + 1];
      for (let cell = offsets[items[at]]; cell < end; cell++) {
        scores[columns[cell]] += Math.fround(weight * values[cell]);
      }
    }
  }

  scoreBatch({ offsets, items, weights }: Histories, scores: Float32Array): void {
    const width = this.itemKeys.length;
    for (let row = 0; row + 1 < offsets.length; row++) {
      const [start, end] = [offsets[row], offsets[row + 1]];
      this.scoreInto(items.subarray(start, end), weights.subarray(start, end), scores.subarray(row * width, (row + 1) * width));
    }
  }

  /** The k best unseen candidates of each reader, best first. */
  predict(batch: HistoryBatch): TopItems[] {
    const scores = new Float32Array(this.itemKeys.length);
    const selector = new TopSelector(Math.min(batch.k, scores.length));
    return Array.from({ length: batch.offsets.length - 1 }, (_, reader) => {
      const history = batch.items.subarray(batch.offsets[reader], batch.offsets[reader + 1]);
      this.scoreInto(history, batch.weights.subarray(batch.offsets[reader], batch.offsets[reader + 1]), scores);
      for (const item of history) scores[item] = -Infinity;
      selector.select(scores, scores.length, CANDIDATE_FLOOR);
      return { items: selector.indices.slice(0, selector.count), scores: selector.values.slice(0, selector.count) };
    });
  }

  /** w_i B_ij, the exact part of item j's score that history item i gave. */
  contributions(items: Int32Array, weights: Float32Array, targets: readonly number[]): Float32Array[] {
    return targets.map((target) => Float32Array.from(items, (item, at) => {
      const cell = find(this.matrix, item, target);
      return cell < 0 ? 0 : weights[at] * this.matrix.values[cell];
    }));
  }

  close(): void {
    // Only arrays: the garbage collector frees them.
  }
}

export function itemModelFiles(model: ItemModel): Map<string, Uint8Array> {
  return new Map([
    ['items.bin', tableBytes(model.itemKeys)],
    ['popularity.bin', tableBytes(model.popularity)],
    ['offsets.bin', tableBytes(model.matrix.offsets)],
    ['neighbours.bin', tableBytes(model.matrix.columns)],
    ['values.bin', tableBytes(model.matrix.values)],
  ]);
}

/** The model in an opened artefact, after its golden check. The tables are views of the files. */
export function loadItemModel(artefact: Artefact): ItemModel {
  const model = modelOf(artefact);
  const histories = artefact.card.golden.inputs as unknown as GoldenHistory[];
  if (JSON.stringify(goldenOutputs(model, histories)) !== JSON.stringify(artefact.card.golden.outputs)) {
    throw new ArtefactError('GOLDEN', `The model ${artefact.card.model} no longer gives the answers it was published with; retrain it with this build.`);
  }
  return model;
}

function modelOf({ card, files }: Artefact): ItemModel {
  const itemKeys = int32Table(files, 'items.bin');
  const offsets = int32Table(files, 'offsets.bin');
  const columns = int32Table(files, 'neighbours.bin');
  const values = float32Table(files, 'values.bin');
  const popularity = float32Table(files, 'popularity.bin');
  const itemCount = itemKeys.length;
  if (
    offsets.length !== itemCount + 1 || popularity.length !== itemCount ||
    columns.length !== values.length || offsets[itemCount] !== columns.length
  ) {
    throw new ArtefactError('MODEL', `The tables of the model ${card.model} do not fit together; it is not an item model, or retrain.`);
  }
  return new ItemModel({ itemKeys, popularity, matrix: { rowCount: itemCount, columnCount: itemCount, offsets, columns, values } });
}

/** A history on the card, in dense indices. */
export interface GoldenHistory {
  readonly items: readonly number[];
  readonly weights: readonly number[];
}

const GOLDEN_COUNT = 4;
const GOLDEN_HISTORY = 20;
const GOLDEN_K = 10;

/** A few short histories spread over the readers. */
export function goldenHistories(rows: SparseRows): GoldenHistory[] {
  const step = Math.max(1, Math.floor(rows.rowCount / GOLDEN_COUNT));
  const histories: GoldenHistory[] = [];
  for (let reader = 0; reader < rows.rowCount && histories.length < GOLDEN_COUNT; reader += step) {
    const start = rows.offsets[reader];
    const end = Math.min(rows.offsets[reader + 1], start + GOLDEN_HISTORY);
    histories.push({ items: [...rows.columns.subarray(start, end)], weights: [...rows.values.subarray(start, end)] });
  }
  return histories;
}

export function goldenBatch(histories: readonly GoldenHistory[]): HistoryBatch {
  const offsets = Int32Array.from({ length: histories.length + 1 }, (_, at) =>
    histories.slice(0, at).reduce((sum, history) => sum + history.items.length, 0));
  return {
    offsets,
    items: Int32Array.from(histories.flatMap((history) => history.items)),
    weights: Float32Array.from(histories.flatMap((history) => history.weights)),
    k: GOLDEN_K,
  };
}

export function goldenOutputs(model: ItemModel, histories: readonly GoldenHistory[]): JsonValue {
  const outputs = model.predict(goldenBatch(histories));
  return outputs.map((output) => ({ items: [...output.items], scores: [...output.scores] }));
}

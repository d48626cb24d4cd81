import { filterInteractions, readerRows } from './dataset.js';
import type { InteractionTable } from './dataset.js';
import { Random } from './random.js';
import { find } from './sparse.js';

/** Train and test over the same readers and items. */
export interface Split {
  readonly train: InteractionTable;
  readonly test: InteractionTable;
  /** What a reader is known by when lists are made for him, and is not shown again; the train rows where absent. */
  readonly histories?: InteractionTable;
  /** [items] 1 where an item may be on a list; all items where absent. */
  readonly candidates?: Uint8Array;
}

/** train < cutMs ≤ test, globally: a split per reader would leak what became popular later. */
export function splitByTime(table: InteractionTable, cutMs: number): Split {
  return splitBetween(table, cutMs, Infinity);
}

/** train < fromMs ≤ test < toMs. */
export function splitBetween(table: InteractionTable, fromMs: number, toMs: number): Split {
  return {
    train: filterInteractions(table, (row) => table.timesMs[row] < fromMs),
    test: filterInteractions(table, (row) => table.timesMs[row] >= fromMs && table.timesMs[row] < toMs),
  };
}

/** The time before which `share` of the rows lie. */
export function timeAtShare(table: InteractionTable, share: number): number {
  const times = table.timesMs.slice().sort();
  return times[Math.min(times.length - 1, Math.floor(times.length * share))];
}

/**
 * Rolling origin: fold f learns from everything before its origin and is tested on what follows until the next one. The
 * newest half of the rows is cut into `folds` parts of about equal size, so that the first fold has a past to learn from.
 * Rows from `endMs` on belong to no fold.
 */
export function rollingOrigins(table: InteractionTable, folds: number, endMs = Infinity): Split[] {
  if (!(Number.isSafeInteger(folds) && folds >= 2 && folds <= 20)) throw new RangeError(`there can be 2 to 20 folds, not ${folds}`);
  const known = filterInteractions(table, (row) => table.timesMs[row] < endMs);
  const origins = Array.from({ length: folds }, (_, fold) => timeAtShare(known, 0.5 + (0.5 * fold) / folds));
  return origins.map((origin, fold) => splitBetween(known, origin, origins[fold + 1] ?? Infinity));
}

/**
 * Of each reader with at least three distinct items, by time: the last is the test, the one before it the validation,
 * the rest is train. Other readers are wholly train. Repeats of an item stay together, at the time of their last row.
 */
export function leaveLastOut(table: InteractionTable): { train: InteractionTable; validation: InteractionTable; test: InteractionTable } {
  const pairs = readerRows(table);
  const lastMs = new Float64Array(pairs.columns.length).fill(-Infinity);
  const cells = Int32Array.from(table.readers, (reader, row) => find(pairs, reader, table.items[row]));
  cells.forEach((cell, row) => (lastMs[cell] = Math.max(lastMs[cell], table.timesMs[row])));
  const part = new Uint8Array(pairs.columns.length);
  for (let reader = 0; reader < pairs.rowCount; reader++) {
    const [start, end] = [pairs.offsets[reader], pairs.offsets[reader + 1]];
    if (end - start < 3) continue;
    const order = Array.from({ length: end - start }, (_, at) => start + at).sort((a, b) => lastMs[a] - lastMs[b] || a - b);
    part[order.at(-2)!] = 1;
    part[order.at(-1)!] = 2;
  }
  const [train, validation, test] = [0, 1, 2].map((wanted) => filterInteractions(table, (row) => part[cells[row]] === wanted));
  return { train, validation, test };
}

/**
 * Some items are unknown to train altogether: `share` of the items that anybody read, at least one. The test is what was
 * read of them, by readers with a history left, ranked among them alone. `excluded` items are in neither part.
 */
export function coldItems(table: InteractionTable, share: number, seed: number, excluded?: Uint8Array): Split & { candidates: Uint8Array } {
  if (!(share > 0 && share < 1)) throw new RangeError(`the share of cold items must lie between 0 and 1, not ${share}`);
  const random = new Random(seed);
  const read = [...new Set(table.items)].filter((item) => !excluded?.[item]).sort((a, b) => a - b);
  const candidates = new Uint8Array(table.itemCount);
  for (let left = Math.min(read.length, Math.max(1, Math.round(share * read.length))); left > 0; ) {
    const item = read[random.below(read.length)];
    if (candidates[item] === 0) left -= candidates[item] = 1;
  }
  const known = new Uint8Array(table.readerCount);
  const isWarm = (row: number): boolean => candidates[table.items[row]] === 0 && !excluded?.[table.items[row]];
  table.readers.forEach((reader, row) => isWarm(row) && (known[reader] = 1));
  return {
    train: filterInteractions(table, isWarm),
    test: filterInteractions(table, (row) => candidates[table.items[row]] === 1 && known[table.readers[row]] === 1),
    candidates,
  };
}

/**
 * Holds out `share` of each reader's distinct items, at least one where there are two, for tuning without looking at the
 * test set: every reader counts, as in the published per-reader splits. All rows of a pair go together, and each reader
 * keeps a history.
 */
export function holdOut(table: InteractionTable, share: number, seed: number): Split {
  if (!(share > 0 && share < 1)) throw new RangeError(`the held-out share must lie between 0 and 1, not ${share}`);
  const random = new Random(seed);
  const pairs = readerRows(table);
  const held = new Uint8Array(pairs.columns.length);
  for (let reader = 0; reader < pairs.rowCount; reader++) {
    const first = pairs.offsets[reader];
    const items = pairs.offsets[reader + 1] - first;
    if (items < 2) continue;
    const drawn = Math.min(items - 1, Math.max(1, Math.round(share * items)));
    for (let left = drawn; left > 0; ) {
      const at = first + random.below(items);
      if (held[at] === 0) left -= held[at] = 1;
    }
  }
  const isHeld = (row: number): boolean => held[find(pairs, table.readers[row], table.items[row])] === 1;
  return {
    train: filterInteractions(table, (row) => !isHeld(row)),
    test: filterInteractions(table, isHeld),
  };
}

import { filterInteractions, readerRows } from './dataset.js';
import type { InteractionTable } from './dataset.js';
import { Random } from './random.js';
import { find } from './sparse.js';

/** Train and test over the same readers and items. */
export interface Split {
  readonly train: InteractionTable;
  readonly test: InteractionTable;
}

/** train < cutMs ≤ test, globally: a split per reader would leak what became popular later. */
export function splitByTime(table: InteractionTable, cutMs: number): Split {
  return {
    train: filterInteractions(table, (row) => table.timesMs[row] < cutMs),
    test: filterInteractions(table, (row) => table.timesMs[row] >= cutMs),
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

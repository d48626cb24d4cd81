import type { InteractionTable } from '../../dataset.js';

/** A table whose readers and items are numbered by the order of their keys, with those keys. */
export interface KeyedTable {
  readonly table: InteractionTable;
  readonly readerKeys: readonly string[];
  readonly itemKeys: readonly string[];
}

/** Numbers as numbers, so that 10 comes after 9; other keys by code unit after them. */
function byKey(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)];
  if (!Number.isNaN(x) && !Number.isNaN(y)) return x - y;
  if (Number.isNaN(x) !== Number.isNaN(y)) return Number.isNaN(x) ? 1 : -1;
  return a < b ? -1 : Number(a > b);
}

export function indexOfKeys(keys: Iterable<string>): Map<string, number> {
  return new Map([...new Set(keys)].sort(byKey).map((key, at) => [key, at]));
}

/** Collects rows under the keys of their source, and gives dense indices at the end. */
export class KeyedRows {
  private readonly readers: string[] = [];
  private readonly items: string[] = [];
  private readonly weights: number[] = [];
  private readonly timesMs: number[] = [];

  get length(): number {
    return this.readers.length;
  }

  push(reader: string, item: string, weight: number, timeMs: number): void {
    this.readers.push(reader);
    this.items.push(item);
    this.weights.push(weight);
    this.timesMs.push(timeMs);
  }

  /** `knownItems` are items even where nobody read them. */
  finish(knownItems: Iterable<string> = []): KeyedTable {
    const readers = indexOfKeys(this.readers);
    const items = indexOfKeys([...this.items, ...knownItems]);
    return {
      readerKeys: [...readers.keys()],
      itemKeys: [...items.keys()],
      table: {
        readerCount: readers.size,
        itemCount: items.size,
        readers: Int32Array.from(this.readers, (key) => readers.get(key)!),
        items: Int32Array.from(this.items, (key) => items.get(key)!),
        weights: Float32Array.from(this.weights),
        timesMs: Float64Array.from(this.timesMs),
      },
    };
  }
}

import { readerRows } from '../../dataset.js';
import type { ClickTable, ClickTask } from '../../evaluation/click-task.js';
import { Random } from '../../random.js';
import type { SparseRows } from '../../sparse.js';
import type { Report } from '../../trainer.js';
import { graphSimilarity, PairStatistics } from './pair-statistics.js';
import type { FieldColumn, RankingTable } from './ranking-table.js';

/** What a ranker of pairs may see: reader and item alone; with statistics of the histories; with the graph too. */
export type PairView = 'ids' | 'histories' | 'graph';

export type Pairs = Pick<ClickTable, 'readers' | 'items'>;

/** The columns of pairs: reader, item and the attributes of the item as fields, and what statistics say of the pair. */
export interface PairColumns {
  readonly training: RankingTable;
  of(pairs: Pairs, labels?: Uint8Array): RankingTable;
}

/** The positives as histories [readers, items]. */
function historiesOf({ readerCount, itemCount }: ClickTask, table: ClickTable, keep: (row: number) => boolean): SparseRows {
  const rows = Array.from(table.labels.keys()).filter((row) => table.labels[row] === 1 && keep(row));
  return readerRows({
    readerCount, itemCount,
    readers: Int32Array.from(rows, (row) => table.readers[row]), items: Int32Array.from(rows, (row) => table.items[row]),
    weights: new Float32Array(rows.length).fill(1), timesMs: new Float64Array(rows.length),
  });
}

/**
 * Statistics of the training pairs are made by cross-fitting: those of a fold come from the other folds, as those of a
 * test pair come from all of training, so that no row's label is in its own features.
 */
export async function pairColumns(task: ClickTask, view: PairView, folds: number, seed: number, report: Report): Promise<PairColumns> {
  const attributes = view === 'graph' ? task.contents?.attributes ?? null : null;
  const tableOf = (pairs: Pairs, numberNames: readonly string[], numbers: Float32Array, labels?: Uint8Array): RankingTable => ({
    rowCount: pairs.readers.length, fields: fieldsOf(pairs, attributes), numberNames, numbers,
    labels: { click: labels ?? new Uint8Array(pairs.readers.length) },
    weights: new Float32Array(pairs.readers.length).fill(1), timesMs: new Float64Array(pairs.readers.length),
  });
  const { train } = task;
  if (view === 'ids') {
    const none = new Float32Array(0);
    return { training: tableOf(train, [], none, train.labels), of: (pairs, labels) => tableOf(pairs, [], none, labels) };
  }
  const similarity = attributes && await graphSimilarity(attributes, report);
  const learn = (keep: (row: number) => boolean, share: number): Promise<PairStatistics> =>
    PairStatistics.learn(historiesOf(task, train, keep), attributes, similarity, seed, (_, message) => report(share, message));
  const all = await learn(() => true, 0);
  const numbers = await crossFitted(train, folds, seed, all.names.length, (fold, foldOf) => learn((row) => foldOf[row] !== fold, (fold + 1) / (folds + 1)));
  return {
    training: tableOf(train, all.names, numbers, train.labels),
    of: (pairs, labels) => tableOf(pairs, all.names, all.numbers(pairs), labels),
  };
}

async function crossFitted(
  train: ClickTable, folds: number, seed: number, width: number, learn: (fold: number, foldOf: Uint8Array) => Promise<PairStatistics>,
): Promise<Float32Array> {
  const random = new Random(seed);
  const foldOf = Uint8Array.from(train.labels, () => random.below(folds));
  const numbers = new Float32Array(train.labels.length * width);
  for (let fold = 0; fold < folds; fold++) {
    const rows = Array.from(foldOf.keys()).filter((row) => foldOf[row] === fold);
    const own = (await learn(fold, foldOf)).numbers({
      readers: Int32Array.from(rows, (row) => train.readers[row]), items: Int32Array.from(rows, (row) => train.items[row]),
    });
    rows.forEach((row, at) => numbers.set(own.subarray(at * width, (at + 1) * width), row * width));
  }
  return numbers;
}

function fieldsOf({ readers, items }: Pairs, attributes: SparseRows | null): FieldColumn[] {
  const ids: FieldColumn[] = [{ name: 'reader', kind: 'id', ids: readers }, { name: 'item', kind: 'id', ids: items }];
  if (!attributes) return ids;
  const offsets = new Int32Array(items.length + 1);
  const joined: number[] = [];
  items.forEach((item, row) => {
    for (let cell = attributes.offsets[item]; cell < attributes.offsets[item + 1]; cell++) joined.push(attributes.columns[cell]);
    offsets[row + 1] = joined.length;
  });
  return [...ids, { name: 'attributes', kind: 'list', pool: 'mean', offsets, ids: Int32Array.from(joined) }];
}

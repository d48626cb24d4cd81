import { pickHistories } from '../candidate-model.js';
import type { CandidateModel } from '../candidate-model.js';
import { DatasetError, filterInteractions, itemRows, readerRows, timedHistories } from '../dataset.js';
import { averagePrecisionAt, coverage, gini, hitsAt, ndcgAt, novelty } from '../metrics/ranking.js';
import { Pace } from '../pace.js';
import { find } from '../sparse.js';
import type { Split } from '../splits.js';
import { TopSelector } from '../top-k.js';
import type { Report } from '../trainer.js';

/** Per reader with test items, in ascending order of readers; the columns pair with those of another model. */
export interface ReaderMetrics {
  readonly readers: Int32Array;
  readonly recall: Float64Array;
  readonly ndcg: Float64Array;
  readonly precision: Float64Array;
  readonly averagePrecision: Float64Array;
  readonly novelty: Float64Array;
}

export interface RankingResult {
  readonly perReader: ReaderMetrics;
  readonly coverage: number;
  readonly gini: number;
}

const BATCH_READERS = 64;
/** Scores of a batch take at most 64 MB. */
const BATCH_SCORES = 1 << 24;

function emptyMetrics(readers: Int32Array): ReaderMetrics {
  const column = (): Float64Array => new Float64Array(readers.length);
  return { readers, recall: column(), ndcg: column(), precision: column(), averagePrecision: column(), novelty: column() };
}

/**
 * Ranks ALL items for every reader with test items, the items of the reader's train history masked, ties by item index.
 * Histories are the train rows with their weights. What a reader only consumed again is no test item, since a feed never
 * shows it. Sampled negatives would reorder models, and are not offered.
 */
export async function rankAll(model: CandidateModel, split: Split, k: number, report: Report): Promise<RankingResult> {
  const pace = new Pace(report);
  const train = readerRows(split.train);
  const test = readerRows(filterInteractions(split.test, (row) => find(train, split.test.readers[row], split.test.items[row]) < 0));
  const itemReaderCounts = itemRows(train).offsets.map((start, item, offsets) => (offsets[item + 1] ?? start) - start);
  const readers = Int32Array.from({ length: test.rowCount }, (_, reader) => reader)
    .filter((reader) => test.offsets[reader + 1] > test.offsets[reader]);
  if (readers.length === 0) throw new DatasetError('no reader has a test item that is not in the train part already');
  const metrics = emptyMetrics(readers);
  const exposures = new Int32Array(train.columnCount);
  const histories = timedHistories(split.train, train);
  const batchSize = Math.max(1, Math.min(BATCH_READERS, Math.floor(BATCH_SCORES / train.columnCount)));
  const scores = new Float32Array(batchSize * train.columnCount);
  const selector = new TopSelector(Math.min(k, train.columnCount));
  for (let at = 0; at < readers.length; at++) {
    const reader = readers[at];
    const row = at % batchSize;
    if (row === 0) await model.scoreBatch(pickHistories(histories, readers.subarray(at, at + batchSize)), scores);
    const own = scores.subarray(row * train.columnCount, (row + 1) * train.columnCount);
    for (let cell = train.offsets[reader]; cell < train.offsets[reader + 1]; cell++) own[train.columns[cell]] = -Infinity;
    selector.select(own, own.length);
    const ranked = selector.indices.subarray(0, selector.count);
    const relevant = new Set(test.columns.subarray(test.offsets[reader], test.offsets[reader + 1]));
    const hits = hitsAt(ranked, relevant, k);
    metrics.recall[at] = hits / relevant.size;
    metrics.precision[at] = hits / k;
    metrics.ndcg[at] = ndcgAt(ranked, relevant, k);
    metrics.averagePrecision[at] = averagePrecisionAt(ranked, relevant, k);
    metrics.novelty[at] = novelty(ranked, itemReaderCounts, train.rowCount);
    for (const item of ranked) exposures[item]++;
    const pause = pace.step(at / readers.length, () => `ranked ${at} of ${readers.length} readers`);
    if (pause) await pause;
  }
  return { perReader: metrics, coverage: coverage(exposures), gini: gini(exposures) };
}

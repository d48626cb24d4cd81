import { pickHistories } from '../candidate-model.js';
import type { CandidateModel } from '../candidate-model.js';
import { DatasetError, filterInteractions, itemRows, readerRows, timedHistories } from '../dataset.js';
import { averagePrecisionAt, coverage, gini, hitsAt, intraListDistance, ndcgAt, novelty } from '../metrics/ranking.js';
import { Pace } from '../pace.js';
import { find } from '../sparse.js';
import type { SparseRows } from '../sparse.js';
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
  /** 1 where at least one test item is on the list. */
  readonly hit: Float64Array;
  /** Items in the history that the reader was known by. */
  readonly activity: Int32Array;
}

/** Every test item of every reader, in the order of `ReaderMetrics.readers`, with its place on his list. */
export interface TestPairs {
  /** Place in `ReaderMetrics.readers`. */
  readonly at: Int32Array;
  readonly items: Int32Array;
  /** From 0; −1 where the item is not on the list. */
  readonly ranks: Int32Array;
}

export interface RankingResult {
  readonly perReader: ReaderMetrics;
  readonly pairs: TestPairs;
  readonly coverage: number;
  readonly gini: number;
  /** Mean over some readers of the mean distance 1 − cosine between the items of a list, by who read them. */
  readonly intraListDistance: number;
}

const BATCH_READERS = 64;
/** Scores of a batch take at most 64 MB. */
const BATCH_SCORES = 1 << 24;
/** The distance within a list is measured for so many readers: it costs more than ranking. */
const DISTANCE_READERS = 300;

function emptyMetrics(readers: Int32Array): ReaderMetrics {
  const column = (): Float64Array => new Float64Array(readers.length);
  return { readers, recall: column(), ndcg: column(), precision: column(), averagePrecision: column(), novelty: column(), hit: column(), activity: new Int32Array(readers.length) };
}

/** What is known before ranking: histories, test items that were never in them, and what lists are measured with. */
class Exam {
  readonly seen: SparseRows;
  readonly test: SparseRows;
  readonly readers: Int32Array;
  readonly readersOf: SparseRows;
  readonly readerCounts: Int32Array;

  constructor(readonly split: Split, share: number) {
    const histories = split.histories ?? split.train;
    this.seen = readerRows(histories);
    const { test } = split;
    this.test = readerRows(filterInteractions(test, (row) => find(this.seen, test.readers[row], test.items[row]) < 0));
    this.readersOf = itemRows(readerRows(split.train));
    const { offsets } = this.readersOf;
    this.readerCounts = Int32Array.from({ length: this.readersOf.rowCount }, (_, item) => offsets[item + 1] - offsets[item]);
    const all = Int32Array.from({ length: this.test.rowCount }, (_, reader) => reader)
      .filter((reader) => this.test.offsets[reader + 1] > this.test.offsets[reader]);
    if (all.length === 0) throw new DatasetError('no reader has a test item that is not in the train part already');
    // Multiples of the golden ratio are spread evenly, so that a share of the readers is like all of them.
    this.readers = share >= 1 ? all : all.filter((_, at) => at === 0 || (at * 0.6180339887498949) % 1 < share);
  }

  relevantTo(reader: number): Int32Array {
    return this.test.columns.subarray(this.test.offsets[reader], this.test.offsets[reader + 1]);
  }

  /** Items that may not be on this reader's list get −∞. */
  mask(reader: number, scores: Float32Array): void {
    for (let cell = this.seen.offsets[reader]; cell < this.seen.offsets[reader + 1]; cell++) scores[this.seen.columns[cell]] = -Infinity;
    const { candidates } = this.split;
    if (candidates) for (let item = 0; item < scores.length; item++) if (candidates[item] === 0) scores[item] = -Infinity;
  }
}

/** What the lists are like, one after the other. */
class Marks {
  readonly metrics: ReaderMetrics;
  private readonly at: number[] = [];
  private readonly items: number[] = [];
  private readonly ranks: number[] = [];
  private readonly exposures: Int32Array;
  private readonly distanceEvery: number;
  private readonly pairDistances = new Map<number, number>();
  private distance = 0;
  private distances = 0;

  constructor(private readonly exam: Exam, private readonly k: number) {
    this.metrics = emptyMetrics(exam.readers);
    this.exposures = new Int32Array(exam.seen.columnCount);
    this.distanceEvery = Math.max(1, Math.floor(exam.readers.length / DISTANCE_READERS));
  }

  add(at: number, ranked: Int32Array): void {
    const { metrics, exam, k } = this;
    const own = exam.relevantTo(metrics.readers[at]);
    const relevant = new Set(own);
    const hits = hitsAt(ranked, relevant, k);
    metrics.recall[at] = hits / relevant.size;
    metrics.precision[at] = hits / k;
    metrics.hit[at] = hits > 0 ? 1 : 0;
    metrics.activity[at] = exam.seen.offsets[metrics.readers[at] + 1] - exam.seen.offsets[metrics.readers[at]];
    metrics.ndcg[at] = ndcgAt(ranked, relevant, k);
    metrics.averagePrecision[at] = averagePrecisionAt(ranked, relevant, k);
    metrics.novelty[at] = novelty(ranked, exam.readerCounts, exam.seen.rowCount);
    for (const item of ranked) this.exposures[item]++;
    for (const item of own) {
      this.at.push(at);
      this.items.push(item);
      this.ranks.push(ranked.indexOf(item));
    }
    if (at % this.distanceEvery === 0 && ranked.length > 1) {
      this.distance += intraListDistance(ranked, exam.readersOf, this.pairDistances);
      this.distances++;
    }
  }

  finish(): RankingResult {
    const offered = this.exam.split.candidates;
    const exposures = offered ? this.exposures.filter((_, item) => offered[item] === 1) : this.exposures;
    return {
      perReader: this.metrics,
      pairs: { at: Int32Array.from(this.at), items: Int32Array.from(this.items), ranks: Int32Array.from(this.ranks) },
      coverage: coverage(exposures),
      gini: gini(exposures),
      intraListDistance: this.distances === 0 ? 0 : this.distance / this.distances,
    };
  }
}

/**
 * Ranks ALL items (all `candidates` of the split) for every reader with test items, the items of his history masked, ties
 * by item index. Histories are the train rows with their weights, or those of the split. What a reader only consumed again
 * is no test item, since a feed never shows it. Sampled negatives would reorder models, and are not offered. A `share` of
 * the readers, always the same ones, is for a first look in a search.
 */
export async function rankAll(model: CandidateModel, split: Split, k: number, report: Report, share = 1): Promise<RankingResult> {
  const pace = new Pace(report);
  const exam = new Exam(split, share);
  const { readers, seen } = exam;
  const marks = new Marks(exam, k);
  const histories = timedHistories(split.histories ?? split.train, seen);
  const batchSize = Math.max(1, Math.min(BATCH_READERS, Math.floor(BATCH_SCORES / seen.columnCount)));
  const scores = new Float32Array(batchSize * seen.columnCount);
  const selector = new TopSelector(Math.min(k, seen.columnCount));
  for (let at = 0; at < readers.length; at++) {
    const row = at % batchSize;
    if (row === 0) await model.scoreBatch(pickHistories(histories, readers.subarray(at, at + batchSize)), scores);
    const own = scores.subarray(row * seen.columnCount, (row + 1) * seen.columnCount);
    exam.mask(readers[at], own);
    selector.select(own, own.length);
    marks.add(at, selector.indices.subarray(0, selector.count));
    const pause = pace.step(at / readers.length, () => `ranked ${at} of ${readers.length} readers`);
    if (pause) await pause;
  }
  return marks.finish();
}

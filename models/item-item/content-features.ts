import { DatasetError } from '../dataset.js';
import type { ContentTable } from '../dataset.js';
import { Pace } from '../pace.js';
import { transpose } from '../sparse.js';
import type { SparseRows } from '../sparse.js';
import { countGrams } from '../text/ngrams.js';
import { fitTfidf, transformTfidf } from '../text/tfidf.js';
import type { Report } from '../trainer.js';
import { degrees, powers, scaled } from './scaling.js';

/** Pairs of Han characters and single Latin words: what tells subjects apart. */
const GRAMS = { hanGrams: [2], latinGrams: [1], wordGrams: [] };
const TFIDF = { minDocuments: 2, sublinear: true, maxFeatures: 200_000 };
/** A feature of more than this share of the items says nothing, and its row of the Gram would be the dearest. */
const COMMON = 0.3;

export interface FeatureWeights {
  /** α of the texts: what a text counts as, in readers. */
  readonly text: number;
  /** α of concepts, teachers and tags. */
  readonly attributes: number;
}

/**
 * What items are about, as pseudo-readers F [features, items]: TF-IDF of the grams of the texts and idf of the attributes,
 * each block of unit length per item and then √α long, so that FᵀF is α times a cosine. Values are positive, as the
 * sparse Gram asks. Throws DatasetError where nothing is known about the items.
 */
export async function contentFeatures(contents: ContentTable | null, weights: FeatureWeights, report: Report): Promise<SparseRows> {
  const blocks: SparseRows[] = [];
  if (contents && weights.text > 0 && contents.texts.some((text) => text !== '')) {
    const counts = await countGrams(contents.texts, GRAMS, null, new Pace(report));
    blocks.push(unitColumns(transpose(transformTfidf(fitTfidf(counts, TFIDF), counts)), weights.text));
  }
  if (contents?.attributes && weights.attributes > 0) blocks.push(unitColumns(transpose(contents.attributes), weights.attributes));
  if (blocks.length === 0) {
    throw new DatasetError('nothing is known about the items: this model needs their texts or attributes; use ease where there are none');
  }
  return blocks.reduce(stacked);
}

/** Rows [features, items] with idf in place of presence, columns √weight long; features of most items are left out. */
function unitColumns(features: SparseRows, weight: number): SparseRows {
  const items = features.columnCount;
  const idf = Float64Array.from({ length: features.rowCount }, (_, feature) => {
    const count = features.offsets[feature + 1] - features.offsets[feature];
    return count > 1 && count <= COMMON * items ? Math.log(items / count) : 0;
  });
  return withoutZeros(withColumnLength(scaled(features, idf, new Float64Array(items).fill(1)), Math.sqrt(weight)));
}

/** Every column as long as `length`; a column of zeros stays. */
export function withColumnLength(rows: SparseRows, length: number): SparseRows {
  const squares = { ...rows, values: rows.values.map((value) => value * value) };
  const factors = powers(degrees(squares).ofColumns, -0.5).map((value) => length * value);
  return scaled(rows, new Float64Array(rows.rowCount).fill(1), factors);
}

function withoutZeros(rows: SparseRows): SparseRows {
  const offsets = new Int32Array(rows.rowCount + 1);
  let to = 0;
  for (let row = 0; row < rows.rowCount; row++) {
    for (let cell = rows.offsets[row]; cell < rows.offsets[row + 1]; cell++) {
      if (rows.values[cell] === 0) continue;
      rows.columns[to] = rows.columns[cell];
      rows.values[to++] = rows.values[cell];
    }
    offsets[row + 1] = to;
  }
  return { ...rows, offsets, columns: rows.columns.subarray(0, to), values: rows.values.subarray(0, to) };
}

/** One above the other; both have the same columns. */
export function stacked(upper: SparseRows, lower: SparseRows): SparseRows {
  const cells = upper.columns.length;
  const offsets = new Int32Array(upper.rowCount + lower.rowCount + 1);
  offsets.set(upper.offsets);
  for (let row = 0; row <= lower.rowCount; row++) offsets[upper.rowCount + row] = cells + lower.offsets[row];
  const columns = new Int32Array(cells + lower.columns.length);
  columns.set(upper.columns);
  columns.set(lower.columns, cells);
  const values = new Float32Array(columns.length);
  values.set(upper.values);
  values.set(lower.values, cells);
  return { rowCount: upper.rowCount + lower.rowCount, columnCount: upper.columnCount, offsets, columns, values };
}

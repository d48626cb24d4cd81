import { itemKnnMatrix } from '../../item-item/item-knn.js';
import { degrees, powers, scaled } from '../../item-item/scaling.js';
import { truncatedSvd } from '../../linear-algebra/randomised-svd.js';
import { find, RowBuilder, transpose } from '../../sparse.js';
import type { SparseRows } from '../../sparse.js';
import type { Report } from '../../trainer.js';

/** Singular vectors in which a pair is compared; `damping` is added to every degree, so that lonely readers count less. */
interface Spectrum {
  /** A pair is compared in the first so many vectors, for each of these numbers; ascending. */
  readonly ranks: readonly number[];
  readonly damping: number;
  /** True: of the histories spread along the graph, X(I + βK). */
  readonly spread: boolean;
}

const SPECTRA: readonly Spectrum[] = [
  { ranks: [16, 64], damping: 0, spread: false }, { ranks: [16, 64], damping: 3, spread: false }, { ranks: [32], damping: 3, spread: true },
];
const SVD_PASSES = 5;
const SPREAD = 0.3;
const GRAPH_NEIGHBOURS = 50;

/** Cosine of what the graph joins to two items, rare attributes counting more: K [items, items], its nearest cells. */
export async function graphSimilarity(attributes: SparseRows, report: Report): Promise<SparseRows> {
  const byAttribute = transpose(attributes);
  const { ofRows } = degrees(byAttribute);
  const rarity = ofRows.map((count) => 1 / Math.log1p(count + 1));
  const ones = new Float64Array(attributes.rowCount).fill(1);
  return itemKnnMatrix(scaled(byAttribute, rarity, ones), { shrink: 0, neighbours: GRAPH_NEIGHBOURS, halfLifeDays: 0 }, report);
}

interface Vectors {
  readonly ranks: readonly number[];
  /** [readers, width] = U S and [items, width] = V. */
  readonly width: number;
  readonly readers: Float32Array;
  readonly items: Float32Array;
}

/**
 * What a set of histories X [readers, items] and a graph say of a pair (u, i) that is not in X: how popular i is, how
 * active u, how popular what u reads; neighbours of i in u's history by common readers (item-kNN) and by the graph; and
 * low ranks of D_u^(−1/2) X D_i^(−1/2) ≈ U S Vᵀ (Sarwar et al. 2000; the low-pass filter of GF-CF), as product and cosine.
 */
export class PairStatistics {
  private constructor(
    private readonly histories: SparseRows,
    private readonly popularity: Float64Array,
    private readonly neighbours: SparseRows,
    private readonly graph: { similarity: SparseRows; degrees: Float64Array } | null,
    private readonly spectra: readonly Vectors[],
  ) {}

  /** `attributes` [items, attributes] is the graph and `similarity` made from it; null where nothing is known. */
  static async learn(
    histories: SparseRows, attributes: SparseRows | null, similarity: SparseRows | null, seed: number, report: Report,
  ): Promise<PairStatistics> {
    const neighbours = await itemKnnMatrix(histories, { shrink: 0, neighbours: 0, halfLifeDays: 0 }, report);
    const spectra: Vectors[] = [];
    for (const spectrum of SPECTRA) {
      if (spectrum.spread && !similarity) continue;
      spectra.push(await vectorsOf(spectrum.spread ? spreadAlong(histories, similarity!) : histories, spectrum, seed, report));
    }
    const popularity = degrees(histories).ofColumns.map((count) => Math.log1p(count));
    const graph = attributes && similarity ? { similarity, degrees: Float64Array.from(popularity, (_, item) => Math.log1p(attributes.offsets[item + 1] - attributes.offsets[item])) } : null;
    return new PairStatistics(histories, popularity, neighbours, graph, spectra);
  }

  get names(): string[] {
    return ['popularity', 'activity', 'historyPopularity', 'neighbours', 'nearest',
      ...(this.graph ? ['graphNeighbours', 'graphDegree', 'graphPopularity'] : []),
      ...this.spectra.flatMap(({ ranks }, at) => ranks.flatMap((rank) => [`product${at}.${rank}`, `cosine${at}.${rank}`]))];
  }

  /** Row-major [pairs, names]. */
  numbers(pairs: { readonly readers: Int32Array; readonly items: Int32Array }): Float32Array {
    const width = this.names.length;
    const numbers = new Float32Array(pairs.readers.length * width);
    for (let at = 0; at < pairs.readers.length; at++) numbers.set(this.ofPair(pairs.readers[at], pairs.items[at]), at * width);
    return numbers;
  }

  private ofPair(reader: number, item: number): number[] {
    const { histories, popularity, neighbours, graph, spectra } = this;
    const [start, end] = [histories.offsets[reader], histories.offsets[reader + 1]];
    const history = histories.columns.subarray(start, end);
    let read = 0;
    for (const own of history) read += popularity[own];
    const near = nearness(neighbours, history, item);
    const values = [popularity[item], Math.log1p(history.length), read / (history.length + 1), near.sum / Math.sqrt(history.length + 1), near.largest];
    if (graph) {
      const { similarity } = graph;
      let [weight, weighted] = [1, 0];
      for (let cell = similarity.offsets[item]; cell < similarity.offsets[item + 1]; cell++) {
        weight += similarity.values[cell];
        weighted += similarity.values[cell] * popularity[similarity.columns[cell]];
      }
      values.push(nearness(similarity, history, item).sum / Math.sqrt(history.length + 1), graph.degrees[item], weighted / weight);
    }
    for (const vectors of spectra) values.push(...compared(vectors, reader, item));
    return values;
  }
}

/** Σ and maximum of B_ji over the history. */
function nearness(matrix: SparseRows, history: Int32Array, item: number): { sum: number; largest: number } {
  let [sum, largest] = [0, 0];
  for (const own of history) {
    const cell = find(matrix, own, item);
    if (cell < 0) continue;
    sum += matrix.values[cell];
    largest = Math.max(largest, matrix.values[cell]);
  }
  return { sum, largest };
}

/** u·v and the cosine of u and v in the first vectors, for each of the ranks. */
function compared({ ranks, width, readers, items }: Vectors, reader: number, item: number): number[] {
  const values: number[] = [];
  let [product, left, right] = [0, 0, 0];
  let at = 0;
  for (const rank of ranks) {
    for (; at < Math.min(rank, width); at++) {
      const [u, v] = [readers[reader * width + at], items[item * width + at]];
      product += u * v;
      left += u * u;
      right += v * v;
    }
    values.push(product, product / (Math.sqrt(left * right) + 1e-9));
  }
  return values;
}

async function vectorsOf(rows: SparseRows, { ranks, damping }: Spectrum, seed: number, report: Report): Promise<Vectors> {
  const { ofRows, ofColumns } = degrees(rows);
  const damped = (degree: Float64Array): Float64Array => powers(degree.map((value) => value + damping), -0.5);
  const width = Math.min(Math.max(...ranks), rows.rowCount, rows.columnCount);
  const { u, s, v } = await truncatedSvd(scaled(rows, damped(ofRows), damped(ofColumns)), width, { seed, iterations: SVD_PASSES, report });
  return { ranks, width, readers: u.map((value, at) => value * s[at % width]), items: v };
}

/** X(I + βK): a reader of an item has read a little of what the graph puts beside it. */
function spreadAlong(rows: SparseRows, similarity: SparseRows): SparseRows {
  const built = new RowBuilder(rows.rowCount, rows.columnCount);
  const sums = new Float64Array(rows.columnCount);
  for (let row = 0; row < rows.rowCount; row++) {
    const touched = new Set<number>();
    for (let cell = rows.offsets[row]; cell < rows.offsets[row + 1]; cell++) {
      const item = rows.columns[cell];
      sums[item] += rows.values[cell];
      touched.add(item);
      for (let near = similarity.offsets[item]; near < similarity.offsets[item + 1]; near++) {
        sums[similarity.columns[near]] += SPREAD * similarity.values[near];
        touched.add(similarity.columns[near]);
      }
    }
    for (const item of [...touched].sort((a, b) => a - b)) {
      built.push(item, sums[item]);
      sums[item] = 0;
    }
    built.endRow();
  }
  return built.finish();
}

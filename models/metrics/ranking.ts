import type { SparseRows } from '../sparse.js';

/**
 * Ranking metrics of one reader: `ranked` are item indices, best first and without the seen ones; `relevant` the
 * reader's distinct test items T. Each formula states its denominator, because published tables differ in it.
 */

/** Relevant items among the first k. Recall@k is hits / |T| (not / min(k, |T|)), precision@k hits / k, also where fewer were ranked. */
export function hitsAt(ranked: ArrayLike<number>, relevant: ReadonlySet<number>, k: number): number {
  let hits = 0;
  for (let rank = 0; rank < Math.min(k, ranked.length); rank++) if (relevant.has(ranked[rank])) hits++;
  return hits;
}

/** Σ_hits 1/log2(rank + 1) over the same sum for the first min(k, |T|) ranks; rank counts from 1. */
export function ndcgAt(ranked: ArrayLike<number>, relevant: ReadonlySet<number>, k: number): number {
  let gain = 0;
  for (let rank = 0; rank < Math.min(k, ranked.length); rank++) if (relevant.has(ranked[rank])) gain += 1 / Math.log2(rank + 2);
  let ideal = 0;
  for (let rank = 0; rank < Math.min(k, relevant.size); rank++) ideal += 1 / Math.log2(rank + 2);
  return ideal === 0 ? 0 : gain / ideal;
}

/** Mean over the hits of precision at their rank, over min(k, |T|). */
export function averagePrecisionAt(ranked: ArrayLike<number>, relevant: ReadonlySet<number>, k: number): number {
  let hits = 0;
  let sum = 0;
  for (let rank = 0; rank < Math.min(k, ranked.length); rank++) if (relevant.has(ranked[rank])) sum += ++hits / (rank + 1);
  const best = Math.min(k, relevant.size);
  return best === 0 ? 0 : sum / best;
}

/** Harmonic mean of mean precision and mean recall, as the UltraGCN and SimpleX tables have it; 0 where both are. */
export function f1Of(precision: number, recall: number): number {
  return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}

/** Share of the catalogue that was recommended to anybody; `exposures[item]` counts the lists it is in. */
export function coverage(exposures: ArrayLike<number>): number {
  let shown = 0;
  for (let item = 0; item < exposures.length; item++) if (exposures[item] > 0) shown++;
  return exposures.length === 0 ? 0 : shown / exposures.length;
}

/** Mean self-information −log2(readers of the item / readers) of a list, in bits; an item nobody read counts as one. */
export function novelty(ranked: ArrayLike<number>, itemReaders: ArrayLike<number>, readerCount: number): number {
  let bits = 0;
  for (let rank = 0; rank < ranked.length; rank++) bits -= Math.log2(Math.max(1, itemReaders[ranked[rank]]) / readerCount);
  return ranked.length === 0 ? 0 : bits / ranked.length;
}

/** Gini index of exposure: 0 when all items are shown equally, near 1 when few get everything. */
export function gini(exposures: ArrayLike<number>): number {
  const sorted = Float64Array.from(exposures).sort();
  const total = sorted.reduce((sum, value) => sum + value, 0);
  if (total === 0) return 0;
  const weighted = sorted.reduce((sum, value, at) => sum + (at + 1) * value, 0);
  return (2 * weighted) / (sorted.length * total) - (sorted.length + 1) / sorted.length;
}

/**
 * Mean over the pairs of a list of 1 − cosine of the items' rows, here of the readers who read them: 0 when everybody
 * reads the same, 1 when no two items share a reader. An item without a row is at distance 1 from every other.
 * Lists over the same rows share `known`, the distances of pairs by smaller item · rows + larger: what everybody reads is
 * on many lists, and the readers of two such items are a walk over them all.
 */
export function intraListDistance(ranked: ArrayLike<number>, rows: SparseRows, known = new Map<number, number>()): number {
  let distance = 0;
  for (let one = 1; one < ranked.length; one++) {
    for (let other = 0; other < one; other++) {
      const pair = Math.min(ranked[one], ranked[other]) * rows.rowCount + Math.max(ranked[one], ranked[other]);
      let apart = known.get(pair);
      if (apart === undefined) known.set(pair, apart = pairDistance(rows, ranked[one], ranked[other]));
      distance += apart;
    }
  }
  return ranked.length < 2 ? 0 : distance / ((ranked.length * (ranked.length - 1)) / 2);
}

function pairDistance(rows: SparseRows, a: number, b: number): number {
  const { offsets } = rows;
  const sizes = (offsets[a + 1] - offsets[a]) * (offsets[b + 1] - offsets[b]);
  return sizes === 0 ? 1 : 1 - sharedColumns(rows, a, b) / Math.sqrt(sizes);
}

function sharedColumns({ offsets, columns }: SparseRows, a: number, b: number): number {
  let [at, to] = [offsets[a], offsets[b]];
  let shared = 0;
  while (at < offsets[a + 1] && to < offsets[b + 1]) {
    const step = columns[at] - columns[to];
    if (step === 0) shared++;
    if (step <= 0) at++;
    if (step >= 0) to++;
  }
  return shared;
}

import { TopSelector } from '../top-k.js';

/** The `count` nearest of `candidates` to each of `queries` by dot product, nearest first; both row-major of one width. */
export function nearest(queries: Float32Array, candidates: Float32Array, width: number, count: number): { items: Int32Array; scores: Float32Array }[] {
  if (queries.length % width !== 0 || candidates.length % width !== 0) throw new RangeError(`vectors of ${queries.length} and ${candidates.length} numbers are not of width ${width}`);
  const size = candidates.length / width;
  const scores = new Float32Array(size);
  const selector = new TopSelector(Math.min(count, size));
  return Array.from({ length: queries.length / width }, (_, query) => {
    for (let item = 0; item < size; item++) {
      let sum = 0;
      for (let k = 0; k < width; k++) sum += queries[query * width + k] * candidates[item * width + k];
      scores[item] = sum;
    }
    selector.select(scores, size, -Infinity);
    return { items: selector.indices.slice(0, selector.count), scores: selector.values.slice(0, selector.count) };
  });
}

/** Share of each label among the neighbours, weighted by score where it is positive [queries, labels]. */
export function voteOf(neighbours: readonly { items: Int32Array; scores: Float32Array }[], labels: ArrayLike<number>, labelCount: number): Float32Array {
  const votes = new Float32Array(neighbours.length * labelCount);
  neighbours.forEach(({ items, scores }, query) => {
    const own = votes.subarray(query * labelCount, (query + 1) * labelCount);
    items.forEach((item, at) => (own[labels[item]] += Math.max(0, scores[at])));
    const sum = own.reduce((total, value) => total + value, 0);
    for (let k = 0; k < labelCount; k++) own[k] = sum > 0 ? own[k] / sum : 1 / labelCount;
  });
  return votes;
}

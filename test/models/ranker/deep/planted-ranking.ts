import { Random } from '../../../../models/random.js';
import { UNKNOWN } from '../../../../models/ranker/deep/ranking-table.js';
import type { RankingTable } from '../../../../models/ranker/deep/ranking-table.js';
import type { Architecture, Parameters } from '../../../../models/ranker/deep/architecture.js';
import { initialParameters, rowWidth } from '../../../../models/ranker/deep/architecture.js';
import type { FieldTable } from '../../../../models/ranker/deep/field-table.js';

/** Random rows over all kinds of columns: ids, a list pooled by mean, a list pooled by sum, numbers, two heads. */
export function randomRanking(rowCount: number, seed: number, numberCount = 3): RankingTable {
  const random = new Random(seed);
  const list = (highest: number, pool: 'mean' | 'sum', name: string) => {
    const offsets = new Int32Array(rowCount + 1);
    const ids: number[] = [];
    for (let row = 0; row < rowCount; row++) {
      for (let count = random.below(4); count > 0; count--) ids.push(random.below(highest));
      offsets[row + 1] = ids.length;
    }
    return { name, kind: 'list', pool, offsets, ids: Int32Array.from(ids) } as const;
  };
  const labels = (share: number) => Uint8Array.from({ length: rowCount }, () => (random.unit() < 0.2 ? UNKNOWN : Number(random.unit() < share)));
  return {
    rowCount,
    fields: [
      { name: 'reader', kind: 'id', ids: Int32Array.from({ length: rowCount }, () => random.below(30)) },
      { name: 'content', kind: 'id', ids: Int32Array.from({ length: rowCount }, () => random.below(12) - 1) },
      list(9, 'mean', 'concepts'),
      list(5, 'sum', 'tags'),
    ],
    numberNames: Array.from({ length: numberCount }, (_, at) => `number${at}`),
    numbers: Float32Array.from({ length: rowCount * numberCount }, () => 3 + 2 * random.normal()),
    labels: { click: Uint8Array.from({ length: rowCount }, () => Number(random.unit() < 0.4)), buy: labels(0.3) },
    weights: Float32Array.from({ length: rowCount }, () => 0.5 + random.unit()),
    timesMs: Float64Array.from({ length: rowCount }, (_, row) => row),
  };
}

/** All parameters away from zero, so that nothing passes because it multiplies nothing. */
export function randomParameters(architecture: Architecture, seed: number): Parameters {
  const random = new Random(seed);
  const parameters = initialParameters(architecture, 0.3, seed);
  for (const values of Object.values(parameters)) for (let at = 0; at < values.length; at++) values[at] += 0.2 * random.normal();
  return parameters;
}

export function randomRows(architecture: Architecture, fieldTable: FieldTable, seed: number): Float32Array {
  const random = new Random(seed);
  return Float32Array.from({ length: fieldTable.rowCount * rowWidth(architecture) }, () => 0.4 * random.normal());
}

/** A label that is the sign of a product of hidden signs of two ids: no linear model knows anything of it. */
export function crossedRanking(rowCount: number, seed: number): RankingTable {
  const random = new Random(seed);
  const readers = Int32Array.from({ length: rowCount }, () => random.below(20));
  const contents = Int32Array.from({ length: rowCount }, () => random.below(20));
  return {
    rowCount,
    fields: [{ name: 'reader', kind: 'id', ids: readers }, { name: 'content', kind: 'id', ids: contents }],
    numberNames: [],
    numbers: new Float32Array(0),
    labels: { click: Uint8Array.from(readers, (reader, row) => Number((reader % 2 === contents[row] % 2) === random.unit() < 0.9)) },
    weights: new Float32Array(rowCount).fill(1),
    timesMs: Float64Array.from({ length: rowCount }, (_, row) => row),
  };
}

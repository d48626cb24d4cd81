import { describe, expect, test } from '@jest/globals';
import { Random } from '../../models/random.js';
import { initialParameters, rowWidth } from '../../models/ranker/deep/architecture.js';
import type { Architecture } from '../../models/ranker/deep/architecture.js';
import type { FieldTable } from '../../models/ranker/deep/field-table.js';
import { Forward } from '../../models/ranker/deep/forward.js';
import { ServingSession, servingGraph } from '../../models/serving-graph.js';
import type { ServingTables } from '../../models/serving-graph.js';
import { ParamsError } from '../../models/trainer.js';
import { normals } from './kernels/reference.js';

const COUNT = 90;
const WIDTH = 5;

function planted(kind: Architecture['kind'], readerFields: number, itemNumbers: number, heads: number): ServingTables {
  const random = new Random(4);
  const itemFields = 3;
  const architecture: Architecture = {
    kind, fields: readerFields + itemFields, numbers: itemNumbers + 1, heads, factors: 4, hidden: [8, 6], crossLayers: 2, crossRank: 3, stacked: false,
  };
  const tableRows = 40;
  return {
    items: normals(COUNT * WIDTH, 1), width: WIDTH, architecture, parameters: initialParameters(architecture, 0.3, 2),
    itemFields: Int32Array.from({ length: COUNT * itemFields }, () => random.below(tableRows)), itemNumbers: normals(COUNT * itemNumbers, 3),
    rows: normals(tableRows * rowWidth(architecture), 5), headWeights: Array.from({ length: heads }, (_, head) => 1 + head), candidates: 20, kept: 7,
  };
}

/** The same by the ranker's TypeScript pass, in float64. */
function expected(tables: ServingTables, vector: Float32Array, fieldRows: number[], seen: number[]): { item: number; score: number }[] {
  const { architecture, itemFields, itemNumbers, headWeights, candidates, kept } = tables;
  const perItem = itemFields.length / COUNT;
  const numbersPerItem = itemNumbers.length / COUNT;
  const recall = Array.from({ length: COUNT }, (_, item) => ({ item, score: vector.reduce((sum, value, at) => sum + value * tables.items[item * WIDTH + at], 0) }))
    .filter(({ item }) => !seen.includes(item)).sort((a, b) => b.score - a.score).slice(0, candidates);
  const rows = recall.flatMap(({ item }) => [...fieldRows, ...itemFields.subarray(item * perItem, (item + 1) * perItem)]);
  const forward = new Forward(architecture, { fields: Array.from({ length: architecture.fields }, () => ({ pool: 'sum' })) } as unknown as FieldTable, tables.rows, tables.parameters);
  const logits = forward.run({
    rowCount: recall.length, offsets: Int32Array.from({ length: rows.length + 1 }, (_, at) => at), rows: Int32Array.from(rows),
    numbers: Float32Array.from(recall.flatMap(({ item, score }) => [...itemNumbers.subarray(item * numbersPerItem, (item + 1) * numbersPerItem), score])),
  });
  return recall.map(({ item }, row) => ({ item, score: headWeights.reduce((sum, weight, head) => sum + weight / (1 + Math.exp(-logits[row * headWeights.length + head])), 0) }))
    .sort((a, b) => b.score - a.score).slice(0, kept);
}

describe('the fused serving graph', () => {
  test.each([['deepfm', 2, 2, 1], ['dcn', 2, 0, 4], ['fm', 0, 1, 2]] as const)('%s with %i fields of the reader and %i numbers of the item, %i heads', async (kind, readerFields, itemNumbers, heads) => {
    const tables = planted(kind, readerFields, itemNumbers, heads);
    const session = await ServingSession.open(tables);
    for (const seen of [[], [3], [0, 89, 40, 41, 42, 43, 3, 7, 8, 9]]) {
      const vector = normals(WIDTH, 10 + seen.length);
      const fieldRows = [5, 31].slice(0, readerFields);
      const { items, scores } = await session.serve({ vector, fieldRows, seen: Int32Array.from(seen) });
      const wanted = expected(tables, vector, fieldRows, seen);
      expect([...items]).toEqual(wanted.map(({ item }) => item));
      scores.forEach((score, at) => expect(Math.abs(score - wanted[at].score)).toBeLessThan(2e-5));
    }
    await session.close();
  });

  test.each([
    [{ candidates: 91 }, 'kept ≤ candidates ≤ items'], [{ kept: 21 }, 'kept ≤ candidates ≤ items'], [{ headWeights: [1, 2] }, '2 weights for 1 heads'],
    [{ itemNumbers: new Float32Array(0) }, 'the ranker reads 3 numbers'], [{ itemFields: new Int32Array(91) }, 'do not fit together'],
  ])('refuses %# with its reason', (change, sentence) => {
    expect(() => servingGraph({ ...planted('deepfm', 2, 2, 1), ...change })).toThrow(ParamsError);
    expect(() => servingGraph({ ...planted('deepfm', 2, 2, 1), ...change })).toThrow(sentence);
  });
});

import { describe, expect, test } from '@jest/globals';
import { Session } from '../../../../models/onnx/session.js';
import { ParamsError } from '../../../../models/trainer.js';
import { checkArchitecture, initialParameters, inputWidth, INPUT_LIMIT, parameterShapes, rowWidth } from '../../../../models/ranker/deep/architecture.js';
import type { Architecture, Parameters } from '../../../../models/ranker/deep/architecture.js';
import { BatchRows } from '../../../../models/ranker/deep/batch-rows.js';
import { encodeRows, fitFieldTable } from '../../../../models/ranker/deep/field-table.js';
import { Forward } from '../../../../models/ranker/deep/forward.js';
import { networkGraph } from '../../../../models/ranker/deep/network.js';
import { randomParameters, randomRanking, randomRows } from './planted-ranking.js';

const table = randomRanking(40, 3);
const fieldTable = fitFieldTable(table, 2);
const encoded = encodeRows(fieldTable, table);
const base: Architecture = {
  kind: 'fm', fields: 4, numbers: 3, heads: 1, factors: 5, hidden: [7, 6], crossLayers: 2, crossRank: 3, stacked: false,
};
const kinds: Architecture[] = [
  base, { ...base, heads: 2 }, { ...base, kind: 'deepfm' }, { ...base, kind: 'deepfm', heads: 2 },
  { ...base, kind: 'dcn' }, { ...base, kind: 'dcn', heads: 2 }, { ...base, kind: 'dcn', stacked: true },
];
const nameOf = ({ kind, heads, stacked }: Architecture): string => `${kind}, ${heads} heads${stacked ? ', stacked' : ''}`;

/** Pooled rows [rows, F, width], straight from the definition. */
function pooled(architecture: Architecture, rows: Float32Array): number[][][] {
  const width = rowWidth(architecture);
  return Array.from({ length: table.rowCount }, (_, row) => fieldTable.fields.map((field, at) => {
    const entries = [...encoded.rows.subarray(encoded.offsets[row * 4 + at], encoded.offsets[row * 4 + at + 1])];
    return Array.from({ length: width }, (__, place) =>
      entries.reduce((sum, entry) => sum + rows[entry * width + place], 0) / (field.pool === 'mean' ? Math.max(1, entries.length) : 1));
  }));
}

/** Rendle's equation 1: every pair of vectors, O(n²). */
function pairwise(architecture: Architecture, rows: Float32Array, p: Parameters): number[] {
  const { heads, factors } = architecture;
  return pooled(architecture, rows).flatMap((vectors, row) => {
    const x = [...encoded.numbers.subarray(row * 3, row * 3 + 3)];
    const v = [...vectors.map((vector) => vector.slice(heads)), ...x.map((value, at) => Array.from({ length: factors }, (_, k) => value * p.numberFactors[at * factors + k]))];
    return Array.from({ length: heads }, (_, head) => {
      let z = p.bias[head];
      for (const vector of vectors) z += vector[head];
      x.forEach((value, at) => { z += value * p.numberWeights[at * heads + head]; });
      for (let i = 0; i < v.length; i++) {
        for (let j = i + 1; j < v.length; j++) {
          for (let k = 0; k < factors; k++) z += v[i][k] * v[j][k] * (heads === 1 ? 1 : p.headFactors[k * heads + head]);
        }
      }
      return z;
    });
  });
}

/** x·W + b for plain arrays. */
const affine = (x: number[], weights: Float32Array, bias: Float32Array | null, outputs: number): number[] =>
  Array.from({ length: outputs }, (_, at) => x.reduce((sum, value, input) => sum + value * weights[input * outputs + at], bias?.[at] ?? 0));
const relu = (x: number[]): number[] => x.map((value) => Math.max(0, value));

/** DeepFM and DCN-V2 as their papers write them. */
function expectedLogits(architecture: Architecture, rows: Float32Array, p: Parameters): number[] {
  const { kind, heads, factors, hidden, crossLayers, crossRank, stacked } = architecture;
  if (kind === 'fm') return pairwise(architecture, rows, p);
  const machine = kind === 'deepfm' ? pairwise(architecture, rows, p) : null;
  const deep = (x: number[]): number[] =>
    affine(relu(affine(relu(affine(x, p.hidden0, p.hiddenBias0, hidden[0])), p.hidden1, p.hiddenBias1, hidden[1])), p.hiddenOut, null, heads);
  return pooled(architecture, rows).flatMap((vectors, row) => {
    const x0 = [...vectors.flatMap((vector) => vector.slice(vector.length - factors)), ...encoded.numbers.subarray(row * 3, row * 3 + 3)];
    let x = x0;
    for (let layer = 0; kind === 'dcn' && layer < crossLayers; layer++) {
      const low = affine(x, p[`crossDown${layer}`], null, crossRank);
      const up = affine(low, p[`crossUp${layer}`], p[`crossBias${layer}`], x0.length);
      x = x.map((value, at) => x0[at] * up[at] + value);
    }
    const through = deep(kind === 'dcn' && stacked ? x : x0);
    const out = kind === 'dcn' && !stacked ? affine(x, p.crossOut, null, heads) : through.map(() => 0);
    return through.map((value, head) => value + out[head] + (machine ? machine[row * heads + head] : p.bias[head]));
  });
}

describe.each(kinds.map((architecture) => [nameOf(architecture), architecture] as const))('%s', (_name, architecture) => {
  const parameters = randomParameters(architecture, 5);
  const rows = randomRows(architecture, fieldTable, 6);
  const expected = expectedLogits(architecture, rows, parameters);

  test('the TypeScript pass equals the formula of the paper', () => {
    const logits = new Forward(architecture, fieldTable, rows, parameters).run(encoded);
    expect(logits.length).toBe(40 * architecture.heads);
    logits.forEach((z, at) => expect(Math.abs(z - expected[at])).toBeLessThan(1e-9));
    expect(Math.max(...expected) - Math.min(...expected)).toBeGreaterThan(0.5);
  });

  test('the ONNX graph equals it within 1e-5', async () => {
    const width = rowWidth(architecture);
    const leaf = new Float32Array(40 * 4 * width);
    const held = { gather: (ids: Int32Array, into: Float32Array) => ids.forEach((id, at) => into.set(rows.subarray(id * width, (id + 1) * width), at * width)), adagrad: () => undefined };
    new BatchRows(fieldTable, width).gather(held, encoded, Int32Array.from({ length: 40 }, (_, row) => row), leaf);
    const session = await Session.open(networkGraph(architecture, parameters));
    const { probabilities } = await session.run({
      rows: { dtype: 'float32', data: leaf, shape: [40, 4, width] },
      numbers: { dtype: 'float32', data: encoded.numbers, shape: [40, 3] },
    });
    await session.dispose();
    expect(probabilities.length).toBe(expected.length);
    expected.forEach((z, at) => expect(Math.abs(Number(probabilities[at]) - 1 / (1 + Math.exp(-z)))).toBeLessThan(1e-5));
  });

  test('a batch answers as its rows one by one, in any order', () => {
    const forward = new Forward(architecture, fieldTable, rows, parameters);
    const all = forward.run(encoded);
    for (const row of [17, 3, 39]) {
      const one = { ...table, rowCount: 1, numbers: table.numbers.slice(row * 3, row * 3 + 3), fields: table.fields.map((field) => field.kind === 'id'
        ? { ...field, ids: field.ids.slice(row, row + 1) }
        : { ...field, ids: field.ids.slice(field.offsets[row], field.offsets[row + 1]), offsets: Int32Array.of(0, field.offsets[row + 1] - field.offsets[row]) }) };
      forward.run(encodeRows(fieldTable, one)).forEach((z, head) => expect(z).toBeCloseTo(all[row * architecture.heads + head], 11));
    }
  });
});

describe('sizes', () => {
  test('numbers alone and fields alone are networks too', () => {
    for (const [fields, numbers] of [[0, 3], [4, 0]]) {
      for (const kind of ['fm', 'deepfm', 'dcn'] as const) {
        const architecture = { ...base, kind, fields, numbers };
        checkArchitecture(architecture);
        expect(networkGraph(architecture, initialParameters(architecture, 0.1, 1)).length).toBeGreaterThan(100);
        expect(inputWidth(architecture)).toBe(fields * 5 + numbers);
      }
    }
  });

  test('refuses what cannot be built', () => {
    expect(() => checkArchitecture({ ...base, fields: 0, numbers: 0 })).toThrow(ParamsError);
    expect(() => checkArchitecture({ ...base, factors: 0 })).toThrow('factors must lie between 1 and 256');
    expect(() => checkArchitecture({ ...base, numbers: INPUT_LIMIT })).toThrow('more than 8192 inputs');
    expect(() => checkArchitecture({ ...base, kind: 'dcn', crossRank: 24 })).toThrow('crossRank');
    checkArchitecture({ ...base, kind: 'dcn', crossRank: 23 });
  });

  test('the same seed gives the same parameters, of the stated shapes; one head of fm has Rendle’s parameters only', () => {
    const deep = { ...base, kind: 'deepfm' as const };
    expect(initialParameters(deep, 0.1, 4)).toEqual(initialParameters(deep, 0.1, 4));
    expect(initialParameters(deep, 0.1, 4)).not.toEqual(initialParameters(deep, 0.1, 5));
    for (const [name, shape] of Object.entries(parameterShapes(deep))) expect(initialParameters(deep, 0.1, 4)[name].length).toBe(shape[0] * shape[1]);
    expect(Object.keys(parameterShapes(base))).toEqual(['bias', 'numberWeights', 'numberFactors']);
  });
});

import { expect, test } from '@jest/globals';
import { Random } from '../../../models/random.js';
import type { SparseRows } from '../../../models/sparse.js';
import { asSparse, besides, fitLsa, project } from '../../../models/text/lsa.js';
import { READER_DEFAULTS, TextReader } from '../../../models/text/reader.js';
import { fitStaticVectors, halvesOf, STATIC_DEFAULTS } from '../../../models/text/static-vectors.js';
import { TextVectors } from '../../../models/text/text-vectors.js';
import { VECTOR_CLASSIFIER_DEFAULTS } from '../../../models/text/vector-classifier.js';
import { silent } from '../../../models/trainer.js';

function sparse(rows: readonly number[][]): SparseRows {
  const cells = rows.map((row) => row.flatMap((value, column) => (value === 0 ? [] : [{ value, column }])));
  const offsets = new Int32Array(rows.length + 1);
  cells.forEach((row, at) => (offsets[at + 1] = offsets[at] + row.length));
  return {
    rowCount: rows.length, columnCount: rows[0].length, offsets, columns: Int32Array.from(cells.flat(), ({ column }) => column),
    values: Float32Array.from(cells.flat(), ({ value }) => value),
  };
}

const dot = (vectors: Float32Array, width: number, a: number, b: number): number =>
  vectors.subarray(a * width, (a + 1) * width).reduce((sum, value, k) => sum + value * vectors[b * width + k], 0);

/** Eigenvectors of AᵀA by Jacobi rotations in float64: the dense SVD that the truncated one must equal. */
function denseRightVectors(rows: readonly number[][]): { values: number[]; vectors: number[][] } {
  const n = rows[0].length;
  const m = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => rows.reduce((sum, row) => sum + row[i] * row[j], 0)));
  const v = m.map((row, i) => row.map((_, j) => Number(i === j)));
  for (let sweep = 0; sweep < 60; sweep++) {
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        const angle = 0.5 * Math.atan2(2 * m[p][q], m[q][q] - m[p][p]);
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        for (let k = 0; k < n; k++) [m[k][p], m[k][q]] = [c * m[k][p] - s * m[k][q], s * m[k][p] + c * m[k][q]];
        for (let k = 0; k < n; k++) [m[p][k], m[q][k]] = [c * m[p][k] - s * m[q][k], s * m[p][k] + c * m[q][k]];
        for (let k = 0; k < n; k++) [v[k][p], v[k][q]] = [c * v[k][p] - s * v[k][q], s * v[k][p] + c * v[k][q]];
      }
    }
  }
  const order = m.map((row, i) => ({ value: row[i], i })).sort((a, b) => b.value - a.value);
  return { values: order.map(({ value }) => value), vectors: order.map(({ i }) => v.map((row) => row[i])) };
}

test('LSA equals the dense SVD: cosines between texts in the space of the first vectors', async () => {
  const random = new Random(2);
  const rows = Array.from({ length: 14 }, () => Array.from({ length: 6 }, () => (random.unit() < 0.4 ? 0 : Math.fround(random.unit()))));
  const { values, vectors } = denseRightVectors(rows);
  for (const power of [0, 0.5, 1]) {
    const lsa = await fitLsa(sparse(rows), 3, { seed: 1, power });
    const got = project(sparse(rows), lsa.projection, lsa.rank);
    const expected = rows.map((row) => {
      const own = [0, 1, 2].map((k) => row.reduce((sum, value, at) => sum + value * vectors[k][at], 0) * Math.sqrt(values[k]) ** -power);
      return own.map((value) => value / Math.hypot(...own));
    });
    for (let a = 0; a < rows.length; a++) {
      for (let b = 0; b < a; b++) expect(dot(got, 3, a, b)).toBeCloseTo(expected[a].reduce((sum, value, k) => sum + value * expected[b][k], 0), 4);
    }
  }
});

test('contrastive vectors place planted synonyms together, and repeat to the byte', async () => {
  const topics = [['统计', '概率', '抽样'], ['烹饪', '厨房', '菜谱'], ['足球', '进球', '联赛'], ['投资', '股票', '基金']];
  const random = new Random(4);
  const pairs = Array.from({ length: 400 }, (_, at) => {
    const words = topics[at % topics.length];
    return [words[random.below(3)], words[random.below(3)]];
  });
  const words = topics.flat();
  const params = { ...READER_DEFAULTS, hanGrams: 2, wordGrams: 0, minDocuments: 1 };
  const reader = await TextReader.fit(words, params, silent);
  const [left, right] = [await reader.read(pairs.map(([one]) => one)), await reader.read(pairs.map(([, two]) => two))];
  const options = { ...STATIC_DEFAULTS, width: 16, batch: 64, epochs: 6, temperature: 0.2, seed: 1, report: silent };
  const table = await fitStaticVectors(left, right, options);
  const vectors = project(await reader.read(words), table, 16);
  const [near, far]: [number[], number[]] = [[], []];
  words.forEach((_, a) => words.forEach((__, b) => {
    if (a < b) (Math.floor(a / 3) === Math.floor(b / 3) ? near : far).push(dot(vectors, 16, a, b));
  }));
  expect(Math.min(...near)).toBeGreaterThan(Math.max(...far));
  expect(await fitStaticVectors(left, right, options)).toEqual(table);
});

test('vectors of unknown texts are zero; dense and sparse columns stand side by side', () => {
  const x = sparse([[0, 0], [3, 4]]);
  expect([...project(x, Float32Array.of(1, 0, 0, 1), 2)]).toEqual([0, 0, Math.fround(0.6), Math.fround(0.8)]);
  const both = besides([{ x, weight: 1 }, { x: asSparse(Float32Array.of(5, 6, 7, 8), 2), weight: 0.5 }]);
  expect(both.columnCount).toBe(4);
  expect([[...both.columns], [...both.values], [...both.offsets]]).toEqual([[2, 3, 0, 1, 2, 3], [2.5, 3, 3, 4, 3.5, 4], [0, 2, 6]]);
  expect(() => project(x, new Float32Array(3), 2)).toThrow('2 features of width 2');
});

test('halves of a text are cut near its middle, at a gap where there is one', () => {
  expect(halvesOf('知识付费')).toEqual(['知识', '付费']);
  expect(halvesOf('一二三四，五六七八九')).toEqual(['一二三四', '五六七八九']);
  expect(halvesOf('')).toEqual(['', '']);
});

test('refusals of static vectors', async () => {
  const x = sparse([[1, 0], [0, 1]]);
  const options = { ...STATIC_DEFAULTS, width: 4, seed: 1, report: silent };
  await expect(fitStaticVectors(x, sparse([[1, 0]]), options)).rejects.toThrow('as many rows');
  await expect(fitStaticVectors(sparse([[0, 0], [1, 0]]), x, options)).rejects.toThrow('at least two pairs');
  await expect(fitStaticVectors(x, x, { ...options, temperature: 0 })).rejects.toThrow('temperature');
});

const corpus = ['统计学入门', '概率与统计', '厨房里的烹饪', '烹饪菜谱', '足球联赛进球', '联赛与足球'];
const small = { ...VECTOR_CLASSIFIER_DEFAULTS, width: 8, rank: 4, wordGrams: 0, batch: 4, epochs: 3 };

test('stored vectors are the learnt ones, each part of length 1; tables that do not fit are refused', async () => {
  const learnt = await TextVectors.learn(corpus, small, 1, silent);
  const files = new Map(learnt.files());
  const model = TextVectors.load(files, small);
  expect(model.width).toBe(12);
  const vectorsOf = async (vectors: TextVectors) => vectors.of(await vectors.reader.read(['烹饪统计', '', 'unknown']));
  const vectors = await vectorsOf(model);
  expect(vectors).toEqual(await vectorsOf(learnt));
  expect([0, 8].map((from) => Math.hypot(...vectors.subarray(from, from + (from === 0 ? 8 : 4))))).toEqual([expect.closeTo(1, 5), expect.closeTo(1, 5)]);
  expect(vectors.subarray(12).every((value) => value === 0)).toBe(true);
  expect(() => TextVectors.load(new Map([...files, ['vectors1.bin', new Uint8Array(8)]]), small)).toThrow('do not fit together');
  expect(() => TextVectors.load(files, { ...small, width: 9 })).toThrow('do not fit together');
});

test('a rank above the number of texts is cut, a part of width 0 left out', async () => {
  const params = { ...small, width: 0, rank: 50 };
  const learnt = await TextVectors.learn(corpus, params, 1, silent);
  expect([learnt.width, TextVectors.load(new Map(learnt.files()), params).width]).toEqual([6, 6]);
  expect((await TextVectors.learn(corpus, { ...small, rank: 0 }, 1, silent)).width).toBe(8);
  await expect(TextVectors.learn(['a'], small, 1, silent)).rejects.toThrow('at least two');
  await expect(TextVectors.learn(corpus, { ...small, width: 0, rank: 0 }, 1, silent)).rejects.toThrow('width + rank');
});

import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { readerRows } from '../../../models/dataset.js';
import { evaluateModel } from '../../../models/evaluation/evaluate.js';
import { FactorProduct } from '../../../models/factors/factor-product.js';
import { fitFactors } from '../../../models/factors/ials-fit.js';
import type { Factors, IalsParams } from '../../../models/factors/ials-fit.js';
import { ials } from '../../../models/factors/ials.js';
import { IalsModel } from '../../../models/factors/ials-model.js';
import { strideOf } from '../../../models/factors/ials-system.js';
import { Session } from '../../../models/onnx/session.js';
import type { SparseRows } from '../../../models/sparse.js';
import { transpose } from '../../../models/sparse.js';
import { ParamsError, silent } from '../../../models/trainer.js';
import { distance, dot, gramOf, randomSparse, rowsOf, solve } from '../kernels/reference.js';
import type { Rows } from '../kernels/reference.js';
import { plantedDataset, plantedSplit, SMALL } from '../planted.js';

const PARAMS: IalsParams = { width: 6, alpha0: 0.05, lambda: 0.1, nu: 0.8, epochs: 2, solverSteps: 0 };

/** The normal equations of one side in float64, from the other side's vectors. */
function halfStep(rows: SparseRows, others: Rows, width: number, params: IalsParams): Rows {
  const base = gramOf(others, width).map((row) => row.map((value) => params.alpha0 * value));
  return Array.from({ length: rows.rowCount }, (_, row) => {
    const cells = Array.from({ length: rows.offsets[row + 1] - rows.offsets[row] }, (_, at) => rows.offsets[row] + at);
    if (cells.length === 0) return new Array<number>(width).fill(0);
    const n = cells.reduce((sum, cell) => sum + rows.values[cell], 0);
    const reg = params.lambda * (n + params.alpha0 * rows.columnCount) ** params.nu;
    const system = base.map((line, i) => line.map((value, j) => cells.reduce(
      (sum, cell) => sum + rows.values[cell] * others[rows.columns[cell]][i] * others[rows.columns[cell]][j], value + (i === j ? reg : 0))));
    return solve(system, Array.from({ length: width }, (_, i) => cells.reduce((sum, cell) => sum + rows.values[cell] * others[rows.columns[cell]][i], 0)));
  });
}

/** Rows of `width` floats without the padding to the stride. */
const unpadded = (vectors: Float32Array, { stride }: Pick<Factors, 'stride'>, width: number): Rows => rowsOf(vectors, stride).map((row) => row.slice(0, width));
const modelOf = (factors: Factors, params: IalsParams): IalsModel => new IalsModel(
  { itemKeys: Int32Array.from({ length: factors.items.length / factors.stride }, (_, item) => item), factors: factors.items }, params,
  { times: () => Promise.reject(new Error('not asked for')), close: () => Promise.resolve() });

describe('iALS', () => {
  test('the last half-step solves the normal equations of the items, for any width, weights and empty rows', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 12 }), fc.nat(1e6), async (width, readers, items, seed) => {
      const { sparse } = randomSparse(readers, items, 0.3, seed);
      const params = { ...PARAMS, width };
      const factors = await fitFactors(sparse, params, seed, silent);
      expect(factors.stride).toBe(strideOf(width));
      const expected = halfStep(transpose(sparse), unpadded(factors.readers, factors, width), width, params);
      expect(distance(unpadded(factors.items, factors, width).flat(), expected.flat())).toBeLessThan(2e-4);
      expect(rowsOf(factors.items, factors.stride).flatMap((row) => row.slice(width)).every((value) => value === 0)).toBe(true);
    }), { numRuns: 12 });
  }, 20_000);

  test('conjugate gradients end where Cholesky ends', async () => {
    const { sparse } = randomSparse(40, 25, 0.25, 5);
    const exact = await fitFactors(sparse, { ...PARAMS, epochs: 3 }, 1, silent);
    const gradient = await fitFactors(sparse, { ...PARAMS, epochs: 3, solverSteps: 12 }, 1, silent);
    expect(distance(gradient.items, exact.items)).toBeLessThan(1e-4);
    expect(distance(gradient.readers, exact.readers)).toBeLessThan(1e-4);
  });

  test('folding in a training reader gives his fitted vector, once the factors have settled', async () => {
    const { sparse } = randomSparse(40, 25, 0.25, 6);
    const params = { ...PARAMS, epochs: 400 };
    const factors = await fitFactors(sparse, params, 1, silent);
    const model = modelOf(factors, params);
    for (let reader = 0; reader < sparse.rowCount; reader++) {
      const [from, to] = [sparse.offsets[reader], sparse.offsets[reader + 1]];
      const x = model.foldIn(sparse.columns.subarray(from, to), sparse.values.subarray(from, to));
      expect(distance(x, factors.readers.subarray(reader * factors.stride, (reader + 1) * factors.stride))).toBeLessThan(1e-3);
    }
  });

  test('fold-in is the exact solution for a history that nobody had, and zero for none', async () => {
    const { sparse } = randomSparse(30, 20, 0.3, 7);
    const factors = await fitFactors(sparse, PARAMS, 1, silent);
    const model = modelOf(factors, PARAMS);
    const history = { rowCount: 1, columnCount: 20, offsets: Int32Array.of(0, 3), columns: Int32Array.of(19, 2, 7), values: Float32Array.of(1, 0.25, 2) };
    const y = unpadded(factors.items, factors, 6);
    const [expected] = halfStep(history, y, 6, PARAMS);
    expect(distance(model.foldIn(history.columns, history.values).subarray(0, 6), expected)).toBeLessThan(1e-5);
    const [top] = model.predict({ offsets: history.offsets, items: history.columns, weights: history.values, k: 20 });
    expect([...top.items].filter((item) => [19, 2, 7].includes(item))).toEqual([]);
    top.items.forEach((item, at) => expect(top.scores[at]).toBeCloseTo(dot(expected, y[item]), 4));
    expect([...top.scores]).toEqual([...top.scores].sort((a, b) => b - a));
    expect([...model.foldIn(new Int32Array(0), new Float32Array(0))]).toEqual(new Array(8).fill(0));
  });

  test('closing a product whose session did not open rejects nothing', async () => {
    const refused = jest.spyOn(Session, 'open').mockRejectedValueOnce(new Error('no memory left'));
    const product = new FactorProduct(new Float32Array(12), 4);
    await expect(product.times(new Float32Array(4))).rejects.toThrow('no memory left');
    refused.mockRestore();
    await expect(product.close()).resolves.toBeUndefined();
  });

  test('a fitted artefact loads, answers as in onnxruntime, and refuses other factors', async () => {
    const dataset = plantedDataset();
    const params = { ...PARAMS, width: 10, epochs: 4 };
    const artefact = await ials.fit(dataset, params, 3, silent);
    expect(await ials.fit(dataset, params, 3, silent)).toEqual(artefact);
    const model = ials.load(artefact) as IalsModel;
    const rows = readerRows(dataset.interactions);
    const histories = { offsets: rows.offsets.subarray(0, 8), items: rows.columns, weights: rows.values };
    const scores = new Float32Array(7 * SMALL.items);
    await model.scoreBatch(histories, scores);
    for (let reader = 0; reader < 7; reader++) {
      const [from, to] = [rows.offsets[reader], rows.offsets[reader + 1]];
      const own = model.scoreHistory(rows.columns.subarray(from, to), rows.values.subarray(from, to));
      expect(distance(scores.subarray(reader * SMALL.items, (reader + 1) * SMALL.items), own)).toBeLessThan(1e-5);
    }
    model.close();
    const changed = new Map(artefact.files);
    const factors = changed.get('factors.bin')?.slice() as Uint8Array;
    new Float32Array(factors.buffer).forEach((value, at, all) => { all[at] = value * 1.01; });
    expect(() => ials.load({ ...artefact, files: changed.set('factors.bin', factors) })).toThrow('no longer gives the answers');
    expect(() => ials.load({ ...artefact, files: new Map(changed).set('factors.bin', factors.slice(4)) })).toThrow('do not fit together');
  });

  test('beats popularity on readers of groups', async () => {
    const { rows: [own, popular] } = await evaluateModel({ trainer: ials, params: { ...PARAMS, width: 8, epochs: 6 }, split: plantedSplit(SMALL, 3), k: 10, seed: 1 });
    expect(own.recall.low).toBeGreaterThan(popular.recall.high);
  });

  test('a report that rejects ends the fit', async () => {
    const { sparse } = randomSparse(30, 20, 0.3, 7);
    await expect(fitFactors(sparse, PARAMS, 1, () => Promise.reject(new Error('cancelled')))).rejects.toThrow('cancelled');
  });

  test.each([
    [{ width: 0 }, 'width'], [{ width: 4.5 }, 'width must be a whole number'], [{ lambda: 0 }, 'lambda'], [{ alpha0: -1 }, 'alpha0'],
    [{ epochs: 0 }, 'epochs'], [{ solverSteps: 1.5 }, 'solverSteps'], [{ nu: 3 }, 'nu'],
  ])('refuses %j', async (given, sentence) => {
    const { sparse } = randomSparse(3, 3, 0.5, 1);
    await expect(fitFactors(sparse, { ...PARAMS, ...given }, 1, silent)).rejects.toThrow(ParamsError);
    await expect(fitFactors(sparse, { ...PARAMS, ...given }, 1, silent)).rejects.toThrow(sentence);
  });
});

import { describe, expect, test } from '@jest/globals';
import { topsis } from '../../../models/screening/closeness.js';
import { shrunkShare, wilsonInterval } from '../../../models/screening/shrinkage.js';
import { entropyWeights, expertWeights, reciprocal } from '../../../models/screening/weights.js';

/**
 * Reference numbers, computed apart from this code from the formulas of the papers in decimal arithmetic of 50 digits (Python's
 * decimal; vector normalisation and data-driven ideals, as pymcdm's TOPSIS(vector_normalization) and scikit-criteria have
 * them). The matrix is the phone example that many introductions to TOPSIS use: price, memory, camera, looks; the first row of
 * its results with equal weights, 0.534…, 0.308…, 0.691…, 0.534…, 0.401…, is printed in them.
 */
const matrix = [[250, 16, 12, 5], [200, 16, 8, 3], [300, 32, 16, 4], [275, 32, 8, 4], [225, 16, 16, 2]];
const isBenefit = [false, true, true, true];
const column = (rows: number[][], at: number) => rows.map((row) => row[at]);

function dataDriven(weights: number[]): number[] {
  const norms = isBenefit.map((_, at) => Math.sqrt(column(matrix, at).reduce((sum, value) => sum + value * value, 0)));
  const rows = matrix.map((row) => row.map((value, at) => value / norms[at]));
  const best = (at: number, most: boolean) => (most ? Math.max : Math.min)(...column(rows, at));
  const ideal = isBenefit.map((benefit, at) => best(at, benefit));
  const antiIdeal = isBenefit.map((benefit, at) => best(at, !benefit));
  return rows.map((row) => topsis(row, weights, ideal, antiIdeal)!);
}

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [at, value] of expected.entries()) expect(Math.abs(actual[at] - value)).toBeLessThan(1e-9);
}

describe('P7: agrees with the reference to 1e-9', () => {
  test('TOPSIS with data-driven ideals', () => {
    expectClose(dataDriven([0.35, 0.25, 0.25, 0.15]), [0.4459356188143432, 0.3700417227549906, 0.6299582772450093, 0.4936191444894362, 0.4758268154594757]);
    expectClose(dataDriven([0.25, 0.25, 0.25, 0.25]), [0.5342768571821002, 0.3083677687324685, 0.6916322312675314, 0.5347365844868379, 0.4010461215167861]);
  });

  test('entropy weights', () => {
    expectClose(entropyWeights(isBenefit.map((_, at) => column(matrix, at)))!, [0.0639153839904584, 0.3788312783411807, 0.2879206127537567, 0.269332724914604]);
  });

  test('AHP: eigenvector, λmax and consistency ratio', () => {
    const four = expertWeights(reciprocal([3, 5, 7, 3, 5, 3], 4));
    expectClose(four.weights, [0.565009053799047, 0.2622012055608734, 0.1175042500413985, 0.0552854905986809]);
    expectClose([four.lambdaMax, four.consistencyRatio], [4.116982443447263, 0.116982443447263 / 3 / 0.9]);
    const three = expertWeights(reciprocal([2, 4, 3], 3));
    expectClose([...three.weights, three.lambdaMax], [0.5584245430947972, 0.3196182639359756, 0.121957192969227, 3.018294707289631]);
  });

  test('Wilson interval and Beta-binomial shrinkage', () => {
    expectClose(wilsonInterval(8, 10), [0.4901624715366417, 0.9433178485456247]);
    expectClose(wilsonInterval(1, 29), [0.0061132142927626, 0.1717552187932028]);
    // Beta(0.8·10 + 5, 0.2·10 + 5) = Beta(13, 7): mean 13/20, variance 13·7/(20²·21).
    const { mean, deviation } = shrunkShare(5, 10, { mean: 0.8, strength: 10 });
    expectClose([mean, deviation], [0.65, Math.sqrt(91 / 8400)]);
  });
});

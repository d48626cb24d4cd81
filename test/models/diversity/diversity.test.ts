import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cosine, unitVectors } from '../../../models/diversity/candidates.js';
import type { VectorCandidates } from '../../../models/diversity/candidates.js';
import { greedyDpp } from '../../../models/diversity/dpp.js';
import { mmr } from '../../../models/diversity/mmr.js';
import { constrained, decayed, keepsConstraints } from '../../../models/diversity/window-constraints.js';
import { Random } from '../../../models/random.js';

const WIDTH = 6;

function candidatesOf(count: number, seed: number): VectorCandidates {
  const random = new Random(seed);
  const vectors = unitVectors(Float32Array.from({ length: count * WIDTH }, () => random.normal()), WIDTH);
  return { scores: Float32Array.from({ length: count }, () => random.unit()), vectors, width: WIDTH };
}

const byScore = ({ scores }: VectorCandidates): number[] => Array.from(scores, (_, at) => at).sort((a, b) => scores[b] - scores[a] || a - b);
const drawn = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 1, max: 9 }));

/** log det of the kernel of a list, by Gaussian elimination. */
function logDet({ scores, vectors, width }: VectorCandidates, list: readonly number[], theta: number): number {
  const kernel = list.map((a) => list.map((b) => Math.exp(theta * (scores[a] + scores[b])) * cosine(vectors, width, a, b)));
  let sum = 0;
  for (let column = 0; column < kernel.length; column++) {
    if (kernel[column][column] <= 0) return -Infinity;
    sum += Math.log(kernel[column][column]);
    for (let row = column + 1; row < kernel.length; row++) {
      const factor = kernel[row][column] / kernel[column][column];
      for (let at = column; at < kernel.length; at++) kernel[row][at] -= factor * kernel[column][at];
    }
  }
  return sum;
}

describe('MMR', () => {
  test('takes at each step what the formula says', () => {
    fc.assert(fc.property(drawn, fc.double({ min: 0, max: 1, noNaN: true }), ([count, seed, k], lambda) => {
      const candidates = candidatesOf(count, seed);
      const list: number[] = [];
      while (list.length < Math.min(k, count)) {
        const values = Array.from(candidates.scores, (score, at) => (list.includes(at) ? -Infinity
          : lambda * score - (list.length === 0 ? 0 : (1 - lambda) * Math.max(...list.map((other) => cosine(candidates.vectors, WIDTH, other, at))))));
        list.push(values.indexOf(Math.max(...values)));
      }
      expect(mmr(candidates, k, lambda)).toEqual(list);
    }));
  });

  test('with λ = 1 is the order of scores; less of it is more distance', () => {
    const candidates = candidatesOf(60, 3);
    expect(mmr(candidates, 60, 1)).toEqual(byScore(candidates));
    const distance = (lambda: number): number => {
      const list = mmr(candidates, 10, lambda);
      return list.reduce((sum, a) => list.reduce((inner, b) => inner + 1 - cosine(candidates.vectors, WIDTH, a, b), sum), 0);
    };
    expect(distance(0.3)).toBeGreaterThan(distance(1));
    expect(() => mmr(candidates, 5, 1.5)).toThrow('parameter lambda');
    expect(() => mmr({ ...candidates, width: 5 }, 5, 0.5)).toThrow('need vectors of');
  });
});

describe('the greedy DPP', () => {
  test('takes at each step the candidate of the largest determinant', () => {
    fc.assert(fc.property(drawn, fc.constantFrom(0, 0.5, 0.8), ([count, seed, k], lambda) => {
      const candidates = candidatesOf(count, seed);
      const theta = lambda / (2 * (1 - lambda));
      const list = greedyDpp(candidates, k, lambda);
      for (let step = 0; step < list.length; step++) {
        const gains = Array.from(candidates.scores, (_, at) => (list.slice(0, step).includes(at) ? -Infinity : logDet(candidates, [...list.slice(0, step), at], theta)));
        expect(gains[list[step]]).toBeGreaterThan(Math.max(...gains) - 1e-6);
      }
      // Six dimensions hold six independent candidates and no more.
      expect(list.length).toBe(Math.min(k, count, WIDTH));
    }));
  });

  test('goes over to the order of scores, and never shows two of a kind', () => {
    const candidates = candidatesOf(5, 8);
    expect(greedyDpp(candidates, 5, 0.9999)).toEqual(byScore(candidates));
    const twins = { scores: [1, 0.99, 0.1], vectors: Float32Array.of(1, 0, 1, 0, 0, 1), width: 2 };
    expect(greedyDpp(twins, 3, 0.5)).toEqual([0, 2]);
    expect(() => greedyDpp(twins, 3, 1)).toThrow('parameter lambda');
  });
});

describe('window constraints', () => {
  const segments = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 20 });

  test('hold in every window, change nothing that already holds, and take the first that fits', () => {
    fc.assert(fc.property(segments, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 6 }), (segment, most, window) => {
      const constraint = { segmentOf: (at: number) => segment[at], most, window };
      const list = constrained(segment.map((_, at) => at), [constraint]);
      for (let start = 0; start + window <= list.length; start++) {
        const counts = new Map<number, number>();
        for (const at of list.slice(start, start + window)) counts.set(segment[at], (counts.get(segment[at]) ?? 0) + 1);
        expect(Math.max(...counts.values())).toBeLessThanOrEqual(most);
      }
      expect(keepsConstraints(list, [constraint])).toBe(true);
      expect(constrained(list, [constraint])).toEqual(list);
      expect(list[0]).toBe(0);
    }));
  });

  test('several at once, cut at k, and a list that cannot go on ends', () => {
    const kind = ['a', 'a', 'b', 'a', 'b', 'c'];
    const constraint = { segmentOf: (at: number) => kind[at], most: 1, window: 2 };
    expect(constrained([0, 1, 2, 3, 4, 5], [constraint])).toEqual([0, 2, 1, 4, 3, 5]);
    expect(constrained([0, 1, 2, 3, 4, 5], [constraint], 3)).toEqual([0, 2, 1]);
    expect(constrained([0, 1, 3], [constraint])).toEqual([0]);
    expect(constrained([0, 1, 2, 3, 4, 5], [constraint, { segmentOf: () => 'all', most: 2, window: 100 }])).toEqual([0, 2]);
    expect(() => constrained([0], [{ ...constraint, most: 0 }])).toThrow('lets nothing be shown');
  });

  test('decay lets a segment fall with every content above', () => {
    expect(decayed([1, 0.9, 0.8, 0.7], (at) => (at < 3 ? 'x' : 'y'), 0.5, 0.25)).toEqual([0, 3, 1, 2]); // 1, .5625, .35, .7
    expect(decayed([1, 0.9], () => 'x', 0, 1)).toEqual([0, 1]);
  });

  test('decay never lifts a score, also below zero', () => {
    expect(decayed([-1, -1.2, -1.3], (at) => (at < 2 ? 'x' : 'y'), 0.5, 0.25)).toEqual([0, 2, 1]); // −1, −1.65, −1.3
  });
});

describe('vectors', () => {
  test('unit vectors have length one, zero stays zero', () => {
    const units = unitVectors(Float32Array.of(3, 4, 0, 0, -3, -4), 2);
    expect(cosine(units, 2, 0, 0)).toBeCloseTo(1, 6);
    expect([units[2], units[3]]).toEqual([0, 0]);
    expect(cosine(units, 2, 0, 2)).toBeCloseTo(-1, 6);
  });
});

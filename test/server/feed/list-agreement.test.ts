import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { agreementOf } from '../../../server/feed/list-agreement.js';

const lists = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 });

test('rank-biased overlap equals its formula over prefixes', () => {
  fc.assert(fc.property(lists, lists, (first, second) => {
    const depth = Math.min(first.length, second.length);
    const shared = (d: number) => first.slice(0, d).filter((no) => second.slice(0, d).includes(no)).length;
    let sum = 0;
    for (let d = 1; d <= depth; d++) sum += (shared(d) / d) * 0.9 ** d;
    expect(agreementOf(first, second).rankAgreement).toBeCloseTo((shared(depth) / depth) * 0.9 ** depth + (0.1 / 0.9) * sum, 12);
    expect(agreementOf(first, second).overlap).toBe(first.filter((no) => second.includes(no)).length / first.length);
  }));
});

test('the same list agrees wholly, another one not at all; order counts, and most at the top', () => {
  expect(agreementOf([1, 2, 3], [1, 2, 3])).toEqual({ overlap: 1, rankAgreement: expect.closeTo(1, 12) });
  expect(agreementOf([1, 2], [3, 4])).toEqual({ overlap: 0, rankAgreement: 0 });
  expect(agreementOf([], [])).toEqual({ overlap: 1, rankAgreement: 1 });
  expect(agreementOf([1], [])).toEqual({ overlap: 0, rankAgreement: 0 });
  expect(agreementOf([1, 2, 3, 4], [2, 1, 3, 4]).rankAgreement).toBeLessThan(agreementOf([1, 2, 3, 4], [1, 2, 4, 3]).rankAgreement);
});

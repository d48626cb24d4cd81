import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TopSelector } from '../../models/top-k.js';

const scores = fc.array(fc.integer({ min: -4, max: 4 }), { maxLength: 60 });

test('select equals a full sort with ties by lower index', () => {
  fc.assert(fc.property(scores, fc.integer({ min: 1, max: 20 }), fc.integer({ min: -5, max: 3 }), (values, k, floor) => {
    const top = new TopSelector(k).select(Float32Array.from(values), values.length, floor);
    const expected = values.map((_, at) => at).filter((at) => values[at] > floor)
      .sort((a, b) => values[b] - values[a] || a - b).slice(0, k);
    expect([...top.indices.subarray(0, top.count)]).toEqual(expected);
    expect([...top.values.subarray(0, top.count)]).toEqual(expected.map((at) => values[at]));
  }));
});

test('selectSparse does not depend on the order of the pairs, and leaves out what is excluded', () => {
  fc.assert(fc.property(scores, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 999 }), (values, k, shift) => {
    const order = values.map((_, at) => at).sort((a, b) => ((a * 7919 + shift) % 101) - ((b * 7919 + shift) % 101));
    const excluded = new Set(order.filter((at) => (at + shift) % 3 === 0));
    const top = new TopSelector(k)
      .selectSparse(Int32Array.from(order), Float32Array.from(order, (at) => values[at]), -Infinity, excluded);
    const rest = Float32Array.from(values, (value, at) => (excluded.has(at) ? -Infinity : value));
    const dense = new TopSelector(k).select(rest, values.length);
    expect([...top.indices.subarray(0, top.count)]).toEqual([...dense.indices.subarray(0, dense.count)]);
  }));
});

test('a selector is reusable, never takes NaN, and refuses k = 0', () => {
  const selector = new TopSelector(2);
  selector.select(Float32Array.of(9, 8, 7), 3);
  selector.select(Float32Array.of(NaN, 1, NaN), 3);
  expect([selector.count, selector.indices[0], selector.values[0]]).toEqual([1, 1, 1]);
  expect(() => new TopSelector(0)).toThrow('top-k needs k ≥ 1, not 0');
});

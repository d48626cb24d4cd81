import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { excerptOf } from '../../../server/billing/excerpt.js';
import { cutPreview } from '../../../server/content/preview.js';

test.each([
  ['短文', '短', 20, '短文'],
  ['  a \n b  ', null, 20, 'a b'],
  [`${'前'.repeat(30)}机器学习${'后'.repeat(30)}`, '机器学习', 20, `…${'前'.repeat(5)}机器学习${'后'.repeat(11)}…`],
  [`${'x '.repeat(30)}Deep dive`, 'ＤＥＥＰ', 20, '… x x x x x Deep dive'],
  [`begin ${'a'.repeat(40)}`, 'nowhere', 20, `begin ${'a'.repeat(14)}…`],
])('%j around %j', (body, query, length, expected) => {
  expect(excerptOf(body, query, length)).toBe(expected);
});

test('shows nothing that is not in the cut body, and no more than asked', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.string({ unit: 'grapheme', minLength: 20, maxLength: 80 }), fc.string({ maxLength: 10 }), fc.integer({ min: 1, max: 40 }), (open, secret, query, length) => {
    const cut = cutPreview(open + secret, [...open].length);
    const shown = excerptOf(cut, query, length).replace(/^…|…$/gu, '');
    expect(cut.replace(/\s+/gu, ' ').trim()).toContain(shown);
    expect([...shown].length).toBeLessThanOrEqual(length);
  }));
});

test('a long text costs no more than its search: what surrounds the place is the same wherever it stands', () => {
  const [before, after] = ['𠮷'.repeat(60_000), '后'.repeat(60_000)];
  expect(excerptOf(`${before}机器学习${after}`, '机器学习', 20)).toBe(`…${'𠮷'.repeat(5)}机器学习${'后'.repeat(11)}…`);
  expect(excerptOf(`${before}机器`, '机器', 20)).toBe(`…${'𠮷'.repeat(18)}机器`);
  expect(excerptOf(before, null, 20)).toBe(`${'𠮷'.repeat(20)}…`);
});

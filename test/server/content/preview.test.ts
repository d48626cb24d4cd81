import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cutPreview } from '../../../server/content/preview.js';

describe('cutPreview', () => {
  test.each([
    ['知识付费', 2, '知识'],
    ['abc', 3, 'abc'],
    ['abc', 9, 'abc'],
    ['abc', 0, ''],
    ['', 5, ''],
    ['a😀b', 2, 'a😀'],
    ['e\u0301tude', 1, ''],
    ['e\u0301tude', 2, 'e\u0301'],
    ['x👩‍👩‍👧y', 3, 'x'],
    ['x👩‍👩‍👧y', 6, 'x👩‍👩‍👧'],
  ])('%j cut after %i is %j', (body, chars, expected) => {
    expect(cutPreview(body, chars)).toBe(expected);
  });

  test('is a prefix of whole characters, of at most that many code points', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.nat(70), (body, chars) => {
      const cut = cutPreview(body, chars);
      expect(body.startsWith(cut)).toBe(true);
      expect([...cut].length).toBeLessThanOrEqual(chars);
      expect(/\p{Cs}/u.test(cut)).toBe(false);
      if ([...body].length <= chars) expect(cut).toBe(body);
      const boundaries = new Set([...new Intl.Segmenter().segment(body)].map(({ index }) => index).concat(body.length));
      expect(boundaries.has(cut.length)).toBe(true);
    }));
  });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AD_WIDTH, CONTENT_WIDTH, FEATURE_SPEC, FEATURE_SPEC_HASH } from '../../../models/features/spec.js';
import { hanShare, hashText } from '../../../models/features/text-hash.js';
import { adVector, contentVector } from '../../../models/features/vectors.js';
import type { ContentRecord } from '../../../models/features/vectors.js';

const DAY_MS = 86_400_000;
const NOW_MS = 1_700_000_000_000;
const CONTENT: ContentRecord = {
  kind: 'video', publishedAtMs: NOW_MS - 365 * DAY_MS, priceMinor: 0, reads: 9_999, clicks: 9, impressions: 70, text: '机器学习 intro',
};
const NO_TEXT = CONTENT_WIDTH - 88;

describe('content features', () => {
  test('are 100 wide, the ad’s 5, as the founding document counts', () => {
    expect([CONTENT_WIDTH, AD_WIDTH]).toEqual([100, 5]);
    expect(contentVector(CONTENT, NOW_MS).length).toBe(100);
  });

  test('worked by hand', () => {
    const vector = contentVector(CONTENT, NOW_MS);
    // kind one-hot, age, price, free, reads, click rate (9 + 1) / (70 + 30) × 10, Han letters 4 of 9
    const expected = [0, 0, 1, 0, 0, 0, 1, 0, 1, Math.log1p(9999) / Math.log1p(10_000), 1, 4 / 9];
    expect([...vector.subarray(0, NO_TEXT)]).toEqual(expected.map(Math.fround));
    expect(vector.subarray(NO_TEXT).reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 5);
  });

  test('an unknown kind, a future date and an empty text are zeros, not errors', () => {
    const vector = contentVector({ ...CONTENT, kind: 'hologram', publishedAtMs: NOW_MS + DAY_MS, text: '' }, NOW_MS);
    expect([...vector.subarray(0, 7)]).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect([...vector.subarray(NO_TEXT)].every((value) => value === 0)).toBe(true);
  });

  test('always finite and repeatable', () => {
    const record = fc.record({
      kind: fc.constantFrom('article', 'course', 'x'), publishedAtMs: fc.integer(), priceMinor: fc.nat(), reads: fc.nat(),
      clicks: fc.nat(1000), impressions: fc.nat(), text: fc.string({ unit: 'grapheme' }),
    });
    fc.assert(fc.property(record, (content) => {
      const vector = contentVector(content, NOW_MS);
      expect([...vector].every(Number.isFinite)).toBe(true);
      expect(contentVector(content, NOW_MS)).toEqual(vector);
    }));
  });

  test('a missing number is refused by name', () => {
    expect(() => contentVector({ ...CONTENT, reads: NaN }, NOW_MS)).toThrow('feature field reads is NaN');
  });
});

test('ad features, worked by hand', () => {
  const ad = { startedAtMs: NOW_MS, bidMinor: 0, clicks: 4, impressions: 100, budgetLeftShare: 0.25, partnerOwned: true };
  expect([...adVector(ad, NOW_MS)]).toEqual([0, 0.25, 0, 0.25, 1]);
});

describe('text hashing', () => {
  const hashed = (text: string): number[] => {
    const into = new Float32Array(64);
    hashText(text, { hanGrams: [1, 2], latinGrams: [1] }, into);
    return [...into];
  };

  test('similar texts are nearer than unrelated ones, in both languages', () => {
    const near = (a: string, b: string): number => hashed(a).reduce((sum, value, at) => sum + value * hashed(b)[at], 0);
    expect(near('机器学习入门课程', '机器学习进阶课程')).toBeGreaterThan(near('机器学习入门课程', '红烧牛肉的做法'));
    expect(near('deep learning course', 'a course on deep learning')).toBeGreaterThan(near('deep learning course', 'how to braise beef'));
  });

  test('case and width do not matter', () => {
    expect(hashed('ＧＰＵ Basics')).toEqual(hashed('gpu basics'));
    expect(hanShare('学 a')).toBe(0.5);
    expect(hanShare('123')).toBe(0);
  });
});

test('the spec’s hash is pinned: a change must be meant, and forces a retrain', () => {
  expect(FEATURE_SPEC.version).toBe(1);
  expect(FEATURE_SPEC_HASH).toBe('334409ec714f161de5bb8b54652e947ca00cf2513beb993ecb468455d934b8f3');
});

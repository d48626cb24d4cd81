import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AdditiveMerge, CrossedMerge, pairList } from '../../models/pair-merge.js';
import { PairScorer } from '../../models/pair-scoring.js';
import { Random } from '../../models/random.js';
import { decodeTopPairs, encodeTopPairs, fromHalf, toHalf } from '../../models/top-pairs-blob.js';
import { normals } from './kernels/reference.js';

interface Pair { item: number; ad: number; score: number }
const { fround } = Math;
const listed = ({ items, ads, scores, count }: { items: ArrayLike<number>; ads: ArrayLike<number>; scores: ArrayLike<number>; count: number }): Pair[] =>
  Array.from({ length: count }, (_, at) => ({ item: items[at], ad: ads[at], score: scores[at] }));

/** Few distinct values, so that ties abound, and reals. */
const score = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.double({ min: -5, max: 5, noNaN: true }).map(fround));

describe('merging pairs', () => {
  test('additive: equals sorting all pairs', () => {
    fc.assert(fc.property(fc.array(score, { minLength: 0, maxLength: 12 }), fc.array(score, { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 20 }), (contents, ads, k) => {
      const ranked = contents.map((value, item) => ({ item, value })).sort((a, b) => b.value - a.value || a.item - b.item);
      const all = ranked.flatMap(({ item, value }, rank) => ads.map((ad, at) => ({ item, ad: at, score: fround(value + ad), rank })))
        .sort((a, b) => b.score - a.score || a.rank - b.rank || a.ad - b.ad);
      const top = ranked.slice(0, k);
      const list = pairList(k);
      new AdditiveMerge(ads.length).merge(
        { items: Int32Array.from(top, ({ item }) => item), scores: Float32Array.from(top, ({ value }) => value), count: top.length }, Float32Array.from(ads), list);
      expect(listed(list)).toEqual(all.slice(0, k).map(({ item, ad, score: value }) => ({ item, ad, score: value })));
    }), { numRuns: 300 });
  });

  test('crossed: equals sorting all pairs, from the k contents with the best pairs', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 12 }), fc.infiniteStream(score), (itemCount, adCount, k, stream) => {
      const take = (length: number) => Float32Array.from({ length }, () => stream.next().value as number);
      const [scores, ads, crosses] = [take(itemCount), take(adCount), take(itemCount * adCount)];
      const value = (item: number, ad: number) => fround(scores[item] + fround(crosses[ad * itemCount + item] + ads[ad]));
      const all = Array.from({ length: itemCount * adCount }, (_, at) => ({ item: Math.floor(at / adCount), ad: at % adCount }))
        .map(({ item, ad }) => ({ item, ad, score: value(item, ad) }))
        .sort((a, b) => b.score - a.score || a.item - b.item || a.ad - b.ad);
      const contents = Array.from({ length: itemCount }, (_, item) => ({ item, best: Math.max(...Array.from(ads, (_ad, ad) => value(item, ad))) }))
        .sort((a, b) => b.best - a.best || a.item - b.item).slice(0, k);
      const list = pairList(k);
      new CrossedMerge(crosses, adCount, itemCount, k).merge(
        { items: Int32Array.from(contents, ({ item }) => item), scores: Float32Array.from(contents, ({ best }) => best), count: contents.length }, scores, ads, list);
      expect(listed(list)).toEqual(all.slice(0, k));
    }), { numRuns: 300 });
  });

  test('refuses ads that a byte cannot number, and crosses of another size', () => {
    expect(() => new AdditiveMerge(0)).toThrow('1 to 256 ads');
    expect(() => new AdditiveMerge(257)).toThrow('1 to 256 ads');
    expect(() => new CrossedMerge(new Float32Array(5), 2, 3, 1)).toThrow('5 crosses for 2 ads and 3 items');
  });
});

describe('scoring pairs', () => {
  const [itemCount, width, adCount, readers] = [203, 6, 4, 70];
  const random = new Random(2);
  const items = normals(itemCount * width, 1);
  const vectors = normals(readers * width, 2);
  const ads = normals(readers * adCount, 3);
  const offsets = Int32Array.from({ length: readers + 1 }, (_, at) => 3 * at);
  const seen = { offsets, items: Int32Array.from({ length: 3 * readers }, () => random.below(itemCount)), weights: new Float32Array(3 * readers) };

  test.each([[false, 17], [true, 17], [false, 5000], [true, 5000]])('equals brute force in float64 (crosses %s, k %i)', async (withCrosses, k) => {
    const crosses = withCrosses ? normals(adCount * itemCount, 4) : null;
    const scorer = await PairScorer.open({ items, width, adCount, crosses, k });
    const lists: Pair[][] = [];
    await scorer.score(vectors, ads, seen, (reader, list) => { lists[reader] = listed(list); });
    await scorer.close();
    expect(lists.length).toBe(readers);
    lists.forEach((list, reader) => {
      const own = new Set(seen.items.subarray(offsets[reader], offsets[reader + 1]));
      const value = (item: number, ad: number): number => {
        let sum = ads[reader * adCount + ad] + (crosses ? crosses[ad * itemCount + item] : 0);
        for (let at = 0; at < width; at++) sum += vectors[reader * width + at] * items[item * width + at];
        return sum;
      };
      const all = Array.from({ length: itemCount * adCount }, (_, at) => ({ item: Math.floor(at / adCount), ad: at % adCount }))
        .filter(({ item }) => !own.has(item)).map((pair) => value(pair.item, pair.ad)).sort((a, b) => b - a);
      expect(list.length).toBe(Math.min(k, all.length));
      expect(list.filter((pair, at) => own.has(pair.item) || !(Math.abs(pair.score - all[at]) < 1e-5) || !(Math.abs(value(pair.item, pair.ad) - all[at]) < 1e-5))).toEqual([]);
      expect(new Set(list.map(({ item, ad }) => `${item} ${ad}`)).size).toBe(list.length);
    });
  });

  test('refuses tables that do not fit together', async () => {
    await expect(PairScorer.open({ items: new Float32Array(7), width: 2, adCount: 1, crosses: null, k: 1 })).rejects.toThrow('no item vectors of 2');
    await expect(PairScorer.open({ items: new Float32Array(4), width: 2, adCount: 2, crosses: new Float32Array(3), k: 1 })).rejects.toThrow('3 crosses');
    const scorer = await PairScorer.open({ items: new Float32Array(4), width: 2, adCount: 2, crosses: null, k: 1 });
    await expect(scorer.score(new Float32Array(2), new Float32Array(3), null, () => undefined)).rejects.toThrow('3 scores of ads for 1 readers');
    await scorer.close();
  });
});

describe('the list as stored', () => {
  test('comes back, scores to a half', () => {
    const list = { items: Int32Array.of(65_535, 0, 300, 9), ads: Uint8Array.of(0, 255, 3, 9), scores: Float32Array.of(3.25, 1e-3, -0.1, 9), count: 3 };
    const blob = encodeTopPairs(list);
    expect(blob.length).toBe(15);
    const back = decodeTopPairs(blob);
    expect([...back.items]).toEqual([65_535, 0, 300]);
    expect([...back.ads]).toEqual([0, 255, 3]);
    back.scores.forEach((value, at) => expect(Math.abs(value / list.scores[at] - 1)).toBeLessThan(2 ** -11));
    expect(decodeTopPairs(encodeTopPairs({ ...list, count: 0 })).items.length).toBe(0);
    expect(() => decodeTopPairs(blob.subarray(1))).toThrow('is cut');
    expect(() => encodeTopPairs({ ...list, items: Int32Array.of(65_536, 0, 0) })).toThrow('does not fit into 16 bits');
  });

  test('a half is the nearest of all halves, ties to even', () => {
    const finite = Array.from({ length: 0x7c00 }, (_, half) => half);
    expect(finite.filter((half) => toHalf(fromHalf(half)) !== half)).toEqual([]);
    expect(finite.filter((half) => half < 0x7bff && toHalf((fromHalf(half) + fromHalf(half + 1)) / 2) !== half + half % 2)).toEqual([]);
    expect([70_000, -70_000, Infinity, NaN, 65_519, 65_520, 1e-9].map(toHalf)).toEqual([0x7c00, 0xfc00, 0x7c00, 0x7e00, 0x7bff, 0x7c00, 0]);
    expect([0x7c00, 0xfc00].map(fromHalf)).toEqual([Infinity, -Infinity]);
    expect(fromHalf(0x7e00)).toBeNaN();
  });
});

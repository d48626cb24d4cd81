import { TopSelector } from './top-k.js';

/** One reader's best (content, ad) pairs, best first; `count` of them are filled. */
export interface PairList {
  readonly items: Int32Array;
  readonly ads: Uint8Array;
  readonly scores: Float32Array;
  count: number;
}

export function pairList(capacity: number): PairList {
  return { items: new Int32Array(capacity), ads: new Uint8Array(capacity), scores: new Float32Array(capacity), count: 0 };
}

/** Contents by dense index with their scores, best first. */
export interface RankedContents {
  readonly items: Int32Array;
  readonly scores: Float32Array;
  readonly count: number;
}

/**
 * The best pairs of an additive score s(i, j) = content_i + ad_j, from the best contents alone: for one ad the pairs have
 * the order of the contents, so the list is a merge of as many sorted columns as there are ads, and k contents hold the k
 * best pairs. Ties go to the content that ranks higher by itself, then to the lower ad. O(k · ads), no pair made in vain.
 */
export class AdditiveMerge {
  private readonly next: Int32Array;
  private readonly heads: Float32Array;

  constructor(private readonly adCount: number) {
    requireAds(adCount);
    this.next = new Int32Array(adCount);
    this.heads = new Float32Array(adCount);
  }

  merge(contents: RankedContents, ads: Float32Array, into: PairList): void {
    const { adCount, next, heads } = this;
    const { items, scores, count } = contents;
    const size = Math.min(into.items.length, count * adCount);
    for (let ad = 0; ad < adCount; ad++) {
      next[ad] = 0;
      heads[ad] = scores[0] + ads[ad];
    }
    for (let at = 0; at < size; at++) {
      let best = -1;
      for (let ad = 0; ad < adCount; ad++) {
        if (next[ad] === count) continue;
        if (best < 0 || heads[ad] > heads[best] || (heads[ad] === heads[best] && next[ad] < next[best])) best = ad;
      }
      into.items[at] = items[next[best]];
      into.ads[at] = best;
      into.scores[at] = heads[best];
      if (++next[best] < count) heads[best] = scores[next[best]] + ads[best];
    }
    into.count = size;
  }
}

/**
 * The best pairs of s(i, j) = content_i + (crosses_ji + ad_j), each sum rounded to float32 in this order, from the contents
 * whose best pair is among the k best: a content outside has k contents before it, each with a better pair. Ties go to the
 * lower item, then to the lower ad.
 */
export class CrossedMerge {
  private readonly selector: TopSelector;
  private readonly keys: Int32Array;
  private readonly values: Float32Array;

  /** crosses [ads, items]. */
  constructor(private readonly crosses: Float32Array, private readonly adCount: number, private readonly itemCount: number, capacity: number) {
    requireAds(adCount);
    if (crosses.length !== adCount * itemCount) throw new RangeError(`${crosses.length} crosses for ${adCount} ads and ${itemCount} items`);
    this.selector = new TopSelector(capacity);
    this.keys = new Int32Array(capacity * adCount);
    this.values = new Float32Array(capacity * adCount);
  }

  /** `contents` in the order of their best pairs; `scores` [items] are content_i, `ads` ad_j. */
  merge(contents: RankedContents, scores: Float32Array, ads: Float32Array, into: PairList): void {
    const { adCount, itemCount, crosses, keys, values, selector } = this;
    const { fround } = Math;
    // With k contents there are k pairs at least as good as the last one's best: what is worse cannot be listed.
    const floor = contents.count === into.items.length ? contents.scores[contents.count - 1] : -Infinity;
    let pairs = 0;
    for (let at = 0; at < contents.count; at++) {
      const item = contents.items[at];
      for (let ad = 0; ad < adCount; ad++) {
        const value = fround(scores[item] + fround(crosses[ad * itemCount + item] + ads[ad]));
        if (!(value >= floor)) continue;
        keys[pairs] = item * adCount + ad;
        values[pairs++] = value;
      }
    }
    selector.selectSparse(keys.subarray(0, pairs), values.subarray(0, pairs), -Infinity, NONE);
    into.count = Math.min(into.items.length, selector.count);
    for (let at = 0; at < into.count; at++) {
      into.items[at] = Math.floor(selector.indices[at] / adCount);
      into.ads[at] = selector.indices[at] % adCount;
      into.scores[at] = selector.values[at];
    }
  }
}

const NONE: ReadonlySet<number> = new Set();

function requireAds(adCount: number): void {
  if (!(Number.isInteger(adCount) && adCount >= 1 && adCount <= 256)) throw new RangeError(`pairs need 1 to 256 ads, not ${adCount}`);
}

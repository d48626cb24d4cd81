// The k largest of a row in two passes: the k-th largest of the maxima of groups of 16 is a threshold that at least k
// scores reach, and only groups whose maximum reaches it are read again. Then a heap over those few. A group is one lane of
// 16 neighbouring vectors, so that the first pass is maxima of whole vectors.

const GROUP: i32 = 16;
const SPAN: i32 = 64;

/** The score at `a` loses to that at `b`: it is smaller, or equal with a higher index. */
@inline
function worse(values: usize, indices: usize, a: i32, b: i32): bool {
  const x = load<f32>(values + (<usize>a << 2)), y = load<f32>(values + (<usize>b << 2));
  return x < y || (x == y && load<i32>(indices + (<usize>a << 2)) > load<i32>(indices + (<usize>b << 2)));
}

@inline
function swap(at: usize, a: i32, b: i32): void {
  const x = at + (<usize>a << 2), y = at + (<usize>b << 2);
  const kept = load<i32>(x);
  store<i32>(x, load<i32>(y));
  store<i32>(y, kept);
}

function sink(values: usize, indices: usize, start: i32, size: i32): void {
  let at = start;
  while (true) {
    const left = 2 * at + 1;
    if (left >= size) return;
    const child = left + 1 < size && worse(values, indices, left + 1, left) ? left + 1 : left;
    if (!worse(values, indices, child, at)) return;
    swap(values, child, at);
    swap(indices, child, at);
    at = child;
  }
}

/** The k-th largest of `count` values, by quickselect in place. */
function kthLargest(values: usize, count: i32, k: i32): f32 {
  let low = 0, high = count - 1;
  while (low < high) {
    const pivot = load<f32>(values + (<usize>((low + high) >> 1) << 2));
    let i = low, j = high;
    while (i <= j) {
      while (load<f32>(values + (<usize>i << 2)) > pivot) i++;
      while (load<f32>(values + (<usize>j << 2)) < pivot) j--;
      if (i <= j) swap(values, i++, j--);
    }
    if (k - 1 <= j) high = j;
    else if (k - 1 >= i) low = i;
    else break;
  }
  return load<f32>(values + (<usize>(k - 1) << 2));
}

/** Takes score i into the heap of the best k. Returns how many it holds. */
@inline
function offer(i: i32, value: f32, count: i32, k: i32, indices: usize, values: usize): i32 {
  if (count < k) {
    store<i32>(indices + (<usize>count << 2), i);
    store<f32>(values + (<usize>count << 2), value);
    if (count + 1 == k) for (let at = (k >> 1) - 1; at >= 0; at--) sink(values, indices, at, k);
    return count + 1;
  }
  const root = load<f32>(values);
  if (value > root || (value == root && i < load<i32>(indices))) {
    store<i32>(indices, i);
    store<f32>(values, value);
    sink(values, indices, 0, k);
  }
  return k;
}

/**
 * The k largest of scores [n] above −∞, largest first, ties by the lower index, into indices and values [k]; NaN never
 * counts. Returns how many there are. scratch: 2 · ⌈n / 16⌉ floats.
 */
export function topK(scores: usize, n: i32, k: i32, indices: usize, values: usize, scratch: usize): i32 {
  const spans = n / SPAN, groups = spans << 2;
  const maxima = scratch, sorted = scratch + (<usize>groups << 2);
  for (let span = 0; span < spans; span++) {
    const start = scores + (<usize>span << 8);
    let best = f32x4.splat(-Infinity), more = best;
    for (let at: usize = 0; at < 256; at += 32) {
      best = f32x4.pmax(best, v128.load(start + at));
      more = f32x4.pmax(more, v128.load(start + at, 16));
    }
    best = f32x4.pmax(best, more);
    v128.store(maxima + (<usize>span << 4), best);
    v128.store(sorted + (<usize>span << 4), best);
  }
  const threshold: f32 = k <= groups ? kthLargest(sorted, groups, k) : -Infinity;
  let count = 0;
  for (let group = 0; group < groups; group++) {
    if (!(load<f32>(maxima + (<usize>group << 2)) >= threshold)) continue;
    const first = (group >> 2) * SPAN + (group & 3);
    for (let step = 0; step < GROUP; step++) {
      const i = first + (step << 2);
      const value = load<f32>(scores + (<usize>i << 2));
      if (value >= threshold && value > -Infinity) count = offer(i, value, count, k, indices, values);
    }
  }
  for (let i = spans * SPAN; i < n; i++) {
    const value = load<f32>(scores + (<usize>i << 2));
    if (value >= threshold && value > -Infinity) count = offer(i, value, count, k, indices, values);
  }
  if (count < k) for (let at = (count >> 1) - 1; at >= 0; at--) sink(values, indices, at, count);
  for (let size = count - 1; size > 0; size--) {
    swap(values, 0, size);
    swap(indices, 0, size);
    sink(values, indices, 0, size);
  }
  return count;
}

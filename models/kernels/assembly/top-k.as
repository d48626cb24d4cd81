// The k largest of a row in two passes: the k-th largest of the maxima of blocks of 16 is a threshold that at least k
// scores reach, and only blocks whose maximum reaches it are read again. Then a heap over those few.

const BLOCK: i32 = 16;

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

/** The largest of `length` scores; NaN never is. */
function maximum(scores: usize, length: i32): f32 {
  let top = f32x4.splat(-Infinity);
  let i = 0;
  for (; i + 4 <= length; i += 4) top = f32x4.pmax(top, v128.load(scores + (<usize>i << 2)));
  let best = max(max(f32x4.extract_lane(top, 0), f32x4.extract_lane(top, 1)), max(f32x4.extract_lane(top, 2), f32x4.extract_lane(top, 3)));
  for (; i < length; i++) {
    const value = load<f32>(scores + (<usize>i << 2));
    if (value > best) best = value;
  }
  return best;
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

/**
 * The k largest of scores [n] above −∞, largest first, ties by the lower index, into indices and values [k]; NaN never
 * counts. Returns how many there are. scratch: 2 · ⌈n / 16⌉ floats.
 */
export function topK(scores: usize, n: i32, k: i32, indices: usize, values: usize, scratch: usize): i32 {
  const blocks = (n + BLOCK - 1) / BLOCK;
  const maxima = scratch, sorted = scratch + (<usize>blocks << 2);
  for (let block = 0; block < blocks; block++) {
    const best = maximum(scores + (<usize>block << 6), min(BLOCK, n - block * BLOCK));
    store<f32>(maxima + (<usize>block << 2), best);
    store<f32>(sorted + (<usize>block << 2), best);
  }
  const threshold: f32 = k <= blocks ? kthLargest(sorted, blocks, k) : -Infinity;
  let count = 0;
  for (let block = 0; block < blocks; block++) {
    if (!(load<f32>(maxima + (<usize>block << 2)) >= threshold)) continue;
    const end = min(n, (block + 1) * BLOCK);
    for (let i = block * BLOCK; i < end; i++) {
      const value = load<f32>(scores + (<usize>i << 2));
      if (!(value >= threshold && value > -Infinity)) continue;
      if (count < k) {
        store<i32>(indices + (<usize>count << 2), i);
        store<f32>(values + (<usize>count << 2), value);
        count++;
        if (count == k) for (let at = (k >> 1) - 1; at >= 0; at--) sink(values, indices, at, k);
      } else if (value > load<f32>(values)) {
        store<i32>(indices, i);
        store<f32>(values, value);
        sink(values, indices, 0, k);
      }
    }
  }
  if (count < k) for (let at = (count >> 1) - 1; at >= 0; at--) sink(values, indices, at, count);
  for (let size = count - 1; size > 0; size--) {
    swap(values, 0, size);
    swap(indices, 0, size);
    sink(values, indices, 0, size);
  }
  return count;
}

@inline
function dot64(a: usize, b: usize, from: i32, to: i32): f64 {
  let s0 = f64x2.splat(0), s1 = f64x2.splat(0);
  let i = from;
  for (; i + 4 <= to; i += 4) {
    const x = a + (<usize>i << 3), y = b + (<usize>i << 3);
    s0 = f64x2.add(s0, f64x2.mul(v128.load(x), v128.load(y)));
    s1 = f64x2.add(s1, f64x2.mul(v128.load(x, 16), v128.load(y, 16)));
  }
  const both = f64x2.add(s0, s1);
  let sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  for (; i < to; i++) sum += load<f64>(a + (<usize>i << 3)) * load<f64>(b + (<usize>i << 3));
  return sum;
}

/** y += α x over [from, to). */
@inline
function axpy64(alpha: f64, x: usize, y: usize, from: i32, to: i32): void {
  const scale = f64x2.splat(alpha);
  let i = from;
  for (; i + 2 <= to; i += 2) {
    const at = <usize>i << 3;
    v128.store(y + at, f64x2.add(v128.load(y + at), f64x2.mul(scale, v128.load(x + at))));
  }
  if (i < to) store<f64>(y + (<usize>i << 3), load<f64>(y + (<usize>i << 3)) + alpha * load<f64>(x + (<usize>i << 3)));
}

/**
 * The inverse of a symmetric positive definite a [n, n] in float64, in place: a = LLᵀ, then L⁻¹ by rows in `work` [n, n],
 * then L⁻ᵀL⁻¹. Returns 0, or 1 + the index of a pivot that is not positive.
 */
export function invertSmall(a: usize, n: i32, work: usize): i32 {
  const rowBytes = <usize>n << 3;
  for (let i = 0; i < n; i++) {
    const row = a + <usize>i * rowBytes;
    for (let j = 0; j < i; j++) {
      const other = a + <usize>j * rowBytes, at = row + (<usize>j << 3);
      store<f64>(at, (load<f64>(at) - dot64(row, other, 0, j)) / load<f64>(other + (<usize>j << 3)));
    }
    const pivot = load<f64>(row + (<usize>i << 3)) - dot64(row, row, 0, i);
    if (!(pivot > 0)) return i + 1;
    store<f64>(row + (<usize>i << 3), Math.sqrt(pivot));
  }
  memory.fill(work, 0, rowBytes * n);
  for (let i = 0; i < n; i++) {
    const row = a + <usize>i * rowBytes, into = work + <usize>i * rowBytes;
    for (let k = 0; k < i; k++) axpy64(-load<f64>(row + (<usize>k << 3)), work + <usize>k * rowBytes, into, 0, k + 1);
    const scale = 1 / load<f64>(row + (<usize>i << 3));
    for (let j = 0; j < i; j++) store<f64>(into + (<usize>j << 3), load<f64>(into + (<usize>j << 3)) * scale);
    store<f64>(into + (<usize>i << 3), scale);
  }
  memory.fill(a, 0, rowBytes * n);
  for (let k = 0; k < n; k++) {
    const row = work + <usize>k * rowBytes;
    for (let i = 0; i <= k; i++) axpy64(load<f64>(row + (<usize>i << 3)), row, a + <usize>i * rowBytes, 0, i + 1);
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) store<f64>(a + <usize>j * rowBytes + (<usize>i << 3), load<f64>(a + <usize>i * rowBytes + (<usize>j << 3)));
  }
  return 0;
}

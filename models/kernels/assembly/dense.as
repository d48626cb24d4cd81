@inline
export function laneSum(v: v128): f32 {
  return (f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1)) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

/** Σ a_i b_i. */
export function dot(a: usize, b: usize, length: i32): f32 {
  let s0 = f32x4.splat(0), s1 = f32x4.splat(0);
  let i = 0;
  for (; i + 8 <= length; i += 8) {
    const x = a + (<usize>i << 2), y = b + (<usize>i << 2);
    s0 = f32x4.add(s0, f32x4.mul(v128.load(x), v128.load(y)));
    s1 = f32x4.add(s1, f32x4.mul(v128.load(x, 16), v128.load(y, 16)));
  }
  if (i + 4 <= length) {
    s0 = f32x4.add(s0, f32x4.mul(v128.load(a + (<usize>i << 2)), v128.load(b + (<usize>i << 2))));
    i += 4;
  }
  let sum = laneSum(f32x4.add(s0, s1));
  for (; i < length; i++) sum += load<f32>(a + (<usize>i << 2)) * load<f32>(b + (<usize>i << 2));
  return sum;
}

/** y += α x. */
export function axpy(alpha: f32, x: usize, y: usize, length: i32): void {
  const scale = f32x4.splat(alpha);
  let i = 0;
  for (; i + 8 <= length; i += 8) {
    const from = x + (<usize>i << 2), to = y + (<usize>i << 2);
    v128.store(to, f32x4.add(v128.load(to), f32x4.mul(scale, v128.load(from))));
    v128.store(to, f32x4.add(v128.load(to, 16), f32x4.mul(scale, v128.load(from, 16))), 16);
  }
  for (; i < length; i++) {
    const to = y + (<usize>i << 2);
    store<f32>(to, load<f32>(to) + alpha * load<f32>(x + (<usize>i << 2)));
  }
}

/** out_r = x · table_r for the rows [from, to) of a table of `width` columns. */
export function scoreRows(x: usize, table: usize, from: i32, to: i32, width: i32, out: usize): void {
  const rowBytes = <usize>width << 2;
  for (let row = from; row < to; row++) {
    store<f32>(out + (<usize>row << 2), dot(x, table + <usize>row * rowBytes, width));
  }
}

/** x_i ← 1 / (1 + e^(−x_i)). */
export function sigmoidInPlace(x: usize, length: i32): void {
  for (let i = 0; i < length; i++) {
    const at = x + (<usize>i << 2);
    store<f32>(at, 1 / (1 + Mathf.exp(-load<f32>(at))));
  }
}

import { axpy, dot, laneSum } from './dense';

/**
 * The lower triangle of A [n, stride] += c1 x1x1ᵀ + … + c4 x4x4ᵀ; a row is written up to the next multiple of four
 * columns, so stride must be one.
 */
export function rankUpdate(
  a: usize, n: i32, stride: i32, x1: usize, x2: usize, x3: usize, x4: usize, c1: f32, c2: f32, c3: f32, c4: f32,
): void {
  for (let i = 0; i < n; i++) {
    const at = <usize>i << 2;
    const s1 = f32x4.splat(c1 * load<f32>(x1 + at)), s2 = f32x4.splat(c2 * load<f32>(x2 + at));
    const s3 = f32x4.splat(c3 * load<f32>(x3 + at)), s4 = f32x4.splat(c4 * load<f32>(x4 + at));
    const row = a + <usize>i * (<usize>stride << 2);
    for (let j: usize = 0; j <= at; j += 16) {
      const left = f32x4.add(f32x4.mul(s1, v128.load(x1 + j)), f32x4.mul(s2, v128.load(x2 + j)));
      const right = f32x4.add(f32x4.mul(s3, v128.load(x3 + j)), f32x4.mul(s4, v128.load(x4 + j)));
      v128.store(row + j, f32x4.add(v128.load(row + j), f32x4.add(left, right)));
    }
  }
}

/** The lower triangle of out [stride, stride] += XᵀX over the rows [from, to) of X [rows, stride]. */
export function addGram(x: usize, from: i32, to: i32, stride: i32, out: usize): void {
  const rowBytes = <usize>stride << 2;
  for (let row = from; row < to; row += 4) {
    const first = x + <usize>row * rowBytes;
    const left = to - row;
    rankUpdate(
      out, stride, stride, first, left > 1 ? first + rowBytes : first, left > 2 ? first + 2 * rowBytes : first,
      left > 3 ? first + 3 * rowBytes : first, 1, left > 1 ? 1 : 0, left > 2 ? 1 : 0, left > 3 ? 1 : 0,
    );
  }
}

/**
 * A = LLᵀ in place, in the lower triangle of A [n, stride]. Returns 0, or 1 + the index of a pivot that is not positive.
 * The first j of a row's dot products run for four rows of L at once.
 */
export function choleskyFactor(a: usize, n: i32, stride: i32): i32 {
  const rowBytes = <usize>stride << 2;
  for (let i = 0; i < n; i++) {
    const row = a + <usize>i * rowBytes;
    let j = 0;
    for (; j + 4 <= i; j += 4) {
      const r0 = a + <usize>j * rowBytes, r1 = r0 + rowBytes, r2 = r1 + rowBytes, r3 = r2 + rowBytes;
      let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0), s3 = f32x4.splat(0);
      const end = <usize>j << 2;
      for (let k: usize = 0; k < end; k += 16) {
        const v = v128.load(row + k);
        s0 = f32x4.add(s0, f32x4.mul(v, v128.load(r0 + k)));
        s1 = f32x4.add(s1, f32x4.mul(v, v128.load(r1 + k)));
        s2 = f32x4.add(s2, f32x4.mul(v, v128.load(r2 + k)));
        s3 = f32x4.add(s3, f32x4.mul(v, v128.load(r3 + k)));
      }
      const l0 = (load<f32>(row + end) - laneSum(s0)) / load<f32>(r0 + end);
      const l1 = (load<f32>(row + end, 4) - laneSum(s1) - l0 * load<f32>(r1 + end)) / load<f32>(r1 + end, 4);
      const l2 = (load<f32>(row + end, 8) - laneSum(s2) - l0 * load<f32>(r2 + end) - l1 * load<f32>(r2 + end, 4)) / load<f32>(r2 + end, 8);
      const l3 = (load<f32>(row + end, 12) - laneSum(s3) - l0 * load<f32>(r3 + end) - l1 * load<f32>(r3 + end, 4)
        - l2 * load<f32>(r3 + end, 8)) / load<f32>(r3 + end, 12);
      store<f32>(row + end, l0);
      store<f32>(row + end, l1, 4);
      store<f32>(row + end, l2, 8);
      store<f32>(row + end, l3, 12);
    }
    for (; j < i; j++) {
      const at = row + (<usize>j << 2), other = a + <usize>j * rowBytes;
      store<f32>(at, (load<f32>(at) - dot(row, other, j)) / load<f32>(other + (<usize>j << 2)));
    }
    const pivot = load<f32>(row + (<usize>i << 2)) - dot(row, row, i);
    if (!(pivot > 0)) return i + 1;
    store<f32>(row + (<usize>i << 2), sqrt<f32>(pivot));
  }
  return 0;
}

/** x ← (LLᵀ)⁻¹ x. */
export function choleskySolve(lower: usize, n: i32, stride: i32, x: usize): void {
  const rowBytes = <usize>stride << 2;
  for (let i = 0; i < n; i++) {
    const row = lower + <usize>i * rowBytes, at = x + (<usize>i << 2);
    store<f32>(at, (load<f32>(at) - dot(row, x, i)) / load<f32>(row + (<usize>i << 2)));
  }
  for (let i = n - 1; i >= 0; i--) {
    const row = lower + <usize>i * rowBytes, at = x + (<usize>i << 2);
    const value = load<f32>(at) / load<f32>(row + (<usize>i << 2));
    store<f32>(at, value);
    axpy(-value, row, x, i);
  }
}

/**
 * At most `steps` steps of conjugate gradients on Ax = b from the given x, A [n, stride] symmetric with both triangles;
 * ends early when ‖r‖² ≤ tolerance · ‖b‖². scratch: 3n floats. Returns the steps done.
 */
export function conjugateGradient(a: usize, b: usize, x: usize, n: i32, stride: i32, steps: i32, tolerance: f32, scratch: usize): i32 {
  const bytes = <usize>n << 2, rowBytes = <usize>stride << 2;
  const r = scratch, p = r + bytes, q = p + bytes;
  for (let i = 0; i < n; i++) {
    store<f32>(r + (<usize>i << 2), load<f32>(b + (<usize>i << 2)) - dot(a + <usize>i * rowBytes, x, n));
  }
  memory.copy(p, r, bytes);
  let residual = dot(r, r, n);
  const enough = tolerance * dot(b, b, n);
  let step = 0;
  for (; step < steps && residual > enough; step++) {
    for (let i = 0; i < n; i++) store<f32>(q + (<usize>i << 2), dot(a + <usize>i * rowBytes, p, n));
    const along = dot(p, q, n);
    if (!(along > 0)) break;
    const alpha = residual / along;
    axpy(alpha, p, x, n);
    axpy(-alpha, q, r, n);
    const next = dot(r, r, n);
    const beta = next / residual;
    for (let i = 0; i < n; i++) {
      const at = p + (<usize>i << 2);
      store<f32>(at, load<f32>(r + (<usize>i << 2)) + beta * load<f32>(at));
    }
    residual = next;
  }
  return step;
}

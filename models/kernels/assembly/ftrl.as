/**
 * One block of FTRL-Proximal (../../ranker/ftrl.ts has the formulas): crosses left [rows] ⊗ right [stride], state row-major
 * [rows, stride], stride a multiple of 4. A row whose factor is 0 is passed over.
 */

/** Σ_rc weights_rc left_r right_c. */
export function ftrlDot(weights: usize, left: usize, rows: i32, right: usize, stride: i32): f32 {
  const bytes = <usize>stride << 2;
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0);
  let at = weights;
  for (let row = 0; row < rows; row++, at += bytes) {
    const factor = load<f32>(left + (<usize>row << 2));
    if (factor == 0) continue;
    const f = f32x4.splat(factor);
    let to: usize = 0;
    for (; to + 64 <= bytes; to += 64) {
      s0 = f32x4.add(s0, f32x4.mul(f, f32x4.mul(v128.load(at + to), v128.load(right + to))));
      s1 = f32x4.add(s1, f32x4.mul(f, f32x4.mul(v128.load(at + to, 16), v128.load(right + to, 16))));
      s2 = f32x4.add(s2, f32x4.mul(f, f32x4.mul(v128.load(at + to, 32), v128.load(right + to, 32))));
      s3 = f32x4.add(s3, f32x4.mul(f, f32x4.mul(v128.load(at + to, 48), v128.load(right + to, 48))));
    }
    for (; to < bytes; to += 16) s0 = f32x4.add(s0, f32x4.mul(f, f32x4.mul(v128.load(at + to), v128.load(right + to))));
  }
  const sum = f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3));
  return (f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1)) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3));
}

/** g = error · left ⊗ right;  s ← √(s² + g²),  z += g − Δs/α · w,  w = −(z − clamp(z, ±λ₁)) / (s/α + floor). */
export function ftrlStep(
  weights: usize, z: usize, s: usize, left: usize, rows: i32, right: usize, stride: i32,
  error: f32, inverseAlpha: f32, floor: f32, l1: f32,
): void {
  const bytes = <usize>stride << 2;
  const rate = f32x4.splat(inverseAlpha);
  const base = f32x4.splat(floor);
  const high = f32x4.splat(l1);
  const low = f32x4.splat(-l1);
  let start: usize = 0;
  for (let row = 0; row < rows; row++, start += bytes) {
    const factor = error * load<f32>(left + (<usize>row << 2));
    if (factor == 0) continue;
    const f = f32x4.splat(factor);
    for (let to: usize = 0; to < bytes; to += 16) {
      const at = start + to;
      const g = f32x4.mul(f, v128.load(right + to));
      const old = v128.load(s + at);
      const root = f32x4.sqrt(f32x4.add(f32x4.mul(old, old), f32x4.mul(g, g)));
      const shift = f32x4.mul(f32x4.mul(f32x4.sub(root, old), rate), v128.load(weights + at));
      const moved = f32x4.add(v128.load(z + at), f32x4.sub(g, shift));
      v128.store(s + at, root);
      v128.store(z + at, moved);
      // pmin and pmax are single instructions; what they do with NaN differs from min and max, and nothing here is NaN.
      const within = f32x4.pmax(low, f32x4.pmin(high, moved));
      v128.store(weights + at, f32x4.div(f32x4.sub(within, moved), f32x4.add(f32x4.mul(root, rate), base)));
    }
  }
}

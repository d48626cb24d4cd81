import { axpy, dot, laneSum } from './dense';
import { choleskyFactor, choleskySolve, rankUpdate } from './spd';

// Half-steps of implicit ALS (Hu, Koren, Volinsky 2008; Rendle et al. 2021, "Revisiting the performance of iALS on item
// recommendation benchmarks"): for each row u of a sparse table with cells (i, α_ui), and the other side's factors y_i,
//   A_u = base + Σ_i α_ui y_i y_iᵀ + reg_u I,   b_u = Σ_i α_ui y_i,   x_u = A_u⁻¹ b_u,
// base [stride, stride] = α0 YᵀY. The columns from the width to the stride, a multiple of four, are zero everywhere.

/** Solves the rows [from, to) by Cholesky. scratch: stride² floats. Returns 0, or 1 + a row that is not positive definite. */
export function ialsExact(
  offsets: usize, columns: usize, values: usize, from: i32, to: i32,
  factors: usize, base: usize, regs: usize, stride: i32, out: usize, scratch: usize,
): i32 {
  const rowBytes = <usize>stride << 2;
  for (let row = from; row < to; row++) {
    const x = out + <usize>row * rowBytes;
    memory.fill(x, 0, rowBytes);
    const first = load<i32>(offsets + (<usize>row << 2)), end = load<i32>(offsets + (<usize>row << 2), 4);
    if (first == end) continue;
    memory.copy(scratch, base, rowBytes * stride);
    for (let cell = first; cell < end; cell += 4) {
      const c = columns + (<usize>cell << 2), v = values + (<usize>cell << 2);
      const left = end - cell;
      const y1 = factors + <usize>load<i32>(c) * rowBytes;
      const y2 = left > 1 ? factors + <usize>load<i32>(c, 4) * rowBytes : y1;
      const y3 = left > 2 ? factors + <usize>load<i32>(c, 8) * rowBytes : y1;
      const y4 = left > 3 ? factors + <usize>load<i32>(c, 12) * rowBytes : y1;
      const a1 = load<f32>(v), a2 = left > 1 ? load<f32>(v, 4) : 0, a3 = left > 2 ? load<f32>(v, 8) : 0, a4 = left > 3 ? load<f32>(v, 12) : 0;
      rankUpdate(scratch, stride, stride, y1, y2, y3, y4, a1, a2, a3, a4);
      axpy(a1, y1, x, stride);
      if (left > 1) axpy(a2, y2, x, stride);
      if (left > 2) axpy(a3, y3, x, stride);
      if (left > 3) axpy(a4, y4, x, stride);
    }
    const reg = load<f32>(regs + (<usize>row << 2));
    for (let i = 0; i < stride; i++) {
      const diagonal = scratch + <usize>i * (rowBytes + 4);
      store<f32>(diagonal, load<f32>(diagonal) + reg);
    }
    if (choleskyFactor(scratch, stride, stride) != 0) return row + 1;
    choleskySolve(scratch, stride, stride, x);
  }
  return 0;
}

/** q_r = base p_r for four rows r of p and q [4, stride]; base is symmetric. Its rows come from memory once for all four. */
function multiplyFour(base: usize, p: usize, q: usize, stride: i32): void {
  const rowBytes = <usize>stride << 2;
  const p1 = p + rowBytes, p2 = p1 + rowBytes, p3 = p2 + rowBytes;
  for (let i: usize = 0; i < rowBytes; i += 8) {
    const row = base + (i >> 2) * rowBytes, below = row + rowBytes;
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, t0 = s0, t1 = s0, t2 = s0, t3 = s0;
    for (let k: usize = 0; k < rowBytes; k += 16) {
      const v = v128.load(row + k), w = v128.load(below + k);
      const x0 = v128.load(p + k), x1 = v128.load(p1 + k), x2 = v128.load(p2 + k), x3 = v128.load(p3 + k);
      s0 = f32x4.add(s0, f32x4.mul(v, x0));
      s1 = f32x4.add(s1, f32x4.mul(v, x1));
      s2 = f32x4.add(s2, f32x4.mul(v, x2));
      s3 = f32x4.add(s3, f32x4.mul(v, x3));
      t0 = f32x4.add(t0, f32x4.mul(w, x0));
      t1 = f32x4.add(t1, f32x4.mul(w, x1));
      t2 = f32x4.add(t2, f32x4.mul(w, x2));
      t3 = f32x4.add(t3, f32x4.mul(w, x3));
    }
    const to = q + i;
    store<f32>(to, laneSum(s0));
    store<f32>(to, laneSum(t0), 4);
    store<f32>(to + rowBytes, laneSum(s1));
    store<f32>(to + rowBytes, laneSum(t1), 4);
    store<f32>(to + 2 * rowBytes, laneSum(s2));
    store<f32>(to + 2 * rowBytes, laneSum(t2), 4);
    store<f32>(to + 3 * rowBytes, laneSum(s3));
    store<f32>(to + 3 * rowBytes, laneSum(t3), 4);
  }
}

/** q += reg p + Σ_i α_i y_i (y_i·p), the part of A_u p that is the row's own. */
function addOwn(offsets: usize, columns: usize, values: usize, row: i32, factors: usize, regs: usize, stride: i32, p: usize, q: usize): void {
  axpy(load<f32>(regs + (<usize>row << 2)), p, q, stride);
  const end = load<i32>(offsets + (<usize>row << 2), 4);
  for (let cell = load<i32>(offsets + (<usize>row << 2)); cell < end; cell++) {
    const y = factors + <usize>load<i32>(columns + (<usize>cell << 2)) * (<usize>stride << 2);
    axpy(load<f32>(values + (<usize>cell << 2)) * dot(y, p, stride), y, q, stride);
  }
}

/**
 * `steps` steps of conjugate gradients for the rows [from, to), from the x_u in `out` (Takács, Pilászy, Tikk 2011). A row
 * without cells becomes zero. scratch: 12 · stride floats and 4 more. The result of a row does not depend on from and to.
 */
export function ialsGradient(
  offsets: usize, columns: usize, values: usize, from: i32, to: i32,
  factors: usize, base: usize, regs: usize, stride: i32, steps: i32, out: usize, scratch: usize,
): void {
  const rowBytes = <usize>stride << 2, four = rowBytes << 2;
  const r = scratch, p = r + four, q = p + four, residuals = q + four;
  for (let block = from; block < to; block += 4) {
    const rows = min(4, to - block);
    memory.fill(scratch, 0, 3 * four + 16);
    memory.copy(p, out + <usize>block * rowBytes, <usize>rows * rowBytes);
    multiplyFour(base, p, q, stride);
    for (let s = 0; s < rows; s++) {
      const row = block + s, at = <usize>s * rowBytes;
      const first = load<i32>(offsets + (<usize>row << 2)), end = load<i32>(offsets + (<usize>row << 2), 4);
      if (first == end) {
        memory.fill(out + <usize>row * rowBytes, 0, rowBytes);
        memory.fill(p + at, 0, rowBytes);
        continue;
      }
      addOwn(offsets, columns, values, row, factors, regs, stride, p + at, q + at);
      axpy(-1, q + at, r + at, stride);
      for (let cell = first; cell < end; cell++) {
        axpy(load<f32>(values + (<usize>cell << 2)), factors + <usize>load<i32>(columns + (<usize>cell << 2)) * rowBytes, r + at, stride);
      }
      memory.copy(p + at, r + at, rowBytes);
      store<f32>(residuals + (<usize>s << 2), dot(r + at, r + at, stride));
    }
    for (let step = 0; step < steps; step++) {
      multiplyFour(base, p, q, stride);
      for (let s = 0; s < rows; s++) {
        const row = block + s, at = <usize>s * rowBytes;
        const residual = load<f32>(residuals + (<usize>s << 2));
        addOwn(offsets, columns, values, row, factors, regs, stride, p + at, q + at);
        const along = dot(p + at, q + at, stride);
        if (!(along > 0)) continue;
        const alpha = residual / along;
        axpy(alpha, p + at, out + <usize>row * rowBytes, stride);
        axpy(-alpha, q + at, r + at, stride);
        const next = dot(r + at, r + at, stride);
        store<f32>(residuals + (<usize>s << 2), next);
        const beta = f32x4.splat(next / residual);
        for (let k: usize = 0; k < rowBytes; k += 16) {
          v128.store(p + at + k, f32x4.add(v128.load(r + at + k), f32x4.mul(beta, v128.load(p + at + k))));
        }
      }
    }
  }
}

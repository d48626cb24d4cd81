import type { TallProducts } from './products.js';

/** Rows per product: sums in float32 stay short, and there is a chance to report between. */
const CHUNK_ROWS = 4096;
/**
 * A column whose part outside the span of those before it has less than this share of its squared length is beyond
 * float32 Grams, or, in float64, a combination of those before it.
 */
const TRUST = { float32: 1e-3, float64: 1e-9 } as const;

type Step = () => Promise<void> | void;

/**
 * The columns of x [rows, width] made orthonormal in place, by Cholesky QR done twice (Yamamoto et al. 2015): G = XᵀX =
 * RᵀR, X ← X R⁻¹. The first time in float64 where float32 cannot tell the columns apart. A column that depends on those
 * before it becomes zero.
 */
export async function orthonormalise(products: TallProducts, x: Float32Array, width: number, step: Step): Promise<void> {
  const first = inverseFactor(await gramOf(products, x, width, Float32Array, step), width, TRUST.float32);
  if (first.dropped === 0) {
    await applyRight(products, x, Float32Array.from(first.inverse), width, step);
  } else {
    const exact = inverseFactor(await gramOf(products, x, width, Float64Array, step), width, TRUST.float64);
    await applyRight(products, x, exact.inverse, width, step);
  }
  const second = inverseFactor(await gramOf(products, x, width, Float32Array, step), width, TRUST.float32);
  await applyRight(products, x, Float32Array.from(second.inverse), width, step);
}

/** XᵀX, summed over the chunks in float64. */
export async function gramOf(
  products: TallProducts, x: Float32Array, width: number, precision: typeof Float32Array | typeof Float64Array, step: Step,
): Promise<Float64Array> {
  const sum = new Float64Array(width * width);
  for (let start = 0; start < x.length; start += CHUNK_ROWS * width) {
    const chunk = x.subarray(start, start + CHUNK_ROWS * width);
    const part = await products.gram(precision === Float32Array ? chunk : Float64Array.from(chunk), width);
    for (let at = 0; at < sum.length; at++) sum[at] += part[at];
    await step();
  }
  return sum;
}

/** X ← X·M in place, M [width, width], in the precision of M. */
export async function applyRight(products: TallProducts, x: Float32Array, m: Float32Array | Float64Array, width: number, step: Step): Promise<void> {
  for (let start = 0; start < x.length; start += CHUNK_ROWS * width) {
    const chunk = x.subarray(start, start + CHUNK_ROWS * width);
    chunk.set(m instanceof Float64Array
      ? await products.times(Float64Array.from(chunk), m, width)
      : await products.times(chunk, m, width));
    await step();
  }
}

/** R⁻¹ for G = RᵀR, with zero columns for the dependent ones. */
function inverseFactor(gram: Float64Array, n: number, trust: number): { inverse: Float64Array; dropped: number } {
  const lower = gram.slice();
  let dropped = 0;
  for (let row = 0; row < n; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = gram[row * n + column];
      for (let at = 0; at < column; at++) sum -= lower[row * n + at] * lower[column * n + at];
      const pivot = lower[column * n + column];
      if (column < row) lower[row * n + column] = pivot === 0 ? 0 : sum / pivot;
      else if (sum > trust * gram[row * n + row]) lower[row * n + row] = Math.sqrt(sum);
      else {
        lower.fill(0, row * n, row * n + row + 1);
        dropped++;
      }
    }
  }
  return { inverse: inverseTransposed(lower, n), dropped };
}

/** (L⁻¹)ᵀ, upper triangular; a zero pivot gives a zero row and column. */
function inverseTransposed(lower: Float64Array, n: number): Float64Array {
  const result = new Float64Array(n * n);
  for (let column = 0; column < n; column++) {
    const start = column * n;
    const pivot = lower[column * n + column];
    if (pivot === 0) continue;
    result[start + column] = 1 / pivot;
    for (let row = column + 1; row < n; row++) {
      if (lower[row * n + row] === 0) continue;
      let sum = 0;
      for (let at = column; at < row; at++) sum -= lower[row * n + at] * result[start + at];
      result[start + row] = sum / lower[row * n + row];
    }
  }
  return result;
}

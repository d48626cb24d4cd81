import { Graph } from '../onnx/graph.js';
import { gemm } from '../onnx/ops.js';
import type { GemmOptions } from '../onnx/ops.js';
import { Session } from '../onnx/session.js';

/**
 * The inverse of a symmetric positive definite matrix by recursive 2×2 blocks (Schur complement):
 *
 *   M = [A B; Bᵀ D],  W = A⁻¹B,  S = D − BᵀW,  T = W S⁻¹,  M⁻¹ = [A⁻¹ + T Wᵀ, −T; −Tᵀ, S⁻¹]
 *
 * so that nearly all of the 2n³ operations are matrix products, which onnxruntime does at the machine's speed. Leaves
 * are inverted in float64.
 */
const LEAF = 160;

export class NotPositiveDefiniteError extends Error {
  override readonly name = 'NotPositiveDefiniteError';
}

interface Matrix {
  readonly data: Float32Array;
  readonly rows: number;
  readonly columns: number;
}

/** The three products that the recursion needs, one session each, sizes open. */
class Products {
  private constructor(
    private readonly plain: Session,
    private readonly schur: Session,
    private readonly update: Session,
  ) {}

  static async open(): Promise<Products> {
    const [plain, schur, update] = await Promise.all([
      openGemm(['m', 'k'], ['k', 'n'], false, {}),
      openGemm(['k', 'm'], ['k', 'n'], true, { transposeA: true, alpha: -1 }),
      openGemm(['m', 'k'], ['n', 'k'], true, { transposeB: true }),
    ]);
    return new Products(plain, schur, update);
  }

  /** A·B. */
  product(a: Matrix, b: Matrix): Promise<Matrix> {
    return run(this.plain, { a, b }, a.rows, b.columns);
  }

  /** C − Aᵀ·B. */
  minusTransposed(c: Matrix, a: Matrix, b: Matrix): Promise<Matrix> {
    return run(this.schur, { a, b, c }, a.columns, b.columns);
  }

  /** C + A·Bᵀ. */
  plusOuter(c: Matrix, a: Matrix, b: Matrix): Promise<Matrix> {
    return run(this.update, { a, b, c }, a.rows, b.rows);
  }

  async close(): Promise<void> {
    await Promise.all([this.plain.dispose(), this.schur.dispose(), this.update.dispose()]);
  }
}

function openGemm(a: string[], b: string[], adds: boolean, options: GemmOptions): Promise<Session> {
  const graph = new Graph('gemm');
  const left = graph.input('a', 'float32', a);
  const right = graph.input('b', 'float32', b);
  const added = adds ? graph.input('c', 'float32', ['m', 'n']) : null;
  graph.output('y', gemm(left, right, added, options));
  return Session.open(graph.encode(), 'exclusive');
}

async function run(session: Session, inputs: Record<string, Matrix>, rows: number, columns: number): Promise<Matrix> {
  const feeds = Object.fromEntries(Object.entries(inputs).map(([name, matrix]) => [
    name,
    { dtype: 'float32' as const, data: matrix.data, shape: [matrix.rows, matrix.columns] },
  ]));
  const { y } = await session.run(feeds);
  return { data: y as Float32Array, rows, columns };
}

/** Inverts `matrix` [size, size], row-major, in place. Throws NotPositiveDefiniteError. */
export async function invertSpd(matrix: Float32Array, size: number, report: (fraction: number) => void | Promise<void>): Promise<void> {
  const products = await Products.open();
  let leavesDone = 0;
  const invert = async (m: Matrix): Promise<void> => {
    if (m.rows <= LEAF) {
      invertLeaf(m);
      await report(Math.min(1, (leavesDone += m.rows) / size));
      return;
    }
    const half = m.rows >> 1;
    const rest = m.rows - half;
    const a = block(m, 0, 0, half, half);
    const b = block(m, 0, half, half, rest);
    const d = block(m, half, half, rest, rest);
    await invert(a);
    const w = await products.product(a, b);
    const s = await products.minusTransposed(d, b, w);
    await invert(s);
    const t = await products.product(w, s);
    put(m, await products.plusOuter(a, t, w), 0, 0);
    putNegativePair(m, t, half);
    put(m, s, half, half);
  };
  try {
    await invert({ data: matrix, rows: size, columns: size });
  } finally {
    await products.close();
  }
}

function block(m: Matrix, row: number, column: number, rows: number, columns: number): Matrix {
  const data = new Float32Array(rows * columns);
  for (let at = 0; at < rows; at++) {
    const start = (row + at) * m.columns + column;
    data.set(m.data.subarray(start, start + columns), at * columns);
  }
  return { data, rows, columns };
}

function put(m: Matrix, part: Matrix, row: number, column: number): void {
  for (let at = 0; at < part.rows; at++) {
    m.data.set(part.data.subarray(at * part.columns, (at + 1) * part.columns), (row + at) * m.columns + column);
  }
}

/** −T at the upper right and −Tᵀ at the lower left, in tiles so that the transposed writes stay in the cache. */
function putNegativePair(m: Matrix, t: Matrix, half: number): void {
  const tile = 64;
  for (let top = 0; top < t.rows; top += tile) {
    for (let left = 0; left < t.columns; left += tile) {
      for (let row = top; row < Math.min(top + tile, t.rows); row++) {
        for (let column = left; column < Math.min(left + tile, t.columns); column++) {
          const value = -t.data[row * t.columns + column];
          m.data[row * m.columns + half + column] = value;
          m.data[(half + column) * m.columns + row] = value;
        }
      }
    }
  }
}

/** M = LLᵀ, then M⁻¹ = L⁻ᵀL⁻¹, in float64. */
function invertLeaf(m: Matrix): void {
  const n = m.rows;
  const lower = Float64Array.from(m.data);
  for (let column = 0; column < n; column++) {
    for (let row = column; row < n; row++) {
      let sum = lower[row * n + column];
      for (let at = 0; at < column; at++) sum -= lower[row * n + at] * lower[column * n + at];
      if (row > column) lower[row * n + column] = sum / lower[column * n + column];
      else if (sum > 0) lower[row * n + column] = Math.sqrt(sum);
      else throw new NotPositiveDefiniteError(`pivot ${column} is ${sum}; the matrix is not positive definite`);
    }
  }
  const inverse = new Float64Array(n * n); // of L, kept transposed: row c holds column c
  for (let column = 0; column < n; column++) {
    inverse[column * n + column] = 1 / lower[column * n + column];
    for (let row = column + 1; row < n; row++) {
      let sum = 0;
      for (let at = column; at < row; at++) sum -= lower[row * n + at] * inverse[column * n + at];
      inverse[column * n + row] = sum / lower[row * n + row];
    }
  }
  for (let row = 0; row < n; row++) {
    for (let column = row; column < n; column++) {
      let sum = 0;
      for (let at = column; at < n; at++) sum += inverse[row * n + at] * inverse[column * n + at];
      m.data[row * n + column] = sum;
      m.data[column * n + row] = sum;
    }
  }
}

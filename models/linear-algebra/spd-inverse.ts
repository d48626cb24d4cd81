import { Arena } from '../kernels/memory.js';
import { Graph } from '../onnx/graph.js';
import { gemm } from '../onnx/ops.js';
import type { GemmOptions } from '../onnx/ops.js';
import { Session } from '../onnx/session.js';
import type { FeedTensor } from '../onnx/session.js';

/**
 * The inverse of a symmetric positive definite matrix by recursive 2×2 blocks (Schur complement):
 *
 *   M = [A B; Bᵀ D],  W = A⁻¹B,  S = D − BᵀW,  T = W S⁻¹,  M⁻¹ = [A⁻¹ + T Wᵀ, −T; −Tᵀ, S⁻¹]
 *
 * so that nearly all of the (4/3)n³ multiply-add pairs are matrix products, which onnxruntime does at the machine's speed,
 * between buffers that each depth has once: a fresh gigabyte costs more in page faults than its product. Leaves are
 * inverted by the float64 kernel. Memory beside the matrix: 5/3 n² floats.
 */
const LEAF = 256;

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

  /** y = A·B. */
  product(y: Matrix, a: Matrix, b: Matrix): Promise<unknown> {
    return this.plain.run({ a: tensor(a), b: tensor(b) }, { y: tensor(y) });
  }

  /** y = C − Aᵀ·B. */
  minusTransposed(y: Matrix, c: Matrix, a: Matrix, b: Matrix): Promise<unknown> {
    return this.schur.run({ a: tensor(a), b: tensor(b), c: tensor(c) }, { y: tensor(y) });
  }

  /** y = C + A·Bᵀ. */
  plusOuter(y: Matrix, c: Matrix, a: Matrix, b: Matrix): Promise<unknown> {
    return this.update.run({ a: tensor(a), b: tensor(b), c: tensor(c) }, { y: tensor(y) });
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

const tensor = ({ data, rows, columns }: Matrix): FeedTensor => ({ dtype: 'float32', data, shape: [rows, columns] });

type Step = (rows: number) => void | Promise<void>;

/** Inverts `matrix` [size, size], row-major, in place. Throws NotPositiveDefiniteError. */
export async function invertSpd(matrix: Float32Array, size: number, report: (fraction: number) => void | Promise<void>): Promise<void> {
  const products = await Products.open();
  let done = 0;
  const step: Step = (rows) => report(Math.min(1, (done += rows) / size));
  try {
    const leafSize = Math.min(size, LEAF);
    const leaf = new LeafInverse(leafSize);
    await new BlockInverse(products, leaf, size, step).invert({ data: matrix, rows: size, columns: size });
  } finally {
    await products.close();
  }
}

/** One depth of the recursion: its buffers serve every block of this size. */
class BlockInverse {
  private readonly below: BlockInverse | null;
  private readonly buffers: readonly Float32Array[];

  constructor(private readonly products: Products, private readonly leaf: LeafInverse, size: number, private readonly step: Step) {
    const half = Math.ceil(size / 2);
    this.buffers = size <= LEAF ? [] : Array.from({ length: 5 }, () => new Float32Array(half * half));
    this.below = size <= LEAF ? null : new BlockInverse(products, leaf, half, step);
  }

  async invert(m: Matrix): Promise<void> {
    if (!this.below || m.rows <= LEAF) {
      this.leaf.invert(m);
      await this.step(m.rows);
      return;
    }
    const { products, below } = this;
    const half = m.rows >> 1;
    const rest = m.rows - half;
    const a = this.buffer(0, half, half);
    const b = this.buffer(1, half, rest);
    const d = this.buffer(2, rest, rest);
    const w = this.buffer(3, half, rest);
    const s = this.buffer(4, rest, rest);
    take(m, a, 0, 0);
    take(m, b, 0, half);
    take(m, d, half, half);
    await below.invert(a);
    await products.product(w, a, b);
    await products.minusTransposed(s, d, b, w);
    await below.invert(s);
    const t = this.buffer(1, half, rest); // b is done with
    await products.product(t, w, s);
    const corner = this.buffer(2, half, half); // so is d
    await products.plusOuter(corner, a, t, w);
    put(m, corner, 0, 0);
    putNegativePair(m, t, half);
    put(m, s, half, half);
  }

  private buffer(at: number, rows: number, columns: number): Matrix {
    return { data: this.buffers[at].subarray(0, rows * columns), rows, columns };
  }
}

function take(m: Matrix, into: Matrix, row: number, column: number): void {
  for (let at = 0; at < into.rows; at++) {
    const start = (row + at) * m.columns + column;
    into.data.set(m.data.subarray(start, start + into.columns), at * into.columns);
  }
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

/** The float64 kernel with its memory. */
class LeafInverse {
  private readonly arena: Arena;
  private readonly block: Float64Array;
  private readonly work: Float64Array;

  constructor(size: number) {
    this.arena = new Arena(2 * Arena.bytesFor(2 * size * size));
    this.block = this.arena.f64(size * size);
    this.work = this.arena.f64(size * size);
  }

  invert(m: Matrix): void {
    const block = this.block.subarray(0, m.data.length);
    block.set(m.data);
    const failed = this.arena.kernels.invertSmall(block.byteOffset, m.rows, this.work.byteOffset);
    if (failed !== 0) throw new NotPositiveDefiniteError(`pivot ${failed - 1} of a block is not positive; the matrix is not positive definite`);
    m.data.set(block);
  }
}

import { Arena } from '../kernels/memory.js';
import { Graph } from '../onnx/graph.js';
import { gemm } from '../onnx/ops.js';
import { Session } from '../onnx/session.js';
import type { FeedTensor } from '../onnx/session.js';

/**
 * The inverse of a symmetric positive definite matrix by recursive 2×2 blocks (Schur complement), from its lower triangle:
 *
 *   M = [A Bᵀ; B D],  W = A⁻¹Bᵀ,  S = D − BW,  T = W S⁻¹,  M⁻¹ = [A⁻¹ + T Wᵀ, −T; −Tᵀ, S⁻¹]
 *
 * so that nearly all of the (4/3)n³ operations are matrix products, which onnxruntime does at the machine's speed,
 * between buffers that each depth has once: a fresh gigabyte costs more in page faults than its product. Of T Wᵀ only the
 * tiles that touch the lower triangle are made. Leaves are inverted by the float64 kernel. Memory beside the matrix: (4/3) n² floats.
 */
const LEAF = 256;
/** Rows of one product: the binding's own copy of a result this small comes from memory that was used before. */
const TILE_ROWS = 1024;
/** Transposed writes go by squares that stay in the cache. */
const SQUARE = 64;

export class NotPositiveDefiniteError extends Error {
  override readonly name = 'NotPositiveDefiniteError';
}

interface Matrix {
  readonly data: Float32Array;
  readonly rows: number;
  readonly columns: number;
}

/** Both products of the recursion, one session each, sizes open. */
class Products {
  private constructor(private readonly plain: Session, private readonly outer: Session) {}

  static async open(): Promise<Products> {
    const [plain, outer] = await Promise.all([openGemm(['k', 'n'], false), openGemm(['n', 'k'], true)]);
    return new Products(plain, outer);
  }

  /** y = A·B. */
  product(y: Matrix, a: Matrix, b: Matrix): Promise<unknown> {
    return this.plain.run({ a: tensor(a), b: tensor(b) }, { y: tensor(y) });
  }

  /** y = A·Bᵀ. */
  timesTransposed(y: Matrix, a: Matrix, b: Matrix): Promise<unknown> {
    return this.outer.run({ a: tensor(a), b: tensor(b) }, { y: tensor(y) });
  }

  async close(): Promise<void> {
    await Promise.all([this.plain.dispose(), this.outer.dispose()]);
  }
}

function openGemm(right: string[], transposeB: boolean): Promise<Session> {
  const graph = new Graph('gemm');
  graph.output('y', gemm(graph.input('a', 'float32', ['m', 'k']), graph.input('b', 'float32', right), null, { transposeB }));
  return Session.open(graph.encode(), 'exclusive');
}

const tensor = ({ data, rows, columns }: Matrix): FeedTensor => ({ dtype: 'float32', data, shape: [rows, columns] });

type Step = (rows: number) => void | Promise<void>;

/** Inverts `matrix` [size, size], row-major, in place; what lies above its diagonal is not read. Throws NotPositiveDefiniteError. */
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
  private readonly tile: Float32Array;

  constructor(private readonly products: Products, private readonly leaf: LeafInverse, size: number, private readonly step: Step) {
    const half = Math.ceil(size / 2);
    this.buffers = size <= LEAF ? [] : Array.from({ length: 4 }, () => new Float32Array(half * half));
    this.tile = new Float32Array(size <= LEAF ? 0 : Math.min(half, TILE_ROWS) * half);
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
    const b = this.buffer(1, rest, half);
    const w = this.buffer(2, half, rest);
    const s = this.buffer(3, rest, rest);
    take(m, a, 0);
    take(m, b, half);
    await below.invert(a);
    for (const [from, to] of tilesOf(half)) await products.timesTransposed(part(w, from, to), part(a, from, to), b);
    for (const [from, to] of tilesOf(rest)) {
      const tile = part(s, from, to);
      await products.product(tile, part(b, from, to), w);
      subtractFrom(m, tile, half + from, half);
    }
    await below.invert(s);
    const t = this.buffer(1, half, rest); // b is done with
    for (const [from, to] of tilesOf(half)) await products.product(part(t, from, to), part(w, from, to), s);
    for (const [from, to] of tilesOf(half)) {
      const tile = { data: this.tile.subarray(0, (to - from) * to), rows: to - from, columns: to };
      await products.timesTransposed(tile, part(t, from, to), part(w, 0, to));
      putSum(m, part(a, from, to), tile, from);
    }
    putNegativePair(m, t, half);
    put(m, s, half);
  }

  private buffer(at: number, rows: number, columns: number): Matrix {
    return { data: this.buffers[at].subarray(0, rows * columns), rows, columns };
  }
}

/** [from, to) of the tiles of so many rows. */
function tilesOf(rows: number): [number, number][] {
  const count = Math.ceil(rows / TILE_ROWS);
  return Array.from({ length: count }, (_, at) => [Math.floor((at * rows) / count), Math.floor(((at + 1) * rows) / count)]);
}

const part = ({ data, columns }: Matrix, from: number, to: number): Matrix =>
  ({ data: data.subarray(from * columns, to * columns), rows: to - from, columns });

/** The block of M that begins at the first column of `row`. */
function take(m: Matrix, into: Matrix, row: number): void {
  for (let at = 0; at < into.rows; at++) {
    const start = (row + at) * m.columns;
    into.data.set(m.data.subarray(start, start + into.columns), at * into.columns);
  }
}

/** S into the lower right corner of M, which begins at (half, half). */
function put(m: Matrix, s: Matrix, half: number): void {
  for (let at = 0; at < s.rows; at++) {
    m.data.set(s.data.subarray(at * s.columns, (at + 1) * s.columns), (half + at) * m.columns + half);
  }
}

/** tile ← the block of M at (row, column) − tile. */
function subtractFrom(m: Matrix, tile: Matrix, row: number, column: number): void {
  const { data, rows, columns } = tile;
  for (let at = 0; at < rows; at++) {
    const start = (row + at) * m.columns + column;
    for (let cell = 0; cell < columns; cell++) data[at * columns + cell] = m.data[start + cell] - data[at * columns + cell];
  }
}

/** A + tile into the rows of M from `row` on, and mirrored, so that both triangles are the same. */
function putSum(m: Matrix, a: Matrix, tile: Matrix, row: number): void {
  const { data, rows, columns } = tile;
  for (let left = 0; left < columns; left += SQUARE) {
    for (let at = 0; at < rows; at++) {
      for (let column = left; column < Math.min(left + SQUARE, row + at + 1); column++) {
        const value = a.data[at * a.columns + column] + data[at * columns + column];
        m.data[(row + at) * m.columns + column] = value;
        m.data[column * m.columns + row + at] = value;
      }
    }
  }
}

/** −T at the upper right and −Tᵀ at the lower left, in squares. */
function putNegativePair(m: Matrix, t: Matrix, half: number): void {
  for (let top = 0; top < t.rows; top += SQUARE) {
    for (let left = 0; left < t.columns; left += SQUARE) {
      for (let row = top; row < Math.min(top + SQUARE, t.rows); row++) {
        for (let column = left; column < Math.min(left + SQUARE, t.columns); column++) {
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

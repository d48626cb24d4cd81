import { Arena } from '../kernels/memory.js';
import { KernelPool } from '../kernels/pool.js';
import type { KernelJob } from '../kernels/pool.js';
import { Random } from '../random.js';
import { transpose } from '../sparse.js';
import type { SparseRows } from '../sparse.js';
import { ParamsError, requireBetween } from '../trainer.js';
import type { Params, Report } from '../trainer.js';
import { chunkCount, chunkRange, regularisers, strideOf, sumGram } from './ials-system.js';

export interface IalsParams extends Params {
  /** Numbers per vector. */
  readonly width: number;
  /** α₀: what a pair that was not seen weighs, where a seen one weighs 1. */
  readonly alpha0: number;
  readonly lambda: number;
  /** ν: 0 regularises all vectors alike, 1 in proportion to their data. */
  readonly nu: number;
  readonly epochs: number;
  /** Conjugate-gradient steps per half-step, from the last vector; 0 solves exactly by Cholesky. */
  readonly solverSteps: number;
}

/** Vectors of both sides, row-major with rows of `stride` floats, of which the first `width` count. */
export interface Factors {
  readonly readers: Float32Array;
  readonly items: Float32Array;
  readonly stride: number;
}

const THREADS = 2;
/** Jobs of a half-step: enough for progress and for threads of uneven speed. */
const JOBS = 64;
/** Standard deviation of the start values over √width (Rendle et al. 2021, section 4.3). */
const START_SCALE = 0.1;

/**
 * Implicit ALS (Hu, Koren and Volinsky 2008) in the form of Rendle et al. 2021, "Revisiting the performance of iALS":
 *
 *   min Σ_(u,i)∈S w_ui (x_uᵀy_i − 1)² + α₀ Σ_u Σ_i (x_uᵀy_i)² + λ [Σ_u (n_u + α₀|I|)^ν ‖x_u‖² + Σ_i (n_i + α₀|U|)^ν ‖y_i‖²]
 *
 * with n the sums of weights of a row. Half-steps in turn, readers first: each row has its own small system (assembly/ials.as),
 * solved by the threads of a pool. The last half-step is the items'. The same seed gives the same bytes, whatever the threads.
 */
export async function fitFactors(rows: SparseRows, params: IalsParams, seed: number, report: Report): Promise<Factors> {
  checkParams(params);
  const stride = strideOf(params.width);
  const { rowCount, columnCount } = rows;
  const cells = rows.columns.length;
  const lengths = [rowCount + 1, columnCount + 1, cells, cells, cells, cells, rowCount, columnCount, rowCount * stride, columnCount * stride];
  const chunks = Math.max(chunkCount(rowCount), chunkCount(columnCount));
  const bytes = Arena.bytesFor(...lengths, stride * stride, chunks * stride * stride);
  const pool = await KernelPool.open({ bytes, threads: THREADS, scratchFloats: Math.max(stride * stride, 12 * stride + 4) });
  try {
    const { arena } = pool;
    const base = arena.f32(stride * stride);
    const partials = arena.f32(chunks * stride * stride);
    const readers = sideOf(arena, rows, stride, regularisers(rows, params));
    const turned = transpose(rows);
    const items = sideOf(arena, turned, stride, regularisers(turned, params));
    startValues(items.vectors, params.width, stride, seed);
    const system = { pool, stride, base, partials, params };
    for (let epoch = 0; epoch < params.epochs; epoch++) {
      const say = (half: number): Report => (share) => report((epoch + (half + share) / 2) / params.epochs, `iALS: epoch ${epoch + 1} of ${params.epochs}`);
      await halfStep(system, readers, items.vectors, say(0));
      await halfStep(system, items, readers.vectors, say(1));
    }
    return { readers: readers.vectors.slice(), items: items.vectors.slice(), stride };
  } finally {
    await pool.close();
  }
}

function checkParams(params: IalsParams): void {
  requireBetween('width', params.width, 1, 1024);
  requireBetween('alpha0', params.alpha0, 0, 1);
  requireBetween('lambda', params.lambda, 1e-9, 1e6);
  requireBetween('nu', params.nu, 0, 2);
  requireBetween('epochs', params.epochs, 1, 1000);
  requireBetween('solverSteps', params.solverSteps, 0, 1000);
  for (const name of ['width', 'epochs', 'solverSteps']) {
    if (!Number.isInteger(params[name])) throw new ParamsError(`parameter ${name} must be a whole number, not ${params[name]}`);
  }
}

interface Side {
  readonly rowCount: number;
  readonly offsets: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float32Array;
  readonly regs: Float32Array;
  readonly vectors: Float32Array;
}

function sideOf(arena: Arena, rows: SparseRows, stride: number, regs: Float32Array): Side {
  return {
    rowCount: rows.rowCount,
    offsets: arena.i32From(rows.offsets),
    columns: arena.i32From(rows.columns),
    values: arena.f32From(rows.values),
    regs: arena.f32From(regs),
    vectors: arena.f32(rows.rowCount * stride),
  };
}

function startValues(vectors: Float32Array, width: number, stride: number, seed: number): void {
  const random = new Random(seed);
  const scale = START_SCALE / Math.sqrt(width);
  for (let start = 0; start < vectors.length; start += stride) {
    for (let at = 0; at < width; at++) vectors[start + at] = scale * random.normal();
  }
}

interface System {
  readonly pool: KernelPool;
  readonly stride: number;
  /** α₀YᵀY of the side that stands still. */
  readonly base: Float32Array;
  readonly partials: Float32Array;
  readonly params: IalsParams;
}

/** Solves every row of `side` against the vectors of the other. */
async function halfStep(system: System, side: Side, others: Float32Array, report: Report): Promise<void> {
  const { pool, stride, base, partials, params } = system;
  const size = stride * stride;
  const chunks = chunkCount(others.length / stride);
  partials.fill(0, 0, chunks * size);
  await pool.run(Array.from({ length: chunks }, (_, chunk): KernelJob => ({
    kernel: 'addGram',
    args: [others.byteOffset, ...chunkRange(others.length / stride, chunk), stride, partials.byteOffset + 4 * size * chunk],
  })), () => undefined);
  sumGram(partials.subarray(0, chunks * size), stride, params.alpha0, base);
  const exact = params.solverSteps === 0;
  const jobs = evenRanges(side, stride).map(([from, to]): KernelJob => ({
    kernel: exact ? 'ialsExact' : 'ialsGradient',
    args: [
      side.offsets.byteOffset, side.columns.byteOffset, side.values.byteOffset, from, to, others.byteOffset, base.byteOffset, side.regs.byteOffset,
      stride, ...(exact ? [] : [params.solverSteps]), side.vectors.byteOffset, 'scratch',
    ],
  }));
  const failures = await pool.run(jobs, report);
  if (failures.some((result) => result !== 0)) {
    throw new ParamsError(`the system of a row is not positive definite in float32; raise lambda (now ${params.lambda})`);
  }
}

/** Ranges of rows with about equal work: a row costs its cells and one vector. */
function evenRanges(side: Side, stride: number): [number, number][] {
  const work = (row: number): number => side.offsets[row] + row * (stride / 8 + 1);
  const share = Math.max(1, work(side.rowCount) / JOBS);
  const ranges: [number, number][] = [];
  for (let from = 0; from < side.rowCount;) {
    let to = from + 1;
    while (to < side.rowCount && work(to) - work(from) < share) to++;
    ranges.push([from, to]);
    from = to;
  }
  return ranges;
}

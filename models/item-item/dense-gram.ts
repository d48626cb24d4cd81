import { Arena } from '../kernels/memory.js';
import { KernelPool } from '../kernels/pool.js';
import type { KernelJob } from '../kernels/pool.js';
import type { SparseRows } from '../sparse.js';
import type { Report } from '../trainer.js';

const THREADS = 2;
/** Enough for progress and for threads of uneven speed. */
const JOBS = 128;

/**
 * The lower triangle of XᵀX [items, items], zeros above it, for X = rows [readers, items]; `columns` is the transpose of
 * `rows`. Each row is one thread's, summed in float64 in the order of the readers: the bytes do not depend on the threads.
 */
export async function lowerGram(rows: SparseRows, columns: SparseRows, report: Report, threads = THREADS): Promise<Float32Array> {
  const items = rows.columnCount;
  const cells = rows.columns.length;
  const bytes = Arena.bytesFor(rows.rowCount + 1, items + 1, cells, cells, cells, cells, items * items);
  const pool = await KernelPool.open({ bytes, threads, scratchFloats: 2 * items });
  try {
    const { arena } = pool;
    const views = [rows, columns].flatMap((side) => [
      arena.i32From(side.offsets).byteOffset, arena.i32From(side.columns).byteOffset, arena.f32From(side.values).byteOffset,
    ]);
    const gram = arena.f32(items * items);
    const jobs = evenRanges(columns).map(([from, to]): KernelJob => ({
      kernel: 'gramLower', args: [...views, from, to, items, gram.byteOffset, 'scratch'],
    }));
    await pool.run(jobs, report, `products of ${items} items`);
    return gram;
  } finally {
    await pool.close();
  }
}

/** Ranges of rows with about as many cells. */
function evenRanges({ rowCount, offsets }: SparseRows): [number, number][] {
  const share = offsets[rowCount] / JOBS;
  const ranges: [number, number][] = [];
  for (let from = 0; from < rowCount;) {
    let to = from + 1;
    while (to < rowCount && offsets[to + 1] - offsets[from] <= share) to++;
    ranges.push([from, to]);
    from = to;
  }
  return ranges;
}

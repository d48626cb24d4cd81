import { axpy } from './dense';

/**
 * One row of XᵀX in float64: sums_j += Σ_r X_r,item X_r,j over the rows r of column `item` of X [rows, columns], given by
 * rows and by columns (CSR and CSC). `touched` gets the columns that met a zero sum, in the order of their first meeting,
 * and its length is returned. Values must be positive; sums are zero before.
 */
export function gramRow(
  rowOffsets: usize, rowColumns: usize, rowValues: usize,
  columnOffsets: usize, columnRows: usize, columnValues: usize,
  item: i32, sums: usize, touched: usize,
): i32 {
  let count: i32 = 0;
  const end = load<i32>(columnOffsets + (<usize>item << 2), 4);
  for (let at = load<i32>(columnOffsets + (<usize>item << 2)); at < end; at++) {
    const row = <usize>load<i32>(columnRows + (<usize>at << 2)) << 2;
    const weight = <f64>load<f32>(columnValues + (<usize>at << 2));
    const last = load<i32>(rowOffsets + row, 4);
    for (let cell = load<i32>(rowOffsets + row); cell < last; cell++) {
      const column = <usize>load<i32>(rowColumns + (<usize>cell << 2));
      const sum = load<f64>(sums + (column << 3));
      store<i32>(touched + (<usize>count << 2), <i32>column);
      count += i32(sum == 0);
      store<f64>(sums + (column << 3), sum + weight * <f64>load<f32>(rowValues + (<usize>cell << 2)));
    }
  }
  return count;
}

/**
 * The rows [from, to) of the lower triangle of XᵀX, out [columns, columns], summed in float64, what lies above the diagonal
 * left as it is; X as in `gramRow`, the columns of its rows ascending. scratch: `columns` doubles.
 */
export function gramLower(
  rowOffsets: usize, rowColumns: usize, rowValues: usize,
  columnOffsets: usize, columnRows: usize, columnValues: usize,
  from: i32, to: i32, columns: i32, out: usize, scratch: usize,
): void {
  for (let item = from; item < to; item++) {
    memory.fill(scratch, 0, <usize>(item + 1) << 3);
    const end = load<i32>(columnOffsets + (<usize>item << 2), 4);
    for (let at = load<i32>(columnOffsets + (<usize>item << 2)); at < end; at++) {
      const row = <usize>load<i32>(columnRows + (<usize>at << 2)) << 2;
      const weight = <f64>load<f32>(columnValues + (<usize>at << 2));
      // Ends at the latest in the item's own cell: this row has one.
      for (let cell = load<i32>(rowOffsets + row); ; cell++) {
        const column = load<i32>(rowColumns + (<usize>cell << 2));
        const sum = scratch + (<usize>column << 3);
        store<f64>(sum, load<f64>(sum) + weight * <f64>load<f32>(rowValues + (<usize>cell << 2)));
        if (column == item) break;
      }
    }
    const into = out + ((<usize>item * <usize>columns) << 2);
    for (let column = 0; column <= item; column++) {
      store<f32>(into + (<usize>column << 2), <f32>load<f64>(scratch + (<usize>column << 3)));
    }
  }
}

/** out_r = Σ_c A_rc x_c for the rows [from, to) of a sparse A and a dense x [columns, width]. */
export function multiplySparse(
  offsets: usize, columns: usize, values: usize, from: i32, to: i32, x: usize, width: i32, out: usize,
): void {
  const rowBytes = <usize>width << 2;
  for (let row = from; row < to; row++) {
    const into = out + <usize>row * rowBytes;
    memory.fill(into, 0, rowBytes);
    const last = load<i32>(offsets + (<usize>row << 2), 4);
    for (let cell = load<i32>(offsets + (<usize>row << 2)); cell < last; cell++) {
      const at = <usize>cell << 2;
      axpy(load<f32>(values + at), x + <usize>load<i32>(columns + at) * rowBytes, into, width);
    }
  }
}

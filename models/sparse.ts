/** A sparse matrix by rows: row r holds columns[offsets[r] .. offsets[r+1]) in ascending order, with their values. */
export interface SparseRows {
  readonly rowCount: number;
  readonly columnCount: number;
  readonly offsets: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float32Array;
}

/** The transpose, by counting sort: O(nnz + columns), and its rows come out ascending. */
export function transpose(matrix: SparseRows): SparseRows {
  const { rowCount, columnCount, offsets, columns, values } = matrix;
  const starts = new Int32Array(columnCount + 1);
  for (let at = 0; at < columns.length; at++) starts[columns[at] + 1]++;
  for (let column = 0; column < columnCount; column++) starts[column + 1] += starts[column];
  const next = starts.slice();
  const rows = new Int32Array(columns.length);
  const moved = new Float32Array(columns.length);
  for (let row = 0; row < rowCount; row++) {
    for (let at = offsets[row]; at < offsets[row + 1]; at++) {
      const to = next[columns[at]]++;
      rows[to] = row;
      moved[to] = values[at];
    }
  }
  return { rowCount: columnCount, columnCount: rowCount, offsets: starts, columns: rows, values: moved };
}

/** The position of `column` in `row`, or -1. */
export function find(matrix: SparseRows, row: number, column: number): number {
  let low = matrix.offsets[row];
  let high = matrix.offsets[row + 1] - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const at = matrix.columns[middle];
    if (at === column) return middle;
    if (at < column) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** The number of cells in the longest row. */
export function widestRow({ offsets, rowCount }: SparseRows): number {
  let width = 0;
  for (let row = 0; row < rowCount; row++) width = Math.max(width, offsets[row + 1] - offsets[row]);
  return width;
}

/** Collects rows one after another, in growing buffers: the number of non-zeros is not known before. */
export class RowBuilder {
  private columns = new Int32Array(1 << 16);
  private values = new Float32Array(1 << 16);
  private readonly offsets: Int32Array;
  private row = 0;
  private size = 0;

  constructor(private readonly rowCount: number, private readonly columnCount: number) {
    this.offsets = new Int32Array(rowCount + 1);
  }

  push(column: number, value: number): void {
    if (this.size === this.columns.length) this.grow();
    this.columns[this.size] = column;
    this.values[this.size++] = value;
  }

  endRow(): void {
    this.offsets[++this.row] = this.size;
  }

  finish(): SparseRows {
    if (this.row !== this.rowCount) throw new RangeError(`${this.row} of ${this.rowCount} rows were ended`);
    const columns = this.columns.subarray(0, this.size);
    const values = this.values.subarray(0, this.size);
    return { rowCount: this.rowCount, columnCount: this.columnCount, offsets: this.offsets, columns, values };
  }

  private grow(): void {
    const columns = new Int32Array(this.columns.length * 2);
    const values = new Float32Array(this.values.length * 2);
    columns.set(this.columns);
    values.set(this.values);
    this.columns = columns;
    this.values = values;
  }
}

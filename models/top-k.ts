/**
 * The k largest of many scores, largest first, ties by the lower index, as ONNX TopK orders them. One instance is
 * reused for many rows: a binary min-heap over two typed arrays, whose root is the score to beat, so that a row of n
 * costs n comparisons and few moves.
 */
export class TopSelector {
  readonly indices: Int32Array;
  readonly values: Float32Array;
  /** How many of `indices` and `values` the last call filled. */
  count = 0;

  constructor(readonly capacity: number) {
    if (!Number.isSafeInteger(capacity) || capacity < 1) throw new RangeError(`top-k needs k ≥ 1, not ${capacity}`);
    this.indices = new Int32Array(capacity);
    this.values = new Float32Array(capacity);
  }

  /** Selects among scores[0, length) those above `floor`; NaN never is. */
  select(scores: Float32Array, length: number, floor = -Infinity): this {
    this.count = 0;
    let at = 0;
    for (; at < length && this.count < this.capacity; at++) {
      if (scores[at] > floor) this.push(at, scores[at]);
    }
    let worst = this.values[0];
    for (; at < length; at++) {
      // Strict: an equal score with a higher index loses the tie.
      if (scores[at] > worst) {
        this.replaceRoot(at, scores[at]);
        worst = this.values[0];
      }
    }
    return this.sort();
  }

  /**
   * Selects among the pairs (indices[p], scores[p]), in any order of the indices, without those whose index is in
   * `exclude`; it is asked only for pairs that would be kept, about k·ln(n/k) times.
   */
  selectSparse(indices: Int32Array, scores: Float32Array, floor: number, exclude: ReadonlySet<number>): this {
    this.count = 0;
    for (let at = 0; at < indices.length; at++) {
      const value = scores[at];
      if (!(value > floor)) continue;
      if (this.count < this.capacity) {
        if (!exclude.has(indices[at])) this.push(indices[at], value);
      } else if (value > this.values[0] || (value === this.values[0] && indices[at] < this.indices[0])) {
        if (!exclude.has(indices[at])) this.replaceRoot(indices[at], value);
      }
    }
    return this.sort();
  }

  private worse(a: number, b: number): boolean {
    return this.values[a] < this.values[b] || (this.values[a] === this.values[b] && this.indices[a] > this.indices[b]);
  }

  private swap(a: number, b: number): void {
    const value = this.values[a];
    const index = this.indices[a];
    this.values[a] = this.values[b];
    this.indices[a] = this.indices[b];
    this.values[b] = value;
    this.indices[b] = index;
  }

  private push(index: number, value: number): void {
    let at = this.count++;
    this.indices[at] = index;
    this.values[at] = value;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.worse(at, parent)) return;
      this.swap(at, parent);
      at = parent;
    }
  }

  private replaceRoot(index: number, value: number): void {
    this.indices[0] = index;
    this.values[0] = value;
    this.sink(0, this.count);
  }

  private sink(start: number, size: number): void {
    let at = start;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= size) return;
      const child = left + 1 < size && this.worse(left + 1, left) ? left + 1 : left;
      if (!this.worse(child, at)) return;
      this.swap(child, at);
      at = child;
    }
  }

  /** Heap sort in place: the worst moves to the end each time. */
  private sort(): this {
    for (let size = this.count - 1; size > 0; size--) {
      this.swap(0, size);
      this.sink(0, size);
    }
    return this;
  }
}

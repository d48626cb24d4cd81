import { inputWidth, parameterShapes, rowWidth } from './architecture.js';
import type { Architecture, Parameters } from './architecture.js';
import type { EncodedRows, FieldTable } from './field-table.js';

/**
 * into += Σ values[i] · W[places[i]] over the first `count`, W row-major [inputs, into.length]; four inputs in one pass,
 * which halves the loads and stores of `into`.
 */
function accumulate(places: Int32Array, values: Float64Array, count: number, weights: Float32Array, into: Float64Array): void {
  const outputs = into.length;
  let at = 0;
  for (; at + 4 <= count; at += 4) {
    const [a, b, c, d] = [values[at], values[at + 1], values[at + 2], values[at + 3]];
    const [rowA, rowB, rowC, rowD] = [places[at] * outputs, places[at + 1] * outputs, places[at + 2] * outputs, places[at + 3] * outputs];
    for (let output = 0; output < outputs; output++) {
      into[output] += a * weights[rowA + output] + b * weights[rowB + output] + c * weights[rowC + output] + d * weights[rowD + output];
    }
  }
  for (; at < count; at++) {
    const [value, row] = [values[at], places[at] * outputs];
    for (let output = 0; output < outputs; output++) into[output] += value * weights[row + output];
  }
}

/** x·W for dense or sparse x, one row after another. */
class Product {
  private readonly places: Int32Array;
  private readonly values: Float64Array;

  constructor(private readonly weights: Float32Array, inputs: number) {
    this.places = new Int32Array(inputs);
    this.values = new Float64Array(inputs);
  }

  /** into += (x − last)·W; without `last`, x·W. Inputs that are the same cost nothing. */
  add(x: Float64Array, into: Float64Array, last: Float64Array | null = null): void {
    let count = 0;
    for (let input = 0; input < x.length; input++) {
      const value = last ? x[input] - last[input] : x[input];
      if (value === 0) continue;
      this.places[count] = input;
      this.values[count++] = value;
    }
    accumulate(this.places, this.values, count, this.weights, into);
    last?.set(x);
  }
}

/** x·W for rows that come one after another: only the inputs that changed since the last row are multiplied. */
class RunningProduct {
  private readonly last: Float64Array;
  readonly sums: Float64Array;
  private readonly product: Product;

  constructor(weights: Float32Array, inputs: number, outputs: number) {
    this.last = new Float64Array(inputs);
    this.sums = new Float64Array(outputs);
    this.product = new Product(weights, inputs);
  }

  reset(): void {
    this.last.fill(0);
    this.sums.fill(0);
  }

  update(x: Float64Array): Float64Array {
    this.product.add(x, this.sums, this.last);
    return this.sums;
  }
}

/**
 * The network of network.ts in TypeScript, float64 over the float32 parameters: what the api calls, where onnxruntime may
 * not run. The candidates of one request share reader, hour and profile, and those inputs are multiplied once.
 */
export class Forward {
  private readonly x0: Float64Array;
  private readonly x: Float64Array;
  private readonly low: Float64Array;
  private readonly up: Float64Array;
  private readonly hidden: readonly [Float64Array, Float64Array];
  private readonly logits: Float64Array;
  private readonly linear: Float64Array;
  /** Σ v and Σ v² of a row, [k]. */
  private readonly total: Float64Array;
  private readonly squares: Float64Array;
  private readonly first: RunningProduct | null;
  private readonly products: Readonly<Record<string, Product>>;

  constructor(
    private readonly architecture: Architecture,
    private readonly fieldTable: FieldTable,
    private readonly rows: Float32Array,
    private readonly p: Parameters,
  ) {
    const { kind, hidden, heads, crossRank, stacked } = architecture;
    const width = inputWidth(architecture);
    this.x0 = new Float64Array(width);
    this.x = new Float64Array(width);
    this.up = new Float64Array(width);
    this.low = new Float64Array(crossRank);
    this.hidden = [new Float64Array(hidden[0]), new Float64Array(hidden[1])];
    this.logits = new Float64Array(heads);
    this.linear = new Float64Array(heads);
    this.total = new Float64Array(architecture.factors);
    this.squares = new Float64Array(architecture.factors);
    const readsInput = kind === 'deepfm' || (kind === 'dcn' && !stacked);
    this.first = readsInput ? new RunningProduct(p.hidden0, width, hidden[0]) : null;
    this.products = Object.fromEntries(Object.entries(parameterShapes(architecture)).map(([name, [inputs]]) => [name, new Product(p[name], inputs)]));
  }

  /** into = bias + x·W of the parameter `name`. */
  private affine(x: Float64Array, name: string, bias: Float32Array | null, into: Float64Array): Float64Array {
    if (bias) into.set(bias);
    else into.fill(0);
    this.products[name].add(x, into);
    return into;
  }

  /** Logits [rows, H], row-major. */
  run(encoded: EncodedRows): Float64Array {
    const { heads } = this.architecture;
    const all = new Float64Array(encoded.rowCount * heads);
    this.first?.reset();
    for (let row = 0; row < encoded.rowCount; row++) {
      this.readInput(encoded, row);
      this.logits.set(this.p.bias);
      if (this.architecture.kind !== 'dcn') this.addMachine();
      if (this.architecture.kind !== 'fm') this.addDeep();
      all.set(this.logits, row * heads);
    }
    return all;
  }

  /** x_0 and the sums of the linear weights of the fields. */
  private readInput({ offsets, rows, numbers }: EncodedRows, row: number): void {
    const { x0, linear, architecture, fieldTable } = this;
    const { fields, factors, numbers: numberCount } = architecture;
    const width = rowWidth(architecture);
    const ahead = width - factors;
    x0.fill(0);
    linear.fill(0);
    for (let field = 0; field < fields; field++) {
      const [start, end] = [offsets[row * fields + field], offsets[row * fields + field + 1]];
      const share = fieldTable.fields[field].pool === 'mean' ? 1 / (end - start) : 1;
      for (let entry = start; entry < end; entry++) {
        const from = rows[entry] * width;
        for (let head = 0; head < ahead; head++) linear[head] += share * this.rows[from + head];
        for (let at = 0; at < factors; at++) x0[field * factors + at] += share * this.rows[from + ahead + at];
      }
    }
    for (let at = 0; at < numberCount; at++) x0[fields * factors + at] = numbers[row * numberCount + at];
  }

  private addMachine(): void {
    const { x0, linear, logits, p, total, squares } = this;
    const { fields, factors, numbers, heads } = this.architecture;
    total.fill(0);
    squares.fill(0);
    for (let field = 0; field < fields; field++) {
      for (let factor = 0; factor < factors; factor++) {
        const value = x0[field * factors + factor];
        total[factor] += value;
        squares[factor] += value * value;
      }
    }
    for (let head = 0; head < heads; head++) logits[head] += linear[head];
    for (let at = 0; at < numbers; at++) {
      const x = x0[fields * factors + at];
      if (x === 0) continue;
      for (let head = 0; head < heads; head++) logits[head] += x * p.numberWeights[at * heads + head];
      for (let factor = 0; factor < factors; factor++) {
        const value = x * p.numberFactors[at * factors + factor];
        total[factor] += value;
        squares[factor] += value * value;
      }
    }
    for (let factor = 0; factor < factors; factor++) {
      const pairs = 0.5 * (total[factor] * total[factor] - squares[factor]);
      for (let head = 0; head < heads; head++) logits[head] += pairs * (heads === 1 ? 1 : p.headFactors[factor * heads + head]);
    }
  }

  private addDeep(): void {
    const { x0, logits, p, hidden, first } = this;
    const { kind, stacked } = this.architecture;
    const x = kind === 'dcn' ? this.cross() : x0;
    if (first) {
      const sums = first.update(x0);
      for (let at = 0; at < sums.length; at++) hidden[0][at] = sums[at] + p.hiddenBias0[at];
    } else {
      this.affine(x, 'hidden0', p.hiddenBias0, hidden[0]);
    }
    rectify(hidden[0]);
    rectify(this.affine(hidden[0], 'hidden1', p.hiddenBias1, hidden[1]));
    this.products.hiddenOut.add(hidden[1], logits);
    if (kind === 'dcn' && !stacked) this.products.crossOut.add(x, logits);
  }

  private cross(): Float64Array {
    const { x0, x, low, up, p } = this;
    x.set(x0);
    for (let layer = 0; layer < this.architecture.crossLayers; layer++) {
      this.affine(x, `crossDown${layer}`, null, low);
      this.affine(low, `crossUp${layer}`, p[`crossBias${layer}`], up);
      for (let at = 0; at < x.length; at++) x[at] += x0[at] * up[at];
    }
    return x;
  }
}

function rectify(values: Float64Array): void {
  for (let at = 0; at < values.length; at++) if (values[at] < 0) values[at] = 0;
}

import { inputWidth, rowWidth } from './architecture.js';
import type { Architecture, Parameters } from './architecture.js';
import type { EncodedRows, FieldTable } from './field-table.js';

/** x·W for rows that come one after another: only the inputs that changed since the last row are multiplied. */
class RunningProduct {
  private readonly last: Float64Array;
  readonly sums: Float64Array;

  constructor(private readonly weights: Float32Array, inputs: number, private readonly outputs: number) {
    this.last = new Float64Array(inputs);
    this.sums = new Float64Array(outputs);
  }

  reset(): void {
    this.last.fill(0);
    this.sums.fill(0);
  }

  update(x: Float64Array): Float64Array {
    const { weights, outputs, last, sums } = this;
    for (let input = 0; input < last.length; input++) {
      const change = x[input] - last[input];
      if (change === 0) continue;
      last[input] = x[input];
      const start = input * outputs;
      for (let at = 0; at < outputs; at++) sums[at] += change * weights[start + at];
    }
    return sums;
  }
}

/** into = bias + x·W, W row-major [x.length, into.length]. */
function affine(x: Float64Array, weights: Float32Array, bias: Float32Array | null, into: Float64Array): Float64Array {
  const outputs = into.length;
  if (bias) into.set(bias);
  else into.fill(0);
  for (let input = 0; input < x.length; input++) {
    const value = x[input];
    if (value === 0) continue;
    const start = input * outputs;
    for (let at = 0; at < outputs; at++) into[at] += value * weights[start + at];
  }
  return into;
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
  private readonly first: RunningProduct | null;

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
    const readsInput = kind === 'deepfm' || (kind === 'dcn' && !stacked);
    this.first = readsInput ? new RunningProduct(p.hidden0, width, hidden[0]) : null;
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
    const { x0, linear, logits, p } = this;
    const { fields, factors, numbers, heads } = this.architecture;
    const start = fields * factors;
    for (let head = 0; head < heads; head++) logits[head] += linear[head];
    for (let at = 0; at < numbers; at++) for (let head = 0; head < heads; head++) logits[head] += x0[start + at] * p.numberWeights[at * heads + head];
    for (let factor = 0; factor < factors; factor++) {
      let total = 0;
      let squares = 0;
      for (let field = 0; field < fields; field++) {
        const value = x0[field * factors + factor];
        total += value;
        squares += value * value;
      }
      for (let at = 0; at < numbers; at++) {
        const value = x0[start + at] * p.numberFactors[at * factors + factor];
        total += value;
        squares += value * value;
      }
      const pairs = 0.5 * (total * total - squares);
      for (let head = 0; head < heads; head++) logits[head] += pairs * (heads === 1 ? 1 : p.headFactors[factor * heads + head]);
    }
  }

  private addDeep(): void {
    const { x0, logits, p, hidden, first } = this;
    const { kind, stacked, heads } = this.architecture;
    const x = kind === 'dcn' ? this.cross() : x0;
    if (first) {
      const sums = first.update(x0);
      for (let at = 0; at < sums.length; at++) hidden[0][at] = sums[at] + p.hiddenBias0[at];
    } else {
      affine(x, p.hidden0, p.hiddenBias0, hidden[0]);
    }
    rectify(hidden[0]);
    rectify(affine(hidden[0], p.hidden1, p.hiddenBias1, hidden[1]));
    addProduct(hidden[1], p.hiddenOut, heads, logits);
    if (kind === 'dcn' && !stacked) addProduct(x, p.crossOut, heads, logits);
  }

  private cross(): Float64Array {
    const { x0, x, low, up, p } = this;
    x.set(x0);
    for (let layer = 0; layer < this.architecture.crossLayers; layer++) {
      affine(x, p[`crossDown${layer}`], null, low);
      affine(low, p[`crossUp${layer}`], p[`crossBias${layer}`], up);
      for (let at = 0; at < x.length; at++) x[at] += x0[at] * up[at];
    }
    return x;
  }
}

function rectify(values: Float64Array): void {
  for (let at = 0; at < values.length; at++) if (values[at] < 0) values[at] = 0;
}

function addProduct(x: Float64Array, weights: Float32Array, outputs: number, into: Float64Array): void {
  for (let input = 0; input < x.length; input++) for (let at = 0; at < outputs; at++) into[at] += x[input] * weights[input * outputs + at];
}

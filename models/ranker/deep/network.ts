import { relu, scale, softplus } from '../../onnx/elementwise.js';
import { Graph } from '../../onnx/graph.js';
import type { Tensor } from '../../onnx/graph.js';
import { add, gemm, matMul, mul, sigmoid, sub } from '../../onnx/ops.js';
import { reduceSum } from '../../onnx/reduction.js';
import { concat, reshape, slice } from '../../onnx/shape.js';
import { parameterShapes, rowWidth } from './architecture.js';
import type { Architecture, Parameters } from './architecture.js';

/** One graph function for training and for export. */
export type ParameterTensors = Readonly<Record<string, Tensor>>;

export interface NetworkInputs {
  /** Pooled table rows [batch, F, width]; null without fields. */
  readonly rows: Tensor | null;
  /** [batch, n]; null without numbers. */
  readonly numbers: Tensor | null;
}

const BATCH = 'batch';

export function networkInputs(graph: Graph, architecture: Architecture): NetworkInputs {
  const { fields, numbers } = architecture;
  return {
    rows: fields > 0 ? graph.input('rows', 'float32', [BATCH, fields, rowWidth(architecture)]) : null,
    numbers: numbers > 0 ? graph.input('numbers', 'float32', [BATCH, numbers]) : null,
  };
}

const sum = (parts: readonly (Tensor | null)[]): Tensor => (parts.filter((part) => part !== null)).reduce(add);

/** The factors of the fields [batch, F, k], without the linear weights in front of them. */
function factorsOf(architecture: Architecture, { rows }: NetworkInputs): Tensor | null {
  const width = rowWidth(architecture);
  return rows && (width === architecture.factors ? rows : slice(rows, 2, width - architecture.factors, width));
}

/**
 * Factorisation machine (Rendle 2010, eq. 1) over the vectors v_f of the fields and x_j v_j of the numbers, by eq. 5:
 *   z_h = Σ_f w_fh + Σ_j x_j w_jh + Σ_k c_kh · ½[(Σ v)² − Σ v²]_k,
 * c = 1 for one head: then it is Rendle's machine. A pooled list counts as one vector.
 */
function factorisationMachine(architecture: Architecture, p: ParameterTensors, inputs: NetworkInputs): Tensor {
  const { heads } = architecture;
  const factors = factorsOf(architecture, inputs);
  const { rows, numbers } = inputs;
  const total = sum([factors && reduceSum(factors, { axes: [1] }), numbers && matMul(numbers, p.numberFactors)]);
  const squares = sum([
    factors && reduceSum(mul(factors, factors), { axes: [1] }),
    numbers && matMul(mul(numbers, numbers), mul(p.numberFactors, p.numberFactors)),
  ]);
  const pairs = scale(sub(mul(total, total), squares), 0.5);
  const crossed = heads === 1 ? reduceSum(pairs, { axes: [1], keep: true }) : matMul(pairs, p.headFactors);
  const linear = [rows && reduceSum(slice(rows, 2, 0, heads), { axes: [1] }), numbers && matMul(numbers, p.numberWeights)];
  return sum([crossed, ...linear]);
}

/** x_0 = [v_1 … v_F, x] [batch, d]. */
function inputOf(architecture: Architecture, inputs: NetworkInputs): Tensor {
  const factors = factorsOf(architecture, inputs);
  const parts = [factors && reshape(factors, [BATCH, architecture.fields * architecture.factors]), inputs.numbers].filter((part) => part !== null);
  return parts.length === 1 ? parts[0] : concat(parts, 1);
}

/** W_out ReLU(W_1 ReLU(W_0 x + b_0) + b_1), widths 128 and 64 unless told otherwise. */
function multilayer(x: Tensor, p: ParameterTensors): Tensor {
  const first = relu(gemm(x, p.hidden0, p.hiddenBias0));
  return matMul(relu(gemm(first, p.hidden1, p.hiddenBias1)), p.hiddenOut);
}

/** DCN-V2 (Wang et al. 2021, eq. 1 and 2): x_{l+1} = x_0 ∘ (U V^T x_l + b) + x_l, with V [d, r] and U^T [r, d]. */
function crossed(architecture: Architecture, p: ParameterTensors, x0: Tensor): Tensor {
  let x = x0;
  for (let layer = 0; layer < architecture.crossLayers; layer++) {
    const low = matMul(x, p[`crossDown${layer}`]);
    x = add(mul(x0, gemm(low, p[`crossUp${layer}`], p[`crossBias${layer}`])), x);
  }
  return x;
}

/** Logits [batch, H]. DeepFM (Guo et al. 2017): z = z_FM + z_deep over shared factors; DCN-V2 parallel or stacked. */
export function networkLogits(architecture: Architecture, p: ParameterTensors, inputs: NetworkInputs): Tensor {
  const { kind, stacked } = architecture;
  if (kind === 'fm') return add(factorisationMachine(architecture, p, inputs), p.bias);
  const x0 = inputOf(architecture, inputs);
  if (kind === 'deepfm') return add(add(factorisationMachine(architecture, p, inputs), multilayer(x0, p)), p.bias);
  const x = crossed(architecture, p, x0);
  return add(stacked ? multilayer(x, p) : add(matMul(x, p.crossOut), multilayer(x0, p)), p.bias);
}

/**
 * Σ_bh w_bh [ln(1 + e^z) − y z]: the feed `weights` [batch, H] is zero where a label is unknown and is scaled by the
 * caller, so that a missing label changes nothing, whatever `labels` holds there.
 */
export function networkLoss(graph: Graph, architecture: Architecture, p: ParameterTensors): { loss: Tensor; leaves: Tensor[] } {
  const inputs = networkInputs(graph, architecture);
  const shape = [BATCH, architecture.heads];
  const labels = graph.input('labels', 'float32', shape);
  const weights = graph.input('weights', 'float32', shape);
  const z = networkLogits(architecture, p, inputs);
  const loss = reduceSum(mul(weights, sub(softplus(z), mul(labels, z))));
  return { loss, leaves: inputs.rows ? [inputs.rows] : [] };
}

/** rows, numbers → probabilities [batch, H] with the parameters as constants. */
export function networkGraph(architecture: Architecture, parameters: Parameters): Uint8Array {
  const graph = new Graph(architecture.kind);
  const tensors = Object.fromEntries(Object.entries(parameterShapes(architecture)).map(([name, shape]) =>
    [name, graph.constant(name, 'float32', [...shape], parameters[name].slice())]));
  graph.output('probabilities', sigmoid(networkLogits(architecture, tensors, networkInputs(graph, architecture))));
  return graph.encode();
}

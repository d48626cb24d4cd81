import { equal, scale, softplus, where } from '../onnx/elementwise.js';
import type { Graph, Tensor } from '../onnx/graph.js';
import { blockParameters, norm, normalParameter, normParameters, transformerBlock } from '../onnx/layers.js';
import type { Parameters } from '../onnx/layers.js';
import { add, gather, gemm, mul, sub } from '../onnx/ops.js';
import { logSumExp, reduceSum, weightedMean } from '../onnx/reduction.js';
import { asRows, reshape, unsqueeze } from '../onnx/shape.js';
import { softmaxLoss } from '../onnx/softmax-loss.js';
import type { ParameterData, TrainingGraph } from '../onnx/training-session.js';
import { Random } from '../random.js';
import { blockName } from './sasrec-shape.js';
import type { SasrecShape } from './sasrec-shape.js';

export function sasrecParameters(shape: SasrecShape, seed: number): Record<string, ParameterData> {
  const random = new Random(seed);
  const deviation = 1 / Math.sqrt(shape.width);
  return Object.assign(
    { items: normalParameter([shape.itemCount, shape.width], deviation, random), places: normalParameter([shape.length, shape.width], deviation, random) },
    ...Array.from({ length: shape.blocks }, (_, block) => blockParameters(blockName(block), shape.width, shape.inner, random)),
    normParameters('last', shape.width),
  ) as Record<string, ParameterData>;
}

export type Dropout = (x: Tensor, name: string) => Tensor;

/**
 * SASRec (Kang & McAuley 2018) with pre-LN blocks and tied item vectors: x_t = √d·E[item_t] + P[t], causal blocks, a last
 * norm. items, places [rows, length] → states [rows, length, width]; the score of item j after place t is state_t · E_j.
 */
export function states(
  { items, places, mask }: { items: Tensor; places: Tensor; mask: Tensor },
  parameters: Parameters,
  shape: SasrecShape,
  dropout: Dropout = (x) => x,
): Tensor {
  const vectors = scale(gather(parameters.items, items), Math.sqrt(shape.width));
  let x = dropout(add(vectors, scale(gather(parameters.places, places), Math.sqrt(shape.width))), 'start');
  for (let block = 0; block < shape.blocks; block++) {
    let part = 0;
    x = transformerBlock(x, blockName(block), parameters, {
      heads: shape.heads, mask, dropout: (added) => dropout(added, `${blockName(block)}_${part++}`),
    });
  }
  return norm(x, 'last', parameters);
}

export interface SasrecBatchShape {
  readonly rows: number;
  /** Shared negatives per step; 0 for a softmax over all items. */
  readonly negatives: number;
  /** Share of what a layer adds that is left out; its masks are fed, so that a seed fixes them. */
  readonly dropout: number;
  readonly temperature: number;
}

/**
 * The next item at every place: softmax over all items, or over the right one and `negatives` uniform samples. With K uniform
 * negatives out of N, each stands for N/K items: its score gets + ln(N/K) (Bengio & Senécal 2008).
 */
export function trainingGraph(graph: Graph, parameters: Parameters, shape: SasrecShape, batch: SasrecBatchShape): TrainingGraph {
  const { rows, temperature } = batch;
  const window = (name: string, dtype: 'int32' | 'float32'): Tensor => graph.input(name, dtype, [rows, shape.length]);
  const [items, places, targets, weights] = [window('items_in', 'int32'), window('places_in', 'int32'), window('targets', 'int32'), window('weights', 'float32')];
  const mask = graph.input('mask', 'float32', [rows, 1, shape.length, shape.length]);
  const dropout: Dropout = (x, name) => {
    if (batch.dropout === 0) return x;
    const kept = graph.input(dropoutName(name), 'bool', x.shape);
    return where(kept, scale(x, 1 / (1 - batch.dropout)), graph.scalar(0));
  };
  const queries = asRows(states({ items, places, mask }, parameters, shape, dropout));
  const flatWeights = reshape(weights, [rows * shape.length]);
  const labels = reshape(targets, [rows * shape.length]);
  const options = { scale: 1 / temperature };
  if (batch.negatives === 0) return { loss: weightedMean(softmaxLoss(queries, parameters.items, labels, options), flatWeights) };
  const sampled = graph.input('negatives', 'int32', [batch.negatives]);
  return { loss: weightedMean(sampledLoss(queries, parameters.items, labels, { sampled, itemCount: shape.itemCount, temperature }), flatWeights) };
}

export const dropoutName = (name: string): string => `kept_${name}`;

/** Every dropout mask of the training graph. */
export const dropoutNames = (shape: SasrecShape): string[] =>
  ['start', ...Array.from({ length: shape.blocks }, (_, block) => [`${blockName(block)}_0`, `${blockName(block)}_1`]).flat()].map(dropoutName);

interface Sampled {
  readonly sampled: Tensor;
  readonly itemCount: number;
  readonly temperature: number;
}

/**
 * ln(e^p + Σ_j e^{n_j}) − p = softplus(ln Σ_j e^{n_j} − p), with p the score of the right item and n_j = score of sample j +
 * ln(N/K); a sample that is the right item does not count.
 */
function sampledLoss(queries: Tensor, table: Tensor, labels: Tensor, { sampled, itemCount, temperature }: Sampled): Tensor {
  const { graph } = queries;
  const count = sampled.shape[0] as number;
  const right = scale(reduceSum(mul(queries, gather(table, labels)), { axes: [1] }), 1 / temperature);
  const offset = graph.scalar(Math.log(itemCount / count));
  const scores = gemm(queries, gather(table, sampled), offset, { transposeB: true, alpha: 1 / temperature });
  const isRight = equal(unsqueeze(labels, [1]), unsqueeze(sampled, [0]));
  return softplus(sub(logSumExp(where(isRight, graph.scalar(-1e9), scores)), right));
}

/** Scores of all items after the last place of each history: [readers, items]. `last` are places of the flattened window. */
export function scoringGraph(graph: Graph, parameters: Parameters, shape: SasrecShape, temperature: number): Record<string, Tensor> {
  const window = (name: string): Tensor => graph.input(name, 'int32', ['readers', 'positions']);
  const inputs = { items: window('items_in'), places: window('places_in'), mask: graph.input('mask', 'float32', ['readers', 1, 'positions', 'positions']) };
  const last = gather(asRows(states(inputs, parameters, shape)), graph.input('last', 'int32', ['readers']));
  return { scores: gemm(last, parameters.items, null, { transposeB: true, alpha: 1 / temperature }) };
}

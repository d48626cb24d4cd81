import { gelu, scale, tanh } from '../../onnx/elementwise.js';
import type { Graph, Tensor } from '../../onnx/graph.js';
import { attention, dense, denseParameters, filledParameter, normalParameter, normParameters } from '../../onnx/layers.js';
import type { Parameters } from '../../onnx/layers.js';
import { add, div, gather, matMul, mul, sub } from '../../onnx/ops.js';
import { layerNorm, reduceSum } from '../../onnx/reduction.js';
import { reshape, slice, unsqueeze } from '../../onnx/shape.js';
import type { ParameterData } from '../../onnx/training-session.js';
import { Random } from '../../random.js';

/**
 * The transformer encoder of BERT (Devlin et al. 2019) as one graph function for training, evaluation and export.
 *   h⁰ = norm(word[ids] + position[0…L) + segment[segments])
 *   post-LN (BERT):  h ← norm₁(h + attention(h)),  h ← norm₂(h + W₂ gelu(W₁h))
 *   pre-LN:          h ← h + attention(norm₁ h),   h ← h + W₂ gelu(W₁ norm₂ h), and one norm at the end (Xiong et al. 2020)
 *   pooled = tanh(W_p h_[CLS] + b_p), or of the mean of h over the tokens
 */
export interface EncoderConfig {
  readonly vocabularySize: number;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly inner: number;
  readonly maxPositions: number;
  readonly segments: number;
  readonly normEpsilon: number;
  readonly preNorm: boolean;
  readonly pooling: 'cls' | 'mean';
}

export type EncoderParameters = Record<string, ParameterData>;

export interface EncoderInputs {
  /** int32 [rows, positions]. */
  readonly ids: Tensor;
  readonly segments: Tensor;
  /** int32 [positions]: 0, 1, 2 … */
  readonly positions: Tensor;
  /** float32 [rows, positions]: 1 for a token, 0 for padding. */
  readonly mask: Tensor;
}

/** Added to the scores of padding before the softmax, as BERT does. */
const MASKED = -10_000;
const DEVIATION = 0.02;

export const layerName = (layer: number): string => `layer${layer}`;

/** Start values: tables normal with deviation 0.02 as BERT's, dense layers by Glorot. */
export function initEncoder(config: EncoderConfig, seed: number): EncoderParameters {
  const { width, inner } = config;
  const random = new Random(seed);
  const parameters: EncoderParameters = {
    word: normalParameter([config.vocabularySize, width], DEVIATION, random),
    position: normalParameter([config.maxPositions, width], DEVIATION, random),
    segment: normalParameter([config.segments, width], DEVIATION, random),
    ...normParameters('norm', width),
  };
  for (let layer = 0; layer < config.layers; layer++) {
    const name = layerName(layer);
    for (const part of ['query', 'key', 'value', 'output']) Object.assign(parameters, denseParameters(`${name}_${part}`, width, width, random));
    Object.assign(parameters, normParameters(`${name}_norm1`, width), denseParameters(`${name}_inner`, width, inner, random));
    Object.assign(parameters, denseParameters(`${name}_outer`, inner, width, random), normParameters(`${name}_norm2`, width));
  }
  return Object.assign(parameters, config.preNorm ? normParameters('final', width) : {}, denseParameters('pooler', width, width, random));
}

/** The head's start: small weights [width, labels], bias 0. */
export function initHead(width: number, labels: number, seed: number): EncoderParameters {
  return { head_weight: normalParameter([width, labels], DEVIATION, new Random(seed)), head_bias: filledParameter([labels], 0) };
}

export function encoderInputs(graph: Graph, rows: number | string, positions: number | string): EncoderInputs {
  return {
    ids: graph.input('ids', 'int32', [rows, positions]),
    segments: graph.input('segments', 'int32', [rows, positions]),
    positions: graph.input('positions', 'int32', [positions]),
    mask: graph.input('mask', 'float32', [rows, positions]),
  };
}

/** Hidden states [rows, positions, width]. */
export function encode(parameters: Parameters, inputs: EncoderInputs, config: EncoderConfig): Tensor {
  const norm = (x: Tensor, name: string): Tensor => layerNorm(x, parameters[`${name}_weight`], parameters[`${name}_bias`], config.normEpsilon);
  const { graph } = inputs.ids;
  const mask = scale(sub(graph.scalar(1), unsqueeze(inputs.mask, [1, 2])), MASKED);
  const embedded = add(add(gather(parameters.word, inputs.ids), gather(parameters.segment, inputs.segments)), gather(parameters.position, inputs.positions));
  let hidden = norm(embedded, 'norm');
  for (let layer = 0; layer < config.layers; layer++) {
    const name = layerName(layer);
    const attend = (x: Tensor): Tensor => attention(x, name, parameters, { heads: config.heads, mask });
    const transform = (x: Tensor): Tensor => dense(gelu(dense(x, `${name}_inner`, parameters)), `${name}_outer`, parameters);
    if (config.preNorm) {
      hidden = add(hidden, attend(norm(hidden, `${name}_norm1`)));
      hidden = add(hidden, transform(norm(hidden, `${name}_norm2`)));
    } else {
      hidden = norm(add(hidden, attend(hidden)), `${name}_norm1`);
      hidden = norm(add(hidden, transform(hidden)), `${name}_norm2`);
    }
  }
  return config.preNorm ? norm(hidden, 'final') : hidden;
}

/** One vector per text [rows, width]. */
export function pool(hidden: Tensor, parameters: Parameters, inputs: EncoderInputs, config: EncoderConfig): Tensor {
  const [rows, , width] = hidden.shape;
  const first = (): Tensor => reshape(slice(hidden, 1, 0, 1), [rows, width]);
  const mean = (): Tensor => {
    const weights = unsqueeze(inputs.mask, [2]);
    return div(reduceSum(mul(hidden, weights), { axes: [1] }), reduceSum(weights, { axes: [1] }));
  };
  return tanh(dense(config.pooling === 'cls' ? first() : mean(), 'pooler', parameters));
}

/** [rows, labels] scores before the softmax. */
export const classify = (pooled: Tensor, parameters: Parameters): Tensor => add(matMul(pooled, parameters.head_weight), parameters.head_bias);

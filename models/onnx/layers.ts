import { refuse } from './checks.js';
import { gelu, scale } from './elementwise.js';
import type { Tensor } from './graph.js';
import { add, gemm, matMul } from './ops.js';
import { layerNorm, softmax } from './reduction.js';
import { asRows, reshape, transposed } from './shape.js';
import type { ParameterData } from './training-session.js';
import type { Random } from '../random.js';

/**
 * Layers of networks over [rows, positions, width], and their first values. Parameters are named `<layer>_<part>`; a layer
 * finds its own among those of the graph, so one function serves training and export.
 */
export type Parameters = Readonly<Record<string, Tensor>>;

/** x [.., k] → x·weight [k, n] + bias [n]; where the sizes are fixed, as one product over all rows. */
export function dense(x: Tensor, layer: string, parameters: Parameters): Tensor {
  const weight = parameters[`${layer}_weight`];
  const bias = parameters[`${layer}_bias`];
  const leading = x.shape.slice(0, -1);
  if (!leading.every((dim) => typeof dim === 'number')) return add(matMul(x, weight), bias);
  const rows = gemm(asRows(x), weight, bias);
  return leading.length === 1 ? rows : reshape(rows, [...leading, weight.shape[1]]);
}

export const norm = (x: Tensor, layer: string, parameters: Parameters): Tensor =>
  layerNorm(x, parameters[`${layer}_weight`], parameters[`${layer}_bias`]);

/**
 * softmax(Q Kᵀ/√(width/heads) + mask) V, all heads at once, then the output product (Vaswani et al. 2017, §3.2).
 * x [rows, positions, width]; mask, added to the scores, broadcasts to [rows, heads, positions, positions].
 */
export function attention(x: Tensor, layer: string, parameters: Parameters, { heads, mask }: { heads: number; mask: Tensor | null }): Tensor {
  const [rows, positions, width] = x.shape;
  if (typeof width !== 'number' || width % heads !== 0) refuse('attention', [x], `its width must be a multiple of ${heads} heads`);
  const split = (part: string): Tensor =>
    reshape(dense(x, `${layer}_${part}`, parameters), [rows, positions, heads, width / heads]);
  const query = transposed(split('query'), [0, 2, 1, 3]);
  const key = transposed(split('key'), [0, 2, 3, 1]);
  const value = transposed(split('value'), [0, 2, 1, 3]);
  const scores = scale(matMul(query, key), 1 / Math.sqrt(width / heads));
  const mixed = matMul(softmax(mask ? add(scores, mask) : scores), value);
  return dense(reshape(transposed(mixed, [0, 2, 1, 3]), [rows, positions, width]), `${layer}_output`, parameters);
}

export interface BlockOptions {
  readonly heads: number;
  readonly mask: Tensor | null;
  /** Applied to what each half of the block adds. */
  readonly dropout?: (x: Tensor) => Tensor;
}

/** One pre-LN transformer block: x + attention(norm x), then x + W₂ gelu(W₁ norm x) (Xiong et al. 2020, fig. 1b). */
export function transformerBlock(x: Tensor, layer: string, parameters: Parameters, { heads, mask, dropout = (one) => one }: BlockOptions): Tensor {
  const attended = attention(norm(x, `${layer}_norm1`, parameters), layer, parameters, { heads, mask });
  const middle = add(x, dropout(attended));
  const inner = gelu(dense(norm(middle, `${layer}_norm2`, parameters), `${layer}_inner`, parameters));
  return add(middle, dropout(dense(inner, `${layer}_outer`, parameters)));
}

/** Normal with this deviation. */
export function normalParameter(shape: readonly number[], deviation: number, random: Random): ParameterData {
  const size = shape.reduce((product, dim) => product * dim, 1);
  return { shape, data: Float32Array.from({ length: size }, () => deviation * random.normal()) };
}

export const filledParameter = (shape: readonly number[], value: number): ParameterData =>
  ({ shape, data: new Float32Array(shape.reduce((product, dim) => product * dim, 1)).fill(value) });

/** Weight [k, n] with variance 2/(k + n) (Glorot & Bengio 2010), bias 0. */
export function denseParameters(layer: string, k: number, n: number, random: Random): Record<string, ParameterData> {
  return {
    [`${layer}_weight`]: normalParameter([k, n], Math.sqrt(2 / (k + n)), random),
    [`${layer}_bias`]: filledParameter([n], 0),
  };
}

export function normParameters(layer: string, width: number): Record<string, ParameterData> {
  return { [`${layer}_weight`]: filledParameter([width], 1), [`${layer}_bias`]: filledParameter([width], 0) };
}

export function blockParameters(layer: string, width: number, inner: number, random: Random): Record<string, ParameterData> {
  const square = ['query', 'key', 'value', 'output'].map((part) => denseParameters(`${layer}_${part}`, width, width, random));
  return Object.assign(
    normParameters(`${layer}_norm1`, width), ...square, normParameters(`${layer}_norm2`, width),
    denseParameters(`${layer}_inner`, width, inner, random), denseParameters(`${layer}_outer`, inner, width, random),
  ) as Record<string, ParameterData>;
}

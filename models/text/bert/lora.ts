import { scale } from '../../onnx/elementwise.js';
import type { Tensor } from '../../onnx/graph.js';
import { filledParameter, normalParameter } from '../../onnx/layers.js';
import { add, matMul } from '../../onnx/ops.js';
import { Random } from '../../random.js';
import { requireBetween } from '../../trainer.js';
import { layerName } from './encoder.js';
import type { EncoderConfig, EncoderParameters } from './encoder.js';

/**
 * Low-rank adapters (Hu et al. 2021, "LoRA", §4.1): W_query and W_value of every layer become W + (α/r) A B with A [width, r]
 * normal and B [r, width] zero, so that tuning starts from the checkpoint itself; only A, B and the head are trained.
 */
export interface LoraOptions {
  readonly rank: number;
  readonly alpha: number;
}

const ADAPTED = ['query', 'value'] as const;
const DEVIATION = 0.02;

/** The weights that get an adapter. */
function adapted(config: EncoderConfig): string[] {
  return Array.from({ length: config.layers }, (_, layer) => ADAPTED.map((part) => `${layerName(layer)}_${part}_weight`)).flat();
}

export function initLora(config: EncoderConfig, { rank }: LoraOptions, seed: number): EncoderParameters {
  requireBetween('rank', rank, 1, config.width);
  const random = new Random(seed);
  return Object.fromEntries(adapted(config).flatMap((name) => [
    [`${name}_a`, normalParameter([config.width, rank], DEVIATION, random)],
    [`${name}_b`, filledParameter([rank, config.width], 0)],
  ]));
}

/** The parameters with W + (α/r) A B in the places of the adapted weights, as nodes of the graph. */
export function withLora(parameters: Readonly<Record<string, Tensor>>, config: EncoderConfig, { rank, alpha }: LoraOptions): Record<string, Tensor> {
  const change = (name: string): Tensor => scale(matMul(parameters[`${name}_a`], parameters[`${name}_b`]), alpha / rank);
  return { ...parameters, ...Object.fromEntries(adapted(config).map((name) => [name, add(parameters[name], change(name))])) };
}

/** The same sum as numbers: a checkpoint without adapters that answers as the adapted one. */
export function mergeLora(parameters: EncoderParameters, adapters: Readonly<Record<string, Float32Array>>, config: EncoderConfig, { rank, alpha }: LoraOptions): EncoderParameters {
  const merged: EncoderParameters = { ...parameters };
  const { width } = config;
  for (const name of adapted(config)) {
    const [a, b] = [adapters[`${name}_a`], adapters[`${name}_b`]];
    const { shape, data } = parameters[name];
    merged[name] = {
      shape,
      data: data.map((value, at) => {
        const [row, column] = [Math.floor(at / width), at % width];
        let sum = 0;
        for (let k = 0; k < rank; k++) sum += a[row * rank + k] * b[k * width + column];
        return value + (alpha / rank) * sum;
      }),
    };
  }
  return merged;
}

import { Random } from '../../random.js';
import { requireBetween, ParamsError } from '../../trainer.js';

/** Sizes of a ranking network; what each part computes is in network.ts. */
export interface Architecture {
  readonly kind: 'fm' | 'deepfm' | 'dcn';
  /** Embedded fields, F. */
  readonly fields: number;
  /** Standardised numbers, n. */
  readonly numbers: number;
  /** H. */
  readonly heads: number;
  /** k, the width of a factor. */
  readonly factors: number;
  /** Widths of the two hidden layers. */
  readonly hidden: readonly [number, number];
  /** Cross layers and their rank r; read by dcn alone. */
  readonly crossLayers: number;
  readonly crossRank: number;
  /** The multilayer part reads the last cross layer, and not x_0 beside it. */
  readonly stacked: boolean;
}

export type Parameters = Readonly<Record<string, Float32Array>>;
export type Shapes = Readonly<Record<string, readonly number[]>>;

/** Width of a table row: fm and deepfm keep one linear weight per head in front of the k factors. */
export const rowWidth = ({ kind, heads, factors }: Architecture): number => (kind === 'dcn' ? 0 : heads) + factors;

/** d = F·k + n: every field's factors, then the numbers. */
export const inputWidth = ({ fields, factors, numbers }: Architecture): number => fields * factors + numbers;

export const INPUT_LIMIT = 8192;

export function checkArchitecture(architecture: Architecture): void {
  const { kind, fields, numbers, heads, factors, hidden, crossLayers, crossRank } = architecture;
  if (fields + numbers < 1 || heads < 1) throw new ParamsError(`a ranker needs a column and a head, not ${fields + numbers} and ${heads}`);
  requireBetween('factors', factors, 1, 256);
  if (inputWidth(architecture) > INPUT_LIMIT) {
    throw new ParamsError(`${fields} fields × ${factors} factors + ${numbers} numbers are more than ${INPUT_LIMIT} inputs; lower factors`);
  }
  if (kind !== 'fm') for (const width of hidden) requireBetween('hidden', width, 1, 4096);
  if (kind !== 'dcn') return;
  requireBetween('crossLayers', crossLayers, 1, 8);
  requireBetween('crossRank', crossRank, 1, inputWidth(architecture));
}

/** The dense parameters in a fixed order: initialisation draws in it. */
export function parameterShapes(architecture: Architecture): Shapes {
  const { kind, numbers, heads, factors, hidden, crossLayers, crossRank, stacked } = architecture;
  const width = inputWidth(architecture);
  const shapes: Record<string, readonly number[]> = { bias: [1, heads] };
  if (kind !== 'dcn') {
    if (numbers > 0) shapes.numberWeights = [numbers, heads];
    if (numbers > 0) shapes.numberFactors = [numbers, factors];
    if (heads > 1) shapes.headFactors = [factors, heads];
  }
  if (kind === 'fm') return shapes;
  if (kind === 'dcn') {
    for (let layer = 0; layer < crossLayers; layer++) {
      shapes[`crossDown${layer}`] = [width, crossRank];
      shapes[`crossUp${layer}`] = [crossRank, width];
      shapes[`crossBias${layer}`] = [1, width];
    }
    if (!stacked) shapes.crossOut = [width, heads];
  }
  shapes.hidden0 = [width, hidden[0]];
  shapes.hiddenBias0 = [1, hidden[0]];
  shapes.hidden1 = [hidden[0], hidden[1]];
  shapes.hiddenBias1 = [1, hidden[1]];
  shapes.hiddenOut = [hidden[1], heads];
  return shapes;
}

/**
 * Normal with the deviation √(2/inputs) in front of a ReLU (He et al. 2015), √(2/(inputs + outputs)) elsewhere (Glorot &
 * Bengio 2010), `factorScale` for factors; biases and linear weights 0; weights of the heads over the factors 1.
 */
export function initialParameters(architecture: Architecture, factorScale: number, seed: number): Record<string, Float32Array> {
  const random = new Random(seed);
  return Object.fromEntries(Object.entries(parameterShapes(architecture)).map(([name, [inputs, outputs]]) => {
    const values = new Float32Array(inputs * outputs);
    if (name === 'headFactors') values.fill(1);
    else if (!/bias|numberWeights/i.test(name)) {
      const beforeRelu = name === 'hidden0' || name === 'hidden1';
      const deviation = name === 'numberFactors' ? factorScale : Math.sqrt(2 / (beforeRelu ? inputs : inputs + outputs));
      for (let at = 0; at < values.length; at++) values[at] = deviation * random.normal();
    }
    return [name, values];
  }));
}

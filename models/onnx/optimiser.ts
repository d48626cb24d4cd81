import { scale, shift, sqrt } from './elementwise.js';
import type { Tensor } from './graph.js';
import { add, div, mul, sub } from './ops.js';

/**
 * One update of one parameter as graph nodes. What depends on the step number (the learning rate, bias corrections) is
 * computed in float64 outside and fed as scalars, so the graph of step 1 is the graph of every step.
 */
export interface Optimiser {
  readonly name: string;
  /** Names of the tensors that are kept per parameter, of its shape, zero at the start. */
  readonly slots: readonly string[];
  /** The scalars to feed at this step (counted from 1), by name. */
  scalars(step: number, learningRate: number): Readonly<Record<string, number>>;
  update(parameter: Tensor, gradient: Tensor, slots: readonly Tensor[], scalars: Readonly<Record<string, Tensor>>): {
    parameter: Tensor;
    slots: readonly Tensor[];
  };
}

function requireShare(name: string, value: number): void {
  if (!(value >= 0 && value < 1)) throw new RangeError(`${name} must lie in [0, 1), not ${value}`);
}

/** θ ← θ − η v with v ← momentum·v + g; without momentum v = g. */
export function sgd({ momentum = 0 }: { momentum?: number } = {}): Optimiser {
  requireShare('momentum', momentum);
  return {
    name: 'sgd',
    slots: momentum === 0 ? [] : ['velocity'],
    scalars: (_step, learningRate) => ({ rate: learningRate }),
    update(parameter, gradient, [velocity], { rate }) {
      const moved = velocity ? add(scale(velocity, momentum), gradient) : gradient;
      return { parameter: sub(parameter, mul(moved, rate)), slots: velocity ? [moved] : [] };
    },
  };
}

export interface AdamOptions {
  beta1?: number;
  beta2?: number;
  epsilon?: number;
  /** Decoupled: θ ← (1 − η·weightDecay) θ before the step (AdamW, Loshchilov & Hutter 2019). */
  weightDecay?: number;
}

/**
 * m ← β₁m + (1−β₁)g,  v ← β₂v + (1−β₂)g²,  θ ← θ − η m̂/(√v̂ + ε) with m̂ = m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ) (Kingma & Ba 2015, alg. 1).
 * The corrections are the fed scalars rate = η/(1−β₁ᵗ) and correction = 1/√(1−β₂ᵗ).
 */
export function adam({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 }: AdamOptions = {}): Optimiser {
  requireShare('beta1', beta1);
  requireShare('beta2', beta2);
  if (!(epsilon > 0)) throw new RangeError(`epsilon must be positive, not ${epsilon}`);
  if (!(weightDecay >= 0)) throw new RangeError(`weightDecay must not be negative: ${weightDecay}`);
  return {
    name: weightDecay > 0 ? 'adamw' : 'adam',
    slots: ['mean', 'variance'],
    scalars: (step, learningRate) => ({
      rate: learningRate / (1 - beta1 ** step),
      correction: 1 / Math.sqrt(1 - beta2 ** step),
      ...(weightDecay > 0 && { keep: 1 - learningRate * weightDecay }),
    }),
    update(parameter, gradient, [mean, variance], { rate, correction, keep }) {
      const nextMean = add(scale(mean, beta1), scale(gradient, 1 - beta1));
      const nextVariance = add(scale(variance, beta2), scale(mul(gradient, gradient), 1 - beta2));
      const move = div(mul(nextMean, rate), shift(mul(sqrt(nextVariance), correction), epsilon));
      const kept = keep ? mul(parameter, keep) : parameter;
      return { parameter: sub(kept, move), slots: [nextMean, nextVariance] };
    },
  };
}

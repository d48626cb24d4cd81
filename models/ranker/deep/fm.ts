import { DEEP_DEFAULTS, deepTrainer } from './deep-trainer.js';
import type { DeepParams, NetworkSizes } from './deep-trainer.js';
import type { SearchSpace } from '../../trainer.js';

export const FM_SIZES: NetworkSizes = { kind: 'fm', hidden: [1, 1], crossLayers: 0, crossRank: 0, stacked: false };

export const DEEP_SPACE: SearchSpace = {
  factors: { choices: [8, 16, 32] },
  learningRate: { low: 3e-4, high: 1e-2, scale: 'log' },
  rowRate: { low: 0.01, high: 0.3, scale: 'log' },
  rowDecay: { low: 1e-5, high: 0.3, scale: 'log' },
  decay: { low: 1e-3, high: 5, scale: 'log' },
};

/** Factorisation machine (Rendle 2010): every pair of fields and numbers crosses by the product of its factors. */
export const fm = deepTrainer<DeepParams>({ name: 'fm', defaults: DEEP_DEFAULTS, space: DEEP_SPACE, sizes: () => FM_SIZES });

import { requireBetween } from '../../trainer.js';
import { DEEP_DEFAULTS, deepTrainer } from './deep-trainer.js';
import type { DeepParams, NetworkSizes } from './deep-trainer.js';
import { DEEP_SPACE } from './fm.js';

export interface DeepFmParams extends DeepParams {
  /** Widths of the two hidden layers. */
  readonly hidden0: number;
  readonly hidden1: number;
}

export function deepFmSizes({ hidden0, hidden1 }: DeepFmParams): NetworkSizes {
  requireBetween('hidden0', hidden0, 1, 4096);
  requireBetween('hidden1', hidden1, 1, 4096);
  return { kind: 'deepfm', hidden: [hidden0, hidden1], crossLayers: 0, crossRank: 0, stacked: false };
}

export const DEEPFM_DEFAULTS: DeepFmParams = { ...DEEP_DEFAULTS, hidden0: 128, hidden1: 64 };

/** DeepFM (Guo et al. 2017): a factorisation machine and a multilayer network over the same factors. */
export const deepfm = deepTrainer<DeepFmParams>({ name: 'deepfm', defaults: DEEPFM_DEFAULTS, space: DEEP_SPACE, sizes: deepFmSizes });

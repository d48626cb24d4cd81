import { requireBetween } from '../../trainer.js';
import { deepTrainer } from './deep-trainer.js';
import type { NetworkSizes } from './deep-trainer.js';
import { DEEPFM_DEFAULTS } from './deepfm.js';
import type { DeepFmParams } from './deepfm.js';
import { DEEP_SPACE } from './fm.js';

export interface DcnParams extends DeepFmParams {
  readonly crossLayers: number;
  /** r: each layer's matrix is U Vᵀ of this rank. */
  readonly crossRank: number;
  /** 1: the multilayer network reads the last cross layer; 0: x_0, beside the cross layers. */
  readonly stacked: number;
}

export function dcnSizes({ hidden0, hidden1, crossLayers, crossRank, stacked }: DcnParams): NetworkSizes {
  requireBetween('stacked', stacked, 0, 1);
  requireBetween('hidden0', hidden0, 1, 4096);
  requireBetween('hidden1', hidden1, 1, 4096);
  return { kind: 'dcn', hidden: [hidden0, hidden1], crossLayers, crossRank, stacked: stacked >= 0.5 };
}

export const DCN_DEFAULTS: DcnParams = { ...DEEPFM_DEFAULTS, crossLayers: 2, crossRank: 16, stacked: 0 };

/** DCN-V2 (Wang et al. 2021): explicit crosses of a bounded degree in a low rank, and a multilayer network. */
export const dcn = deepTrainer<DcnParams>({
  name: 'dcn', defaults: DCN_DEFAULTS, sizes: dcnSizes,
  space: { ...DEEP_SPACE, crossLayers: { choices: [1, 2, 3] }, crossRank: { choices: [8, 16, 32] }, stacked: { choices: [0, 1] } },
});

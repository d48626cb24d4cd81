import type { ClickTrainer } from '../../evaluation/click-task.js';
import { requireBetween, withDefaults } from '../../trainer.js';
import type { Params, SearchSpace } from '../../trainer.js';
import { DCN_DEFAULTS, dcnSizes } from './dcn.js';
import { DEEPFM_DEFAULTS, deepFmSizes } from './deepfm.js';
import { DEEP_DEFAULTS, learnRanker } from './deep-trainer.js';
import type { DeepParams, NetworkSizes } from './deep-trainer.js';
import { DEEP_SPACE, FM_SIZES } from './fm.js';
import { pairColumns } from './pair-columns.js';
import type { PairView } from './pair-columns.js';

/** Folds of the cross-fitted statistics. */
interface Folds {
  readonly folds: number;
}

function clickRanker<P extends DeepParams>(own: { name: string; view: PairView; defaults: P & Folds; sizes(params: P): NetworkSizes; space?: SearchSpace }): ClickTrainer<P & Folds> {
  return {
    name: own.name,
    defaults: own.defaults,
    space: own.space ?? DEEP_SPACE,
    async learn(task, given: Params, seed, report) {
      const params = withDefaults(own.name, own.defaults, given);
      requireBetween('folds', params.folds, 2, 50);
      const columns = await pairColumns(task, own.view, params.folds, seed, (share, message) => report(0.5 * share, message));
      const heldOut = columns.of(task.validation, task.validation.labels);
      const model = await learnRanker(own.sizes(params), columns.training, params, seed, (share, message) => report(0.5 + 0.5 * share, message), heldOut);
      return {
        probabilities: (pairs) => model.probabilities(columns.of(pairs)),
        close: () => model.close(),
      };
    },
  };
}

const TUNED = { ...DEEP_DEFAULTS, epochs: 40, patience: 3, batch: 512, learningRate: 2e-3, decay: 1e-4, admitAfter: 1, folds: 5 };

/** Readers and items alone: what the graph has to beat. */
export const clickFm = clickRanker<DeepParams>({ name: 'fm', view: 'ids', defaults: TUNED, sizes: () => FM_SIZES });
const DCN_TUNED = { ...DCN_DEFAULTS, ...TUNED };

/** With statistics of the training pairs, but without the graph. */
export const clickDeepFm = clickRanker({ name: 'deepfm', view: 'histories', defaults: { ...DEEPFM_DEFAULTS, ...TUNED }, sizes: deepFmSizes });
export const clickDcn = clickRanker({ name: 'dcn', view: 'histories', defaults: DCN_TUNED, sizes: dcnSizes });
/** With the graph and the statistics of the training pairs. */
export const clickFmGraph = clickRanker<DeepParams>({ name: 'fm-graph', view: 'graph', defaults: TUNED, sizes: () => FM_SIZES });
export const clickDeepFmGraph = clickRanker({ name: 'deepfm-graph', view: 'graph', defaults: { ...DEEPFM_DEFAULTS, ...TUNED }, sizes: deepFmSizes });
export const clickDcnGraph = clickRanker({ name: 'dcn-graph', view: 'graph', defaults: DCN_TUNED, sizes: dcnSizes });

import { clickEase, clickItemKnn, clickPopularity } from '../ranker/deep/click-baselines.js';
import { clickDcn, clickDcnGraph, clickDeepFm, clickDeepFmGraph, clickFm, clickFmGraph } from '../ranker/deep/click-rankers.js';
import type { ClickTrainer } from './click-task.js';

/** Every model of clicks by the name that `--model` takes. */
export const CLICK_TRAINERS: Readonly<Record<string, ClickTrainer>> = {
  popularity: clickPopularity as unknown as ClickTrainer,
  'item-knn': clickItemKnn as unknown as ClickTrainer,
  ease: clickEase as unknown as ClickTrainer,
  fm: clickFm as unknown as ClickTrainer,
  deepfm: clickDeepFm as unknown as ClickTrainer,
  dcn: clickDcn as unknown as ClickTrainer,
  'fm-graph': clickFmGraph as unknown as ClickTrainer,
  'deepfm-graph': clickDeepFmGraph as unknown as ClickTrainer,
  'dcn-graph': clickDcnGraph as unknown as ClickTrainer,
};

import { blend } from './blend/blend.js';
import { ensemble } from './blend/ensemble.js';
import type { CandidateTrainer } from './candidate-model.js';
import { ials } from './factors/ials.js';
import { twoTower } from './factors/two-tower.js';
import { cease } from './item-item/cease.js';
import { contentKnn } from './item-item/content-knn.js';
import { ease } from './item-item/ease.js';
import { graphFilter } from './item-item/graph-filter.js';
import { itemKnn } from './item-item/item-knn.js';
import { rp3beta } from './item-item/rp3beta.js';
import { spectralFilter } from './item-item/spectral-filter.js';
import { popularity } from './popularity/trainer.js';
import type { AdTrainer } from './ranker/ad-ranker.js';
import { dcn } from './ranker/deep/dcn.js';
import { deepfm } from './ranker/deep/deepfm.js';
import { fm } from './ranker/deep/fm.js';
import { m0 } from './ranker/m0.js';
import { m1 } from './ranker/m1.js';
import { m2 } from './ranker/m2.js';
import { sasrec } from './sequence/sasrec.js';
import { ParamsError } from './trainer.js';

/** Every model by the name that `--model` takes. */
export const TRAINERS = {
  popularity: popularity as unknown as CandidateTrainer,
  'item-knn': itemKnn as unknown as CandidateTrainer,
  'content-knn': contentKnn as unknown as CandidateTrainer,
  rp3beta: rp3beta as unknown as CandidateTrainer,
  ease: ease as unknown as CandidateTrainer,
  cease: cease as unknown as CandidateTrainer,
  'graph-filter': graphFilter as unknown as CandidateTrainer,
  'spectral-filter': spectralFilter as unknown as CandidateTrainer,
  blend: blend as unknown as CandidateTrainer,
  ensemble,
  ials: ials as unknown as CandidateTrainer,
  'two-tower': twoTower as unknown as CandidateTrainer,
  sasrec: sasrec as unknown as CandidateTrainer,
  m0: m0 as unknown as AdTrainer,
  m1: m1 as unknown as AdTrainer,
  m2: m2 as unknown as AdTrainer,
  fm: fm as unknown as AdTrainer,
  deepfm: deepfm as unknown as AdTrainer,
  dcn: dcn as unknown as AdTrainer,
} as const;

export type ModelName = keyof typeof TRAINERS;
export const MODEL_NAMES = Object.keys(TRAINERS) as ModelName[];

export function isModelName(name: string): name is ModelName {
  return Object.hasOwn(TRAINERS, name);
}

/** The trainer of a model that finds candidates. Throws ParamsError for an unknown name or a ranker of ads. */
export function candidateTrainer(name: string): CandidateTrainer {
  const candidates = MODEL_NAMES.filter((known) => TRAINERS[known].stage === 'candidates');
  if (!isModelName(name)) throw new ParamsError(`there is no model '${name}'; there are ${MODEL_NAMES.join(', ')}`);
  const trainer = TRAINERS[name];
  if (trainer.stage !== 'candidates') {
    throw new ParamsError(`${name} orders ads and cannot be ranked over a list of histories; use ${candidates.join(', ')}`);
  }
  return trainer as CandidateTrainer;
}

import type { CandidateTrainer } from './candidate-model.js';
import { cease } from './item-item/cease.js';
import { ease } from './item-item/ease.js';
import { graphFilter } from './item-item/graph-filter.js';
import { itemKnn } from './item-item/item-knn.js';
import { rp3beta } from './item-item/rp3beta.js';
import { popularity } from './popularity/trainer.js';
import { m0 } from './ranker/m0.js';
import type { AdTrainer } from './ranker/m0.js';
import { ParamsError } from './trainer.js';

/** Every model by the name that `--model` takes. */
export const TRAINERS = {
  popularity: popularity as unknown as CandidateTrainer,
  'item-knn': itemKnn as unknown as CandidateTrainer,
  rp3beta: rp3beta as unknown as CandidateTrainer,
  ease: ease as unknown as CandidateTrainer,
  cease: cease as unknown as CandidateTrainer,
  'graph-filter': graphFilter as unknown as CandidateTrainer,
  m0: m0 as AdTrainer,
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

import type { AdTrainer } from '../models/ranker/ad-ranker.js';
import { isModelName, TRAINERS } from '../models/registry.js';
import { ParamsError } from '../models/trainer.js';

/** The trainer of a model that orders ads. Throws ParamsError for any other name. */
export function adTrainerOf(name: string): AdTrainer {
  const trainer = isModelName(name) ? TRAINERS[name] : null;
  if (trainer?.stage !== 'ads') throw new ParamsError(`there is no ad model '${name}'`);
  return trainer as AdTrainer;
}

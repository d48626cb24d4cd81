import { ArtefactError } from '../artefact.js';
import type { Artefact } from '../artefact.js';
import { loadAdModel } from './ad-model.js';
import type { AdRanker } from './ad-ranker.js';
import { loadCrossModel } from './cross-files.js';
import { loadDeepRanker } from './deep/deep-artefact.js';

const LOADERS: Readonly<Record<string, (artefact: Artefact) => AdRanker>> = {
  m0: loadAdModel, m1: loadCrossModel, m2: loadCrossModel, fm: loadDeepRanker, deepfm: loadDeepRanker, dcn: loadDeepRanker,
};

/** The ad ranker of an opened artefact, in plain TypeScript. */
export function loadAdRanker(artefact: Artefact): AdRanker {
  const { model } = artefact.card;
  if (!Object.hasOwn(LOADERS, model)) {
    throw new ArtefactError('MODEL', `${model} is no ad model that this build can serve (${Object.keys(LOADERS).join(', ')}); retrain with one of them.`);
  }
  return LOADERS[model](artefact);
}

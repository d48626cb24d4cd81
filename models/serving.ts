import type { KeyObject } from 'node:crypto';
import { openArtefact } from './artefact.js';
import type { Artefact, ArtefactFiles, Card } from './artefact.js';
import { float32Table } from './artefact-pack.js';
import { loadEnsemble } from './blend/ensemble-artefact.js';
import { loadIals } from './factors/ials-artefact.js';
import { checkWork } from './history-model.js';
import type { HistoryModel } from './history-model.js';
import { ItemModel, loadItemModel } from './item-model.js';
import type { AdRanker } from './ranker/ad-ranker.js';
import { loadAdRanker } from './ranker/load-ad-ranker.js';
import { loadSasrec } from './sequence/sasrec-artefact.js';
import { SasrecModel } from './sequence/sasrec-model.js';
import { ServedCandidates } from './served-candidates.js';
import { ServedMatrix } from './served-matrix.js';

/**
 * What the api may import of models/: plain TypeScript and WASM kernels over the tables of an artefact. onnxruntime is not reachable
 * from here, because a session blocks the thread that runs it. Content numbers in, content numbers out.
 */
export { unpackFiles } from './artefact-pack.js';
export { ArtefactError } from './artefact.js';
export { decodeTopContents } from './top-items-blob.js';
export type { TopContents } from './top-items-blob.js';
export { HISTORY_LIMIT, historyOf } from './features/interaction-weights.js';
export type { HistoryEvent } from './features/interaction-weights.js';
export { adVector, contentVector } from './features/vectors.js';
export type { AdRecord, ContentRecord } from './features/vectors.js';
export { decodeProfile, encodeProfile, PROFILE_DAYS, readerProfile } from './features/reader-profile.js';
export { anonymityReport } from './privacy/anonymity.js';
export type { AnonymityReport } from './privacy/anonymity.js';
export { privateGroups, releaseThreshold } from './privacy/private-groups.js';
export type { PrivacyTerms } from './privacy/private-groups.js';
export type { RandomBytes } from './privacy/discrete-laplace.js';
export { adKeyOf } from './ranker/ad-ranker.js';
export { DRAWS, interval, scoreDraws, topShares, weightDraws } from './screening/bootstrap.js';
export type { BelievedLeaf } from './screening/bootstrap.js';
export { closeness, contributions, coverage } from './screening/closeness.js';
export { smallestLift } from './screening/lift.js';
export { checkScale, desirability, isBenefit, ScaleError, valueOf } from './screening/scaling.js';
export type { Scale } from './screening/scaling.js';
export { shrunkShare, wilsonInterval } from './screening/shrinkage.js';
export { entropyWeights, expertWeights, mixedWeights, reciprocal, WeightError } from './screening/weights.js';
export type { AdRanker, PairContext } from './ranker/ad-ranker.js';

export { ServedCandidates } from './served-candidates.js';
export type { History, Reason, SparseScores } from './served-candidates.js';

/** The models that are no matrix, without their runtime. */
const HISTORY_MODELS: Readonly<Record<string, (artefact: Artefact) => HistoryModel>> = {
  ials: (artefact) => loadIals(artefact),
  sasrec: (artefact) => loadSasrec(artefact, (parts) => new SasrecModel(parts)),
  ensemble: (artefact) => loadEnsemble(artefact, loadHistoryModel),
};

function loadHistoryModel(artefact: Artefact): HistoryModel {
  const load = Object.hasOwn(HISTORY_MODELS, artefact.card.model) ? HISTORY_MODELS[artefact.card.model] : loadItemModel;
  return load(artefact);
}

/**
 * Opens the sealed files of a candidate model: a matrix between contents (linear models, filters of low rank and blends are
 * pruned into one when they are stored), iALS, SASRec or an ensemble of them. What one request takes is limited, see
 * MOST_WORK. Throws ArtefactError, whose sentence says what to do.
 */
export function openCandidates(files: ArtefactFiles, publicKey: KeyObject): ServedCandidates {
  const artefact = openArtefact(files, publicKey);
  const model = loadHistoryModel(artefact);
  if (model instanceof ItemModel) return new ServedMatrix(artefact.card, model);
  checkWork(artefact.card, model);
  return new ServedCandidates(artefact.card, model, float32Table(artefact.files, 'popularity.bin'));
}

export interface ServedAdModel {
  readonly card: Card;
  readonly model: AdRanker;
}

/** Opens the sealed files of an ad model, M0, M1 or M2: `model.probability(contentVector, adVector, { adKey, profile })`. */
export function openAdModel(files: ArtefactFiles, publicKey: KeyObject): ServedAdModel {
  const artefact = openArtefact(files, publicKey);
  return { card: artefact.card, model: loadAdRanker(artefact) };
}

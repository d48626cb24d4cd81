import type { KeyObject } from 'node:crypto';
import { ArtefactError, openArtefact } from './artefact.js';
import type { ArtefactFiles, Card } from './artefact.js';
import { CANDIDATE_FLOOR, loadItemModel } from './item-model.js';
import type { ItemModel } from './item-model.js';
import type { AdRanker } from './ranker/ad-ranker.js';
import { loadAdRanker } from './ranker/load-ad-ranker.js';
import { TopSelector } from './top-k.js';

/**
 * What the api may import of models/: plain TypeScript over the tables of an artefact. onnxruntime is not reachable
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
export { decodeProfile, encodeProfile, readerProfile } from './features/reader-profile.js';
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

/** Every content that the history speaks for, in no order that matters. */
export interface SparseScores {
  readonly contentNos: Int32Array;
  readonly scores: Float32Array;
}

export interface Reason {
  /** A content of the history. */
  readonly contentNo: number;
  /** Its exact share of the score, w_i B_ij. */
  readonly contribution: number;
}

/** Reader histories as the api has them: content numbers and weights of one length. */
export interface History {
  readonly contentNos: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
}

const NONE: ReadonlySet<number> = new Set();

export class ServedItemModel {
  private readonly indexByContentNo: Map<number, number>;
  private readonly scores: Float32Array;
  private readonly stamps: Int32Array;
  private readonly touched: Int32Array;
  private stamp = 0;
  private readonly byPopularity: Int32Array;

  constructor(readonly card: Card, private readonly model: ItemModel) {
    const items = model.itemKeys.length;
    this.indexByContentNo = new Map(Array.from(model.itemKeys, (contentNo, item) => [contentNo, item]));
    if (this.indexByContentNo.size !== items) {
      throw new ArtefactError('MODEL', `The model ${card.model} lists a content twice; retrain it.`);
    }
    this.scores = new Float32Array(items);
    this.stamps = new Int32Array(items);
    this.touched = new Int32Array(items);
    const order = new TopSelector(Math.max(1, items)).select(model.popularity, items);
    this.byPopularity = order.indices.map((item) => model.itemKeys[item]);
  }

  /** Content numbers by dense index. */
  get itemKeys(): Int32Array {
    return this.model.itemKeys;
  }

  /** The dense index, or -1 for a content that the model has not seen. */
  indexOf(contentNo: number): number {
    return this.indexByContentNo.get(contentNo) ?? -1;
  }

  /**
   * score_j = Σ_i w_i B_ij for every j that the history reaches; unknown contents are passed over. A model without
   * neighbours gives every content its popularity. Includes the history itself: `topK` leaves it out by `exclude`.
   */
  scoreHistory(history: History): SparseScores {
    const { model } = this;
    if (model.ranksByPopularity) return { contentNos: model.itemKeys, scores: model.popularity };
    const count = this.accumulate(history);
    const contentNos = new Int32Array(count);
    const scores = new Float32Array(count);
    for (let at = 0; at < count; at++) {
      contentNos[at] = model.itemKeys[this.touched[at]];
      scores[at] = this.scores[this.touched[at]];
    }
    return { contentNos, scores };
  }

  /** The stamps say which scores belong to this call, so nothing needs clearing. */
  private accumulate(history: History): number {
    const { offsets, columns, values } = this.model.matrix;
    const { scores, stamps, touched } = this;
    if (++this.stamp === 0x7fffffff) {
      stamps.fill(0);
      this.stamp = 1;
    }
    const stamp = this.stamp;
    let count = 0;
    for (let at = 0; at < history.contentNos.length; at++) {
      const item = this.indexByContentNo.get(history.contentNos[at]);
      if (item === undefined) continue;
      const weight = Math.fround(history.weights[at]);
      const end = offsets[item + 1];
      for (let cell = offsets[item]; cell < end; cell++) {
        const column = columns[cell];
        const part = Math.fround(weight * values[cell]);
        if (stamps[column] === stamp) {
          scores[column] += part;
        } else {
          stamps[column] = stamp;
          scores[column] = part;
          touched[count++] = column;
        }
      }
    }
    return count;
  }

  /** The k best candidates above zero, best first, ties by the lower content number, without those in `exclude`. */
  topK(scored: SparseScores, k: number, exclude: ReadonlySet<number> = NONE): SparseScores {
    const { contentNos, scores } = scored;
    const top = new TopSelector(Math.max(1, Math.min(k, contentNos.length)));
    top.selectSparse(contentNos, scores, CANDIDATE_FLOOR, exclude);
    const count = Math.min(k, top.count);
    return { contentNos: top.indices.subarray(0, count), scores: top.values.subarray(0, count) };
  }

  /**
   * The history contents that gave most to the score of `contentNo`, each with its exact part. Negative parts, which EASE
   * has, lower a score and are no reasons.
   */
  reasons(history: History, contentNo: number, limit = 3): Reason[] {
    const target = this.indexOf(contentNo);
    if (target < 0) return [];
    const parts: Reason[] = [];
    for (let at = 0; at < history.contentNos.length; at++) {
      const item = this.indexOf(history.contentNos[at]);
      const contribution = item < 0 ? 0 : this.model.contribution(item, Math.fround(history.weights[at]), target);
      if (contribution > 0) parts.push({ contentNo: history.contentNos[at], contribution });
    }
    return parts.sort((a, b) => b.contribution - a.contribution || a.contentNo - b.contentNo).slice(0, limit);
  }

  /** All contents, most popular first: for readers without a history, and to fill a short list. */
  get popularContentNos(): Int32Array {
    return this.byPopularity;
  }

  /** Decayed popularity at the end of the data window; 0 for an unknown content. */
  popularityOf(contentNo: number): number {
    const item = this.indexOf(contentNo);
    return item < 0 ? 0 : this.model.popularity[item];
  }
}

/**
 * Opens the sealed files of a candidate model. Only item–item matrices are served online: linear models (filters of low
 * rank, blends) are pruned into one when they are stored, which is exact but for the pruning, answers a click in
 * microseconds and gives exact reasons. Readers' vectors and sequences (iALS, two towers, SASRec) have no artefact that
 * opens here: they are learnt, measured and asked in workers, and a fresh click stays with the item–item champion.
 * Throws ArtefactError, whose sentence says what to do.
 */
export function openItemModel(files: ArtefactFiles, publicKey: KeyObject): ServedItemModel {
  const artefact = openArtefact(files, publicKey);
  return new ServedItemModel(artefact.card, loadItemModel(artefact));
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

import { ArtefactError } from './artefact.js';
import type { Card } from './artefact.js';
import { saysSomething } from './history-model.js';
import type { HistoryModel } from './history-model.js';
import { TopSelector } from './top-k.js';

/** Contents with their scores, in no order that matters. */
export interface SparseScores {
  readonly contentNos: Int32Array;
  readonly scores: Float32Array;
}

export interface Reason {
  /** A content of the history. */
  readonly contentNo: number;
  /** What it gave to the score. */
  readonly contribution: number;
}

/** Reader histories as the api has them: content numbers and weights of one length, newest first. */
export interface History {
  readonly contentNos: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
}

const NONE: ReadonlySet<number> = new Set();
const NOTHING: SparseScores = { contentNos: new Int32Array(0), scores: new Float32Array(0) };

/** A candidate model as the api asks it, whatever its form: content numbers in, content numbers out. */
export class ServedCandidates<M extends HistoryModel = HistoryModel> {
  protected readonly indexByContentNo: Map<number, number>;
  private readonly byPopularity: Int32Array;

  /** `popularity` [items]: decayed, at the end of the data window. */
  constructor(readonly card: Card, protected readonly model: M, private readonly popularity: Float32Array) {
    const { itemKeys } = model;
    this.indexByContentNo = new Map(Array.from(itemKeys, (contentNo, item) => [contentNo, item]));
    if (this.indexByContentNo.size !== itemKeys.length) {
      throw new ArtefactError('MODEL', `The model ${card.model} lists a content twice; retrain it.`);
    }
    if (popularity.length !== itemKeys.length) {
      throw new ArtefactError('MODEL', `The model ${card.model} has ${itemKeys.length} contents and ${popularity.length} popularities; retrain it.`);
    }
    const order = new TopSelector(Math.max(1, itemKeys.length)).select(popularity, itemKeys.length);
    this.byPopularity = order.indices.subarray(0, order.count).map((item) => itemKeys[item]);
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
   * Scores of the contents for one history; unknown contents are passed over, and a history of which the model knows
   * nothing has none. Includes the history itself: `topK` leaves it out by `exclude`.
   */
  scoreHistory(history: History): SparseScores {
    const { items, weights } = this.known(history);
    if (items.length === 0) return NOTHING;
    const scores = new Float32Array(this.itemKeys.length);
    this.model.scoreInto(items, weights, scores);
    return saysSomething(scores) ? { contentNos: this.itemKeys, scores } : NOTHING;
  }

  /** What the model knows of a history, oldest first, as models take it. */
  private known({ contentNos, weights }: History): { items: Int32Array; weights: Float32Array } {
    const places: number[] = [];
    for (let at = contentNos.length - 1; at >= 0; at--) if (this.indexByContentNo.has(contentNos[at])) places.push(at);
    return {
      items: Int32Array.from(places, (at) => this.indexByContentNo.get(contentNos[at])!),
      weights: Float32Array.from(places, (at) => weights[at]),
    };
  }

  /** The k best candidates, best first, ties by the lower content number, without those in `exclude`. */
  topK({ contentNos, scores }: SparseScores, k: number, exclude: ReadonlySet<number> = NONE): SparseScores {
    const top = new TopSelector(Math.max(1, Math.min(k, contentNos.length)));
    top.selectSparse(contentNos, scores, this.model.floor, exclude);
    const count = Math.min(k, top.count);
    return { contentNos: top.indices.subarray(0, count), scores: top.values.subarray(0, count) };
  }

  /**
   * For each of `wanted`, the history contents that gave most to its score. The parts of matrices, iALS and their ensembles
   * add up to the score; SASRec's are what the score loses without a content. Parts that lower a score are no reasons.
   */
  reasons(history: History, wanted: readonly number[], limit = 3): Map<number, Reason[]> {
    const { items, weights } = this.known(history);
    const targets = wanted.filter((contentNo) => this.indexByContentNo.has(contentNo));
    const found = new Map<number, Reason[]>(wanted.map((contentNo) => [contentNo, []]));
    if (items.length === 0 || targets.length === 0) return found;
    const parts = this.model.contributions(items, weights, targets.map((contentNo) => this.indexOf(contentNo)));
    targets.forEach((contentNo, target) => {
      const reasons = Array.from(parts[target], (contribution, at) => ({ contentNo: this.itemKeys[items[at]], contribution }));
      found.set(contentNo, reasons.filter(({ contribution }) => contribution > 0)
        .sort((a, b) => b.contribution - a.contribution || a.contentNo - b.contentNo).slice(0, limit));
    });
    return found;
  }

  /** All contents, most popular first: for readers without a history, and to fill a short list. */
  get popularContentNos(): Int32Array {
    return this.byPopularity;
  }

  /** Decayed popularity at the end of the data window; 0 for an unknown content. */
  popularityOf(contentNo: number): number {
    const item = this.indexOf(contentNo);
    return item < 0 ? 0 : this.popularity[item];
  }
}

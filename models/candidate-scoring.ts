import type { KeyObject } from 'node:crypto';
import { ArtefactError, openArtefact } from './artefact.js';
import type { ArtefactFiles, Card } from './artefact.js';
import type { CandidateModel, Histories, HistoryBatch, TopItems } from './candidate-model.js';
import { pickHistories } from './candidate-model.js';
import { bestUnseen } from './history-model.js';
import type { HistoryModel } from './history-model.js';
import { goldenBatch, ItemModel } from './item-model.js';
import type { GoldenHistory } from './item-model.js';
import { candidateTrainer } from './registry.js';
import { ItemScorer } from './scoring.js';
import type { HistoryPage } from './scoring.js';
import { TopSelector } from './top-k.js';
import type { TopContents } from './top-items-blob.js';

/** Batch scoring of any candidate model in a worker. `score`: one list per reader, best first, at most k long, without his own history. */
export interface PageScorer {
  readonly card: Card;
  score(page: HistoryPage, k: number): Promise<TopContents[]>;
  close(): Promise<void>;
}

/** Opens sealed files and repeats the golden histories through onnxruntime. Throws ArtefactError. */
export async function openScorer(files: ArtefactFiles, publicKey: KeyObject): Promise<PageScorer> {
  const artefact = openArtefact(files, publicKey);
  const model = candidateTrainer(artefact.card.model).load(artefact) as CandidateModel & Partial<HistoryModel>;
  if (model instanceof ItemModel) return ItemScorer.open(files, publicKey);
  const scorer = new CandidateScorer(artefact.card, model);
  try {
    await scorer.checkGolden();
    return scorer;
  } catch (error) {
    await scorer.close();
    throw error;
  }
}

/** Readers at once: a batch has as many rows of scores [items]. */
const BATCH_READERS = 64;
/** Relative to the largest score of a list: the runtime adds in another order than the kernels do. */
const TOLERANCE = 1e-4;

/** Models whose `scoreBatch` goes through onnxruntime: products of factors, a network over sequences, mixes of them. */
class CandidateScorer implements PageScorer {
  private readonly indexByContentNo: Map<number, number>;

  constructor(readonly card: Card, private readonly model: CandidateModel & { readonly floor?: number }) {
    this.indexByContentNo = new Map(Array.from(model.itemKeys, (contentNo, item) => [contentNo, item]));
  }

  async score(page: HistoryPage, k: number): Promise<TopContents[]> {
    const top = await this.scoreItems({ ...this.known(page), k });
    return top.map(({ items, scores }) => ({ contentNos: Uint32Array.from(items, (item) => this.model.itemKeys[item]), scores }));
  }

  async close(): Promise<void> {
    this.model.close();
  }

  /** Oldest first, as models take histories; a page has the newest first. */
  private known({ offsets: given, contentNos, weights }: HistoryPage): Histories {
    const places: number[] = [];
    const offsets = new Int32Array(given.length);
    for (let reader = 0; reader + 1 < given.length; reader++) {
      for (let at = given[reader + 1] - 1; at >= given[reader]; at--) if (this.indexByContentNo.has(contentNos[at])) places.push(at);
      offsets[reader + 1] = places.length;
    }
    return {
      offsets, items: Int32Array.from(places, (at) => this.indexByContentNo.get(contentNos[at])!), weights: Float32Array.from(places, (at) => weights[at]),
    };
  }

  private async scoreItems(batch: HistoryBatch): Promise<TopItems[]> {
    const { model, model: { itemKeys: { length: items } } } = this;
    const selector = new TopSelector(Math.max(1, Math.min(batch.k, items)));
    const found: TopItems[] = [];
    for (let from = 0; from + 1 < batch.offsets.length; from += BATCH_READERS) {
      const readers = Math.min(BATCH_READERS, batch.offsets.length - 1 - from);
      const part = pickHistories(batch, Int32Array.from({ length: readers }, (_, at) => from + at));
      const scores = new Float32Array(readers * items);
      await model.scoreBatch(part, scores);
      for (let reader = 0; reader < readers; reader++) {
        const history = part.items.subarray(part.offsets[reader], part.offsets[reader + 1]);
        found.push(bestUnseen(scores.subarray(reader * items, (reader + 1) * items), history, model.floor ?? -Infinity, selector));
      }
    }
    return found;
  }

  async checkGolden(): Promise<void> {
    const { inputs, outputs } = this.card.golden as unknown as { inputs: GoldenHistory[]; outputs: { scores: number[] }[] };
    const got = await this.scoreItems(goldenBatch(inputs));
    const same = got.every(({ scores }, reader) => {
      const stored = outputs[reader].scores;
      const largest = Math.max(1, ...stored.map(Math.abs));
      return scores.length === stored.length && scores.every((score, at) => Math.abs(score - stored[at]) <= TOLERANCE * largest);
    });
    if (!same) throw new ArtefactError('GOLDEN', `The model ${this.card.model} does not repeat its published answers through onnxruntime on this machine; retrain it here.`);
  }
}

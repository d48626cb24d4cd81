import { ArtefactError } from './artefact.js';
import type { Card, JsonValue } from './artefact.js';
import type { HistoryBatch, TopItems } from './candidate-model.js';
import { HISTORY_LIMIT } from './features/interaction-weights.js';
import { goldenBatch } from './item-model.js';
import type { GoldenHistory } from './item-model.js';
import { TopSelector } from './top-k.js';
import { SizeError } from './trainer.js';

/**
 * A candidate model asked for one reader at a time, without onnxruntime: what the api serves, and what the golden answers of
 * an artefact are made of. Histories are dense items, each once, in ascending time order.
 */
export interface HistoryModel {
  /** Dense index → content number. */
  readonly itemKeys: Int32Array;
  /** Scores at or below it are no candidates; −∞ where a score has no zero that means anything. */
  readonly floor: number;
  /** Multiply-adds of one request with a history of HISTORY_LIMIT items. */
  readonly work: number;
  /** Writes the scores [items] of one history. */
  scoreInto(items: Int32Array, weights: Float32Array, scores: Float32Array): void;
  /** parts[t][h]: what history item h gave to the score of targets[t]. */
  contributions(items: Int32Array, weights: Float32Array, targets: readonly number[]): Float32Array[];
}

/**
 * A request is answered on the only thread of the api, so a model may take about 5 ms of it and no more. 20 million
 * multiply-adds are, for iALS of width 256, 40,000 items; for SASRec of width 64 with its defaults, 230,000 items.
 */
export const MOST_WORK = 20e6;

const tooMuchWork = (model: string, work: number): string =>
  `${model} would take ${(work / 1e6).toFixed(1)} million multiply-adds for one feed, and the api has time for ${MOST_WORK / 1e6}; fit it with a smaller width (items × width counts, and width² × ${HISTORY_LIMIT} of a history)`;

/** Before a fit whose result could not be served. Throws SizeError. */
export function requireServable(model: string, work: number): void {
  if (work > MOST_WORK) throw new SizeError(tooMuchWork(model, work));
}

/** The same of an artefact that exists. Throws ArtefactError. */
export function checkWork({ model }: Card, { work }: HistoryModel): void {
  if (work > MOST_WORK) throw new ArtefactError('MODEL', `${tooMuchWork(model, work)}.`);
}

/** Scores that are all the same say nothing about anything: no history, or none that a model knows. */
export function saysSomething(scores: Float32Array): boolean {
  return scores.some((score) => score !== scores[0]);
}

/** The best unseen items, best first; overwrites the scores of the history. */
export function bestUnseen(scores: Float32Array, history: Int32Array, floor: number, selector: TopSelector): TopItems {
  if (!saysSomething(scores)) return { items: new Int32Array(0), scores: new Float32Array(0) };
  for (const item of history) scores[item] = -Infinity;
  selector.select(scores, scores.length, floor);
  return { items: selector.indices.slice(0, selector.count), scores: selector.values.slice(0, selector.count) };
}

/** The k best unseen items of each reader, one reader after another. */
export function predictOneByOne(model: HistoryModel, { offsets, items, weights, k }: HistoryBatch): TopItems[] {
  const scores = new Float32Array(model.itemKeys.length);
  const selector = new TopSelector(Math.max(1, Math.min(k, scores.length)));
  return Array.from({ length: offsets.length - 1 }, (_, reader) => {
    const [from, to] = [offsets[reader], offsets[reader + 1]];
    const history = items.subarray(from, to);
    model.scoreInto(history, weights.subarray(from, to), scores);
    return bestUnseen(scores, history, model.floor, selector);
  });
}

/** What a card says of these histories. */
export function goldenOf(model: HistoryModel, histories: readonly GoldenHistory[]): { inputs: JsonValue; outputs: JsonValue } {
  const outputs = predictOneByOne(model, goldenBatch(histories)).map(({ items, scores }) => ({ items: [...items], scores: [...scores] }));
  return { inputs: histories.map(({ items, weights }) => ({ items, weights })), outputs };
}

/**
 * Repeats the golden histories: the kernels and TypeScript round each operation by itself, so the answers are equal to the
 * bit on every machine. Throws ArtefactError.
 */
export function checkGolden({ model: name, golden }: Card, model: HistoryModel): void {
  const histories = golden.inputs as unknown as GoldenHistory[];
  const known = histories.every(({ items }) => items.every((item) => item < model.itemKeys.length));
  if (!known || JSON.stringify(goldenOf(model, histories).outputs) !== JSON.stringify(golden.outputs)) {
    throw new ArtefactError('GOLDEN', `The model ${name} no longer gives the answers it was published with; retrain it with this build.`);
  }
}

import type { Card } from '../../models/artefact.js';
import { EnsembleHistoryModel } from '../../models/blend/ensemble-history.js';
import { IalsModel } from '../../models/factors/ials-model.js';
import { strideOf } from '../../models/factors/ials-system.js';
import type { HistoryModel } from '../../models/history-model.js';
import { ItemModel } from '../../models/item-model.js';
import { quantile } from '../../models/metrics/interval.js';
import { Random } from '../../models/random.js';
import { sasrecParameters } from '../../models/sequence/sasrec-graph.js';
import { SasrecModel } from '../../models/sequence/sasrec-model.js';
import { ServedCandidates } from '../../models/served-candidates.js';
import { ServedMatrix } from '../../models/served-matrix.js';
import type { BenchOptions } from './main.js';

/**
 * What one feed takes of the api's thread, by form of model: the scores of a history and the best 100 of them, and the reasons
 * of a page of 20. The numbers in the models are random; time does not depend on what they are.
 */
export function run({ items = '10000', history = '50', rounds = '200' }: BenchOptions): Promise<object> {
  const [itemCount, length] = [Number(items), Number(history)];
  const random = new Random(3);
  const itemKeys = Int32Array.from({ length: itemCount }, (_, item) => item + 1);
  const popularity = Float32Array.from(itemKeys, () => random.unit());
  const matrix = matrixOf(itemKeys, popularity, random);
  const ials = [64, 128, 256].map((width) => [`ials ${width}`, ialsOf(itemKeys, width, random)] as const);
  const shape = { itemCount, width: 64, inner: 256, blocks: 2, heads: 2, length: 50 };
  const values = Object.fromEntries(Object.entries(sasrecParameters(shape, 1)).map(([name, { data }]) => [name, data]));
  const sasrec = new SasrecModel({ itemKeys, shape, temperature: 1, values });
  const sources = [matrix, ials[2][1], sasrec].map((model, at) => ({ name: String(at), weight: 1, model }));
  const models: (readonly [string, HistoryModel])[] = [...ials, ['sasrec 64', sasrec], ['ensemble of matrix, ials 256, sasrec', new EnsembleHistoryModel(sources)]];
  const served = [['matrix, 200 neighbours', new ServedMatrix({ model: 'matrix' } as Card, matrix)] as const,
    ...models.map(([name, model]) => [name, new ServedCandidates({ model: name } as Card, model, popularity)] as const)];
  const work = new Map<string, number>([['matrix, 200 neighbours', matrix.work], ...models.map(([name, model]) => [name, model.work] as const)]);
  const read = { contentNos: Array.from({ length }, (_, at) => 1 + Math.floor((at * itemCount) / length)), weights: Array.from({ length }, () => 1) };
  return Promise.resolve({
    items: itemCount, historyLength: length,
    models: Object.fromEntries(served.map(([name, model]) => [name, { work: work.get(name), ...measured(model, read, Number(rounds)) }])),
  });
}

function measured(model: ServedCandidates, read: { contentNos: number[]; weights: number[] }, rounds: number): Record<string, number> {
  const exclude = new Set(read.contentNos);
  const page = [...model.topK(model.scoreHistory(read), 20, exclude).contentNos];
  const [list, reasons]: number[][] = [[], []];
  for (let round = 0; round < rounds + 20; round++) {
    const startMs = performance.now();
    model.topK(model.scoreHistory(read), 100, exclude);
    const listedMs = performance.now();
    model.reasons(read, page);
    if (round >= 20) list.push(listedMs - startMs);
    if (round >= 20) reasons.push(performance.now() - listedMs);
  }
  const microseconds = (times: number[], share: number): number => Math.round(1000 * quantile(Float64Array.from(times).sort(), share));
  return { listUs: microseconds(list, 0.5), listP99Us: microseconds(list, 0.99), reasonsUs: microseconds(reasons, 0.5), reasonsP99Us: microseconds(reasons, 0.99) };
}

function matrixOf(itemKeys: Int32Array, popularity: Float32Array, random: Random): ItemModel {
  const [items, neighbours] = [itemKeys.length, Math.min(200, itemKeys.length)];
  const step = Math.floor(items / neighbours);
  return new ItemModel({
    itemKeys, popularity,
    matrix: {
      rowCount: items, columnCount: items, offsets: Int32Array.from({ length: items + 1 }, (_, row) => row * neighbours),
      columns: Int32Array.from({ length: items * neighbours }, (_, cell) => (cell % neighbours) * step + random.below(step)),
      values: Float32Array.from({ length: items * neighbours }, () => random.unit()),
    },
  });
}

function ialsOf(itemKeys: Int32Array, width: number, random: Random): IalsModel {
  const factors = Float32Array.from({ length: itemKeys.length * strideOf(width) }, () => random.normal() / Math.sqrt(width));
  return new IalsModel({ itemKeys, factors }, { width, alpha0: 0.015, lambda: 0.002, nu: 1, epochs: 1, solverSteps: 0 }, null);
}
